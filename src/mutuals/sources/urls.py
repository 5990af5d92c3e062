"""Addresses of bringing what one has."""

from django.urls import path

from mutuals.sources import pages, pages_columns

app_name = "sources"
urlpatterns = [
    path("bring", pages.bring, name="bring"),
    path("bring/upload", pages.upload, name="upload"),
    path("bring/me", pages.mine, name="mine"),
    path("bring/remind/<str:format>", pages.remind, name="remind"),
    path("bring/reminder/<uuid:reminder>.ics", pages.reminder_calendar, name="reminder-calendar"),
    path("bring/reminder/<uuid:reminder>/done", pages.reminder_end, name="reminder-end"),
    path("bring/answer/<uuid:question>", pages.answer, name="answer"),
    path("bring/columns/<uuid:question>", pages_columns.columns, name="columns"),
    path("bring/tables", pages_columns.tables, name="tables"),
    path("bring/tables/<uuid:table>/forget", pages_columns.forget, name="forget"),
    path("bring/<uuid:run>", pages.show, name="import"),
]
