"""The kit page and sample pages that use every part, for tests of looks and accessibility."""

from django.urls import path

from mutuals.ui import pages
from tests.ui import samples

urlpatterns = [
    path("kit/", pages.kit, name="kit"),
    path("sample/<slug:name>/", samples.page, name="sample"),
]
