"""Writes many rows at once on SQLite and PostgreSQL: the only place that knows how the two differ.

Rows never go one by one through the ORM. Tables and columns come from the models, values are plain Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Literal

from django.db import connection, models

CHUNK = 20_000
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
        _raw().executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  our own names
        return
    alike = tuple(same.values())
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row((*row, *alike))


def _literal(value: int | Literal[""] | None) -> str:
    if value is None:
        return "NULL"
    return "''" if value == "" else str(int(value))


def rows_add(model: type[models.Model], columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Inserts rows and passes over those that are there already."""
    _execute_many(model, columns, rows, "ON CONFLICT DO NOTHING")


def rows_merge(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], *, on: str, do: str
) -> None:
    """Inserts rows or, on conflict with the key `on`, applies `do` (`new.` names the row that was to be inserted)."""
    clause = f"ON CONFLICT ({on}) DO UPDATE SET {do.replace('new.', 'excluded.')}"
    _execute_many(model, columns, rows, clause)


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


def rows_by_key(sql: str, keys: Iterable[int]) -> list[tuple[Any, ...]]:
    """Like `rows_in`, for thousands of keys of one index: SQLite reads them quicker as JSON than as a list."""
    if vendor() != "sqlite":
        return rows_in(sql, keys)
    line = f"[{','.join(map(str, map(int, keys)))}]"
    return list(_raw().execute(sql.format("SELECT value FROM json_each(?)"), (line,)))


def _execute_many(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Row], clause: str
) -> None:
    table, names = model._meta.db_table, ", ".join(columns)
    marks = ", ".join(["%s"] * len(columns))
    rows_execute(f"INSERT INTO {table} AS mine ({names}) VALUES ({marks}) {clause}", rows)  # noqa: S608


def _raw() -> Any:
    """The driver's own connection: Django's cursor would translate the statement again for every batch."""
    connection.ensure_connection()
    return connection.connection
