"""Give and take as a whole: by quarters, circles and groups, and with whom it is most uneven, both ways.

All of it is read from what was added up (`services.ledger`): some thousand small rows, however long the record.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import roots_of
from mutuals.people.selectors.contacts import contacts_visible, groups_all
from mutuals.record.kinds import ActName
from mutuals.record.services.bulk import rows_in
from mutuals.relate.circles import Circle
from mutuals.relate.ledger import LEAST, NO_QUARTER, Balance, balance_of
from mutuals.relate.models import Introduction, Ledger
from mutuals.relate.quarters import quarter_number
from mutuals.relate.selectors.ledger import DAY_MS, MADE, introductions_made, ledger_current
from mutuals.relate.selectors.ledger import balance_of as given_of
from mutuals.relate.selectors.ties import Standing, remembered, standing_of, ties_ours
from mutuals.relate.services.ledger import QUARTERS
from mutuals.relate.services.weights import weights_now
from mutuals.team.models import User

# So many are looked at on either end, so that some may be put away or unseen.
LOOKED, SHOWN, AMONG = 60, 6, 100
_TOTALS = (
    "SELECT quarter, act, out, sum(n) FROM relate_ledgersum WHERE ledger = {} AND b = 0{mine} "
    "GROUP BY quarter, act, out"
)
_OF = (
    "SELECT b, sum(given), sum(taken), sum(entries) FROM relate_ledgertie WHERE ledger = {ledger}{mine} "
    "AND b IN ({{}}) GROUP BY b"
)
# With "+" SQLite keeps to the index of quarters, though another would spare it the grouping.
_AMONG = (
    "SELECT who, sum(n) AS times FROM (SELECT +b AS who, n FROM relate_ledgersum WHERE ledger = {ledger} "
    "AND quarter IN ({}) AND n > 0 AND +b > 0{narrowed}) AS parts GROUP BY who ORDER BY times DESC, who LIMIT {looked}"
)
_ENDS = (
    "SELECT b FROM relate_ledgertie WHERE ledger = {{}}{mine} AND entries >= {least} AND uneven {sign} 0 "
    "ORDER BY uneven {way} LIMIT {looked}"
)
# From the members on: there are fewer of them than of all who have a balance.
_GROUPS = (
    "SELECT m.group_id, sum(t.given), sum(t.taken), sum(t.entries) FROM people_membership m "
    "CROSS JOIN people_contact c CROSS JOIN relate_ledgertie t WHERE c.id = m.contact_id AND t.b = m.contact_id "
    "AND c.merged_into_id IS NULL AND c.deleted_at IS NULL AND t.ledger = {{}}{mine} GROUP BY m.group_id"
)
_JOINED = (
    "SELECT m.group_id, m.contact_id FROM people_membership m JOIN people_contact c ON c.id = m.contact_id "
    "WHERE c.merged_into_id IS NOT NULL AND m.group_id IN ({})"
)


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One quarter (four times the year plus 0 to 3): how often what, by act and whether it was ours; the balance."""

    quarter: int
    counts: dict[tuple[ActName, bool], int]
    balance: Balance


@dataclass(frozen=True, slots=True)
class Part:
    """A circle or group with the balance of its people over the year, and how many of them have entries."""

    name: str
    key: str
    balance: Balance


@dataclass(frozen=True, slots=True)
class Uneven:
    """Somebody with whom it is uneven: the contact, the balance of the year and how often what."""

    contact: Contact
    balance: Balance
    counts: dict[tuple[ActName, bool], int]


@dataclass(frozen=True, slots=True)
class Among:
    """Somebody who has a part in a sum over everybody: the contact, and how many entries."""

    contact: Contact
    n: int


@dataclass(frozen=True, slots=True)
class GiveAndTake:
    """The page: quarters (the latest first), the year's balance, circles, groups, who got more and who gave more.

    `since` is the first quarter of the year that is meant; `changing` says that new weights are being applied.
    """

    quarters: tuple[QuarterRow, ...]
    undated: Balance
    year: Balance
    since: int
    circles: tuple[Part, ...]
    groups: tuple[Part, ...]
    gave_more: tuple[Uneven, ...]
    took_more: tuple[Uneven, ...]
    changing: bool


def give_and_take(viewer: User, *, standing: Standing | None = None) -> GiveAndTake | None:
    """Give and take between the viewer and everybody; None before it was added up for the first time."""
    here = standing or standing_of(viewer)
    ledger = ledger_current(viewer, standing=here)
    if ledger is None:
        return None
    introduced = _introduced(viewer, ledger.since)
    quarters = _quarters(viewer, here, ledger)
    year = sum((one.balance for one in quarters if one.quarter >= ledger.since), Balance())
    balances = _Balances(here, ledger, introduced)
    gave, took = balances.ends(viewer)
    named = {act.name.lower(): weight for act, weight in weights_now().items()}
    return GiveAndTake(
        quarters=tuple(one for one in quarters if one.quarter != NO_QUARTER),
        undated=next((one.balance for one in quarters if one.quarter == NO_QUARTER), Balance()),
        year=year, since=ledger.since,
        circles=_circles(viewer, here, balances, year),
        groups=_groups(viewer, here, ledger, balances),
        gave_more=gave, took_more=took, changing=ledger.weights != named,
    )  # fmt: skip


def given_among(
    viewer: User,
    *,
    act: ActName | None = None,
    ours: bool | None = None,
    quarter: int | None = None,
    standing: Standing | None = None,
) -> list[Among]:
    """With whom the entries of a quarter (else of the year) are, of one act and side where asked for; those with most
    first, a hundred at most. Introductions, which the viewer alone knows of, are not among them."""
    here = standing or standing_of(viewer)
    ledger = ledger_current(viewer, standing=here)
    if ledger is None:
        return []
    narrowed = _mine(here)
    narrowed += "" if act is None else f" AND act = {int(act)}"
    narrowed += "" if ours is None else f" AND {'' if ours else 'NOT '}out"
    quarters = range(ledger.since, ledger.since + QUARTERS) if quarter is None else [quarter]
    rows = rows_in(_AMONG.format("{}", ledger=ledger.pk, narrowed=narrowed, looked=AMONG), quarters)
    counts = dict(rows)
    seen = contacts_visible(viewer).filter(pk__in=counts, ours=False)
    return sorted((Among(one, counts[one.pk]) for one in seen), key=lambda one: (-one.n, one.contact.name))


def _quarters(viewer: User, here: Standing, ledger: Ledger) -> list[QuarterRow]:
    counts: dict[int, dict[tuple[ActName, bool], int]] = defaultdict(dict)
    for quarter, act, out, n in rows_in(_TOTALS.format("{}", mine=_mine(here)), [ledger.pk]):
        if n:
            counts[quarter][ActName(act), bool(out)] = n
    key = (ActName.INTRODUCED, True)
    for at in _all_made(viewer):
        # Whoever was introduced to whom: both were given something.
        one = counts[quarter_number(at // DAY_MS)]
        one[key] = one.get(key, 0) + 2
    weights = weights_now()
    return [
        QuarterRow(quarter, counts[quarter], balance_of(counts[quarter], weights))
        for quarter in sorted(counts, reverse=True)
    ]


class _Balances:
    """The year's balance of people, as it was added up, with the introductions that the viewer alone knows of."""

    def __init__(self, here: Standing, ledger: Ledger, introduced: Mapping[int, Balance]) -> None:
        self._sql = _OF.format(ledger=ledger.pk, mine=_mine(here))
        self._here, self._ledger, self._introduced = here, ledger, introduced

    def of(self, contacts: Iterable[int]) -> dict[int, Balance]:
        """The balance of each of these contacts who has any."""
        wanted = list(contacts)
        found = {b: Balance(given, taken, n) for b, given, taken, n in rows_in(self._sql, wanted)}
        for b in self._introduced.keys() & set(wanted):
            found[b] = found.get(b, Balance()) + self._introduced[b]
        return found

    def ends(self, viewer: User) -> tuple[tuple[Uneven, ...], tuple[Uneven, ...]]:
        """Those to whom most more was given than they gave, and those who gave most more."""
        people = set(self._introduced)
        for sign, way in ((">", "DESC"), ("<", "ASC")):
            sql = _ENDS.format(mine=_mine(self._here), least=LEAST, sign=sign, way=way, looked=LOOKED)
            people |= {row[0] for row in rows_in(sql, [self._ledger.pk])}
        found = self.of(people)
        seen = contacts_visible(viewer).filter(pk__in=people - self._here.out, ours=False)
        rows = [(one, found[one.pk]) for one in seen.exclude(kind__in=("bot", "list")) if one.pk in found]
        rows = [row for row in rows if not row[1].few and row[1].uneven]
        rows.sort(key=lambda row: (-row[1].uneven, row[0].pk))
        gave = [row for row in rows if row[1].uneven > 0][:SHOWN]
        took = [row for row in reversed(rows) if row[1].uneven < 0][:SHOWN]
        known = given_of(
            viewer, [one.pk for one, _ in (*gave, *took)], since=self._ledger.since, standing=self._here
        )
        gave_more, took_more = (
            tuple(Uneven(one, balance, known[one.pk].counts) for one, balance in some)
            for some in (gave, took)
        )
        return gave_more, took_more


def _circles(viewer: User, here: Standing, balances: _Balances, year: Balance) -> tuple[Part, ...]:
    around = {row.pk: row.circle for row in ties_ours(viewer, circled=True, standing=here)}
    sums: dict[Circle, Balance] = dict.fromkeys(Circle, Balance())
    for contact, one in balances.of(around).items():
        sums[around[contact]] += one
    inside = sum((sums[word] for word in Circle if word is not Circle.NEW), Balance())
    # Whoever is in no circle: all that is left of the whole.
    rest = [year.given - inside.given, year.taken - inside.taken]
    sums[Circle.NEW] = Balance(
        *(max(0.0, round(one, 9)) for one in rest), max(0, year.entries - inside.entries)
    )
    return tuple(Part(str(word), str(word), sums[word]) for word in Circle if sums[word].entries)


def _groups(viewer: User, here: Standing, ledger: Ledger, balances: _Balances) -> tuple[Part, ...]:
    groups = groups_all(viewer)

    def read() -> dict[int, Balance]:
        rows = rows_in(_GROUPS.format(mine=_mine(here, "t.")), [ledger.pk])
        return {group: Balance(given, taken, n) for group, given, taken, n in rows}

    # A group may hold thousands; what it gave changes no sooner than the ledger does.
    sums = dict(remembered(viewer, here, f"groups {ledger.pk} {ledger.made_at}", read))
    for group, contact in rows_in(_JOINED, [one.pk for one in groups]):
        for one in balances.of(roots_of([contact])).values():
            sums[group] = sums.get(group, Balance()) + one
    return tuple(
        Part(one.name, str(one.public_id), sums[one.pk])
        for one in groups
        if one.pk in sums and sums[one.pk].entries
    )


def _introduced(viewer: User, since: int) -> dict[int, Balance]:
    """What the viewer's own introductions of the year weigh, by contact."""
    weight = weights_now()[ActName.INTRODUCED]
    ends = Introduction.objects.filter(user=viewer, state=MADE).values_list("a", "b")
    contacts = set(roots_of({one for pair in ends for one in pair})) if ends else set()
    found = {}
    for contact, made in introductions_made(viewer, contacts).items():
        n = sum(quarter_number(at // DAY_MS) >= since for at in made)
        if n:
            found[contact] = Balance(n * weight, 0.0, n)
    return found


def _all_made(viewer: User) -> list[int]:
    rows = Introduction.objects.filter(user=viewer, state=MADE).values_list("made_at", "at")
    return [made_at or at for made_at, at in rows]


def _mine(here: Standing, table: str = "") -> str:
    return "" if here.mine is None else f" AND {table}a = {int(here.mine)}"
