"""What the columns of a table hold: guessed, shown with the first rows, put right by the person, then read."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.sources.models import ImportQuestion, Table
from mutuals.sources.parcel import ParcelError
from mutuals.sources.preview import ROWS as SHOWN_ROWS
from mutuals.sources.preview import Beginning, Looked, look, made
from mutuals.sources.seam import Answers, Parcel
from mutuals.sources.services.columns import columns_answer, columns_left
from mutuals.sources.services.imports import answers_of
from mutuals.sources.services.reading import parcel_open
from mutuals.sources.services.tables import table_forget
from mutuals.team.keys import uuid7
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.wire.csv_columns import (
    MOMENT,
    OF_PERSON,
    PERSON,
    ROLES,
    WORDS,
    BadMapping,
    Mapping,
    header_key,
    said,
)

GROUPS = (
    ("Who", ("name", "first", "middle", "last", "nickname", "email", "phone")),
    ("About them", OF_PERSON),
    ("A time in touch", MOMENT),
)
GONE = "The file is no longer here. Bring it again, and I will ask again."
UNREADABLE = (OSError, EOFError, ParcelError, KeyError)
assert set(PERSON) < set(ROLES)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, question: str) -> HttpResponse:
    """The first rows of a table under their columns, each with what it seems to hold; a yes reads it so."""
    user = request.user
    assert isinstance(user, User)
    asked = get_object_or_404(ImportQuestion, public_id=question, run__user=user, kind="columns")
    require(user, "import_run")
    if asked.answer:
        say(request, "You said it already.", level=20)
        return redirect("sources:import", asked.run.public_id)
    with _opened(asked) as (parcel, answers):
        try:
            found = look(parcel, asked.about, answers) if parcel else None
        except UNREADABLE:
            found = None
        if found is None:
            say(request, GONE, level=30)
            return redirect("sources:import", asked.run.public_id)
        return _answered(request, asked, user, found, answers)


def _answered(
    request: HttpRequest, asked: ImportQuestion, user: User, found: tuple[Looked, Beginning], answers: Answers
) -> HttpResponse:
    looked, begun = found
    mapping = _mapping(request, looked, user)
    act = request.POST.get("act", "")
    try:
        if act == "read":
            count = columns_answer(
                actor=user, question=asked, shape=looked.shape, mapping=mapping, now_ms=now_ms()
            )
            more = f" So are {count - 1} more with the same columns." if count > 1 else ""
            say(request, f"{asked.about} is read as you said.{more}")
            return redirect("sources:import", asked.run.public_id)
        if act == "leave":
            columns_left(actor=user, question=asked)
            return redirect("sources:import", asked.run.public_id)
    except BadMapping:
        # The page says what is missing.
        pass
    except LookupError as error:
        say(request, str(error), level=20)
        return redirect("sources:import", asked.run.public_id)
    context = _context(asked, looked, mapping)
    context["made"] = made(begun, asked.about, looked, mapping, answers)
    return render(request, "sources/columns.html", context)


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """The tables whose columns one has explained."""
    user = request.user
    assert isinstance(user, User)
    rows = Table.objects.filter(user=user).exclude(mapping="").order_by("-said_at", "-pk")
    return render(request, "sources/tables.html", {"tables": [(one, _said(one)) for one in rows[:200]]})


@require_POST
def forget(request: HttpRequest, table: str) -> HttpResponse:
    """Forgets what was said of tables with these columns."""
    user = request.user
    assert isinstance(user, User)
    found = get_object_or_404(Table, public_id=table, user=user)
    table_forget(user=user, header=found.header, now_ms=now_ms())
    say(request, "Forgotten. The next table with these columns is asked about.")
    return redirect("sources:tables")


@contextmanager
def _opened(asked: ImportQuestion) -> Iterator[tuple[Parcel | None, Answers]]:
    """What was brought, opened again, and what is known of the person; None when it is gone."""
    spool: Path = settings.MUTUALS_HOME / "spool" / f"columns.{uuid7()}"
    answers = answers_of(asked.run, now_ms())
    try:
        parcel = None
        with suppress(*UNREADABLE):
            parcel = parcel_open(asked.run, spool=spool)
        yield parcel, answers
    finally:
        shutil.rmtree(spool, ignore_errors=True)


def _mapping(request: HttpRequest, looked: Looked, user: User) -> Mapping:
    """The mapping as the page sends it, else as it was said of such a table before, else as it is guessed."""
    guess = looked.guess.mapping
    if request.method == "POST":
        roles = (request.POST.get(f"column{at}", "") for at in range(len(looked.shape.names)))
        dates = request.POST.get("dates", guess.dates)
        return Mapping(
            tuple(one if one in ROLES else "" for one in roles),
            dates if dates in ("dmy", "mdy") else guess.dates,
        )
    known = (
        Table.objects.filter(user=user, header=header_key(looked.shape) or "-").exclude(mapping="").first()
    )
    with suppress(BadMapping):
        return said(known.mapping, looked.shape) if known else guess
    return guess


def _context(asked: ImportQuestion, looked: Looked, mapping: Mapping) -> dict[str, Any]:
    """Columns with what stands in them first, then those of which nothing does."""
    lines = looked.rows[:SHOWN_ROWS]
    filled, empty = [], []
    for at, name in enumerate(looked.shape.names):
        guess, role = looked.guess.guesses[at], mapping.roles[at]
        column = {
            "at": at, "name": name, "role": role, "sure": guess.sure,
            "why": guess.reason if role == guess.role else "As you say.",
        }  # fmt: skip
        some = any(at < len(row) and row[at] for row in looked.rows)
        (filled if some else empty).append(column)
    rows = [[row[one["at"]] if one["at"] < len(row) else "" for one in filled] for row in lines]
    groups = [(title, [(role, WORDS[role]) for role in roles]) for title, roles in GROUPS]
    return {
        "question": asked, "run": asked.run, "columns": filled, "empty": empty, "rows": rows, "groups": groups,
        "mapping": mapping, "looked": looked, "doubtful": looked.dated,
    }  # fmt: skip


def _said(table: Table) -> str:
    """A remembered mapping in words."""
    names = table.title.split(", ")
    with suppress(BadMapping):
        from mutuals.wire.csv_shape import Shape

        roles = said(table.mapping, Shape("", "", 0, header=True, names=tuple(names))).roles
        return ", ".join(
            f"{name} is {WORDS[role].lower()}" for name, role in zip(names, roles, strict=True) if role
        )
    return table.title
