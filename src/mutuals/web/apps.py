"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.web"
    label = "web"
