"""Pages of long lists: by number for what people search, by key for what only grows (a timeline, a log)."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: its rows, where they stand (from 1, None when unknown), the addresses of its neighbours."""

    rows: tuple[T, ...]
    first: int | None = None
    last: int | None = None
    total: int | None = None
    earlier: str = ""
    later: str = ""
    earlier_word: str = "Before"
    later_word: str = "After"


def by_number(
    fetch: Callable[[int, int], Sequence[T]], *, total: int, number: int, size: int, query: dict[str, str]
) -> Page[T]:
    """Cuts page `number` (from 1, held inside the list) of `size` rows; `fetch(offset, size)` reads them."""
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    rows = tuple(fetch((number - 1) * size, size))
    start = (number - 1) * size

    def address(page: int) -> str:
        return f"?{urlencode({**query, 'page': str(page)})}" if 1 <= page <= pages and page != number else ""

    return Page(
        rows,
        start + 1 if rows else 0,
        start + len(rows),
        total,
        address(number - 1),
        address(number + 1),
    )


def by_key(
    rows: Sequence[T],
    *,
    size: int,
    key: Callable[[T], Sequence[int | str]],
    query: dict[str, str],
    begun: bool = False,
) -> Page[T]:
    """Cuts a page from `size + 1` fetched rows, newest first; the later address has the key of the last row.

    `begun` says that the visitor already came from elsewhere, so that the way back to the start is offered.
    """
    shown = tuple(rows[:size])
    more = len(rows) > size
    later = f"?{urlencode({**query, 'after': written(key(shown[-1]))})}" if more and shown else ""
    start = f"?{urlencode(query)}" if begun else ""
    return Page(shown, earlier=start, later=later, earlier_word="Newest", later_word="Show older")


def written(key: Sequence[int | str]) -> str:
    """Writes the key of a row so that it can stand in an address."""
    text = json.dumps(list(key), separators=(",", ":"), ensure_ascii=True)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(text: str) -> tuple[int | str, ...] | None:
    """Reads a key back from an address; None for anything that is not one."""
    try:
        value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error):
        return None
    if isinstance(value, list) and all(type(part) in (int, str) for part in value):
        return tuple(value)
    return None
