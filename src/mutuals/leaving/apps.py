"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class LeavingConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.leaving"
    label = "leaving"
