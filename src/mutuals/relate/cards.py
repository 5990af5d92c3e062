"""Which reasons become today's cards, and in which order. Pure.

At most seven cards, within the minutes of the plan; debts of the last 60 days always, older ones as one line;
suggestions at most one a person and week, an appreciation at most once a week and never twice a season for one person;
one seat for somebody outside the circles when there is one. Questions put to us are ordered by how long they wait, not
by who asked (PRODUCT.md, promise 2).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mutuals.relate.circles import Circle
from mutuals.relate.learned import NOTHING, Learned
from mutuals.relate.reasons import DEBTS, MINUTES, NudgeKind

DAY_MS = 86_400_000
CARDS = 7
DEBT_DAYS = 60
WEEK_MS = 7 * DAY_MS
SEASON_MS = 90 * DAY_MS


@dataclass(frozen=True, slots=True)
class Open:
    """An open reason as it is chosen from: its row, kind, person and their circle, worth, since when it stands (UTC
    ms), and the UTC day on which it was last among the cards."""

    row: int
    kind: NudgeKind
    contact: int
    circle: Circle
    worth: float
    since: int
    shown_day: int | None = None

    @property
    def debt(self) -> bool:
        """Whether something is owed."""
        return self.kind in DEBTS


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of an earlier card: its kind, the person, when (UTC ms), and whether it was done."""

    kind: NudgeKind
    contact: int
    at: int
    done: bool


@dataclass(frozen=True, slots=True)
class Today:
    """The cards of a day in order, how many debts wait beyond them, how many are older than 60 days, how many minutes
    the cards take and are left of the plan today (None: no plan), and whether it is enough for today."""

    cards: tuple[Open, ...]
    waiting: int
    older: int
    minutes: int
    left: int | None
    enough: bool


def today_minutes(weekly: int | None, *, spent_before: int, days_left: int) -> int | None:
    """The minutes of this day: what the week has left, spread over its remaining days, this one among them."""
    if weekly is None:
        return None
    return max(0, -(-(weekly - spent_before) // max(1, days_left)))


def choose(
    open_ones: Iterable[Open],
    decided: Sequence[Decided],
    *,
    now_ms: int,
    minutes: int | None,
    spent: int = 0,
    learned: Learned = NOTHING,
) -> Today:
    """The cards of this day; `minutes` are those of the plan today, `spent` what was done today already took."""
    every = list(open_ones)
    debts = [one for one in every if one.debt]
    fresh = [one for one in debts if one.since > now_ms - DEBT_DAYS * DAY_MS]
    left = None if minutes is None else max(0, minutes - spent)
    enough = minutes is not None and spent > 0 and left == 0
    suggested = (
        [] if enough else _suggestions([one for one in every if not one.debt], decided, now_ms, learned)
    )
    order, seat = _seated(_ordered(fresh, learned), suggested)
    room = None if left is None else left - sum(MINUTES[one.kind] for one in order)
    picked = _within(seat, suggested, CARDS - len(order), room)
    cards = _ordered([*order, *picked], learned)
    taken = sum(MINUTES[one.kind] for one in cards)
    return Today(tuple(cards), len(fresh) - len(order), len(debts) - len(fresh), taken, left, enough)


def _seated(debts: Sequence[Open], suggested: Sequence[Open]) -> tuple[list[Open], list[Open]]:
    """The debts among the cards, and the suggestion that has the seat of a stranger, if it is one."""
    order = list(debts[:CARDS])
    if any(one.circle is Circle.NEW for one in order):
        return order, []
    owed = next((one for one in debts[CARDS:] if one.circle is Circle.NEW), None)
    if owed is not None:
        return [*order[: CARDS - 1], owed], []
    stranger = [one for one in suggested if one.circle is Circle.NEW][:1]
    return order[: CARDS - len(stranger)], stranger


def score(one: Open, learned: Learned) -> float:
    """How far up a card stands; questions share one score, so that only their waiting orders them."""
    worth = 0.9 if one.kind is NudgeKind.ANSWER else one.worth
    circle = str(Circle.NEW) if one.kind is NudgeKind.ANSWER else str(one.circle)
    return learned.score(kind=one.kind, circle=circle, worth=worth)


def _ordered(ones: Iterable[Open], learned: Learned) -> list[Open]:
    return sorted(ones, key=lambda one: (-score(one, learned), one.since, one.row))


def _suggestions(
    ones: Iterable[Open], decided: Sequence[Decided], now_ms: int, learned: Learned
) -> list[Open]:
    """At most one a person, none for whom one was decided this week; of appreciations one, if none was this week."""
    lately = [one for one in decided if one.at > now_ms - WEEK_MS and one.kind not in DEBTS]
    heard = {one.contact for one in lately}
    praised = any(one.kind is NudgeKind.APPRECIATE for one in lately)
    ones = list(ones)
    # The appreciation that was shown this week stays the one of this week.
    meant = {one.row for one in ones if one.kind is NudgeKind.APPRECIATE and _shown(one, now_ms)}
    season = {
        one.contact for one in decided if one.kind is NudgeKind.APPRECIATE and one.at > now_ms - SEASON_MS
    }
    found: dict[int, Open] = {}
    for one in _ordered(ones, learned):
        kept = one.kind is not NudgeKind.APPRECIATE or not (
            praised or one.contact in season or (meant and one.row not in meant)
        )
        if one.contact in heard or not kept:
            continue
        before = found.get(one.contact)
        # What was shown for a person this week stays their card: another one would be a second suggestion.
        if before is None or (_shown(one, now_ms) and not _shown(before, now_ms)):
            found[one.contact] = one
        praised = praised or found[one.contact].kind is NudgeKind.APPRECIATE
    return _ordered(found.values(), learned)


def _shown(one: Open, now_ms: int) -> bool:
    return one.shown_day is not None and one.shown_day > (now_ms - WEEK_MS) // DAY_MS


def _within(seat: Sequence[Open], ones: Sequence[Open], places: int, room: int | None) -> list[Open]:
    """The first of these that fit the places and minutes, whoever has the seat before them."""
    found: list[Open] = []
    for one in [*seat, *(one for one in ones if one not in seat)]:
        cost = MINUTES[one.kind]
        if len(found) >= places or (room is not None and cost > room and (found or room <= 0)):
            continue
        found.append(one)
        room = None if room is None else room - cost
    return found
