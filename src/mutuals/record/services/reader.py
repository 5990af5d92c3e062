"""Loads the tier of readings that the settings name."""

from importlib import import_module

from django.conf import settings

from mutuals.text.readings import Reads

OFF = "off"


def reader_wanted() -> bool:
    """Whether posts are to be read at all."""
    return bool(settings.MUTUALS_READINGS != OFF)


def reader_load() -> Reads:
    """The reader of the tier that `MUTUALS_READINGS` names; raises what `text.loading.load` raises where it cannot be
    had, whose message says what to install."""
    # Lazily: nothing that reads is needed by whoever has it off.
    reader: Reads = import_module("mutuals.text.loading").load(settings.MUTUALS_READINGS, about=True)
    return reader
