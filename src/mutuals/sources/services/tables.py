"""Remembers what a person said of the columns of a table, for tables with the same header."""

import json
from itertools import pairwise
from typing import Any

from django.db.models import Sum

from mutuals.sources.models import Import, Table
from mutuals.team.models import User
from mutuals.wire.csv_columns import Mapping, with_turn, written_down

KEPT = 500


def tables_said(user: User, words: str | None = None) -> dict[str, Any]:
    """What a person said of tables before (`tables`, header to mapping), and how often they had said something else
    than before (`columns_turn`) where an import is told in `words`."""
    rows = Table.objects.filter(user=user).exclude(mapping="").order_by("-said_at", "-pk")[:KEPT]
    found: dict[str, Any] = {"tables": {one.header: one.mapping for one in rows}}
    if words:
        told = Import.objects.filter(user=user, answers__has_key="map").order_by("created_at", "pk")
        before = [one for one in told.values_list("answers__map", flat=True) if one]
        changes = sum(one != other for one, other in pairwise([*before, words]))
        found["columns_turn"] = (
            1 + changes + (Table.objects.filter(user=user).aggregate(all=Sum("turn"))["all"] or 0)
        )
    return found


def table_keep(*, user: User, header: str, title: str, mapping: Mapping, now_ms: int) -> Mapping:
    """Remembers a mapping for a header ("" for tables without one: not remembered); gives it with its turn, which
    ranks it above what was said before."""
    known = Table.objects.filter(user=user, header=header).first() if header else None
    turn = 1
    if known is not None:
        same = _same(known.mapping, mapping)
        turn = known.turn + (0 if same else 1)
    kept = with_turn(mapping, turn)
    if header:
        values = {"mapping": written_down(kept), "turn": turn, "said_at": now_ms, "title": title[:500]}
        Table.objects.update_or_create(user=user, header=header, defaults=values)
    return kept


def table_forget(*, user: User, header: str, now_ms: int) -> bool:
    """Forgets what was said of tables with this header, so that the next one is asked about; says whether anything
    was. How often it was said is kept, since what is said anew must rank above it."""
    known = Table.objects.filter(user=user, header=header).exclude(mapping="")
    return bool(known.update(mapping="", said_at=now_ms))


def _same(text: str, mapping: Mapping) -> bool:
    value = json.loads(text or "{}")
    return value.get("roles") == list(mapping.roles) and value.get("dates") == mapping.dates
