"""Addresses of the first minute and of what is done to contacts."""

from django.urls import path

from mutuals.people import pages

app_name = "people"
urlpatterns = [
    path("welcome", pages.welcome, name="welcome"),
    path("people/five", pages.five_picture, name="five"),
    path("people/find", pages.find, name="find"),
    path("people/add", pages.add, name="add"),
    path("people/bulk", pages.bulk, name="bulk"),
    path("people/restore", pages.restore, name="restore"),
    path("people/<uuid:contact>/rename", pages.rename, name="rename"),
    path("people/<uuid:contact>/note", pages.note, name="note"),
    path("people/<uuid:contact>/join", pages.join, name="join"),
    path("people/<uuid:contact>/refuse", pages.refuse, name="refuse"),
    path("people/<uuid:contact>/group/<uuid:group>/leave", pages.group_take, name="group-take"),
    path("people/note/<uuid:note>", pages.note_edit, name="note-edit"),
    path("people/join/<uuid:join>/part", pages.part, name="part"),
]
