"""Writes many rows at once on SQLite and PostgreSQL: the only place that knows how the two differ.

Rows never go one by one through the ORM. Tables and columns come from the models, values are plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain, islice
from typing import Any, Literal

from django.db import connection, models

CHUNK = 20_000
# Rows in one statement of SQLite, which may have 999 values where it is old.
STRIDE, VALUES = 50, 999
Row = Sequence[Any]


def vendor() -> str:
    """ "sqlite" or "postgresql"."""
    return connection.vendor


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.column for field in model._meta.concrete_fields)


def ids_take(model: type[models.Model], count: int) -> Iterable[int]:
    """Reserves `count` keys of a table; call inside the transaction that writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if vendor() == "sqlite":
            sql = f"SELECT max((SELECT COALESCE(max(id), 0) FROM {table}), COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))"  # noqa: S608, E501  our own names
            cursor.execute(sql, [table])
            start = cursor.fetchone()[0] + 1
            return range(start, start + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [row[0] for row in cursor.fetchall()]


def rows_insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    same: Mapping[str, int | Literal[""] | None] | None = None,
) -> None:
    """Inserts rows that are known to be new (COPY on PostgreSQL).

    `same` are columns that are alike in all rows: on SQLite they stand in the statement, since to hand over a value
    costs more than to store it.
    """
    if not rows:
        return
    same = same or {}
    table, names = model._meta.db_table, ", ".join((*columns, *same))
    if vendor() == "sqlite":
        marks = ", ".join(["?"] * len(columns) + [_literal(value) for value in same.values()])
        _by_strides(f"{table} ({names})", f"({marks})", rows)
        return
    alike = tuple(same.values())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row((*row, *alike))


def _by_strides(into: str, marks: str, rows: Sequence[Row], clause: str = "") -> None:
    """Inserts many rows by each statement: to begin and end one costs as much as to store a narrow row.

    Whoever meets a conflict rolls back; OR FAIL spares SQLite the copies of pages by which it would take back what a
    statement did before one (https://www.sqlite.org/lang_conflict.html).
    """
    stride = min(STRIDE, VALUES // len(rows[0]))
    whole, base = len(rows) - len(rows) % stride, _raw()
    if whole:
        many = f"INSERT OR FAIL INTO {into} VALUES {', '.join([marks] * stride)} {clause}"  # noqa: S608  our own names
        parts = (rows[at : at + stride] for at in range(0, whole, stride))
        base.executemany(many, (list(chain.from_iterable(part)) for part in parts))
    base.executemany(f"INSERT OR FAIL INTO {into} VALUES {marks} {clause}", rows[whole:])  # noqa: S608  our own names


def _literal(value: int | Literal[""] | None) -> str:
    if value is None:
        return "NULL"
    return "''" if value == "" else str(int(value))


def rows_add(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Inserts rows and passes over those that are there already."""
    table, names, clause = model._meta.db_table, ", ".join(columns), "ON CONFLICT DO NOTHING"
    marks = ", ".join(["%s"] * len(columns))
    if rows and vendor() == "sqlite":
        _by_strides(f"{table} ({names})", f"({marks.replace('%s', '?')})", rows, clause)
    else:
        rows_execute(f"INSERT INTO {table} ({names}) VALUES ({marks}) {clause}", rows)  # noqa: S608


def rows_merge(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, on: str, do: str
) -> None:
    """Inserts rows or, on conflict with the key `on`, applies `do` (`new.` names the row that was to be inserted)."""
    table, names, marks = model._meta.db_table, ", ".join(columns), ", ".join(["%s"] * len(columns))
    clause = f"ON CONFLICT ({on}) DO UPDATE SET {do.replace('new.', 'excluded.')}"
    rows_execute(f"INSERT INTO {table} AS mine ({names}) VALUES ({marks}) {clause}", rows)  # noqa: S608


def rows_execute(sql: str, rows: Sequence[Row]) -> None:
    """Runs one statement for many rows of parameters, written as %s."""
    if not rows:
        return
    if vendor() == "sqlite":
        _raw().executemany(sql.replace("%s", "?"), rows)
        return
    with connection.cursor() as cursor:
        cursor.executemany(sql, rows)


def rows_in(sql: str, values: Iterable[int]) -> list[tuple[Any, ...]]:
    """Runs `sql`, whose `{}` stands for a list of integers, in chunks, and gives all rows."""
    found: list[tuple[Any, ...]] = []
    stream = iter(values)
    with connection.cursor() as cursor:
        while chunk := list(islice(stream, CHUNK)):
            cursor.execute(sql.format(",".join(map(str, map(int, chunk)))))
            found.extend(cursor.fetchall())
    return found


def rows_in_pairs(sql: str, pairs: Iterable[tuple[int, int]]) -> list[tuple[Any, ...]]:
    """Runs `sql`, whose `{}` stands for rows of two integers in a VALUES (`column1`, `column2`), in chunks."""
    found: list[tuple[Any, ...]] = []
    stream = iter(pairs)
    with connection.cursor() as cursor:
        while chunk := list(islice(stream, CHUNK // 4)):
            cursor.execute(sql.format(",".join(f"({int(a)},{int(b)})" for a, b in chunk)))
            found.extend(cursor.fetchall())
    return found


def rows_by_key(model: type[models.Model], columns: str, keys: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of a table that have these keys, for thousands of them in their order: SQLite walks over JSON quicker
    than over a list, and need not put it in order first."""
    table = model._meta.db_table
    if vendor() != "sqlite":
        return rows_in(f"SELECT {columns} FROM {table} AS had WHERE had.key IN ({{}})", keys)  # noqa: S608
    join = f"json_each(?) AS wanted CROSS JOIN {table} AS had ON had.key = wanted.value"
    return list(_raw().execute(f"SELECT {columns} FROM {join}", (f"[{','.join(map(str, keys))}]",)))  # noqa: S608


def _raw() -> Any:
    """The driver's own connection: Django's cursor would translate the statement again for every batch."""
    connection.ensure_connection()
    return connection.connection
