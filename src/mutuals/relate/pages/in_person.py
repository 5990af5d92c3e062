"""In person: what is to come, what was and what to write down of it, and the balance of meeting and writing."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from mutuals.people.selectors.trips import trips_of
from mutuals.people.services.contacts import note_add
from mutuals.relate import in_person_words as words
from mutuals.relate.asked import number_of
from mutuals.relate.pages.common import DAY_MS, user_of
from mutuals.relate.selectors import in_person as balances
from mutuals.relate.selectors.meetings import (
    Meeting,
    meeting_get,
    meetings_coming,
    meetings_past,
    people_at,
    to_follow,
)
from mutuals.relate.selectors.ties import Standing, standing_of
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.ui.words import names as naming

SHOWN, NEXT = 20, 6


@require_safe
def in_person(request: HttpRequest) -> HttpResponse:
    """Whom do you see in person? Plans and trips, meetings with what to write down, and the balance in the margin."""
    user, today = user_of(request), now_ms() // DAY_MS
    before, here = number_of(request.GET.get("before")), standing_of(user)
    before = before if before is not None and 0 < before <= today + 1 else None
    past = meetings_past(user, today=today, before=before, limit=SHOWN + 1, standing=here)
    left = to_follow(user, past[:SHOWN], today=today) if before is None else {}
    coming = meetings_coming(user, today=today) if before is None else []
    context = {
        "coming": [_shown(one, today) for one in coming[:NEXT]],
        "later": [_shown(one, today) for one in coming[NEXT:]],
        "trips": [(one, words.stay(one.since, one.until)) for one in trips_of(user, today=today)],
        "follow": [(_shown(one, today), left[one.key]) for one in past if one.key in left][:3],
        "past": [_shown(one, today) for one in past[:SHOWN]],
        "older": past[SHOWN].day + 1 if len(past) > SHOWN else None,
        "before": before,
        "may_edit": user.may("people_edit"),
    }
    return render(request, "relate/in_person.html", context | _balance(user, here, today))


def _balance(user: User, here: Standing, today: int) -> dict[str, Any]:
    found = balances.in_person(user, today=today, standing=here)
    return {
        "sentence": words.sentence(found.now, found.before, aim=found.aim),
        "together": words.together(found.now),
        "now": words.bar(found.now, "This quarter", aim=found.aim),
        "circles": [words.bar(one, one.name.capitalize()) for one in found.circles],
        "quarters": [(words.quarter_words(one.name), one) for one in reversed(found.quarters)],
        "circled": found.people,
        "by_hand": sum(one.by_hand for one in found.quarters[-4:]),
    }


def _shown(one: Meeting, today: int) -> dict[str, Any]:
    how = one.moment.how if one.moment else ""
    names = [each.name for each in one.people]
    return {
        "key": one.key,
        "title": words.meeting_title(one.title, how, names),
        # Where the calendar gives no title, it is called after who was there.
        "with_whom": naming(names, 3) if one.title or len(names) > 1 else "",
        "when": words.when_words(one.day, one.begins_at, today=today, local=timezone.localtime()),
        "beside": ", ".join(part for part in (words.length(one.seconds), one.place) if part),
        "people": one.people,
        "text": one.moment.text if one.moment else "",
        "planned": one.planned,
        "due": one.planned and words.is_over(one.day, one.begins_at, now_ms=now_ms()),
        "moment": one.moment,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """One meeting: before it, who will be there; after it, a line on each."""
    user, here = user_of(request), standing_of(user_of(request))
    found = meeting_get(user, key, standing=here)
    if found is None:
        raise Http404("There is no such meeting.")
    if request.method == "POST":
        return _written(request, user, found)
    today = now_ms() // DAY_MS
    context = _shown(found, today) | {"met": people_at(user, found, standing=here)}
    return render(request, "relate/meeting.html", context | {"may_edit": user.may("people_edit")})


def _written(request: HttpRequest, user: User, found: Meeting) -> HttpResponse:
    """A note on each of whom something was written."""
    lines = [(one, request.POST.get(f"line-{one.public_id}", "").strip()) for one in found.people]
    for one, text in lines:
        if text:
            note_add(actor=user, contact=one, text=text, shared=False, now_ms=now_ms())
    count = sum(1 for _, text in lines if text)
    said = (
        "Nothing was written."
        if not count
        else "Noted."
        if count == 1
        else f"{count} notes written, private to you."
    )
    say(request, said)
    return redirect("relate:in-person" if count else "relate:meeting", *(() if count else (found.key,)))
