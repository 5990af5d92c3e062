"""Adds up what was given and taken, for each view, and keeps that in step with the record: few changed people are added
up anew where they stand, many, or another quarter, other weights, scopes or selves, mean all anew, swapped in whole."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db import connection, transaction

from mutuals.people.selectors.actors import (
    actors_behind,
    actors_ours,
    contacts_by_actor,
    contacts_left_out,
    contacts_ours,
    families_of,
)
from mutuals.record.kinds import ActName
from mutuals.record.models import DirtyAct
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.services.bulk import rows_execute, rows_in, rows_insert, rows_merge
from mutuals.relate.ledger import VERSION, Sum, balances, sums
from mutuals.relate.models import Ledger, LedgerSum, LedgerTie, Reckoning
from mutuals.relate.quarters import quarter_number
from mutuals.relate.services.given import given_read
from mutuals.relate.services.reckon import DAY_MS, TEAM, scopes_of
from mutuals.relate.services.touched import Touched, touched_by
from mutuals.relate.services.weights import weights_now
from mutuals.team.models import User

TOUCH_MOST, TOUCH_SOME = 5_000, 500
CHUNK = 5_000
# A year of quarters: this one and the three before.
QUARTERS = 4
EVERYBODY = 0
SUMS = ["ledger", "b", "a", "act", "out", "quarter", "n", "last"]
TIES = ["ledger", "b", "a", "given", "taken", "entries", "uneven"]
_KEPT = "SELECT a, b, act, out, quarter, n, last FROM relate_ledgersum WHERE ledger = {} AND b IN ({{}})"


class Made(NamedTuple):
    """What a ledger is made with: its digest, the first quarter of its balances, the weights."""

    state: str
    since: int
    weights: dict[ActName, float]


class Changed(NamedTuple):
    """Contacts with whom something changed, and by actor the contacts of us and of those of them who are counted."""

    people: set[int]
    mine: dict[int, int]
    theirs: dict[int, int]


def ledgers_due(*, now_ms: int) -> bool:
    """Whether anything changed since all that was given was added up; asked every second, so little is looked at: who
    we are and what a view may read changes no sooner than its ties are reckoned."""
    standing = {one.view: one for one in Ledger.objects.filter(current=True)}
    since, weights = _since(now_ms), _named(weights_now())
    return DirtyAct.objects.exists() or any(
        view not in standing
        or not standing[view].state
        or (standing[view].since, standing[view].weights) != (since, weights)
        or (made_at > standing[view].made_at and standing[view].state != _made(view, now_ms).state)
        for view, made_at in Reckoning.objects.filter(current=True).values_list("view", "made_at")
    )


def ledgers_refresh(*, now_ms: int) -> int:
    """Brings what was given and taken up to date with the record; gives how many people or views were done anew.

    Ties come first (`ties_refresh`): they say which views there are, and whose actors are whose.
    """
    made = {view: _made(view, now_ms) for view in _views()}
    standing = {one.view: one for one in Ledger.objects.filter(current=True)}
    holds = all(view in standing and standing[view].state == one.state for view, one in made.items())
    if holds and DirtyAct.objects.count() <= TOUCH_MOST:
        done = _touch([(standing[view], one) for view, one in made.items()])
        Ledger.objects.filter(current=True).update(made_at=now_ms)
        return done
    with transaction.atomic():
        # Whoever dies before it is done leaves it due.
        DirtyAct.objects.all().delete()
        Ledger.objects.filter(current=True).update(state="")
    for view, one in made.items():
        _store(view, one, now_ms)
    return len(made)


def _views() -> list[int]:
    return sorted(Reckoning.objects.filter(current=True).values_list("view", flat=True))


def _made(view: int, now_ms: int) -> Made:
    since, weights = _since(now_ms), weights_now()
    sure = sorted(thresholds_of(_viewer(view)).items())
    what = repr((VERSION, since, sorted(weights.items()), scopes_of(view), actors_ours(), sure))
    return Made(hashlib.sha256(what.encode()).hexdigest(), since, weights)


def _since(now_ms: int) -> int:
    return quarter_number(now_ms // DAY_MS) - QUARTERS + 1


def _viewer(view: int) -> User | None:
    return None if view == TEAM else User.objects.get(pk=view)


# All anew


def _store(view: int, made: Made, now_ms: int) -> None:
    found = _all(view)
    fresh = Ledger.objects.create(
        view=view, state=made.state, since=made.since, weights=_named(made.weights), made_at=now_ms
    )
    for start in range(0, len(found), CHUNK):
        with transaction.atomic():
            rows_insert(LedgerSum, SUMS, [_row(fresh.pk, one) for one in found[start : start + CHUNK]])
    ties = _ties(fresh.pk, found, made)
    for start in range(0, len(ties), CHUNK):
        with transaction.atomic():
            rows_insert(LedgerTie, TIES, ties[start : start + CHUNK])
    with transaction.atomic():
        rows_insert(LedgerSum, SUMS, _totals(fresh.pk, found, ()))
        Ledger.objects.filter(view=view, current=True).update(current=False)
        Ledger.objects.filter(pk=fresh.pk).update(current=True)
    for old in Ledger.objects.filter(view=view, current=False):
        for table in (LedgerSum, LedgerTie):
            _drop(table, old.pk)
        old.delete()


def _drop(table: type[LedgerSum] | type[LedgerTie], ledger: int) -> None:
    """Deletes the rows of a ledger some people at a time, so that nobody waits long to write."""
    rows = table.objects.filter(ledger=ledger)
    while (last := rows.order_by("b").values_list("b", flat=True)[CHUNK : CHUNK + 1].first()) is not None:
        rows.filter(b__lte=last)._raw_delete("default")
    rows._raw_delete("default")


def _all(view: int) -> list[Sum]:
    """What each of us and everybody gave each other, as a view may know of it."""
    ours, away, contacts = contacts_ours(), _away(None), contacts_by_actor()
    mine = {actor: contact for actor, contact in contacts.items() if contact in ours}
    rest = {
        actor: contact for actor, contact in contacts.items() if contact not in ours and contact not in away
    }
    return sums(given_read(_viewer(view), mine, rest, all_of_them=True))


def _away(people: Collection[int] | None) -> set[int]:
    """Whoever (of these) is left out of the reckoning."""
    away = contacts_left_out()
    return away if people is None else away.intersection(people)


# Few


def _touch(ledgers: Collection[tuple[Ledger, Made]]) -> int:
    done = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM record_dirtyact WHERE (a, b) IN "  # noqa: S608
                f"(SELECT a, b FROM record_dirtyact ORDER BY a, b LIMIT {TOUCH_SOME}) RETURNING a, b"
            )
            pairs = cursor.fetchall()
            changed = _changed(touched_by(pairs)) if pairs else None
            for ledger, made in ledgers if changed is not None else ():
                _again(ledger, made, changed)
        done += len(changed.people) if changed is not None else 0
        if len(pairs) < TOUCH_SOME:
            return done


def _changed(touched: Touched) -> Changed:
    ours = contacts_ours()
    people = ({one for pair in touched.pairs for one in pair} | touched.moved) - ours
    stay = people - _away(people)
    theirs = {actor: contact for actor, contact in touched.contacts.items() if contact in stay}
    return Changed(people, actors_behind(families_of(ours)), theirs)


def _again(ledger: Ledger, made: Made, changed: Changed) -> None:
    """Adds up anew what was given between us and these people, within a ledger that stands."""
    people = changed.people
    before = [Sum(*row[:3], bool(row[3]), *row[4:]) for row in rows_in(_KEPT.format(ledger.pk), people)]
    viewer = _viewer(ledger.view)
    found = sums(given_read(viewer, changed.mine, changed.theirs, all_of_them=False))
    gone = [(ledger.pk, one) for one in sorted(people)]
    rows_execute("DELETE FROM relate_ledgersum WHERE ledger = %s AND b = %s", gone)
    rows_execute("DELETE FROM relate_ledgertie WHERE ledger = %s AND b = %s", gone)
    rows_insert(LedgerSum, SUMS, [_row(ledger.pk, one) for one in found])
    rows_insert(LedgerTie, TIES, _ties(ledger.pk, found, made))
    key = "ledger, b, a, act, out, quarter"
    rows_merge(LedgerSum, SUMS, _totals(ledger.pk, found, before), on=key, do="n = mine.n + new.n")


# Rows


def _row(ledger: int, one: Sum) -> tuple[object, ...]:
    return (ledger, one.b, one.a, one.act, one.out, one.quarter, one.n, one.last)


def _ties(ledger: int, found: Iterable[Sum], made: Made) -> list[tuple[object, ...]]:
    return [
        (ledger, b, a, one.given, one.taken, one.entries, one.uneven)
        for (a, b), one in sorted(balances(found, made.weights, since=made.since).items())
    ]


def _totals(ledger: int, found: Iterable[Sum], before: Iterable[Sum]) -> list[tuple[object, ...]]:
    """What the sums over everybody gain by these, less those of before."""
    totals: dict[tuple[int, int, bool, int], int] = defaultdict(int)
    for sign, some in ((1, found), (-1, before)):
        for one in some:
            totals[one.a, one.act, one.out, one.quarter] += sign * one.n
    return [(ledger, EVERYBODY, *key, n, None) for key, n in sorted(totals.items()) if n]


def _named(weights: dict[ActName, float]) -> dict[str, float]:
    return {act.name.lower(): weight for act, weight in weights.items()}
