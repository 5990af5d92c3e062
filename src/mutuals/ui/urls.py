"""The kit page, only while MUTUALS_DEBUG is set."""

from django.conf import settings
from django.urls import path

from mutuals.ui import pages

app_name = "ui"
urlpatterns = [path("kit/", pages.kit, name="kit")] if settings.DEBUG else []
