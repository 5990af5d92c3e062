"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class AroundConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.around"
    label = "around"
