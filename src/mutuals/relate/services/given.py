"""Reads what was given between us and others as columns, actors mapped to the contacts behind them."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain, islice

import numpy as np
from django.db import connection

from mutuals.record.selectors.given import given_eyes, given_sql
from mutuals.record.services.bulk import CHUNK
from mutuals.relate.ledger import UNKNOWN_DAY, Columns, Ints
from mutuals.team.models import User

_FIELDS = f"a, b, act, event, COALESCE(day, {UNKNOWN_DAY})"


def given_read(
    viewer: User | None, mine: Mapping[int, int], theirs: Mapping[int, int], *, all_of_them: bool
) -> Columns:
    """What the actors `mine` and `theirs` (each with its contact) gave each other, as far as a viewer (None: the team)
    may know of it; `all_of_them` says that theirs are all there are, so that no list of them need be handed over."""
    parts = []
    if mine and theirs:
        eyes = given_eyes(viewer)
        for some in [None] if all_of_them else _parts(theirs):
            for out, a, b in ((1, mine.keys(), some), (0, some, mine.keys())):
                rows = _integers(f"SELECT {_FIELDS} FROM ({given_sql(viewer, a, b, eyes=eyes)}) AS given")  # noqa: S608
                parts.append(_turned(rows, out, mine, theirs))
    if not parts:
        return Columns(*(np.zeros(0, dtype=np.int64) for _ in Columns._fields))
    return Columns(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _turned(rows: Ints, out: int, mine: Mapping[int, int], theirs: Mapping[int, int]) -> Columns:
    """The rows with our contact first; those of anybody else are left out."""
    ours, other = (rows[:, 0], rows[:, 1]) if out else (rows[:, 1], rows[:, 0])
    a, b = _mapped(ours, mine), _mapped(other, theirs)
    keep = (a > 0) & (b > 0)
    rows = rows[keep]
    return Columns(
        a[keep], b[keep], rows[:, 2], np.full(len(rows), out, dtype=np.int64), rows[:, 3], rows[:, 4]
    )


def _mapped(actors: Ints, contacts: Mapping[int, int]) -> Ints:
    unique, place = np.unique(actors, return_inverse=True)
    return np.array([contacts.get(one, 0) for one in unique.tolist()], dtype=np.int64)[place]


def _integers(sql: str) -> Ints:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        told = chain.from_iterable(iter(lambda: cursor.fetchmany(CHUNK), []))
        return np.fromiter(chain.from_iterable(told), dtype=np.int64).reshape(-1, 5)


def _parts(actors: Iterable[int]) -> list[Collection[int]]:
    stream, found = iter(actors), []
    while part := list(islice(stream, CHUNK)):
        found.append(part)
    return list(found)
