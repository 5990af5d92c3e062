"""Addresses of the first minute and of what is done to contacts."""

from django.urls import path

from mutuals.people.pages import alike, contacts, kept, shelf, welcome

app_name = "people"
urlpatterns = [
    path("welcome", welcome.welcome, name="welcome"),
    path("people/five", welcome.five_picture, name="five"),
    path("people/find", contacts.find, name="find"),
    path("people/add", contacts.add, name="add"),
    path("people/bulk", contacts.bulk, name="bulk"),
    path("people/restore", contacts.restore, name="restore"),
    path("people/<uuid:contact>/rename", contacts.rename, name="rename"),
    path("people/<uuid:contact>/note", contacts.note, name="note"),
    path("people/<uuid:contact>/join", contacts.join, name="join"),
    path("people/<uuid:contact>/refuse", welcome.refuse, name="refuse"),
    path("people/<uuid:contact>/same/<uuid:other>", alike.confirm, name="confirm"),
    path("people/<uuid:contact>/different/<uuid:other>", alike.different, name="different"),
    path("people/different/<uuid:join>/back", alike.reopen, name="reopen"),
    path("people/<uuid:contact>/kind", alike.kind, name="kind"),
    path("people/nobody", alike.exclusion, name="exclusion"),
    path("people/<uuid:contact>/group/<uuid:group>/leave", contacts.group_take, name="group-take"),
    path("people/note/<uuid:note>", contacts.note_edit, name="note-edit"),
    path("people/<uuid:contact>/promise", kept.promise, name="promise"),
    path("people/promise/<uuid:promise>/act/<slug:move>", kept.promise_act, name="promise-act"),
    path("people/<uuid:contact>/aim", kept.aim, name="aim"),
    path("people/aim/<uuid:aim>/act/<slug:move>", kept.aim_act, name="aim-act"),
    path("people/<uuid:contact>/occasion", kept.occasion, name="occasion"),
    path("people/occasion/<uuid:occasion>/out", kept.occasion_out, name="occasion-out"),
    path("shelf", shelf.shelf, name="shelf"),
    path("shelf/<uuid:item>", shelf.item, name="shelf-item"),
    path("shelf/<uuid:item>/out", shelf.item_out, name="shelf-out"),
    path("shelf/<uuid:item>/back", shelf.item_back, name="shelf-back"),
    path("people/join/<uuid:join>/part", contacts.part, name="part"),
]
