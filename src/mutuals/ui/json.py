"""One JSON document, the same every time: what `--json` prints and what downloads hold.

Conversions: keys are sorted and become text; a dataclass becomes an object of its fields; an enum its name
in lower case; a UUID and a path their text; a datetime ISO 8601 in UTC with "Z" (one without zone is taken as
UTC), a date its ISO form, a timedelta its seconds; a set a sorted list; a Decimal a number; NaN and infinities
null; numbers and arrays of numpy their plain values. Lone surrogates, which UTF-8 cannot carry, become "?".
Anything else raises TypeError.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any, Final, TextIO
from uuid import UUID


def document(value: object, *, indent: int | None = 2) -> str:
    """Returns the value as one JSON document ending in a newline."""
    return json.dumps(plain(value), sort_keys=True, indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


def write(value: object, stream: TextIO, *, indent: int | None = 2) -> None:
    """Prints the value as one JSON document on a stream."""
    stream.write(document(value, indent=indent))


def plain(value: object) -> Any:
    """Converts a value, however nested, to what JSON knows."""
    if value is None or isinstance(value, bool):
        return value
    for types, convert in _CONVERSIONS:
        if isinstance(value, types):
            return convert(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    listed = getattr(value, "tolist", None)
    if callable(listed) and type(value).__module__.startswith("numpy"):
        return plain(listed())
    raise TypeError(f"{type(value).__name__} has no place in a JSON document.")


def _text(value: str) -> str:
    return value.encode("utf-8", "replace").decode("utf-8")


def _float(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _moment(value: datetime) -> str:
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(value: object) -> str:
    converted = plain(value)
    return converted if isinstance(converted, str) else json.dumps(converted)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {_key(key): plain(one) for key, one in value.items()}


def _set(value: set[Any]) -> list[Any]:
    return sorted((plain(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))


# The order matters: an IntEnum is an int, a datetime is a date.
_CONVERSIONS: Final[tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...]] = (
    (Enum, lambda value: str(value.name).lower()),
    (str, _text),
    (int, int),
    (float, _float),
    (Decimal, _float),
    (datetime, _moment),
    (date, date.isoformat),
    (timedelta, timedelta.total_seconds),
    ((UUID, PurePath), lambda value: _text(str(value))),
    (Mapping, _mapping),
    ((set, frozenset), _set),
    ((list, tuple), lambda value: [plain(one) for one in value]),
)
