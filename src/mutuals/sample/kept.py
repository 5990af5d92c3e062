"""What Mara keeps in mind: promises, what people are trying to do, what she can give, days, trips, what her calendar
has ahead, her plan."""

import datetime
from dataclasses import dataclass

from mutuals.sample.days import Calendar
from mutuals.sample.reading import pools


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of hers (`ours`) or of somebody to her: the day on which it was made and by which it is due."""

    person: str
    day: datetime.date
    due: datetime.date | None
    ours: bool
    words: str


@dataclass(frozen=True, slots=True)
class Aim:
    """What somebody is trying to do, as she noted it on a day."""

    person: str
    day: datetime.date
    words: str


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that she can give: its kind, since when it lies on the shelf, its title and a line more."""

    kind: str
    day: datetime.date
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day of the year that matters to somebody, with the year of the first one where she knows it."""

    person: str
    title: str
    day: datetime.date
    year: int | None


@dataclass(frozen=True, slots=True)
class Trip:
    """A place where she will be, from one day to another; both lie ahead."""

    place: str
    since: datetime.date
    until: datetime.date


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting that her calendar has ahead: the day, the minute on the wall, how many minutes, with whom (slugs)."""

    day: datetime.date
    clock: int
    minutes: int
    title: str
    place: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What she will do and will not, for whom: people by slugs, groups by names, places in words."""

    will: str
    will_not: str
    people: tuple[str, ...]
    groups: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """All of it."""

    promises: tuple[Promise, ...]
    aims: tuple[Aim, ...]
    shelf: tuple[Thing, ...]
    occasions: tuple[Occasion, ...]
    trips: tuple[Trip, ...]
    coming: tuple[Coming, ...]
    plan: Plan


def kept(calendar: Calendar) -> Kept:
    """What she keeps in mind on a day."""
    hand = pools("hand")
    return Kept(
        promises=tuple(_promise(line, calendar) for line in hand["promise"]),
        aims=tuple(Aim(who, calendar.date(int(day)), words) for who, day, words in map(_cells, hand["aim"])),
        shelf=tuple(
            Thing(kind, calendar.date(int(day)), title, words)
            for kind, day, title, words in map(_cells, hand["shelf"])
        ),
        occasions=tuple(_occasion(line, calendar) for line in hand["day"]),
        trips=tuple(
            Trip(place, calendar.date(int(since)), calendar.date(int(until)))
            for place, since, until in map(_cells, hand["trip"])
        ),
        coming=tuple(_coming(line, calendar) for line in hand["coming"]),
        plan=_plan(hand),
    )


def _cells(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _promise(line: str, calendar: Calendar) -> Promise:
    who, day, due, whose, words = _cells(line)
    by = None if due == "-" else calendar.date(int(due))
    return Promise(who, calendar.date(int(day)), by, whose == "ours", words)


def _occasion(line: str, calendar: Calendar) -> Occasion:
    who, title, ahead, years = _cells(line)
    day = calendar.date(int(ahead))
    return Occasion(who, title, day, day.year - int(years) if int(years) else None)


def _coming(line: str, calendar: Calendar) -> Coming:
    ahead, clock, minutes, title, place, who = _cells(line)
    hour, minute = map(int, clock.split(":"))
    day = calendar.date(calendar.day(ahead))
    return Coming(day, 60 * hour + minute, int(minutes), title, place, tuple(who.split()))


def _plan(hand: dict[str, tuple[str, ...]]) -> Plan:
    whom = dict(_cells(line) for line in hand["plan"])
    groups, places = ([one.strip() for one in whom[name].split(",")] for name in ("groups", "places"))
    return Plan(
        "\n".join(hand["will"]), "\n".join(hand["will not"]), tuple(whom["people"].split()), tuple(groups),
        tuple(places),
    )  # fmt: skip
