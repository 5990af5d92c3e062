"""What was understood of one post, and a person's word over it."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from mutuals.record.chips import SAID
from mutuals.record.corrected import LANG, NO, TONE, YES, NoCorrection, place_about, span_about, sureness
from mutuals.record.keys import key_parse
from mutuals.record.packed import TONES, words_of
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.posts import PostView, posts_by_key
from mutuals.record.selectors.readings import ReadingView, readings_of
from mutuals.record.services.corrections import RIGHT, NothingRead, correction_undo, reading_correct
from mutuals.record.templatetags.record import chips_context
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.text.readings import Span
from mutuals.ui.notices import say

PART = "record/chips.html"


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    user = request.user
    assert isinstance(user, User)
    return user


@require_safe
def reading(request: HttpRequest, key: str) -> HttpResponse:
    """Everything that was understood of a post, each with a way to say otherwise."""
    user = user_of(request)
    post, view = _found(user, key)
    shown, words = thresholds_of(user), words_of(post.name, post.summary, post.content)
    sure = sureness(view.reading)
    lines = [_line(name, sure[name], shown, view) for name in sorted(sure, key=lambda one: -sure[one])]
    context = {
        "post": post,
        "view": view,
        "parts": list(_marked(words, view)),
        "says": [line for line in lines if line["on"]],
        "rest": [line for line in lines if not line["on"]],
        "spans": [(span_about(one), one) for one in view.reading.personal],
        "phrases": [(place_about(one), words[slice(*one)]) for one in view.reading.about],
        "kinds": SAID.items(),
        "tones": TONES[1:],
        "said": sorted(view.said.values(), key=lambda one: -one.at),
        "may_correct": user.may(RIGHT),
    }
    return render(request, "record/reading.html", context)


@require_POST
def correct(request: HttpRequest, key: str) -> HttpResponse:
    """One click: `no` or `yes` to a label, span or phrase, a `tone`, a `lang`, `words` that are personal data of a
    `kind`, or `undo` of what was said."""
    user, told = user_of(request), request.POST
    try:
        if told.get("undo"):
            key = correction_undo(actor=user, public_id=told["undo"], now_ms=now_ms())
        else:
            about, says = _span(user, key, told) if "words" in told else _said(request)
            reading_correct(actor=user, key=key, about=about, says=says, now_ms=now_ms())
    except NoCorrection as error:
        return HttpResponseBadRequest(str(error))
    except (NothingRead, ValueError) as error:
        raise Http404(str(error)) from error
    if request.headers.get("HX-Request") and "part" in told:
        _, view = _found(user, key)
        context = chips_context(request, view, thresholds_of(user)) | {"next": _next(request)}
        return render(request, PART, context | {"thanked": not told.get("undo")})
    say(
        request,
        "Taken back." if told.get("undo") else "Thank you. What you say stands, whatever is read later.",
    )
    return redirect(_next(request) or reverse("record:reading", args=[key]))


def _said(request: HttpRequest) -> tuple[str, str]:
    """What is said of what: (about, says)."""
    told = request.POST
    for says in (NO, YES):
        if told.get(says):
            return told[says], says
    for about in (TONE, LANG):
        if told.get(about):
            return about, told[about].strip().lower()
    raise NoCorrection(str(NoCorrection.__doc__))


def _span(user: User, key: str, told: QueryDict) -> tuple[str, str]:
    """The first place of these words, which are said to be personal data of a kind."""
    post, _ = _found(user, key)
    words, kind = told.get("words", "").strip(), told.get("kind", "")
    start = words_of(post.name, post.summary, post.content).find(words)
    if not words or start < 0 or kind not in SAID:
        raise NoCorrection("These words do not stand in it as you wrote them.")
    return span_about(Span(kind, start, start + len(words))), YES


def _found(user: User, key: str) -> tuple[PostView, ReadingView]:
    try:
        post = posts_by_key(user, [key_parse(key)])[0]
        return post, readings_of(user, [post.id])[post.id]
    except (ValueError, LookupError) as error:
        raise Http404("Nothing was read of that, or it is not yours to read.") from error


def _line(name: str, sure: float, shown: dict[str, float], view: ReadingView) -> dict[str, Any]:
    """One label: how sure, whether it stands above the fold, and what a person said of it."""
    said = view.said.get(name)
    return {"name": name, "sure": sure, "on": sure >= shown.get(name, 1.0) or said is not None, "said": said}


def _marked(words: str, view: ReadingView) -> Iterator[tuple[str, str]]:
    """The words in pieces, each with the kind of personal data that it is, or ""."""
    at = 0
    for span in sorted(view.reading.personal, key=lambda one: (one.start, -one.end)):
        if span.start >= at and not span.hint:
            yield words[at : span.start], ""
            yield words[span.start : span.end], span.kind
            at = span.end
    yield words[at:], ""


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if target and safe else ""
