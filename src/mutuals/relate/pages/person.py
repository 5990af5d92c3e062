"""A person's page: how things stand, why, and down to the very events."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.selectors.contacts import (
    facts_of,
    groups_all,
    groups_by_contact,
    identities,
    joins_of,
)
from mutuals.people.selectors.likenesses import suggestions_of
from mutuals.people.services.moments import KINDS, moment_note
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.relate import shown
from mutuals.relate import words as words_of
from mutuals.relate.asked import day_of, number_of
from mutuals.relate.pages.common import DAY_MS, YEAR, contact_of, user_of
from mutuals.relate.pages.declared import seen
from mutuals.relate.pages.ledger import person_ledger
from mutuals.relate.pages.whole import other_facts, whole
from mutuals.relate.selectors.chance import chance_of
from mutuals.relate.selectors.lists import listed_between
from mutuals.relate.selectors.person import (
    DayRow,
    days_between,
    days_count,
    happenings,
    sides_of,
    steps_of,
)
from mutuals.relate.selectors.ties import (
    date_of,
    standing_of,
    tie_counts,
    tie_of,
)
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.ui.paging import by_number

# So many of the latest days stand on the page itself.
LATEST_DAYS = 6


@require_safe
def person(request: HttpRequest, contact: str) -> HttpResponse:
    """One person: identities, how things stand, the relationship opened up, everything in order."""
    user, found = user_of(request), contact_of(request, contact)
    if str(found.public_id) != str(contact):
        return redirect("relate:person", found.public_id)
    last = now_ms() // DAY_MS
    only, before = request.GET.get("of", ""), number_of(request.GET.get("before"))
    here = standing_of(user)
    sides = sides_of(user, found, standing=here)
    active = days_between(user, found, at_day=last, since=last - YEAR, sides=sides)
    latest = active[:LATEST_DAYS]
    if len(latest) < LATEST_DAYS:
        latest = days_between(user, found, at_day=last, limit=LATEST_DAYS, sides=sides)
    tie, facts = tie_of(user, found, standing=here), facts_of(user, found, actors_known=sides.theirs)
    thresholds = thresholds_of(user)
    passed = happenings(user, found, before=before, only=only, limit=16, sides=sides)
    context: dict[str, Any] = {
        "contact": found,
        "tie": tie,
        "identities": identities(user, found, actors_known=sides.theirs),
        "joins": joins_of(user, found),
        "facts": shown.standing(other_facts(facts), listed_between(user, found, sides=sides)),
        "alike": suggestions_of(user, found),
        "calling": words_of.calling((one.name, one.value) for one in facts),
        "may_edit": user.may("people_edit"),
        "may_erase": user.may("people_erase"),
        "groups": groups_by_contact(user, [found.pk]).get(found.pk, []),
        "all_groups": groups_all(user),
        "only": only,
        "months": shown.months(passed, size=15),
        "rungs": shown.ladder(
            steps_of(user, found, sides=sides),
            reverse("relate:person", args=[found.public_id]),
            said=here.said.steps.get(found.pk),
        ),
        "total": tie_counts(user, here).total(),
        "shown": thresholds,
        "active": latest,
        "active_count": days_count(user, found, at_day=last, sides=sides),
        "today_iso": date_of(last).isoformat(),
        "ledger": person_ledger(user, found, sides=sides, today=last),
        "today_day": last,
        "days_url": reverse("relate:days", args=[found.public_id]),
        "team": User.objects.filter(is_active=True).count() > 1,
        **whole(user, found, sides=sides, facts=facts, shown=thresholds, today=last),
    }
    context |= seen(user, found, tie, here, sides, shown=thresholds, today=last)
    if tie is not None:
        context |= shown.relationship(found, tie, active, chance_of(user, found, standing=here), today=last)
    return render(request, "relate/person.html", context)


@require_POST
def met(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes a meeting or a talk on a day."""
    found, number = contact_of(request, contact), day_of(request.POST.get("day"))
    how = request.POST.get("how", "met")
    if number is None or how not in KINDS or number > now_ms() // DAY_MS:
        say(request, "Which day was it? It cannot be in the future.", level=30)
    else:
        fresh = moment_note(actor=user_of(request), contact=found, how=how, day=number, now_ms=now_ms())
        say(request, "Noted." if fresh else "That was noted already.")
    return redirect("relate:person", found.public_id)


@require_safe
def days(request: HttpRequest, contact: str) -> HttpResponse:
    """All active days with a person, page by page, and what each adds to the depth."""
    user, found, last = user_of(request), contact_of(request, contact), now_ms() // DAY_MS
    here = standing_of(user)
    sides = sides_of(user, found, standing=here)
    count = days_count(user, found, at_day=last, sides=sides)

    def fetch(offset: int, size: int) -> list[DayRow]:
        return days_between(user, found, at_day=last, offset=offset, limit=size, sides=sides)

    page = by_number(fetch, total=count, number=number_of(request.GET.get("page")) or 1, size=100, query={})
    tie = tie_of(user, found, standing=here)
    context = {"contact": found, "page": page, "count": count, "tie": tie}
    return render(request, "relate/days.html", context)


@require_safe
def day(request: HttpRequest, contact: str, day: str) -> HttpResponse:
    """The very events of one day."""
    found, number = contact_of(request, contact), day_of(day)
    if number is None:
        raise Http404("That is no day.")
    user = user_of(request)
    events = happenings(user, found, day=number, limit=500)
    context = {
        "contact": found,
        "date": date_of(number),
        "months": shown.months(events, size=500),
        "shown": thresholds_of(user),
    }
    return render(request, "relate/day.html", context)
