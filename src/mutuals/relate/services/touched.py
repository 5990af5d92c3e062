"""Brings the ties that changed up to date within a reckoning that stands, instead of reckoning them all.

What a tie is by itself (depth, days, rhythm, trend, step, forms) and the circles are as a whole reckoning would have
them. What hangs on everybody stays as it was until the next whole one: the chance of contact, whose terms compare each
person's ties with one another, and the months behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from mutuals.people.selectors.actors import (
    actors_behind,
    contacts_left_out,
    contacts_ours,
    families_of,
    roots_by_actor,
)
from mutuals.record.services.bulk import rows_execute, rows_in
from mutuals.relate.circles import CAPACITIES, circles
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.refit import parameters_named
from mutuals.relate.services.columns import columns_between
from mutuals.relate.services.lines import Beside, Line, lines_of, networks_by
from mutuals.relate.services.reckon import asked_of, scopes_of
from mutuals.relate.services.rows import CIRCLES, rows_write
from mutuals.relate.services.steps import steps_highest
from mutuals.relate.tie_arrays import build
from mutuals.relate.ties import DEFAULTS

Pair = tuple[int, int]
_CHANCES = "SELECT a, b, chance, terms FROM relate_tie WHERE reckoning_id = {reckoning} AND b IN ({{}})"
_LEFT = "DELETE FROM relate_tie WHERE reckoning_id = %s AND {} = %s"


@dataclass(frozen=True, slots=True)
class Touched:
    """The contacts (a < b) of changed pairs of actors, every actor behind them with its contact, and the contacts whose
    actors moved, of which every pair is among the changed ones: joined, parted, or gone into another."""

    pairs: set[Pair]
    contacts: dict[int, int]
    moved: set[int]


def touched_by(pairs: Iterable[Pair]) -> Touched:
    """Finds the contacts behind these pairs of actors; an actor paired with itself moved to another contact."""
    pairs = list(pairs)
    roots = roots_by_actor({actor for pair in pairs for actor in pair})
    ends = [(roots.get(a, 0), roots.get(b, 0)) for a, b in pairs]
    found = {(min(pair), max(pair)) for pair in ends if all(pair) and pair[0] != pair[1]}
    families = families_of({*roots.values()})
    joined = {contact for contact, root in families.items() if contact != root}
    moved = {roots[a] for a, b in pairs if a == b and a in roots}
    return Touched(found, actors_behind(families), joined | moved)


def ties_touch(touched: Touched, current: Reckoning, us: list[list[int]], *, now_ms: int) -> None:
    """Puts the changed ties into the current reckoning of a view, in one transaction; `us` as in `actors_ours`."""
    lines = _lines(touched, current)
    number = current.pk
    with transaction.atomic():
        sides = [*touched.pairs, *((b, a) for a, b in touched.pairs)]
        rows_execute(_LEFT.format("a = %s AND b"), [(number, a, b) for a, b in sorted(sides)])
        for side in ("a", "b"):
            rows_execute(_LEFT.format(side), [(number, one) for one in sorted(touched.moved)])
        rows_write(lines, reckoning=number, as_of=current.as_of)
        for own in sorted({contact for contact, _ in us}):
            circles_again(number, own, among=len(lines))
        Reckoning.objects.filter(pk=number).update(made_at=max(now_ms, current.made_at + 1), us=us)


def _ends(touched: Touched) -> set[int]:
    return {contact for pair in touched.pairs for contact in pair}


def _lines(touched: Touched, current: Reckoning) -> list[Line]:
    """The ties of these pairs; their circles are still to be found, and their chances are those of before."""
    ours, scopes, at_day = contacts_ours(), scopes_of(current.view), current.as_of
    out = contacts_left_out()
    pairs = {pair for pair in touched.pairs if not out.intersection(pair)}
    columns = columns_between(scopes, touched.contacts, pairs, at_day, ours=ours)
    table = build(columns, at=float(at_day), parameters=parameters_named(current.version))
    if not len(table):
        return []
    asked = asked_of(scopes, touched.contacts, ours, at_day)
    steps = steps_highest(asked, among=asked.theirs)
    beside = Beside(ours, steps, _chances(touched, current, ours), networks_by(_ends(touched)))
    return lines_of(table, columns, beside, as_of=at_day)


def _chances(touched: Touched, current: Reckoning, ours: set[int]) -> dict[Pair, tuple[float | None, bytes]]:
    """The chances of these pairs as they stand, by the other one of the two."""
    others = {b if b not in ours or a in ours else a for a, b in touched.pairs}
    rows = rows_in(_CHANCES.format(reckoning=current.pk), others)
    return {(min(a, b), max(a, b)): (chance, bytes(terms)) for a, b, chance, terms in rows}


def circles_again(reckoning: int, us: int, *, among: int) -> None:
    """Finds the circles of one of us anew: whoever is in one, or was, is among the deepest and those just changed."""
    own = Tie.objects.filter(reckoning=reckoning, ours=True, a=us).order_by("-depth", "b")
    rows = list(own.values_list("pk", "depth", "circle")[: CAPACITIES[-1] + among])
    words = circles([depth for _, depth, _ in rows], floor=DEFAULTS.floor())
    moved: Sequence[tuple[int, int]] = [
        (CIRCLES[word], number)
        for (number, _, circle), word in zip(rows, words, strict=True)
        if CIRCLES[word] != circle
    ]
    rows_execute("UPDATE relate_tie SET circle = %s WHERE id = %s", moved)
