"""The days between some actors of ours and some of others, looked up pair by pair: never a walk over all tie days."""

from collections.abc import Collection, Iterable

from mutuals.record.kinds import Kind
from mutuals.record.services.bulk import rows_in

# One row for each actor, day and form: whoever of us it was, in whichever direction.
_DAYS = (
    "SELECT {other}, day, kind, sum(seconds) FROM record_tieday WHERE {own} IN ({mine}) AND {other} IN ({{}}) "
    "AND day BETWEEN {since} AND {until} AND scope IN ({scopes}){kinds} GROUP BY {other}, day, kind"
)


def pair_days(
    scopes: Collection[int], mine: Iterable[int], theirs: Iterable[int], *, since: int, until: int,
    kinds: Collection[Kind] = (),
) -> list[tuple[int, int, int, int]]:  # fmt: skip
    """Rows (their actor, UTC day, form, seconds) of what passed either way from `since` to `until`, in these scopes."""
    ours, others = sorted(mine), sorted(theirs)
    if not ours or not others:
        return []
    only = f" AND kind IN ({_listed(kinds)})" if kinds else ""
    given = {
        "mine": _listed(ours), "since": int(since), "until": int(until), "scopes": _listed(scopes), "kinds": only,
    }  # fmt: skip
    found = []
    for own, other in (("a", "b"), ("b", "a")):
        found += rows_in(_DAYS.format(own=own, other=other, **given), others)
    return found


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in numbers)
