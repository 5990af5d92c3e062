"""Cards written by hand: to whom, and what to write about; a key says that one was sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from mutuals.people.services.moments import moment_add
from mutuals.relate import in_person_words as words
from mutuals.relate.card_words import Worth
from mutuals.relate.pages.common import DAY_MS, contact_of, user_of
from mutuals.relate.selectors.by_hand import addresses_of, cards_to, last_card, worth_of
from mutuals.relate.selectors.ties import date_of
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.ui.words import excerpt


@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """To whom will you write by hand? The closest, those with a day to remember first."""
    user, today = user_of(request), now_ms() // DAY_MS
    rows = [
        (one, words.day_words(one.day, today=today) if one.day is not None else "", _day(one.last_card))
        for one in cards_to(user, today=today)
    ]
    return render(request, "relate/cards.html", {"rows": rows, "may_edit": user.may("people_edit")})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, contact: str) -> HttpResponse:
    """One card: the address, three things to write about, and that it was sent."""
    user, found, today = user_of(request), contact_of(request, contact), now_ms() // DAY_MS
    if request.method == "POST":
        made = moment_add(actor=user, contacts=[found], how="card", day=today, now_ms=now_ms())
        say(
            request,
            f"Noted: a card to {found.name}.",
            undo=reverse("relate:moment-undo", args=[made.public_id]),
        )
        return redirect("relate:by-hand")
    context = {
        "contact": found,
        "addresses": addresses_of(user, found),
        "worth": [_shown(one) for one in worth_of(user, found)],
        "last": _day(last_card(user, found, today=today)),
        "may_edit": user.may("people_edit"),
    }
    return render(request, "relate/write_card.html", context)


def _shown(one: Worth) -> dict[str, Any]:
    passed = one.passed
    return {
        "why": words.WHY[one.why],
        "title": passed.title,
        "text": excerpt(passed.text, 240),
        "day": None if passed.at is None else passed.at // DAY_MS,
        "network": passed.network,
        "beside": "" if passed.moment is None else passed.moment.place,
    }


def _day(day: int | None) -> Any:
    return None if day is None else date_of(day)
