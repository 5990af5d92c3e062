"""What the pages about meeting in person say: balance, meetings, trips and cards, in words and pictures. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mutuals.relate.in_person import Share
from mutuals.relate.quarters import quarter_span
from mutuals.relate.words import long
from mutuals.ui.charts.balance import balance
from mutuals.ui.charts.svg import Svg
from mutuals.ui.words import MONTHS, number, percent

EPOCH = dt.date(1970, 1, 1)
WHY = {
    "together": "The last time together",
    "noted": "What you noted",
    "thanks": "They thanked you",
    "glad": "Something they were glad of",
    "wrote": "What they wrote",
}
SOURCES = {
    "address": "Their address",
    "location": "They say",
    "label": "Labelled",
    "profile": "Their profile says",
    "moment": "You met them there",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One balance bar with its words; `picture` is None where there are too few days for a share to say anything."""

    title: str
    met: int
    online: int
    share: float
    picture: Svg | None


def bar(share: Share, title: str, *, aim: float | None = None) -> Bar:
    """The bar of one share, under a title."""
    picture = None if share.few else balance("in person", "online", share.share, aim=aim)
    return Bar(title, share.met, share.online, share.share, picture)


def quarter_words(name: str) -> str:
    """ "2026Q3" as "July to September 2026"."""
    year, quarter = name.split("Q")
    return quarter_span(int(year) * 4 + int(quarter) - 1)


def sentence(now: Share, before: Share, *, aim: float | None) -> str:
    """This quarter in a sentence, beside the one before and the aim, without blame."""
    if not now.days:
        return "Nothing with the people in your circles is known of this quarter yet."
    said = f"This quarter you were with people in person on {_days(now.met)}, and only online on {_days(now.online)}"
    if now.few or before.few:
        return f"{said}. Too few days to compare."
    said += f": {percent(now.share)} in person, {percent(before.share)} the quarter before."
    if aim is None:
        return said
    more = max(0, round((aim * now.days - now.met) / max(1e-9, 1 - aim))) if aim < 1 else 0
    if not more:
        return f"{said} Your plan aims at {percent(aim)}."
    return (
        f"{said} Your plan aims at {percent(aim)}: {number(more)} more {_meetings(more)} would even this out."
    )


def together(share: Share) -> str:
    """How long one was together, as far as that is known: "some 12 hours of which the length is known"; "" for none."""
    hours = round(share.seconds / 3600)
    return f"some {number(hours)} hours together, where a length is known" if hours else ""


def meeting_title(title: str, how: str, people: Sequence[str]) -> str:
    """What a meeting is called: as in the calendar, else after who was there."""
    if title:
        return title
    verb = (
        "Meeting"
        if how in ("", "met")
        else {"did": "Something done", "talked": "Talk", "card": "A card", "gift": "A gift"}.get(
            how, "Moment"
        )
    )
    return (
        f"{verb} with {people[0]}"
        if len(people) == 1
        else f"{verb} with {len(people)} people"
        if people
        else verb
    )


def day_words(day: int, *, today: int) -> str:
    """A day as it is said beside a meeting: "today", "on Tuesday", "on 3 May", "on 3 May 2025"."""
    away, date, now = day - today, EPOCH + dt.timedelta(days=day), EPOCH + dt.timedelta(days=today)
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    if away in near:
        return near[away]
    if -7 < away < 7:
        return f"on {date:%A}"
    return f"on {date.day} {MONTHS[date.month - 1]}" + (f" {date.year}" if date.year != now.year else "")


def when_words(day: int, begins_at: int | None, *, today: int, local: dt.datetime) -> str:
    """When something is: its UTC day (`today` is one too); or its moment (ms), where that is known, by the clock of the
    installation (`local`: now, there): "on Tuesday at 14:30"."""
    if begins_at is None:
        return day_words(day, today=today)
    at = dt.datetime.fromtimestamp(begins_at / 1000, local.tzinfo)
    here = (local.date() - EPOCH).days
    return f"{day_words((at.date() - EPOCH).days, today=here)} at {at:%H:%M}"


def is_over(day: int, begins_at: int | None, *, now_ms: int) -> bool:
    """Whether something planned for a UTC day, or a moment where that is known, has begun."""
    return begins_at <= now_ms if begins_at is not None else day <= now_ms // 86_400_000


class Planned(Protocol):
    """What this file needs of a `people.selectors.moments.MomentView`."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def how(self) -> str: ...
    @property
    def day(self) -> int: ...
    @property
    def begins_at(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The next plan with somebody in a line: what it is opened by, what it is called, when."""

    key: str
    title: str
    when: str


def plan_words(plan: Planned | None, *, today: int, local: dt.datetime) -> PlanLine | None:
    """The next plan with somebody; None without one."""
    if plan is None:
        return None
    title = plan.title or {"met": "You meet", "talked": "You talk"}.get(plan.how, "You do something")
    return PlanLine(plan.id, title, when_words(plan.day, plan.begins_at, today=today, local=local))


def stay(since: int, until: int) -> str:
    """From when to when: "3 to 7 May 2026", "30 April to 2 May 2026", "3 May 2026"."""
    first, last = EPOCH + dt.timedelta(days=since), EPOCH + dt.timedelta(days=until)
    end = f"{last.day} {MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    begin = f"{first.day} {MONTHS[first.month - 1]}" + (f" {first.year}" if first.year != last.year else "")
    return f"{begin} to {end}"


def length(seconds: int) -> str:
    """How long a meeting was; "" where that is not known."""
    return long(seconds)


def _days(count: int) -> str:
    return f"{number(count)} day{'' if count == 1 else 's'}"


def _meetings(count: int) -> str:
    return "day together" if count == 1 else "days together"
