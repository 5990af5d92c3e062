"""What a person answers to *same person?*: yes, no, this is no person; and which addresses are nobody's own."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mutuals.people.models import Contact, Join
from mutuals.people.pages.common import address_of, back_to, contact_of, next_of, user_of
from mutuals.people.selectors.likenesses import suggestions_of
from mutuals.people.services import alike as acts
from mutuals.people.services.joins import CannotJoin
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say


@require_POST
def confirm(request: HttpRequest, contact: str, other: str) -> HttpResponse:
    """Two are one person."""
    user, one, two = user_of(request), contact_of(request, contact), contact_of(request, other)
    why = next(
        (s.why for s in suggestions_of(user, one, limit=50) if two in (s.one.contact, s.other.contact)), ""
    )
    try:
        done = acts.likeness_confirm(actor=user, one=one, other=two, why=why, now_ms=now_ms())
    except CannotJoin as error:
        say(request, str(error), level=30)
        return back_to(request, one)
    undo = _undo(request, reverse("people:part", args=[done.public_id]), undo="1")
    say(request, f"{_both(one, two)} one person now.", undo=undo)
    return back_to(request, one)


@require_POST
def different(request: HttpRequest, contact: str, other: str) -> HttpResponse:
    """Two are not one person, and nobody asks again."""
    one, two = contact_of(request, contact), contact_of(request, other)
    try:
        refusal = acts.likeness_refuse(actor=user_of(request), one=one, other=two, now_ms=now_ms())
    except CannotJoin as error:
        say(request, str(error), level=30)
        return back_to(request, one)
    undo = _undo(request, reverse("people:reopen", args=[refusal.public_id]))
    say(request, f"{_both(one, two)} two people. I will not ask again.", undo=undo)
    return back_to(request, one)


@require_POST
def reopen(request: HttpRequest, join: str) -> HttpResponse:
    """Takes back that two are not one."""
    found = get_object_or_404(Join, public_id=join, refused=True)
    one, two = contact_of(request, found.kept.public_id), contact_of(request, found.gone.public_id)
    acts.likeness_reopen(actor=user_of(request), refusal=found)
    say(request, f"Then I may ask about {one.name} and {two.name} again.")
    return back_to(request, one)


@require_POST
def kind(request: HttpRequest, contact: str) -> HttpResponse:
    """What a contact is: a person, a company, a machine, a list."""
    found = contact_of(request, contact)
    wanted = request.GET.get("kind", request.POST.get("kind", ""))
    was = found.kind if found.kind_set else ""
    try:
        acts.contact_kind(actor=user_of(request), contact=found, kind=wanted, now_ms=now_ms())
    except KeyError:
        return HttpResponseBadRequest("That is nothing that somebody can be.")
    undo = _undo(request, reverse("people:kind", args=[found.public_id]), kind=was)
    found.refresh_from_db()
    say(request, f"{found.name} is {acts.SORTS.get(found.kind, found.kind)} now.", undo=undo)
    return back_to(request, found)


@require_POST
def exclusion(request: HttpRequest) -> HttpResponse:
    """A word that marks what is nobody's own, said or taken back."""
    user, term = user_of(request), request.GET.get("term", request.POST.get("term", ""))
    back = next_of(request) or address_of("relate:alike")
    if "remove" in request.GET or "remove" in request.POST:
        acts.exclusion_remove(actor=user, term=term, now_ms=now_ms())
        say(request, "Taken back.", undo=_undo(request, reverse("people:exclusion"), term=term))
        return redirect(back)
    try:
        made = acts.exclusion_add(actor=user, term=term, now_ms=now_ms())
    except acts.BadTerm as error:
        say(request, str(error), level=30)
        return redirect(back)
    undo = _undo(request, reverse("people:exclusion"), term=made.term, remove="1")
    say(request, f"What bears “{made.term}” is never suggested as somebody.", undo=undo)
    return redirect(back)


def _undo(request: HttpRequest, address: str, **asked: str) -> str:
    """The address that takes an act back, and leads to where one was."""
    return f"{address}?{urlencode({**asked, 'next': next_of(request) or address_of('relate:alike')})}"


def _both(one: Contact, two: Contact) -> str:
    if one.name == two.name:
        return f"Both called {one.name} are"
    return f"{one.name} and {two.name} are"
