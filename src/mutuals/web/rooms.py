"""Finds what the rooms offer to the browser; ROOMS of the settings is the one list."""

from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.conf import settings


def offers(name: str) -> Iterator[tuple[str, ModuleType]]:
    """Each room that has a module of that name, with the module, in the order of ROOMS."""
    for room in settings.ROOMS:
        if find_spec(f"mutuals.{room}.{name}"):
            yield room, import_module(f"mutuals.{room}.{name}")


@lru_cache(maxsize=1)
def places() -> tuple[dict[str, object], ...]:
    """The `NAV` entries of all rooms by their `order`: section, title, url_name, icon, and what each may add."""
    found = [entry for _, nav in offers("nav") for entry in nav.NAV]
    return tuple(sorted(found, key=lambda entry: entry.get("order", 100)))


@lru_cache(maxsize=1)
def search_url_name() -> str:
    """The named URL to which "Find anyone" leads: the first room's `FIND`."""
    return next((str(nav.FIND) for _, nav in offers("nav") if hasattr(nav, "FIND")), "")
