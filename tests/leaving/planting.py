"""Plants words in every table that people write to, found by walking the models: a later table is planted by itself.

A row is made of what its columns are; a column of a kind that is not known here fails, so that nobody forgets it.
"""

from django.apps import apps
from django.conf import settings
from django.db import models

from mutuals.people.models import Contact
from mutuals.record.models import Deed
from mutuals.team.fields import PublicIdField
from mutuals.team.models import User

NOW = 1_700_000_000_000
DAY = NOW // 86_400_000
OWNERS = ("author", "user", "holder")
# Columns that hold one of a few words, or a key.
FIXED = {
    "Declaration.about": "trust",
    "Declaration.says": "guarded",
    "Declaration.instead": "",
    "Encounter.how": "met",
    "Introduction.state": "proposed",
    "Note.about": "",
    "Nudge.kind": "thank",
    "Nudge.state": "open",
    "Outcome.kind": "referral",
    "Outcome.of": "",
    "Promise.post": "",
    "Aim.post": "",
    "ShelfItem.kind": "skill",
    # What a group is called is for the whole team.
    "Group.name": "Readers",
    "Match.decided_by": "identifier",
    "Import.state": "done",
    "Import.path": "/nowhere",
    "Import.fingerprint": "",
    "FeedKey.key_hash": "0" * 64,
    "OneTimeLink.token_hash": "0" * 64,
    "OneTimeLink.purpose": "start",
    "FeedKey.feed": "calendar",
    "Reminder.format": "x",
    "ReadingModel.name": "x",
    "Table.header": "0" * 32,
    "Kept.kind": "nothing",
    "Correction.about": "question",
    "Correction.says": "yes",
    "Correction.said": "no",
    "Join.decided_by": "identifier",
    "Likeness.evidence": "[]",
    "Likeness.version": "0",
    # What a job found in addresses, made anew at its next turn.
    "LikenessRun.state": "",
    "LikenessRun.nobody": [],
    "LikenessRun.view": 0,
    "Occasion.day": 9,
    "Reckoning.beside": {},
    "Tie.networks": "",
    "Reckoning.version": "",
    "ShelfItem.url": "https://one.example/x",
    "Contact.kind": "person",
    "Weights.values": {},
    # Why a weight was set is told to the whole team.
    "Weights.reason": "for all to read",
    "FirstLook.scopes": [],
    "FirstLook.facts": {},
    "Import.answers": {},
    "ImportQuestion.kind": "me",
    "ImportQuestion.choices": [],
    "ImportFile.status": "understood",
    "ImportFile.format": "mail",
}
# Made by the record, the reckoning or the sign-in; not written by anybody.
NOT_WRITTEN = {
    "record": None, "team": None,
    "relate": {"Reckoning", "Tie", "Taken", "Ledger", "LedgerSum", "LedgerTie"},
    "people": {"Contact", "Match", "Join", "Likeness", "LikenessRun", "Exclusion", "Welcome", "Membership"},
    "measure": {"FirstLook"},
    "sources": {"Kept"},
}  # fmt: skip


def written_models():
    """Every model of the rooms in which people write, and the deeds of the record."""
    for model in apps.get_models():
        if model._meta.app_label not in settings.ROOMS:
            continue
        kept = NOT_WRITTEN.get(model._meta.app_label, set())
        if model is Deed or (kept is not None and model.__name__ not in kept):
            yield model


def plant(user, contact, other, word, actors):
    """A row in every such table, written by `user` about `contact`, with `word` wherever words may stand; gives
    them."""
    made = {}
    for model in written_models():
        _row(model, user, contact, other, word, actors, made)
    return made


def _row(model, user, contact, other, word, actors, made):
    if model in made:
        return made[model]
    values, people = {}, iter((contact, other, other))
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        values[field.name] = _value(model, field, user, people, word, actors, made, (contact, other))
    made[model] = model.objects.create(**{name: one for name, one in values.items() if one is not NOTHING})
    return made[model]


NOTHING = object()


def _value(model, field, user, people, word, actors, made, both):
    name = f"{model.__name__}.{field.name}"
    if name in FIXED:
        return FIXED[name]
    if isinstance(field, PublicIdField):
        return NOTHING
    if isinstance(field, models.ForeignKey):
        if field.related_model is User:
            return user
        if field.related_model is Contact:
            return next(people)
        return _row(field.related_model, user, *both, word, actors, made)
    return _plain(field, name, word, actors)


def _plain(field, name, word, actors):
    if isinstance(field, models.CharField | models.TextField):
        return f"{word} {name}"[: field.max_length or 200]
    if isinstance(field, models.IntegerField) and not field.null:
        known = {"at": NOW, "day": DAY, "month": 5, "since": DAY, "until": DAY + 2}
        return actors["ab".index(field.name)] if field.name in ("a", "b") else known.get(field.name, 1)
    kinds = {models.JSONField: {"said": f"{word} {name}"}, models.BooleanField: False, models.FloatField: 0.5}
    for kind, value in kinds.items():
        if isinstance(field, kind):
            return value
    if field.null:
        return None
    raise AssertionError(f"{name} is a {type(field).__name__}; say in {__file__} what is planted there")
