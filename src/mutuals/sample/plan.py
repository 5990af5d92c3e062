"""The plan of each life: on which days what happens, and how often. Words come later (`telling.py`) and change nothing
of it, so that what is planned can be told apart from what came out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from mutuals.sample.days import FIRST, LAST, Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import people, scenes, sessions, text_of
from mutuals.sample.shapes import ME, Person, Phase, Session

CRISIS = -274
_HUSHED = range(CRISIS - 2, CRISIS + 13)
"""Days on which nobody chats of this and that."""
_RUSH = 0.85
_HOSTING = range(-452, -424)
_NEAR = sorted(range(-15, 16), key=lambda one: (abs(one), -one))


@dataclass(frozen=True, slots=True)
class Meeting:
    """People who meet: `who` without Mara, who is always there."""

    day: int
    minute: int
    minutes: int
    name: str
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One post of the weekly chat: `parent` is the place of the one it answers in the same evening, -1 for none."""

    who: str
    kind: str
    parent: int


@dataclass(frozen=True, slots=True)
class Evening:
    """One evening of the weekly chat."""

    day: int
    host: str
    posts: tuple[Said, ...]


def spread(n: int, first: int, last: int, dice: Dice, taken: Collection[int] = ()) -> list[int]:
    """`n` days from first to last, both among them, more or less evenly; not those taken, where there is room."""
    if n == 1:
        return [first]
    step = (last - first) / (n - 1)
    found = []
    for at in range(n):
        exact = first + at * step
        if 0 < at < n - 1:
            exact += (dice.between(0, 80) - 40) / 100 * step
        found.append(_free(round(exact), first, last, taken) if 0 < at < n - 1 else round(exact))
    return sorted(found)


def _free(day: int, first: int, last: int, taken: Collection[int]) -> int:
    """The nearest day that is neither taken nor hushed; the day itself where there is none."""
    for off in _NEAR:
        other = day + off
        if first <= other <= last and other not in taken and other not in _HUSHED:
            return other
    return day


@dataclass(frozen=True, slots=True)
class Beat:
    """One talk to come: they speak `size` times, and whether Mara opens."""

    day: int
    size: int
    me_first: bool


def _sizes(one: Person, phase: Phase, dice: Dice) -> list[tuple[int, bool]]:
    """(how often they speak, whether Mara opens) of each talk of a phase: once, or twice where they open and scenes
    are made so, `n` times in all."""
    found, left = [], phase.n
    language = phase.language or one.languages[0]
    kind = "" if phase.what == "news" else phase.kind
    twice = _fit(language, kind, False, 2) if phase.what in ("wa", "ig") else 0
    once = _fit(language, kind, False, 1)
    while left:
        wishes = dice.chance(phase.me) and _fit(language, kind, True, 1) > 0
        me_first = wishes or not once + twice
        size = 2 if left > 1 and not me_first and dice.chance(twice / (once + twice)) else 1
        found.append((size, me_first))
        left -= size
    return found


@cache
def _fit(language: str, kind: str, me_first: bool, size: int) -> int:
    """How many scenes of a kind fit all year in which they speak so often; one where there is no kind."""
    some = (one for one in scenes() if one.language == language and kind in one.kinds and not one.months)
    return sum(one.fits(me_first=me_first, size=size) for one in some) if kind else 1


def beats(one: Person, phase: Phase, taken: Collection[int]) -> list[Beat]:
    """The talks of a phase, on their days."""
    dice = Dice(f"beats/{one.slug}/{phase.what}/{phase.first}/{phase.kind}")
    often = _sizes(one, phase, dice)
    days = spread(len(often), phase.first, phase.last, dice, taken)
    return [Beat(day, size, me_first) for day, (size, me_first) in zip(days, often, strict=True)]


def rushes(calendar: Calendar) -> list[tuple[Person, Phase, Beat]]:
    """The weeks before Christmas: who of the customers asks for stollen, in each year in which they were about."""
    found = []
    for one, phase in phases("wa"):
        if phase.kind not in ("customer", "sie") or (phase.language or one.languages[0]) != "de":
            continue
        for year in (1, 2):
            dice = Dice(f"rush/{one.slug}/{year}")
            day = calendar.day(f"dec-19/{year}") - dice.between(0, 26)
            if phase.first < day < phase.last and day not in _HUSHED and dice.chance(_RUSH):
                asked = Phase("wa", day, day, 1, f"stollen-{phase.kind}", 0)
                found.append((one, asked, Beat(day, 1, False)))
    return found


def written(calendar: Calendar) -> list[Session]:
    """The written sessions; what belongs to a date of the year gives way where it falls into the fire."""
    return [one for one in sessions(calendar) if not (one.seasonal and CRISIS - 2 <= one.day <= CRISIS + 40)]


def phases(*whats: str) -> Iterator[tuple[Person, Phase]]:
    """All phases of some kinds, person by person."""
    for one in people().values():
        for phase in one.phases:
            if phase.what in whats:
                yield one, phase


def evenings(calendar: Calendar) -> list[Evening]:
    """Every Wednesday: who hosts, who comes, who answers whom."""
    start = calendar.weekday(FIRST + 6, "wed")
    start += 7 * (start < FIRST)
    return [_evening(day) for day in range(start, LAST + 1, 7)]


def _evening(day: int) -> Evening:
    dice = Dice(f"evening/{(day - FIRST) // 7}")
    host = ME if day in _HOSTING else "rosie-hartwell"
    came = [
        one.slug for one, phase in phases("bh") if phase.first <= day <= phase.last and dice.chance(phase.me)
    ]
    came = dice.mixed([slug for slug in came if slug != "rosie-hartwell"])
    if host != ME and dice.chance(0.86):
        came.append(ME)
    posts = [Said(host, "open", -1)]
    posts += [Said(slug, "answer", 0) for slug in came]
    for at in range(1, min(len(came), 2) + 1):
        other = host if at == 1 else dice.pick([slug for slug in (*came, host) if slug != came[at - 1]])
        posts.append(Said(other, "follow", at))
        if dice.chance(0.7):
            posts.append(Said(came[at - 1], "back", len(posts) - 1))
    return Evening(day, host, (*posts, Said(host, "bye", 0)))


def meetings(calendar: Calendar) -> list[Meeting]:
    """All meetings: those of two from the phases, those of many from `series.txt`."""
    found = [meeting for one, phase in phases("ev") for meeting in _met(one, phase, calendar)]
    for line in text_of("series"):
        if line:
            found += _series(line, calendar)
    return sorted(found, key=lambda one: (one.day, one.minute, one.name, one.who))


def _met(one: Person, phase: Phase, calendar: Calendar) -> Iterator[Meeting]:
    dice = Dice(f"met/{one.slug}/{phase.first}")
    days = spread(phase.n, phase.first, phase.last, dice)
    if phase.kind == "swim":
        days = sorted({calendar.weekday(day, "tue") for day in days if calendar.weekday(day, "tue") >= FIRST})
    for day in days:
        length, clock = LENGTHS[phase.kind], CLOCKS[phase.kind]
        yield Meeting(
            day, clock + 5 * dice.between(0, 8), length + 10 * dice.between(0, 5), phase.kind, (one.slug,)
        )


LENGTHS = {
    "coffee": 35, "coffee-he": 35, "swim": 70, "dinner": 120, "visit": 120, "work": 40, "mill": 90, "walk": 60,
    "counter": 15, "visit-far": 480,
}  # fmt: skip
CLOCKS = {
    "coffee": 870, "coffee-he": 930, "swim": 1080, "dinner": 1140, "visit": 900, "work": 780, "mill": 840, "walk": 990,
    "counter": 690, "visit-far": 660,
}  # fmt: skip


def _series(line: str, calendar: Calendar) -> Iterator[Meeting]:
    """The meetings that a line of `series.txt` says, each with those of its people who came."""
    head, _, name = line.partition("|")
    weekday, step, span, minutes, hour, share, *who = head.split()
    first, _, last = span.partition("..")
    dice = Dice(f"series/{name.strip()}")
    day = int(first) if weekday == "-" else calendar.weekday(int(first) + 6, weekday)
    while day <= int(last):
        came = tuple(slug for slug in who if float(share) == 1 or dice.chance(float(share)))
        if came and not (weekday != "-" and day in _HUSHED):
            yield Meeting(day, int(hour) * 60, int(minutes), name.strip(), came)
        day += int(step) or 10_000
