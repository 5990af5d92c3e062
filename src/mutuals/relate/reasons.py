"""Why somebody could use a word from us: reasons found in what is known of one relationship. Pure.

Debts are what we owe (an answer, thanks, a promise) and what was promised to us; suggestions are what would do a
relationship good. Each reason names the evidence it was found in. No number of days here makes a card: silence is
measured in a person's own gaps, waiting in our own usual answers. How far back a debt is looked for, and how often one
person is suggested, are the two promises of Today and stand in `cards.py`. What each kind is worth before anybody
decided anything is judgement, validated nowhere; decisions move it (`learned.py`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import exp
from typing import Any

from mutuals.relate.circles import Circle
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.rungs import Rung

DAY_MS = 86_400_000
HOUR_MS = 3_600_000


class NudgeKind(StrEnum):
    """What a card asks for; the first three are debts."""

    ANSWER = "answer"
    THANK = "thank"
    PROMISE = "promise"
    HELP = "help"
    APPRECIATE = "appreciate"
    INTRODUCE = "introduce"
    RECONNECT = "reconnect"
    MEET = "meet"
    CONGRATULATE = "congratulate"
    WELCOME = "welcome back"
    LISTEN = "listen"


DEBTS = frozenset({NudgeKind.ANSWER, NudgeKind.THANK, NudgeKind.PROMISE})
# How many minutes each takes, roughly: what fills the minutes of a plan. Judgement.
MINUTES = {
    NudgeKind.ANSWER: 4, NudgeKind.THANK: 3, NudgeKind.PROMISE: 10, NudgeKind.HELP: 8, NudgeKind.APPRECIATE: 8,
    NudgeKind.INTRODUCE: 8, NudgeKind.RECONNECT: 5, NudgeKind.MEET: 5, NudgeKind.CONGRATULATE: 4,
    NudgeKind.WELCOME: 4, NudgeKind.LISTEN: 4,
}  # fmt: skip
# Who does not answer is left in peace: after so many days on which only we spoke.
UNANSWERED = 3
# Somebody came back who had been silent for more than so many of their own gaps.
RETURNED = 4.0
# We only talk where so little of what passes comes from them.
ONE_SIDED = 0.2
# So few active days are too few to say anything of a person's ways.
KNOWN_DAYS = 5
CLOSE = (Circle.INNER, Circle.CLOSE)
CIRCLED = (Circle.INNER, Circle.CLOSE, Circle.FAMILIAR, Circle.ACQUAINTED)
# Where our usual answer to somebody is unknown.
USUAL_ANSWER_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Asked:
    """Words of theirs that want an answer: the post's key, when (UTC ms), in which form."""

    post: str
    at: int
    kind: int


@dataclass(frozen=True, slots=True)
class Gave:
    """Something they did for us after which we said nothing: what, when (UTC ms), with a key of its own, where it
    stands (a post's key, or none), and what it weighs in give and take."""

    act: str
    at: int
    key: str
    post: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Due:
    """An open promise: its id, whether it is ours, when it was made (UTC ms), the UTC day by which, if one was said."""

    id: str
    ours: bool
    at: int
    by: int | None


@dataclass(frozen=True, slots=True)
class Day:
    """A day to remember: which, what it is called, on which UTC day it falls next, how many years it makes."""

    key: str
    title: str
    day: int
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """Something they want which we or a friend can give: the post that says so (its key, or none), since when (UTC
    ms), what they try to do (an aim's id, or none), and what fits: an item of our shelf, or a contact."""

    post: str
    at: int
    shelf: str = ""
    friend: int | None = None
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is known of one relationship when Today looks at it. Days are UTC day numbers, `over` silence in usual gaps.

    `gap_before` is the silence in days that the latest contact ended, `unanswered` on how many days we spoke since
    their last word, `answer_ms` how long our answers to them usually take, `meets` on which day we are to meet or talk
    next, `sees` whether we are to meet, `latest` the form of the latest that passed, as in "call" or "message in".
    """

    contact: int
    public: str
    circle: Circle = Circle.NEW
    rung: int = 0
    depth_out: float = 0.0
    depth_in: float = 0.0
    days: int = 0
    first_day: int | None = None
    last_day: int | None = None
    last_in: int | None = None
    gap: float | None = None
    over: float | None = None
    gap_before: int | None = None
    unanswered: int = 0
    answer_ms: int | None = None
    named: bool = False
    guarded: bool = False
    strained: bool = False
    asked: tuple[Asked, ...] = ()
    gave: tuple[Gave, ...] = ()
    promises: tuple[Due, ...] = ()
    occasions: tuple[Day, ...] = ()
    needs: tuple[Need, ...] = ()
    moments: tuple[tuple[int, str], ...] = ()
    trip: str = ""
    meets: int | None = None
    sees: bool = False
    latest: str = ""
    latest_at: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what for, about whom, the key that tells it from others, what it was found in, how much it is worth
    (0 to 1) before decisions are counted in, since when it stands (UTC ms), and by which UTC day."""

    kind: NudgeKind
    contact: int
    key: str
    worth: float
    since: int
    facts: dict[str, Any] = field(default_factory=dict)
    due: int | None = None
    other: int | None = None


def reasons(sight: Sight, *, now_ms: int, season: str) -> list[Reason]:
    """All reasons that this relationship gives at a moment; `season` names the quarter, as in "2026Q1".

    Whoever left three of our tries unanswered gives none but debts and days to remember; to whoever is strained or
    guarded nothing is suggested, though debts stand.
    """
    found = [*_answer(sight, now_ms), *_thank(sight), *_promise(sight, now_ms)]
    if sight.strained or sight.guarded:
        return found
    found += _congratulate(sight, now_ms)
    if sight.unanswered < UNANSWERED:
        found += [
            *_help(sight), *_welcome(sight), *_reconnect(sight, now_ms), *_meet(sight, now_ms, season),
            *_listen(sight, now_ms, season), *_appreciate(sight, found, now_ms, season),
        ]  # fmt: skip
    return found


def way_of(sight: Sight, *, large: bool = False) -> str:
    """How to say it: by hand or by voice to whom we have met or who helped us greatly, else in writing."""
    if sight.rung < Rung.MET:
        return "card" if large else "write"
    return "call" if sight.circle in CLOSE else "card"


def _answer(sight: Sight, now_ms: int) -> Iterator[Reason]:
    """The latest question that waits; whoever asked twice is one person waiting since the first."""
    if not sight.asked:
        return
    first, last = min(one.at for one in sight.asked), max(sight.asked, key=lambda one: (one.at, one.post))
    usual = sight.answer_ms or USUAL_ANSWER_MS
    worth = 0.8 + 0.19 * (1 - exp(-(now_ms - first) / (4 * usual)))
    facts = {"post": last.post, "at": last.at, "kind": last.kind, "asked": len(sight.asked)}
    if sight.answer_ms:
        facts["usual"] = sight.answer_ms
    yield Reason(NudgeKind.ANSWER, sight.contact, last.post, worth, first, facts)


# What weighs so much is given greatly: a card or a call says thanks better than a line.
LARGE = 2.0


def _thank(sight: Sight) -> Iterator[Reason]:
    """Thanks for what weighs anything in the viewer's own reckoning of give and take, the more the sooner."""
    for one in sight.gave:
        if one.weight > 0:
            worth = 0.7 + 0.25 * one.weight / (one.weight + LARGE)
            way = way_of(sight, large=one.weight >= LARGE)
            facts = {"act": one.act, "at": one.at, "post": one.post, "way": way}
            yield Reason(NudgeKind.THANK, sight.contact, one.key, worth, one.at, facts)


def _promise(sight: Sight, now_ms: int) -> Iterator[Reason]:
    """Ours from the day before it is due (without a day: once a usual gap has passed); theirs when its day is over."""
    today = now_ms // DAY_MS
    for one in sight.promises:
        facts = {"promise": one.id, "ours": one.ours}
        waited = (now_ms - one.at) / DAY_MS >= (sight.gap or 7.0)
        if one.ours and (one.by <= today + 1 if one.by is not None else waited):
            worth = 0.95 if one.by is not None and one.by <= today else 0.85
            yield Reason(NudgeKind.PROMISE, sight.contact, one.id, worth, one.at, facts, due=one.by)
        elif not one.ours and one.by is not None and one.by < today:
            yield Reason(NudgeKind.PROMISE, sight.contact, one.id, 0.5, one.at, facts, due=one.by)


def _congratulate(sight: Sight, now_ms: int) -> Iterator[Reason]:
    """A day that is today or so near that a card still comes in time."""
    for one in sight.occasions:
        left = one.day - now_ms // DAY_MS
        facts = {"title": one.title, "years": one.years, "way": way_of(sight, large=True)}
        worth = 0.9 if left <= 0 else 0.6
        yield Reason(
            NudgeKind.CONGRATULATE, sight.contact, one.key, worth, now_ms - DAY_MS, facts, due=one.day
        )


def _help(sight: Sight) -> Iterator[Reason]:
    for one in sight.needs:
        facts = {"post": one.post, "at": one.at, "shelf": one.shelf, "aim": one.aim}
        key = f"{one.aim or one.post} {one.shelf or one.friend}"
        yield Reason(NudgeKind.HELP, sight.contact, key, 0.7, one.at, facts, other=one.friend)


def _welcome(sight: Sight) -> Iterator[Reason]:
    """They spoke again after a silence that was long for them, and it is fresh: within one of their gaps."""
    back = sight.gap_before is not None and sight.gap is not None and sight.last_in == sight.last_day
    if not back or sight.last_in is None or sight.gap is None or sight.gap_before is None:
        return
    fresh = sight.over is not None and sight.over <= 1.0
    if fresh and sight.gap_before > RETURNED * max(sight.gap, 1.0) and not sight.asked:
        facts = {"silence": sight.gap_before, "day": sight.last_in}
        key, since = f"{sight.public} {sight.last_in}", sight.last_in * DAY_MS
        yield Reason(NudgeKind.WELCOME, sight.contact, key, 0.65, since, facts)


def _reconnect(sight: Sight, now_ms: int) -> Iterator[Reason]:
    """Silence beyond twice their own usual gap, deeper ties first; one card for each silence. It presses most at some
    ten gaps; whoever has been quiet for many more has gone their way, and comes later. Whom we are to meet before as
    much time has passed again needs no word for it."""
    if sight.circle not in CIRCLED or sight.over is None or sight.over <= DRIFTING or sight.last_day is None:
        return
    if sight.meets is not None and sight.meets - now_ms // DAY_MS <= DRIFTING * (sight.gap or 0.0):
        return
    depth = 0.1 * (len(CIRCLED) - CIRCLED.index(sight.circle)) / len(CIRCLED)
    beyond = sight.over - DRIFTING
    presses = 0.2 * (1 - exp(-beyond / 4)) * exp(-beyond / 24)
    worth = 0.4 + depth + presses + (0.1 if sight.named else 0.0)
    facts = {"over": round(sight.over, 2), "gap": sight.gap, "last": sight.last_day, "way": way_of(sight)}
    since = round((sight.last_day + DRIFTING * (sight.gap or 0.0)) * DAY_MS)
    yield Reason(NudgeKind.RECONNECT, sight.contact, f"{sight.public} {sight.last_day}", worth, since, facts)


def _meet(sight: Sight, now_ms: int, season: str) -> Iterator[Reason]:
    """Many words and never met, or a trip that leads near them; unless we are to meet anyway."""
    if sight.sees:
        return
    near = bool(sight.trip)
    many = sight.circle in CIRCLED[:3] and sight.rung < Rung.MET and sight.days >= KNOWN_DAYS
    if sight.circle in CIRCLED and (near or many):
        facts = {"days": sight.days, "trip": sight.trip, "met": sight.rung >= Rung.MET}
        key = f"{sight.public} {sight.trip or season}"
        yield Reason(NudgeKind.MEET, sight.contact, key, 0.6 if near else 0.4, now_ms, facts)


def _listen(sight: Sight, now_ms: int, season: str) -> Iterator[Reason]:
    """Where we only talk: nearly nothing of what passed in the weeks that count comes from them."""
    total = sight.depth_in + sight.depth_out
    if sight.days >= KNOWN_DAYS and total > 0 and sight.depth_in / total < ONE_SIDED:
        facts = {"share": round(sight.depth_in / total, 3)}
        yield Reason(NudgeKind.LISTEN, sight.contact, f"{sight.public} {season}", 0.3, now_ms, facts)


def _appreciate(sight: Sight, others: Iterable[Reason], now_ms: int, season: str) -> Iterator[Reason]:
    """Somebody close to whom nothing is owed, with three moments of what you share."""
    owed = any(one.kind in DEBTS for one in others)
    if sight.circle in CLOSE and not owed and len(sight.moments) >= 3:
        facts = {"moments": [list(one) for one in sight.moments[:3]], "way": way_of(sight, large=True)}
        yield Reason(NudgeKind.APPRECIATE, sight.contact, f"{sight.public} {season}", 0.5, now_ms, facts)
