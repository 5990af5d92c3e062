"""Reads tie days from the record as columns, actors mapped to the contacts behind them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from mutuals.record.services.bulk import CHUNK, vendor
from mutuals.relate.tie_arrays import Columns, Ints

_FIELDS = ("a", "b", "day", "kind", "n", "CAST(seconds AS BIGINT) * 128 + share")


def columns_read(scopes: Sequence[int], contacts: Mapping[int, int], at_day: int) -> Columns:
    """The tie days of these scopes up to a day, actors mapped to contacts; pairs within one contact are left out."""
    return _columns(_integers(_where(scopes, at_day)), contacts)


def columns_between(
    scopes: Sequence[int],
    contacts: Mapping[int, int],
    pairs: Collection[tuple[int, int]],
    at_day: int,
    *,
    ours: Collection[int],
) -> Columns:
    """The tie days between these pairs of contacts alone, up to a day; `contacts` has every actor of both.

    They are read by one side of each pair: not by us, who have ties with everybody, else by that in fewer of them.
    """
    sides = _fewer(pairs, ours)
    theirs = [actor for actor, contact in contacts.items() if contact in sides]
    where = _where(scopes, at_day)
    parts = [_integers(f"{where} AND a IN ({part})") for part in _parts(theirs)]
    for part in _parts(theirs):
        rows = _integers(f"{where} AND b IN ({part})")
        parts.append([column[~np.isin(rows[0], theirs)] for column in rows])
    if not parts:
        return Columns.of([], [], [])
    found = _columns([np.concatenate(column) for column in zip(*parts, strict=True)], contacts)
    asked = np.array(sorted((min(pair), max(pair)) for pair in pairs), dtype=np.int64)
    return found.take(np.isin(_packed(found.a, found.b), _packed(asked[:, 0], asked[:, 1])))


def _where(scopes: Iterable[int], at_day: int) -> str:
    return f"FROM record_tieday WHERE scope IN ({','.join(map(str, scopes))}) AND day <= {int(at_day)}"


def _fewer(pairs: Iterable[tuple[int, int]], ours: Collection[int]) -> set[int]:
    """One contact of each pair, so that all pairs are found by contacts that are in few pairs."""
    ends, counts = np.unique(np.array([*chain.from_iterable(pairs)], dtype=np.int64), return_counts=True)
    often = dict(zip(ends.tolist(), counts.tolist(), strict=True))
    return {min(pair, key=lambda one: (one in ours, often[one])) for pair in pairs}


def _packed(a: Ints, b: Ints) -> Ints:
    """Each unordered pair of contacts as one number: contacts are counted from 1, and there are under 2^31."""
    return np.minimum(a, b) << 31 | np.maximum(a, b)


def _parts(actors: Iterable[int]) -> Iterator[str]:
    stream = iter(actors)
    while part := list(islice(stream, CHUNK)):
        yield ",".join(map(str, part))


def _columns(rows: Sequence[NDArray[np.int64]], contacts: Mapping[int, int]) -> Columns:
    a, b, day, kind, n, length = rows
    a, b = _mapped(a, contacts), _mapped(b, contacts)
    keep = (a > 0) & (b > 0) & (a != b)
    found = Columns.of(a, b, day, kind=kind, n=n, seconds=length >> 7, share=length & 127)
    return found if keep.all() else found.take(keep)


def _integers(where: str) -> list[NDArray[np.int64]]:
    """Whole columns of integers. SQLite writes a column down as one text far quicker than a driver hands over rows."""
    with connection.cursor() as cursor:
        if vendor() == "sqlite":
            cursor.execute(f"SELECT {', '.join(f'group_concat({one})' for one in _FIELDS)} {where}")
            return [np.fromstring(text or "", dtype=np.int64, sep=",") for text in cursor.fetchone()]
        cursor.execute(f"SELECT {', '.join(_FIELDS)} {where}")
        rows = np.fromiter(chain.from_iterable(cursor.fetchall()), dtype=np.int64)
    return list(rows.reshape(-1, len(_FIELDS)).T)


def _mapped(actors: NDArray[np.int64], contacts: Mapping[int, int]) -> NDArray[np.int64]:
    unique, place = np.unique(actors, return_inverse=True)
    return np.array([contacts.get(one, 0) for one in unique.tolist()], dtype=np.int64)[place]
