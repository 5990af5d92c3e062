"""What is written down of a person and what becomes of it: promises, aims, days; each form leads back to its place."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from mutuals.people.dates import day_number, day_of_year
from mutuals.people.models import Aim, Occasion, Promise
from mutuals.people.moves import PROMISE_MOVES
from mutuals.people.pages.common import back_to, contact_of, user_of
from mutuals.people.services.aims import aim_add, aim_move, aim_refuse, aim_share
from mutuals.people.services.occasions import occasion_add, occasion_remove
from mutuals.people.services.promises import promise_add, promise_move, promise_refuse, promise_share
from mutuals.record.keys import key_parse
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say

MOVED = {"keep": "Kept.", "drop": "Let go.", "reopen": "Open again."}
SHARES = {"share": True, "unshare": False}


@require_POST
def promise(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes a promise, ours or theirs; or says that what was proposed is none."""
    found, user = contact_of(request, contact), user_of(request)
    post, ours, day = _post(request), request.POST.get("who", "us") == "us", request.POST.get("due", "")
    if request.POST.get("no") and post:
        promise_refuse(actor=user, contact=found, post=post, ours=ours, now_ms=now_ms())
    elif day and day_number(day) is None:
        say(request, "That is no day. Leave it empty, or choose one.", level=30)
    elif text := request.POST.get("text", "").strip():
        promise_add(
            actor=user, contact=found, text=text, ours=ours, due=day_number(day), post=post, now_ms=now_ms(),
            shared=request.POST.get("shared") == "on",
        )  # fmt: skip
    return back_to(request, found)


@require_POST
def promise_act(request: HttpRequest, promise: str, move: str) -> HttpResponse:
    """Keeps one's own promise, lets it go, opens it again, shares it or takes that back."""
    user = user_of(request)
    found = get_object_or_404(Promise, public_id=promise, author=user)
    if move in SHARES:
        promise_share(actor=user, promise=found, shared=SHARES[move])
    elif move not in PROMISE_MOVES:
        return HttpResponseBadRequest("A promise is kept, let go or opened again.")
    elif promise_move(actor=user, promise=found, move=move, now_ms=now_ms()):
        say(request, MOVED[move])
    return back_to(request, found.contact)


@require_POST
def aim(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes what somebody is trying to do; or says that what was proposed is none of their aims."""
    found, user = contact_of(request, contact), user_of(request)
    post = _post(request)
    if request.POST.get("no") and post:
        aim_refuse(actor=user, contact=found, post=post, now_ms=now_ms())
    elif text := request.POST.get("text", "").strip() or request.POST.get("said", "").strip():
        shared = request.POST.get("shared") == "on"
        aim_add(actor=user, contact=found, text=text, post=post, shared=shared, now_ms=now_ms())
    return back_to(request, found)


@require_POST
def aim_act(request: HttpRequest, aim: str, move: str) -> HttpResponse:
    """Lets an aim of somebody go or opens it again, shares it or takes that back; that it came true says `relate`."""
    user = user_of(request)
    found = get_object_or_404(Aim, public_id=aim, author=user)
    if move in SHARES:
        aim_share(actor=user, aim=found, shared=SHARES[move])
    elif move not in ("drop", "reopen"):
        return HttpResponseBadRequest("An aim is let go or opened again.")
    elif aim_move(actor=user, aim=found, move=move, now_ms=now_ms()):
        say(request, MOVED[move])
    return back_to(request, found.contact)


@require_POST
def occasion(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes a day of the year that matters to somebody."""
    found = contact_of(request, contact)
    title, when = request.POST.get("title", "").strip(), day_of_year(request.POST.get("day", ""))
    if not title or when is None:
        say(request, "It needs a name and a day, as in 4 June or 4 June 1980.", level=30)
    else:
        month, day, year = when
        occasion_add(
            actor=user_of(request), contact=found, title=title, month=month, day=day, year=year, now_ms=now_ms(),
            shared=request.POST.get("shared") == "on",
        )  # fmt: skip
    return back_to(request, found)


@require_POST
def occasion_out(request: HttpRequest, occasion: str) -> HttpResponse:
    """Takes out a day that one noted oneself."""
    found = get_object_or_404(Occasion, public_id=occasion, author=user_of(request))
    occasion_remove(actor=user_of(request), occasion=found)
    return back_to(request, found.contact)


def _post(request: HttpRequest) -> str:
    """The key of the post in which something was said, where the form names one."""
    key = request.POST.get("post", "")
    try:
        key_parse(key)
    except ValueError:
        return ""
    return key
