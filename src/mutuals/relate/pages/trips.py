"""Trips: where one will be, and who is near there."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from mutuals.people.models import Trip
from mutuals.people.selectors.trips import SHOWN, Near, near, trip_get, trip_own, trips_of, trips_past
from mutuals.people.services.trips import NoTrip, trip_add, trip_delete, trip_edit, trip_restore
from mutuals.relate import in_person_words as words
from mutuals.relate.asked import day_of
from mutuals.relate.pages.common import DAY_MS, user_of
from mutuals.relate.rungs import Rung
from mutuals.relate.selectors.ties import TieRow, date_of, standing_of, ties_of, ties_stored
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.ui.words import excerpt

# Of a great many near a place these come first.
CLOSEST = 2_000


@require_http_methods(["GET", "HEAD", "POST"])
def trips(request: HttpRequest) -> HttpResponse:
    """Where are you going? The trips to come, and a new one."""
    user, today = user_of(request), now_ms() // DAY_MS
    if request.method == "POST":
        require(user, "people_edit")
        try:
            made = trip_add(actor=user, now_ms=now_ms(), **_typed(request))
        except NoTrip as error:
            say(request, str(error), level=30)
            return redirect("relate:trips")
        return redirect("relate:trip", made.public_id)
    context = {
        "coming": [(one, words.stay(one.since, one.until)) for one in trips_of(user, today=today)],
        "past": [(one, words.stay(one.since, one.until)) for one in trips_past(user, today=today)],
        "may_edit": user.may("people_edit"),
        "today_iso": timezone.localdate().isoformat(),
    }
    return render(request, "relate/trips.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def trip(request: HttpRequest, trip: str) -> HttpResponse:
    """One trip: who is near there, those never met first, and how that is known."""
    user = user_of(request)
    found = _found(user, trip)
    if request.method == "POST":
        try:
            trip_edit(actor=user, trip=found, **_typed(request))
        except NoTrip as error:
            say(request, str(error), level=30)
        return redirect("relate:trip", found.public_id)
    here = standing_of(user)
    closest = ties_stored(user, here).values_list("b", flat=True)[:CLOSEST]
    people = near(user, found, prefer=list(closest))
    ties = ties_of(user, [one.contact.pk for one in people], here)
    rows = sorted((_row(one, ties.get(one.contact.pk)) for one in people), key=_order)
    context = {
        "trip": found,
        "stay": words.stay(found.since, found.until),
        "rows": rows,
        "more": len(rows) == SHOWN,
        "never": sum(1 for row in rows if not row["met"]),
        "mine": found.author_id == user.pk and user.may("people_edit"),
        "since_iso": date_of(found.since).isoformat(),
        "until_iso": date_of(found.until).isoformat(),
    }
    return render(request, "relate/trip.html", context)


@require_POST
def away(request: HttpRequest, trip: str) -> HttpResponse:
    """Takes a trip away."""
    user, found = user_of(request), _own(user_of(request), trip)
    trip_delete(actor=user, trip=found, now_ms=now_ms())
    say(
        request,
        f"The trip to {found.place} is gone.",
        undo=reverse("relate:trip-back", args=[found.public_id]),
    )
    return redirect("relate:trips")


@require_POST
def back(request: HttpRequest, trip: str) -> HttpResponse:
    """Brings a trip back."""
    user, found = user_of(request), _own(user_of(request), trip)
    trip_restore(actor=user, trip=found)
    return redirect("relate:trip", found.public_id)


def _row(one: Near, tie: TieRow | None) -> dict[str, object]:
    return {
        "contact": one.contact,
        "tie": tie,
        "met": tie is not None and tie.rung >= Rung.MET,
        "sure": one.sure,
        "source": words.SOURCES[one.source],
        "said": excerpt(one.said, 120),
    }


def _order(row: dict[str, object]) -> tuple[bool, bool, float, str]:
    """Those never met first; among them those one is in touch with, the deepest first."""
    tie, contact = row["tie"], row["contact"]
    return (bool(row["met"]), not row["sure"], -getattr(tie, "depth", 0.0), getattr(contact, "name_key", ""))


def _typed(request: HttpRequest) -> dict[str, object]:
    since, until = day_of(request.POST.get("since")), day_of(request.POST.get("until"))
    since = until if since is None else since
    if since is None:
        raise NoTrip(NoTrip.__doc__)
    shared = request.POST.get("shared") == "on"
    return {"place": request.POST.get("place", ""), "since": since, "until": since if until is None else until,
            "shared": shared}  # fmt: skip


def _found(user: User, trip: str) -> Trip:
    try:
        return trip_get(user, str(trip))
    except Trip.DoesNotExist as error:
        raise Http404("There is no such trip.") from error


def _own(user: User, trip: str) -> Trip:
    try:
        return trip_own(user, str(trip))
    except Trip.DoesNotExist as error:
        raise Http404("There is no such trip.") from error
