"""Addresses of the pages that look back."""

from django.urls import path

from mutuals.measure import pages

app_name = "measure"
urlpatterns = [path("first-look", pages.first_look, name="first-look")]
