"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.measure"
    label = "measure"
