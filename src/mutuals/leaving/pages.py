"""Leaving and respect: take everything along, see what is held about somebody, erase them for good."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.leaving import file
from mutuals.leaving.selectors.held import Shown, held_shown, not_included
from mutuals.leaving.services.about import HTML, JSON, about_text
from mutuals.leaving.services.erase import erase_begin, erase_counts, erase_run, erasing_now
from mutuals.leaving.services.export import LEFT_OUT
from mutuals.leaving.services.made import KEPT_DAYS, export_later, export_made, export_remove, export_state
from mutuals.leaving.shown import counts_shown
from mutuals.record.services.erase import is_large
from mutuals.relate.pages.common import contact_of, user_of
from mutuals.team.services.common import Refused, now_ms
from mutuals.ui.json import plain
from mutuals.ui.notices import say

SHOWN = 12
_CHUNK = 1 << 18
# What of a row says least stands behind; a page shows the first few.
FIELDS = 6


@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Everything that one may take along, and how to keep a copy of the whole."""
    user = user_of(request)
    context = {
        "made": export_made(actor=user), "state": export_state(actor=user), "days": KEPT_DAYS, "left_out": LEFT_OUT,
        "owner": user.may("settings_edit"), "may_erase": user.may("people_erase"), "erasing": erasing_now(),
    }  # fmt: skip
    part = request.headers.get("HX-Request") == "true"
    return render(request, "leaving/made.html" if part else "leaving/leaving.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Has an export made."""
    export_later(actor=user_of(request))
    return redirect("leaving:leaving")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Removes the export that lies here."""
    export_remove(actor=user_of(request))
    say(request, "The export is removed from this machine.")
    return redirect("leaving:leaving")


@require_safe
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Hands the export out, piece by piece."""
    made = export_made(actor=user_of(request))
    if made is None:
        raise Http404("There is no export here.")
    pieces: Any = _later(made.path) if isinstance(request, ASGIRequest) else _pieces(made.path)
    answer = StreamingHttpResponse(pieces, content_type="application/zip")
    answer["Content-Length"] = str(made.size)
    answer["Content-Disposition"] = 'attachment; filename="mutuals-export.zip"'
    return answer


def _pieces(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as source:
        while piece := source.read(_CHUNK):
            yield piece


async def _later(path: Path) -> AsyncIterator[bytes]:
    """The same without holding up the loop; a plain iterator Django would gather whole in memory first."""
    with await asyncio.to_thread(open, path, "rb") as source:
        while piece := await asyncio.to_thread(source.read, _CHUNK):
            yield piece


@require_safe
def held(request: HttpRequest, contact: str) -> HttpResponse:
    """What is held about somebody: the first of each kind, and all of it to hand over."""
    user, found = user_of(request), contact_of(request, contact)
    context = {
        "contact": found, "parts": [_part(one) for one in held_shown(user, found, limit=SHOWN)],
        "left_out": not_included(user, found), "owner": user.may("settings_edit"),
        "may_erase": user.may("people_erase") and not found.ours,
    }  # fmt: skip
    return render(request, "leaving/held.html", context)


def _part(one: Shown) -> dict[str, Any]:
    """A kind of thing as the page shows it: a table where it reads best so, else row by row."""
    rows, columns = [plain(row) for row in one.rows], file.as_table(one.kind)
    if columns:
        told: list[Any] = [[file.said(name, row.get(name)) for name in columns] for row in rows]
    else:
        pairs = [[(file.word(name), file.said(name, value)) for name, value in row.items()] for row in rows]
        told = [[(name, text) for name, text in row if text][:FIELDS] for row in pairs]
    return {
        "title": one.title, "count": one.count, "more": one.more, "rows": told,
        "columns": [file.word(name) for name in columns],
    }  # fmt: skip


@require_safe
def held_html(request: HttpRequest, contact: str) -> HttpResponse:
    """All of it as one readable file."""
    return _file(request, contact, HTML, "text/html; charset=utf-8")


@require_safe
def held_json(request: HttpRequest, contact: str) -> HttpResponse:
    """All of it for machines."""
    return _file(request, contact, JSON, "application/json")


def _file(request: HttpRequest, contact: str, name: str, kind: str) -> HttpResponse:
    user, found = user_of(request), contact_of(request, contact)
    everything = "all" in request.GET
    text = about_text(actor=user, contact=found, name=name, now_ms=now_ms(), everything=everything)
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, contact: str) -> HttpResponse:
    """What goes, exactly; and with a tick it goes for good."""
    user, found = user_of(request), contact_of(request, contact)
    quick = is_large()
    counts = counts_shown(erase_counts(actor=user, contact=found, quick=quick))
    if request.method == "POST" and request.POST.get("sure") == "yes":
        try:
            job = erase_begin(actor=user, contact=found, now_ms=now_ms())
        except Refused as error:
            say(request, str(error), level=30)
            return redirect("relate:person", found.public_id)
        if getattr(request, "around", False):
            # The worker does not look into the sample world.
            erase_run(job.payload)
        say(request, "They are out of sight and being erased. It takes a moment, and cannot be undone.")
        return redirect(reverse("relate:people"))
    context = {"contact": found, "counts": counts, "quick": quick, "unsure": request.method == "POST"}
    return render(request, "leaving/erase.html", context)
