"""The `ui` app: templates, static files, template tags and charts that every room's pages share."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the shared templates and tags; it has no models."""

    name = "mutuals.ui"
    label = "ui"
    verbose_name = "Pages"
