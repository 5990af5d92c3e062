"""The entries of Monica's JSON export, one by one, with their kind: `account.data` and what stands beside it.

`{"version", "app_version", "export_date", "url", "exported_by", "account": {"uuid", "data": [{"count", "type",
"values": [{"uuid", "created_at", "updated_at", "properties": {}, "data": []}]}], "properties": {}, "instance": {}}}`,
see `monica`. Pure.
"""

from collections.abc import Callable, Iterator
from typing import Any

from mutuals.wire.json_values import part_of
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed

_BEGINS = frozenset(("uuid", "created_at", "updated_at", "properties"))
_OWN = ("first_name", "email", "contact_is", "happened_at", "description")
HEAD = "head"
"""The kind of what stands at the top: a pair of name and value."""


class Entries:
    """The entries of a file in order as (kind, entry or Bad); afterwards `cut` says if it ended too early."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._stream = JsonStream(read, _BEGINS, _is_entry)

    @property
    def cut(self) -> bool:
        """Whether the file ends in the middle."""
        return self._stream.cut

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        stream = self._stream
        try:
            for name in stream.members():
                if name == "account" and stream.peek() == "{":
                    yield from self._account()
                else:
                    yield HEAD, (name, stream.value())
        except Cut:
            stream.cut = True
        except Malformed as error:
            stream.cut = True
            yield "file", stream.skip_bad(error)

    def _account(self) -> Iterator[tuple[str, Any]]:
        for name in self._stream.members():
            here = self._stream.peek()
            if name == "data" and here == "[":
                for _ in self._stream.places():
                    yield from self._collection()
            elif name in ("properties", "instance") and here == "{":
                for kind in self._stream.members():
                    yield from self._list(kind)
            else:
                self._stream.value()

    def _collection(self) -> Iterator[tuple[str, Any]]:
        """`{"count": 2, "type": "contact", "values": [...]}`"""
        if self._stream.peek() != "{":
            self._stream.value()
            return
        kind = ""
        for name in self._stream.members():
            if name == "values":
                yield from self._list(kind)
            else:
                value = self._stream.value()
                kind = value if name == "type" and isinstance(value, str) else kind

    def _list(self, kind: str) -> Iterator[tuple[str, Any]]:
        if self._stream.peek() != "[":
            self._stream.value()
            return
        for one in self._stream.elements():
            yield kind, one


def _is_entry(value: Any) -> bool:
    """Whether an object is an entry of its own and not one within a contact."""
    inside = part_of(value, "properties")
    return isinstance(value, dict) and any(name in inside or name in value for name in _OWN)


def flat(entry: object) -> dict[str, Any]:
    """An entry with its properties laid open; raises ValueError for what is none."""
    if isinstance(entry, Bad):
        raise ValueError(f"It is damaged: {entry.reason}")
    if not isinstance(entry, dict):
        raise ValueError("It is no entry.")
    own = {name: value for name, value in entry.items() if name not in ("properties", "data")}
    return {**part_of(entry, "properties"), **own}


def within(entry: object, kind: str) -> Iterator[Any]:
    """The entries of a kind within a contact."""
    some = entry.get("data") if isinstance(entry, dict) else None
    for one in some if isinstance(some, list) else ():
        values = one.get("values") if isinstance(one, dict) and one.get("type") == kind else None
        if isinstance(values, list):
            yield from values
        elif isinstance(values, dict):
            yield from values.values()


def kinds_within(entry: object) -> Iterator[tuple[str, int]]:
    """The kinds of what stands within a contact, and how many."""
    some = entry.get("data") if isinstance(entry, dict) else None
    for one in some if isinstance(some, list) else ():
        values = one.get("values") if isinstance(one, dict) else None
        kind = one.get("type") if isinstance(one, dict) else None
        if isinstance(kind, str) and isinstance(values, list | dict):
            yield kind, len(values)
