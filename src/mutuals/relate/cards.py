"""Which reasons become today's cards, and in which order. Pure.

At most seven cards, within the minutes of the plan; debts of the last 60 days always show: five as cards where there is
something to give besides, those beyond the places and minutes as one line each, older ones as one line altogether;
suggestions at most one a person and week, an appreciation at most once a week and never twice a season for one person;
one seat for somebody outside the circles when there is one. Questions put to us are ordered by how long they wait, not
by who asked (PRODUCT.md, promise 2).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mutuals.relate.circles import Circle
from mutuals.relate.learned import NOTHING, Learned
from mutuals.relate.reasons import DEBTS, MINUTES, NudgeKind

DAY_MS = 86_400_000
CARDS = 7
# Whoever owes many answers would else never come to give anything of their own accord.
DEBT_CARDS = 5
# How much lower, in log odds, a card stands for each one of its kind before it: days of one kind tire (the
# greedy choice of Carbonell & Goldstein 1998, "The Use of MMR"). A factor of two in the odds; a judgement.
SAME_KIND = 0.7
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
    """The cards of a day in order, the debts that wait beyond them in theirs, how many are older than 60 days, how many
    minutes the cards take and are left of the plan today (None: no plan), and whether it is enough for today."""

    cards: tuple[Open, ...]
    waiting: tuple[Open, ...]
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
    resting: Collection[int] = (),
) -> Today:
    """The cards of this day; `minutes` are those of the plan today, `spent` what was done today already took, `resting`
    the people to whom something is owed that was put off."""
    every = list(open_ones)
    debts = [one for one in every if one.debt]
    fresh = [one for one in debts if one.since > now_ms - DEBT_DAYS * DAY_MS]
    left = None if minutes is None else max(0, minutes - spent)
    if left == 0:
        return Today((), tuple(_ordered(fresh, learned)), len(debts) - len(fresh), 0, left, enough=True)
    order = _mixed(_ordered(fresh, learned), learned)
    # To whom something is owed, that is given first: a suggestion beside it would be the second card of one person.
    owing = {*resting, *(one.contact for one in fresh)}
    free = [one for one in every if not one.debt and one.contact not in owing]
    suggested = _suggestions(free, decided, now_ms, learned)
    mixed = [*_seat(order[:CARDS], suggested), *_mixed(suggested, learned)]
    kept = MINUTES[mixed[0].kind] if mixed else 0
    owed = _owed(order, DEBT_CARDS if mixed else CARDS, _less(left, kept))
    picked = _within(mixed, CARDS - len(owed), _less(left, _cost(owed)))
    owed = _owed(order, CARDS - len(picked), _less(left, _cost(picked)))
    cards = _ordered([*owed, *picked], learned)
    waiting = tuple(one for one in _ordered(fresh, learned) if one not in owed)
    return Today(tuple(cards), waiting, len(debts) - len(fresh), _cost(cards), left, enough=False)


def _cost(ones: Iterable[Open]) -> int:
    return sum(MINUTES[one.kind] for one in ones)


def _less(left: int | None, minutes: int) -> int | None:
    return None if left is None else left - minutes


def _owed(debts: Sequence[Open], places: int, room: int | None) -> list[Open]:
    """The debts that have a card: the first that fit places and minutes, one at least, and among them one to somebody
    outside the circles where there is one."""
    order: list[Open] = []
    for one in debts:
        fits = not order or room is None or _cost([*order, one]) <= room
        if fits and len(order) < places:
            order.append(one)
    if order and not any(one.circle is Circle.NEW for one in order):
        budget = None if room is None or len(order) == 1 else room - _cost(order[:-1])
        others = [one for one in debts if one.circle is Circle.NEW]
        order[-1:] = [one for one in others if budget is None or _cost([one]) <= budget][:1] or order[-1:]
    return order


def _seat(debts: Sequence[Open], suggested: Sequence[Open]) -> list[Open]:
    """The suggestion that has the seat of a stranger, where no debt is to one."""
    if any(one.circle is Circle.NEW for one in debts):
        return []
    return [one for one in suggested if one.circle is Circle.NEW][:1]


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
    """At most one a person, none of whom something was decided this week; one appreciation, if none was this week."""
    lately = [one for one in decided if one.at > now_ms - WEEK_MS]
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


def _mixed(ones: Sequence[Open], learned: Learned) -> list[Open]:
    """Cards in the order in which they are taken: by their score, the second of a kind lower than the first."""
    left, found, seen = list(ones), list[Open](), Counter[NudgeKind]()
    while left and len(found) < CARDS:
        best = max(
            left, key=lambda one: (score(one, learned) - SAME_KIND * seen[one.kind], -one.since, -one.row)
        )
        left.remove(best)
        found.append(best)
        seen[best.kind] += 1
    return [*found, *left]


def _within(ones: Sequence[Open], places: int, room: int | None) -> list[Open]:
    """The first of these that fit the places and minutes; where nothing is owed, one at least."""
    found: list[Open] = []
    for one in ones:
        cost = MINUTES[one.kind]
        if (
            one in found
            or len(found) >= places
            or (room is not None and cost > room and (found or places < CARDS))
        ):
            continue
        found.append(one)
        room = _less(room, cost)
    return found
