"""Addresses of looking around."""

from django.urls import path

from mutuals.around import pages

app_name = "around"
urlpatterns = [
    path("look-around", pages.look_around, name="look-around"),
    path("look-around/leave", pages.leave, name="leave"),
    path("look-around/remove", pages.remove, name="remove"),
]
