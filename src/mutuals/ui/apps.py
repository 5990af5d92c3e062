"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.ui"
    label = "ui"
