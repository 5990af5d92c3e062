"""Finds what the rooms offer to somebody who leaves: each `<room>.leaving`, in the order of ROOMS. Pure: is handed the
names."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType


def leavings(rooms: Iterable[str], offer: str) -> Iterator[ModuleType]:
    """The `leaving` of every room that has one with this function."""
    for room in rooms:
        if find_spec(f"mutuals.{room}.leaving"):
            module = import_module(f"mutuals.{room}.leaving")
            if hasattr(module, offer):
                yield module
