"""Addresses of the pages about single posts."""

from django.urls import path

from mutuals.record import pages

app_name = "record"
urlpatterns = [
    path("readings/<str:key>", pages.reading, name="reading"),
    path("readings/<str:key>/correct", pages.correct, name="correct"),
]
