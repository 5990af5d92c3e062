"""Circles: who is close and who drifts, as a picture, a table and a file."""

import csv
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import (
    groups_by_contact,
)
from mutuals.relate import shown
from mutuals.relate.asked import day_of, number_of
from mutuals.relate.circles import CAPACITIES, Circle
from mutuals.relate.pages.common import DAY_MS, YEAR, contact_of, user_of
from mutuals.relate.selectors.people import (
    people_list,
)
from mutuals.relate.selectors.person import (
    days_between,
    sides_of,
)
from mutuals.relate.selectors.ties import (
    Standing,
    TieRow,
    kept_of,
    standing_of,
    tie_counts,
    tie_of,
    ties_frame,
    ties_ours,
)
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.paging import Page, by_number

# So many lines a page of the table of everybody has, under the picture.
EVERY = 25
# Whoever is in a circle is among the deepest so many.
CIRCLED = CAPACITIES[-1]


@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    """Who is close, and who drifts: the picture, its card, the years, the same as a table."""
    user = user_of(request)
    day, last = day_of(request.GET.get("at")), now_ms() // DAY_MS
    past, here = day is not None and day < last, standing_of(user)
    if past and day is not None:
        rows = ties_frame(user, at_day=day, standing=here)
        counts = Counter(row.circle for row in rows)
    else:
        rows = ties_ours(user, limit=CIRCLED, standing=here)
        counts = tie_counts(user, here)
    groups = groups_by_contact(user, [row.pk for row in rows if row.circle is not Circle.NEW])
    only, whole = request.GET.get("only", ""), "all" in request.GET
    found = [row for row in rows if only in shown.tags(row, groups.get(row.pk, ()))] if only else rows
    page = _every(request, rows if past else None, counts.total(), here) if whole and not only else None
    picture = shown.circles(
        rows,
        groups,
        kept_of(user),
        day=day if past else None,
        today=last,
        keep=request.GET.get("who", ""),
        only=only,
    )
    context = picture | {
        "total": counts.total(),
        "listed": len(found) if only else counts.total(),
        "only": only,
        "query": {"at": request.GET.get("at", ""), "only": only},
        "outside": counts[Circle.NEW],
        "capacity": shown.capacity(counts, reverse("relate:people")),
        "shown": page.rows if page else found if whole else found[:12],
        "page": page,
        "past": past,
    }
    return render(request, "relate/circles.html", context)


def _every(request: HttpRequest, past: Sequence[TieRow] | None, total: int, here: Standing) -> Page[TieRow]:
    """A page of the table of everybody: of a past day's rows, else of all ties as they are."""
    user, query = user_of(request), {"all": "1", "at": request.GET.get("at", "")}

    def fetch(offset: int, size: int) -> list[TieRow]:
        if past is not None:
            return list(past[offset : offset + size])
        rows = people_list(user, offset=offset, limit=size, standing=here)
        return [row.tie for row in rows if row.tie is not None]

    query = {name: value for name, value in query.items() if value}
    number = number_of(request.GET.get("page")) or 1
    return by_number(fetch, total=total, number=number, size=EVERY, query=query)


@require_safe
def circles_csv(request: HttpRequest) -> HttpResponse:
    """The table of the circles as a file."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="circles.csv"'
    out = csv.writer(answer)
    out.writerow(
        ["person", "circle", "depth", "usual gap in days", "last contact", "step", "balance", "heard on"]
    )
    for row in ties_ours(user_of(request)):
        # A name that begins like a formula would be run by a spreadsheet.
        name = f"'{row.name}" if row.name[:1] in "=+-@\t\r" else row.name
        out.writerow(
            [
                name,
                row.circle,
                f"{row.depth:.3f}",
                row.usual_gap or "",
                row.last,
                row.step,
                f"{row.balance:.3f}",
                " ".join(row.networks),
            ]
        )
    return answer


@require_safe
def card(request: HttpRequest, contact: str) -> HttpResponse:
    """The small card of one person beside the circles."""
    found = contact_of(request, contact)
    return render(request, "relate/card.html", _card(user_of(request), found))


def _card(user: User, found: Contact) -> dict[str, Any]:
    here = standing_of(user)
    tie: TieRow | None = tie_of(user, found, standing=here)
    context: dict[str, Any] = {"contact": found, "tie": tie, "total": tie_counts(user, here).total()}
    if tie is not None:
        last = now_ms() // DAY_MS
        sides = sides_of(user, found, standing=here)
        active = days_between(user, found, at_day=last, since=last - YEAR, sides=sides)
        context["pulse"] = shown.pulse_of(found, active, today=last)
    return context
