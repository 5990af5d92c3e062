"""What two gave each other, down to the entries; and for many people at once, from what was added up."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import families_of
from mutuals.record.kinds import ActName
from mutuals.record.selectors.given import Counted, GivenView, given_between, given_counts, given_denied
from mutuals.record.services.bulk import rows_in
from mutuals.relate.ledger import HELP, Balance, weights_checked
from mutuals.relate.ledger import balance_of as balance_counted
from mutuals.relate.models import Introduction, Ledger, Weights
from mutuals.relate.quarters import quarter_number
from mutuals.relate.selectors.person import Sides, sides_of
from mutuals.relate.selectors.ties import Standing, standing_of
from mutuals.relate.services.weights import weights_now
from mutuals.team.models import User

DAY_MS = 86_400_000
MADE = "made"
_SUMS = (
    "SELECT b, act, out, sum(n), max(last) FROM relate_ledgersum WHERE ledger = {ledger} AND b IN ({{}}){mine} "
    "GROUP BY b, act, out"
)


@dataclass(frozen=True, slots=True)
class Last:
    """The last thing that one gave the other: what, and on which UTC day."""

    act: ActName
    day: int


@dataclass(frozen=True, slots=True)
class Given:
    """What we and somebody gave each other: how often what (by act and whether it was ours), the balance of it, and the
    last help (answered, helped, introduced, recommended) each way."""

    counts: dict[tuple[ActName, bool], int] = field(default_factory=dict)
    balance: Balance = field(default_factory=Balance)
    helped_us: Last | None = None
    helped_them: Last | None = None


class Happened(NamedTuple):
    """When (UTC ms) one gave the other what, and whether it was ours."""

    at: int
    act: ActName
    ours: bool


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger of one relationship: how often what, when last, the balance, the last thing of known time; `denied`
    where there is nothing but what people said is not so."""

    counts: dict[tuple[ActName, bool], Counted]
    balance: Balance
    last: Happened | None
    denied: bool

    @property
    def total(self) -> int:
        """How many entries there are."""
        return sum(one.n for one in self.counts.values())


@dataclass(frozen=True, slots=True)
class WeightsSet:
    """What acts weighed from a moment (UTC ms) on, who said so, and why."""

    values: dict[ActName, float]
    by: str
    reason: str
    at: int


def ledger_of(viewer: User, contact: Contact, *, sides: Sides | None = None) -> LedgerView | None:
    """What the viewer and a contact gave each other, as it stands in the record now; None for whoever is left out of
    the reckoning."""
    between = sides or sides_of(viewer, contact)
    if between.left_out:
        return None
    counts = given_counts(viewer, between.mine, between.theirs)
    made = introductions_made(viewer, [contact.pk]).get(contact.pk, [])
    if made:
        key = (ActName.INTRODUCED, True)
        counts[key] = _with(counts.get(key), len(made), max(made))
    balance = balance_counted({key: one.n for key, one in counts.items()}, weights_now())
    dated = [(one.last, act, ours) for (act, ours), one in counts.items() if one.last is not None]
    last = Happened(*max(dated)) if dated else None
    denied = not counts and bool(given_denied(viewer, between.mine, between.theirs, limit=1))
    return LedgerView(counts, balance, last, denied)


def ledger_entries(
    viewer: User,
    contact: Contact,
    *,
    act: ActName | None = None,
    ours: bool | None = None,
    offset: int = 0,
    limit: int = 50,
    sides: Sides | None = None,
) -> list[GivenView]:
    """The entries of a relationship, the latest first, page by page; of one act, or of one side, where asked for."""
    between = sides or sides_of(viewer, contact)
    if between.left_out:
        return []
    wanted = act in (None, ActName.INTRODUCED) and ours in (None, True)
    made = introductions_made(viewer, [contact.pk]).get(contact.pk, []) if wanted else []
    pair = (between.mine, between.theirs)
    if not made:
        return given_between(viewer, *pair, act=act, ours=ours, offset=offset, limit=limit)
    found = given_between(viewer, *pair, act=act, ours=ours, limit=offset + limit)
    found += [GivenView(ActName.INTRODUCED, True, at, None, 1.0, MADE, "", None, "") for at in made]
    return sorted(found, key=lambda one: -(one.at if one.at is not None else -1))[offset : offset + limit]


def ledger_denied(
    viewer: User, contact: Contact, *, limit: int = 50, sides: Sides | None = None
) -> list[GivenView]:
    """What people said is not so in the ledger of a relationship, so that it can be taken back."""
    between = sides or sides_of(viewer, contact)
    return given_denied(viewer, between.mine, between.theirs, limit=limit)


def balance_of(
    viewer: User, contacts: Iterable[int], *, since: int | None = None, standing: Standing | None = None
) -> dict[int, Given]:
    """What the viewer and each of these contacts gave each other, as it was last added up, with the last help each way;
    in all years, or from a quarter (`ledger.quarter_number`) on.

    For cards and lists: a second behind the record, some milliseconds for hundreds of people. Contacts with nothing are
    not in it.
    """
    wanted = list(contacts)
    here = standing or standing_of(viewer)
    counts: dict[int, dict[tuple[ActName, bool], int]] = defaultdict(dict)
    helps: dict[tuple[int, bool], Last] = {}
    for b, act, out, n, last in _summed(here, wanted, since):
        counts[b][ActName(act), bool(out)] = n
        _help(helps, b, bool(out), ActName(act), last)
    for b, ever in introductions_made(viewer, wanted).items():
        made = [at for at in ever if since is None or quarter_number(at // DAY_MS) >= since]
        if not made:
            continue
        key = (ActName.INTRODUCED, True)
        counts[b][key] = counts[b].get(key, 0) + len(made)
        _help(helps, b, True, ActName.INTRODUCED, max(made) // DAY_MS)
    weights = weights_now()
    return {
        b: Given(dict(one), balance_counted(one, weights), helps.get((b, False)), helps.get((b, True)))
        for b, one in counts.items()
    }


def introductions_made(viewer: User, contacts: Collection[int]) -> dict[int, list[int]]:
    """When (UTC ms) the viewer introduced each of these contacts to somebody; they alone know of it."""
    rows = list(Introduction.objects.filter(user=viewer, state=MADE).values_list("a", "b", "made_at", "at"))
    if not rows:
        return {}
    roots, found = families_of(contacts), defaultdict(list)
    for a, b, made_at, at in rows:
        for end in {roots[one] for one in (a, b) if one in roots}:
            found[end].append(made_at or at)
    return dict(found)


def weights_history(viewer: User) -> list[WeightsSet]:
    """What acts weighed over time, the latest first; all of the team see the same."""
    rows = Weights.objects.select_related("user").order_by("-pk") if viewer.is_active else ()
    return [
        WeightsSet(weights_checked(one.values), one.user.name or one.user.username, one.reason, one.at)
        for one in rows
    ]


def ledger_current(viewer: User, *, standing: Standing | None = None) -> Ledger | None:
    """What was added up last for the viewer's view; None before the first time."""
    here = standing or standing_of(viewer)
    return Ledger.objects.filter(view=here.eyes.view, current=True).first()


def _summed(
    here: Standing, contacts: Iterable[int], since: int | None
) -> list[tuple[int, int, bool, int, int | None]]:
    current = Ledger.objects.filter(view=here.eyes.view, current=True).values_list("pk", flat=True).first()
    if current is None:
        return []
    mine = "" if here.mine is None else f" AND a = {int(here.mine)}"
    mine += "" if since is None else f" AND quarter >= {int(since)}"
    return rows_in(_SUMS.format(ledger=current, mine=mine), contacts)


def _help(found: dict[tuple[int, bool], Last], b: int, ours: bool, act: ActName, day: int | None) -> None:
    before = found.get((b, ours))
    if act in HELP and day is not None and (before is None or before.day < day):
        found[b, ours] = Last(act, day)


def _with(before: Counted | None, n: int, last: int) -> Counted:
    return Counted(n, last) if before is None else Counted(before.n + n, max(before.last or last, last))
