"""Today: whom to think of, and what one says to that."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.models import Welcome
from mutuals.people.services.moments import KINDS, moment_note
from mutuals.relate import shown
from mutuals.relate.asked import number_of
from mutuals.relate.pages.common import DAY_MS, contact_of, user_of
from mutuals.relate.selectors.ties import (
    standing_of,
    tie_counts,
)
from mutuals.relate.selectors.today import cards_all
from mutuals.sources.selectors.imports import imports_of
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """One card: whom to think of today; the first visit leads to the first minute."""
    user = user_of(request)
    said, here = Welcome.objects.filter(user=user).first(), standing_of(user)
    if said is None and user.may("people_edit") and "later" not in request.GET and not tie_counts(user, here):
        return redirect("people:welcome")
    skip = number_of(request.GET.get("skip")) or 0
    cards = cards_all(user, standing=here)
    context = {
        "card": cards[skip % len(cards)] if cards else None,
        "count": len(cards),
        "skip": skip + 1,
        "today": dt.datetime.now(dt.UTC).date(),
        "circles": shown.capacity(tie_counts(user, here), reverse("relate:people")),
        "said": said,
        "brought": bool(imports_of(user)),
    }
    return render(request, "relate/today.html", context)


@require_POST
def spoke(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes when the user last spoke with somebody."""
    user, found = user_of(request), contact_of(request, contact)
    back = {"today": 0, "week": 3, "month": 15, "season": 60}.get(request.POST.get("when", ""))
    how = request.POST.get("how", "talked")
    if back is None or how not in KINDS:
        return redirect(f"{reverse('relate:today')}?skip={request.POST.get('skip', '1')}")
    number = now_ms() // DAY_MS - back
    moment_note(actor=user, contact=found, how=how, day=number, now_ms=now_ms())
    said = "for today" if not back else f"for about {shown.date_of(number):%-d %B}"
    say(request, f"Noted {said}. If you know better days, note them on the page of {found.name}.")
    return redirect("relate:today")
