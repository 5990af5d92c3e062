"""A moment noted in five seconds: who, how, when, one line; and the moment once it is noted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.people.models import Contact, Encounter
from mutuals.people.pages.common import next_of
from mutuals.people.selectors.moments import moment_get, moment_own, places_lately
from mutuals.people.services.contacts import contact_add
from mutuals.people.services.moments import (
    NoMoment,
    moment_add,
    moment_edit,
    moment_happened,
    moment_undo,
)
from mutuals.relate import moment_words as words
from mutuals.relate.in_person_words import is_over
from mutuals.relate.pages.common import DAY_MS, user_of
from mutuals.relate.selectors.likely import people_called, people_chosen, people_likely
from mutuals.relate.words import beside
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.common import now_ms
from mutuals.text.names import display, key
from mutuals.ui.notices import say

OFFERED = 8


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Who were you with? The likeliest are offered; anybody is found by name; somebody new is added on the way."""
    user = user_of(request)
    require(user, "people_edit")
    values = request.POST if request.method == "POST" else request.GET
    form = words.typed(values.dict(), values.getlist("who"), values.getlist("new"))
    if request.method != "POST" or "find" in request.POST:
        return _asked(request, form)
    people, today = people_chosen(user, form.who), now_ms() // DAY_MS
    day = words.day_typed(form, today=today, local=_local_day())
    if form.find and not _taken(form, people):
        return _asked(request, form, problem="Tick whom you mean, or add them.", status=422)
    if day is None:
        return _asked(request, form, problem="Which day was it?", status=422)
    return _noted(request, user, form, people, day)


def _noted(
    request: HttpRequest, user: User, form: words.Typed, people: list[Contact], day: int
) -> HttpResponse:
    at = now_ms()
    people += [contact_add(actor=user, name=display(name), now_ms=at) for name in form.new if display(name)]
    try:
        made = moment_add(
            actor=user, contacts=people, how=form.how, day=day, text=form.text, place=form.place,
            seconds=60 * form.minutes, shared=form.shared, now_ms=at,
        )  # fmt: skip
    except NoMoment as error:
        return _asked(request, form, problem=str(error), status=422)
    said = words.noted(form.how, [one.name for one in people], day, today=at // DAY_MS)
    say(request, said, undo=reverse("relate:moment-undo", args=[made.public_id]))
    return redirect(next_of(request) or "relate:today")


def _asked(request: HttpRequest, form: words.Typed, *, problem: str = "", status: int = 200) -> HttpResponse:
    user = user_of(request)
    context = _people(user, form) | {
        "form": form,
        "hows": words.HOWS,
        "lengths": words.lengths(form.minutes),
        "places": places_lately(user),
        "problem": problem,
        "today_iso": timezone.localdate().isoformat(),
        "next": next_of(request),
        "more": form.minutes or form.place or form.shared,
    }
    return render(request, "relate/moment_new.html", context, status=status)


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """The faces to tick, while a name is typed."""
    user = user_of(request)
    form = words.typed(request.GET.dict(), request.GET.getlist("who"), request.GET.getlist("new"))
    return render(request, "relate/moment_who.html", _people(user, form) | {"form": form})


def _people(user: User, form: words.Typed) -> dict[str, Any]:
    """Whom the form offers: the ticked first, then those found by name, or the likeliest; and somebody new."""
    chosen = people_chosen(user, form.who)
    today = now_ms() // DAY_MS
    offered = people_called(user, form.find) if form.find else people_likely(user, today=today, limit=OFFERED)
    ticked = {one.pk for one in chosen}
    exact = any(one.name_key == key(form.find) for one in (*offered, *chosen))
    return {
        "chosen": chosen,
        "offered": [one for one in offered if one.pk not in ticked],
        "fresh": form.find if form.find and not exact and form.find not in form.new else "",
    }


def _taken(form: words.Typed, people: list[Contact]) -> bool:
    """Whether what stands in the field for a name is one of those who are ticked or added."""
    wanted = key(form.find)
    return any(wanted in one.name_key for one in people) or any(wanted == key(one) for one in form.new)


@require_http_methods(["GET", "HEAD", "POST"])
def moment(request: HttpRequest, moment: str) -> HttpResponse:
    """One moment: what is known of it; its writer changes the words, the place and who may read them."""
    user = user_of(request)
    if request.method == "POST":
        found = _own(user, moment)
        given = {name: request.POST.get(name, "") for name in ("text", "place")}
        moment_edit(actor=user, moment=found, shared=request.POST.get("shared") == "on", **given)
        say(request, "Kept.")
        return redirect(next_of(request) or request.path)
    try:
        view = moment_get(user, str(moment))
    except Encounter.DoesNotExist as error:
        raise Http404("There is no such moment.") from error
    today = now_ms() // DAY_MS
    context = {
        "moment": view,
        "sentence": words.told(view.how, view, today=today),
        "beside": beside(view.seconds, view.place, ()),
        "due": view.planned and is_over(view.day, view.begins_at, now_ms=now_ms()),
    }
    return render(request, "relate/moment.html", context)


@require_POST
def undo(request: HttpRequest, moment: str) -> HttpResponse:
    """Takes a moment back, as if it had never been noted."""
    user = user_of(request)
    moment_undo(actor=user, moment=_own(user, moment), now_ms=now_ms())
    say(request, "Taken back.")
    return redirect(next_of(request) or "relate:in-person")


@require_POST
def happened(request: HttpRequest, moment: str) -> HttpResponse:
    """What was planned took place: now it counts."""
    user, found = user_of(request), _own(user_of(request), moment)
    done = moment_happened(actor=user, moment=found, now_ms=now_ms())
    say(
        request,
        "Noted." if done else "Its day has not come, or it was noted before.",
        level=25 if done else 30,
    )
    return redirect("relate:meeting", str(found.public_id))


def _own(user: User, moment: str) -> Encounter:
    try:
        return moment_own(user, str(moment))
    except Encounter.DoesNotExist as error:
        raise Http404("There is no such moment.") from error


def _local_day() -> int:
    return (timezone.localdate() - words.EPOCH).days
