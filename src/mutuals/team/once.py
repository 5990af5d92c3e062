"""What many selectors of one page ask for alike is looked up once while that page is made; never longer."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
_kept: ContextVar[dict[Hashable, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def page_of_one_state() -> Iterator[None]:
    """While a page is made that changes nothing; outside of it, all is looked up each time."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: Hashable, look: Callable[[], T]) -> T:
    """What `look` gives, as it was when this page asked for the first time.

    `key` tells it from all others, with the `place`, since the sample world has the same keys and other rows.
    """
    kept = _kept.get()
    if kept is None:
        return look()
    if key not in kept:
        kept[key] = look()
    return cast("T", kept[key])
