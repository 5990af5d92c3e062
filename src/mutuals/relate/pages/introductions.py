"""Introductions: who should know each other, the notes to both, what they answered, what came of it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import Ambiguous, NotFound, contact_find
from mutuals.relate.introduced import ASK_AFTER_MS, CannotMove, State, hello
from mutuals.relate.models import Introduction, Outcome
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.introductions import (
    introduction_get,
    introductions_ended,
    introductions_under_way,
    proposals,
    rows_shown,
)
from mutuals.relate.services import introductions as acts
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.faces import first_name
from mutuals.ui.notices import say


@require_safe
def introductions(request: HttpRequest) -> HttpResponse:
    """Who should know each other: proposals, those under way, those that ended."""
    user = user_of(request)
    ended = introductions_ended(user)
    came = dict(Outcome.objects.filter(user=user, kind=acts.INTRODUCED).values_list("of", "text"))
    context = {
        "proposals": proposals(user),
        "under_way": introductions_under_way(user),
        "ended": [(row, came.get(row.public_id, ""), _to_ask(row.row)) for row in ended],
        "may": user.may("notes_write"),
    }
    return render(request, "relate/introductions.html", context)


@require_safe
def introduction(request: HttpRequest, introduction: str) -> HttpResponse:
    """One introduction: why, the note to each as text to copy, what they answered."""
    user, row = user_of(request), _of(request, introduction)
    shown = rows_shown(user, [row])
    if not shown:
        raise Http404("One of the two is not here any more.")
    note_a, note_b = acts.notes_for(user=user, row=shown[0])
    both = (("a", shown[0].a, note_a, row.said_a), ("b", shown[0].b, note_b, row.said_b))
    context = {
        "one": shown[0],
        "row": row,
        "both": both,
        "hello": hello(shown[0].a.name, shown[0].b.name, user.name or user.get_username()),
        "ask_now": _to_ask(row),
    }
    return render(request, "relate/introduction.html", context)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Two people whom the user wants to introduce."""
    user = user_of(request)
    found = [_named(request, user, request.POST.get(name, "")) for name in ("one", "other")]
    one, other = found
    if one is None or other is None:
        return redirect("relate:introductions")
    try:
        made = acts.introduction_propose(
            actor=user, a=one, b=other, reason=request.POST.get("reason", ""), now_ms=now_ms()
        )
    except acts.CannotIntroduce as error:
        say(request, str(error), level=30)
        return redirect("relate:introductions")
    return redirect("relate:introduction", made.public_id)


@require_POST
def ask(request: HttpRequest, introduction: str) -> HttpResponse:
    """Takes a proposal up, with the notes as they are to be copied."""
    row = _of(request, introduction)

    def done() -> str:
        acts.introduction_ask(
            actor=user_of(request), introduction=row, note_a=request.POST.get("note_a", ""),
            note_b=request.POST.get("note_b", ""), now_ms=now_ms(),
        )  # fmt: skip
        return "Kept. Copy the notes to both; nothing was sent from here."

    return _done(request, done, reverse("relate:introduction", args=[row.public_id]))


@require_POST
def answer(request: HttpRequest, introduction: str) -> HttpResponse:
    """What one of the two answered."""
    row, who, says = (
        _of(request, introduction),
        request.POST.get("who", ""),
        request.POST.get("says") == "yes",
    )
    if who not in ("a", "b"):
        raise Http404("Who answered?")

    def done() -> str:
        state = acts.introduction_answer(
            actor=user_of(request), introduction=row, who=who, says=says, now_ms=now_ms()
        )
        told = {State.MADE: "Both said yes. Bring them together with the words below."}
        return told.get(state, "Noted." if says else "Noted. They are not proposed again.")

    return _done(request, done, reverse("relate:introduction", args=[row.public_id]))


@require_POST
def drop(request: HttpRequest, introduction: str) -> HttpResponse:
    """Lets two go; they are not proposed again."""
    row = _of(request, introduction)

    def done() -> str:
        acts.introduction_drop(actor=user_of(request), introduction=row, now_ms=now_ms())
        return f"{first_name(row.a.name)} and {first_name(row.b.name)} are not proposed again."

    return _done(request, done, reverse("relate:introductions"))


@require_POST
def outcome(request: HttpRequest, introduction: str) -> HttpResponse:
    """Whether they talked, and what came of it."""
    row = _of(request, introduction)

    def done() -> str:
        acts.introduction_outcome(
            actor=user_of(request), introduction=row, talked=request.POST.get("talked") == "yes",
            text=request.POST.get("text", ""), now_ms=now_ms(),
        )  # fmt: skip
        return "Noted."

    return _done(request, done, reverse("relate:introductions"))


def _done(request: HttpRequest, act: Callable[[], str], to: str) -> HttpResponse:
    try:
        say(request, act())
    except CannotMove as error:
        say(request, str(error), level=30)
    return redirect(to)


def _of(request: HttpRequest, public_id: object) -> Introduction:
    try:
        return introduction_get(user_of(request), str(public_id))
    except LookupError as error:
        raise Http404(str(error)) from error


def _to_ask(row: Introduction) -> bool:
    """Whether it is time to ask what came of it, and nobody said so yet."""
    made: Any = row.made_at
    return row.state == State.MADE and "talked" not in row.facts and now_ms() - made >= ASK_AFTER_MS


def _named(request: HttpRequest, user: User, text: str) -> Contact | None:
    try:
        return contact_find(user, text.strip()) if text.strip() else None
    except NotFound:
        say(request, f"There is nobody here called “{text}”.", level=30)
    except Ambiguous:
        say(
            request,
            f"Several people here are called “{text}”. Write more of the name, or an address.",
            level=30,
        )
    return None
