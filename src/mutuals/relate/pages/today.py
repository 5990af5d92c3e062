"""Today: whom to think of and why, what one decides about that, and what one says of the five."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.models import Contact, Welcome
from mutuals.people.services.moments import KINDS, moment_note
from mutuals.relate import shown
from mutuals.relate.asked import number_of
from mutuals.relate.models import Nudge
from mutuals.relate.pages.common import DAY_MS, contact_of, user_of
from mutuals.relate.selectors.cards import Card, today_view
from mutuals.relate.selectors.ties import Standing, standing_of, tie_counts
from mutuals.relate.selectors.today import cards_all
from mutuals.relate.services.nudges import NotOpen, nudge_decide, nudge_undo, nudges_shown
from mutuals.sources.selectors.imports import imports_of
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say

# What is asked about the five of the first minute comes before any card; that one of them is quiet, only without cards.
ASKED_FIRST = ("which", "ask")
SAID = {
    "done": "Done. {name} has moved on from your list.",
    "later": "Later, then. {name} comes back {when}.",
    "dismissed": "Put away. I will not suggest this again.",
    "never": "I will suggest nothing about {name} any more.",
}


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Who could use a word from you today? At most seven cards; the first visit leads to the first minute."""
    user = user_of(request)
    said, here = Welcome.objects.filter(user=user).first(), standing_of(user)
    if said is None and user.may("people_edit") and "later" not in request.GET and not tie_counts(user, here):
        return redirect("people:welcome")
    context = {
        "today": dt.datetime.now(dt.UTC).date(),
        "circles": shown.capacity(tie_counts(user, here), reverse("relate:people")),
        "said": said,
        "brought": bool(imports_of(user)),
        "total": tie_counts(user, here).total(),
        "may_edit": user.may("people_edit"),
        **_named(request, user, here),
        **_cards(request, user, here),
    }
    return render(request, "relate/today.html", context)


def _named(request: HttpRequest, user: User, here: Standing) -> dict[str, Any]:
    """One card about the five people of the first minute."""
    skip = number_of(request.GET.get("skip")) or 0
    cards = [one for one in cards_all(user, standing=here) if one.kind != "drifting"]
    first = [one for one in cards if one.kind in ASKED_FIRST]
    chosen = first or cards
    return {
        "card": chosen[skip % len(chosen)] if chosen else None,
        "asking": bool(first),
        "count": len(chosen),
        "skip": skip + 1,
    }


def _cards(request: HttpRequest, user: User, here: Standing) -> dict[str, Any]:
    """The cards of today, the one asked for lifted, also out of those that wait; who may not decide sees none."""
    now = now_ms()
    view = today_view(user, now_ms=now, standing=here)
    if request.method == "GET" and user.may("people_edit"):
        nudges_shown([one.nudge.pk for one in view.cards], day=now // DAY_MS)
    wanted = request.GET.get("card", "")
    called = [one for one in view.waiting if str(one.nudge.public_id) == wanted]
    cards = [*called, *view.cards]
    ids = [str(one.nudge.public_id) for one in cards]
    at = ids.index(wanted) if wanted in ids else 0
    waiting = [shown_card(one) for one in view.waiting if one not in called]
    return {
        "view": view,
        "cards": [shown_card(one) for one in cards],
        "waiting": waiting,
        "beyond": len(view.chosen.waiting) - len(view.waiting),
        "at": at,
        "before": ids[at - 1] if at > 0 else "",
        "after": ids[at + 1] if at + 1 < len(ids) else "",
    }


def shown_card(card: Card) -> dict[str, Any]:
    """A card as the template draws it: its sentences as stretches of text with addresses."""
    return {
        "card": card,
        "say": _opened(card.told.say, card.contact),
        "why": [(icon, _opened(line, card.contact)) for icon, line in card.told.why],
        "url": (url := _address(card)),
        "outside": url.startswith("https://"),
    }


def _opened(parts: Any, contact: Contact) -> list[tuple[str, str, bool]]:
    """Each stretch with its address, and whether it is the name."""
    return [(one.text, _target(one.target, contact), one.target == "person") for one in parts]


def _target(target: str, contact: Contact) -> str:
    name, _, rest = target.partition(" ")
    if name == "day":
        return reverse("relate:day", args=[contact.public_id, rest])
    if name == "circles":
        return reverse("relate:circles")
    if name in ("person", "days"):
        return reverse(f"relate:{name}", args=[contact.public_id])
    return ""


def _address(card: Card) -> str:
    """Where it is done: at the post where it can be opened there, else on the person's page."""
    if card.nudge.facts.get("introduction"):
        return reverse("relate:introduction", args=[card.nudge.facts["introduction"]])
    url = card.post.url or card.post.uri if card.post is not None else ""
    return url if url.startswith("https://") else reverse("relate:person", args=[card.contact.public_id])


@require_POST
def decide(request: HttpRequest, nudge: str) -> HttpResponse:
    """Done, later, not this, or never for this person."""
    user, found = user_of(request), _nudge(request, nudge)
    what = request.POST.get("what", "")
    if what not in SAID:
        raise Http404("That is nothing one can decide.")
    try:
        nudge_decide(actor=user, nudge=found, decision=what, now_ms=now_ms())
    except NotOpen:
        say(request, "That was decided already.", level=30)
    else:
        debt = found.kind in ("answer", "thank", "promise")
        told = SAID[what].format(name=found.contact.name, when="tomorrow" if debt else "next week")
        say(request, told, undo=reverse("relate:undecide", args=[found.public_id]))
    return redirect("relate:today")


@require_POST
def undecide(request: HttpRequest, nudge: str) -> HttpResponse:
    """Takes a decision back."""
    user, found = user_of(request), _nudge(request, nudge)
    try:
        nudge_undo(actor=user, nudge=found)
    except NotOpen:
        say(request, "There was nothing to take back.", level=30)
    return redirect(f"{reverse('relate:today')}?card={found.public_id}")


def _nudge(request: HttpRequest, public_id: str) -> Nudge:
    found = Nudge.objects.filter(user=user_of(request), public_id=public_id).select_related("contact").first()
    if found is None:
        raise Http404("There is no such card.")
    return found


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
