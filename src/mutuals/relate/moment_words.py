"""What the page of a moment asks, how what is typed there is read, and what it says when it was noted. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mutuals.relate.asked import day_of, number_of
from mutuals.ui.words import MONTHS, names

# The forms of a moment as they are asked for, with their icons, and what is said when they were noted.
HOWS = (
    ("met", "Met", "cup"),
    ("did", "Did something", "sprout"),
    ("talked", "Talked", "phone"),
    ("card", "Card", "pen"),
    ("gift", "Gift", "gift"),
)
SAID = {
    "met": "you met {}",
    "did": "you did something with {}",
    "talked": "you talked with {}",
    "card": "you wrote a card to {}",
    "gift": "you gave something to {}",
}
COMING = {
    "met": "you will meet {}",
    "did": "you will do something with {}",
    "talked": "you will talk with {}",
    "card": "you will write a card to {}",
    "gift": "you will give something to {}",
}
MINUTES = (10, 20, 30, 45, 60, 90, 120, 180, 240, 480)
EPOCH = dt.date(1970, 1, 1)
# The furthest day ahead that can be planned.
AHEAD = 3 * 366


class Named(Protocol):
    """Somebody with a name."""

    name: str


class Shown(Protocol):
    """What this file needs of a `people.selectors.moments.MomentView`."""

    @property
    def day(self) -> int: ...
    @property
    def planned(self) -> bool: ...
    @property
    def own(self) -> bool: ...
    @property
    def author(self) -> str: ...
    @property
    def people(self) -> Sequence[Named]: ...


@dataclass(frozen=True, slots=True)
class Typed:
    """What the form of a moment holds: whom (public ids and names of new people), how, when, how long, where, what."""

    who: tuple[str, ...]
    new: tuple[str, ...]
    find: str
    how: str
    when: str
    date: str
    minutes: int
    place: str
    text: str
    shared: bool


def typed(values: Mapping[str, str], who: Sequence[str], new: Sequence[str]) -> Typed:
    """Reads the fields of the form, however wrongly they are filled in."""
    how, when = values.get("how", "met"), values.get("when", "today")
    minutes = number_of(values.get("minutes")) or 0
    return Typed(
        who=tuple(dict.fromkeys(who)),
        new=tuple(dict.fromkeys(" ".join(one.split()) for one in new if one.strip())),
        find=" ".join(values.get("q", "").split())[:200],
        how=how if how in SAID else "met",
        when=when if when in ("today", "yesterday", "day") else "today",
        date=values.get("date", "")[:10],
        minutes=minutes if 0 <= minutes <= 24 * 60 else 0,
        place=values.get("place", "").strip()[:200],
        text=values.get("text", "").strip(),
        shared=values.get("shared") == "on",
    )


def day_typed(form: Typed, *, today: int, local: int) -> int | None:
    """The UTC day of what was typed; None where no such day is meant.

    Whoever lives where the date is another one than in UTC (`local`, the day number on their own calendar) means their
    own today: it is the UTC day of now, and the days around follow it.
    """
    if form.when != "day":
        return today - (form.when == "yesterday")
    day = day_of(form.date) if not form.date.isdigit() else None
    if day is None or not -50_000 < day <= today + AHEAD:
        return None
    return day + today - local if abs(today - local) <= 1 else day


def noted(how: str, people: Sequence[str], day: int, *, today: int) -> str:
    """What is said once a moment is noted: "Noted: you met Ana and Jun yesterday."."""
    phrase = (COMING if day > today else SAID)[how].format(names(list(people), 3))
    return f"Noted: {phrase} {when_words(day, today=today)}."


def told(how: str, moment: Shown, *, today: int) -> str:
    """One moment in a sentence: "You met Ana yesterday.", "Ada Okafor met Ana on 3 May."."""
    who = [one.name for one in moment.people]
    phrase = (COMING if moment.planned else SAID)[how].format(names(who, 4) or "somebody you do not know")
    subject = "You" if moment.own else moment.author
    return f"{subject}{phrase.removeprefix('you')} {when_words(moment.day, today=today)}."


def when_words(day: int, *, today: int) -> str:
    """A day as one says it: today, yesterday, tomorrow, on 12 March, on 12 March 2025."""
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if day - today in near:
        return near[day - today]
    date, now = EPOCH + dt.timedelta(days=day), EPOCH + dt.timedelta(days=today)
    return f"on {date.day} {MONTHS[date.month - 1]}" + (f" {date.year}" if date.year != now.year else "")


def minutes_words(minutes: int) -> str:
    """A length as it is offered: "20 min", "1 h", "1 h 30"."""
    hours, rest = divmod(minutes, 60)
    return f"{minutes} min" if not hours else f"{hours} h {rest}" if rest else f"{hours} h"


def lengths(chosen: int) -> list[tuple[int, str]]:
    """The lengths to choose from, with one that was typed elsewhere among them."""
    return [(one, minutes_words(one)) for one in sorted({*MINUTES, chosen} - {0})]
