"""The Django app of this room; its label is the room's name."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Registers the room."""

    name = "mutuals.sources"
    label = "sources"
