"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.record"
    label = "record"
