"""The plan: one page that says why, for whom, how many minutes a week, what one will do and will not."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.relate.feed import Entry, calendar
from mutuals.relate.forms import PlanForm
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.cards import card_document, today_view
from mutuals.relate.selectors.plan import PlanView, plan_of, plans_shared
from mutuals.relate.services.plan import plan_save
from mutuals.team.services.common import now_ms
from mutuals.team.services.feeds import feed_end, feed_make, feed_since, feed_user
from mutuals.ui.notices import say

FEED = "today"


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What do you want of this, and how much of your week may it take?"""
    user = user_of(request)
    mine = plan_of(user)
    form = PlanForm(request.POST or None, initial=_initial(mine), user=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        plan_save(
            actor=user, why=given["why"], minutes=given["minutes"], will=given["will"], will_not=given["will_not"],
            people=given["people"], groups=form.chosen_groups(), places=form.lines("places"),
            shared=given["shared"], now_ms=now_ms(),
        )  # fmt: skip
        say(request, "Kept. Today follows it from now on.")
        return redirect("relate:plan")
    others = plans_shared(user)
    context = {
        "form": form, "plan": mine, "others": others, "may_edit": user.may("people_edit"),
        "feed": request.session.pop(FEED, ""), "feed_since": feed_since(user=user, feed=FEED),
        "together": sum(one.minutes or 0 for one in (mine, *others)) if others else 0,
    }  # fmt: skip
    return render(request, "relate/plan.html", context, status=422 if form.is_bound else 200)


def _initial(mine: PlanView) -> dict[str, object]:
    return {
        "why": mine.why,
        "minutes": mine.minutes,
        "will": mine.will,
        "will_not": mine.will_not,
        "people": "\n".join(one.name for one in mine.people),
        "groups": [str(one.public_id) for one in mine.groups],
        "places": "\n".join(mine.places),
        "shared": mine.shared,
    }


@require_POST
def feed_change(request: HttpRequest) -> HttpResponse:
    """Makes a new calendar address, or closes the one there is."""
    user = user_of(request)
    if request.POST.get("what") == "end":
        feed_end(actor=user, feed=FEED, now_ms=now_ms())
        say(request, "Closed. Calendars that used the address get nothing any more.")
    else:
        token = feed_make(actor=user, feed=FEED, now_ms=now_ms())
        request.session[FEED] = request.build_absolute_uri(reverse("relate:feed", args=[token]))
    return redirect(f"{reverse('relate:plan')}#calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Today as a calendar, for a program that knows the address."""
    user = feed_user(token=token, feed=FEED)
    if user is None:
        raise Http404("There is no such calendar.")
    now = now_ms()
    today = dt.datetime.fromtimestamp(now / 1000, dt.UTC).date()
    entries = []
    for card in today_view(user, now_ms=now).cards:
        told = card_document(card)
        day = dt.date.fromisoformat(told["due"]) if told["due"] else today
        entries.append(
            Entry(str(card.nudge.public_id), max(day, today), told["reason"], "\n".join(told["evidence"]))
        )
    answer = HttpResponse(
        calendar(entries, name="Mutuals: today", now_ms=now), content_type="text/calendar; charset=utf-8"
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
