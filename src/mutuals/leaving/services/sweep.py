"""Looks through every text of every table for somebody erased: what no room took out is mended here.

The tables are found by walking the models, so that a later one is looked through by itself. Whole identifiers are
looked for, and in what imports report (titles of files, lines that could not be read) names too.
"""

import re
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from mutuals.record.erasing import GONE, pattern, redacted
from mutuals.record.services.turns import Turns
from mutuals.team.fields import EncryptedTextField

# Words of posts are mended with their search row (`record.services.erase_words`); the log is locked by person; what
# identifies other actors and posts is theirs, and kept in step with its key.
NOT_HERE = {"record.PostText", "record.PostCopy", "team.LogEntry", "team.LogDetail", "team.LogKey", "team.LogTip",
            "team.User", "team.OneTimeLink", "team.FeedKey", "team.Lease"}  # fmt: skip
NOT_THESE = {"uri", "value", "name_key", "scheme", "network"}
# What a file was called and how its lines began.
REPORTS = "sources"
STEP = 500


def models_swept() -> list[type[models.Model]]:
    """Every model of the rooms that is looked through."""
    return [
        one
        for one in apps.get_models()
        if one._meta.app_label in settings.ROOMS and one._meta.label not in NOT_HERE
    ]


def columns_swept(model: type[models.Model]) -> list[str]:
    """The columns of a model in which words may stand."""
    return [
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField | models.JSONField)
        and not isinstance(one, EncryptedTextField)
        and one.name not in NOT_THESE
        and not one.primary_key
    ]


def sweep(*, needles: list[str], names: list[str], turns: Turns, but: Q) -> int:
    """Mends every text that holds one of these words, but in the jobs that `but` finds; gives how many rows."""
    count, found, named = 0, pattern(needles), pattern(names)
    for model in models_swept():
        reports = model._meta.app_label == REPORTS
        words = [*needles, *names] if reports else needles
        both = [one for one in (found, named if reports else None) if one is not None]
        rows = model._default_manager.filter(_holds(model, words))
        if model._meta.label == "team.Job":
            rows = rows.exclude(but)
        for key in list(rows.values_list("pk", flat=True)) if words and columns_swept(model) else ():
            with turns.turn():
                count += _mend(model, key, both)
    return count


def _holds(model: type[models.Model], words: list[str]) -> Q:
    found = Q(pk__in=[])
    for column in columns_swept(model):
        for word in words:
            found |= Q(**{f"{column}__icontains": word})
    return found


def _mend(model: type[models.Model], key: Any, patterns: list[re.Pattern[str]]) -> int:
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        return 0
    values = {}
    for column in columns_swept(model):
        before = getattr(row, column)
        after = before
        for one in patterns:
            after = _without(after, one)
        if after != before:
            values[column] = after
    if not values:
        return 0
    mine = model._default_manager.filter(pk=key)
    try:
        with transaction.atomic():
            mine.update(**values)
    except IntegrityError:
        # What must be unique and is not without the name gets its key to tell it by.
        mine.update(**dict.fromkeys(values, f"{GONE} {key}"))
    return 1


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """A value with every text in it mended, however deep."""
    if isinstance(value, str):
        return redacted(value, pattern)
    if isinstance(value, list):
        return [_without(one, pattern) for one in value]
    if isinstance(value, dict):
        return {_without(name, pattern): _without(one, pattern) for name, one in value.items()}
    return value
