"""Addresses of the pages about leaving."""

from django.urls import path

from mutuals.leaving import pages

app_name = "leaving"
urlpatterns = [
    path("leaving", pages.leaving, name="leaving"),
    path("leaving/export", pages.export, name="export"),
    path("leaving/export.zip", pages.download, name="download"),
    path("leaving/remove", pages.remove, name="remove"),
    path("people/<uuid:contact>/held", pages.held, name="held"),
    path("people/<uuid:contact>/held.html", pages.held_html, name="held-html"),
    path("people/<uuid:contact>/held.json", pages.held_json, name="held-json"),
    path("people/<uuid:contact>/erase", pages.erase, name="erase"),
]
