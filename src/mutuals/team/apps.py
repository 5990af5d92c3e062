"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.team"
    label = "team"
