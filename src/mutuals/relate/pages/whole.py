"""The part of a person's page that people wrote or that their words propose: what stands beside the relationship."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from mutuals.people.abouts import ABOUTS, HEARD, INTEREST, LIKE, MET, NEXT
from mutuals.people.dates import day_of_year
from mutuals.people.models import Aim, Contact, Note
from mutuals.people.selectors.actors import families_of
from mutuals.people.selectors.aims import aims_of, aims_proposed
from mutuals.people.selectors.contacts import notes_of
from mutuals.people.selectors.ground import bios_of, interests_of
from mutuals.people.selectors.moments import plans_with
from mutuals.people.selectors.occasions import DATES, occasions_of
from mutuals.people.selectors.promises import promises_of, promises_proposed
from mutuals.people.selectors.shelf import helps_of
from mutuals.people.selectors.spoken import spoken_between
from mutuals.record.models import Fact
from mutuals.relate.in_person_words import plan_words
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.knowing import knowing
from mutuals.relate.selectors.person import Sides
from mutuals.relate.services.outcomes import aim_came_true, aim_reopen
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say

# What a file says that somebody likes.
LIKES = ("hobby", "interest", "expertise")


def whole(
    user: User, contact: Contact, *, sides: Sides, facts: Sequence[Fact], shown: dict[str, float], today: int
) -> dict[str, Any]:
    """Promises, aims with what may help, common ground, days, notes by what they are about, who of us knows them."""
    family, scopes = families_of([contact.pk]), sides.scopes
    spoken = spoken_between(user, contact, mine=sides.mine, theirs=sides.theirs, scopes=scopes)
    aims = aims_of(user, contact, today=today, family=family)
    helps = helps_of(user, [one for one in aims if one.true_at is None])
    found = interests_of(user, contact, spoken)
    notes = _by_about(notes_of(user, contact, family=family))
    return {
        "promises": promises_of(user, contact, today=today, family=family),
        "promised": promises_proposed(user, spoken, shown, today=today),
        "aims": [(one, helps.get(one.pk, ())) for one in aims],
        "aimed": aims_proposed(user, spoken, shown, today=today),
        "common": [one for one in found if one.common],
        "often": [one for one in found if not one.common],
        "likes": list(dict.fromkeys(one.value for one in facts if one.name in LIKES)),
        "next_plan": plan_words(
            plans_with(user, family, today=today).get(contact.pk), today=today, local=timezone.localtime()
        ),
        "occasions": occasions_of(user, contact, facts=facts, today=today, family=family),
        "bios": bios_of(user, contact, actors_known=sides.theirs, scopes=scopes),
        "knowing": knowing(user, contact, sides=sides),
        "notes": notes[""],
        "asks": notes[NEXT],
        "met_how": notes[MET],
        "heard_how": notes[HEARD],
        "liked": [*notes[LIKE], *notes[INTEREST]],
    }


def other_facts(facts: Sequence[Fact]) -> list[Fact]:
    """The facts that have no section of their own: those that are no days of the year and not what somebody likes."""
    apart = {one.pk for one in facts if one.name in LIKES or (one.name in DATES and day_of_year(one.value))}
    return [one for one in facts if one.pk not in apart]


@require_POST
def aim_true(request: HttpRequest, aim: str) -> HttpResponse:
    """What somebody tried to do came true: kept as an outcome of theirs, with a way back."""
    user = user_of(request)
    found = get_object_or_404(Aim, public_id=aim, author=user)
    if aim_came_true(actor=user, aim=found, text=request.POST.get("text", ""), now_ms=now_ms()):
        name = found.contact.name
        undo = reverse("relate:aim-not-yet", args=[found.public_id])
        say(request, f"It came true for {name}. Kept among what came of it.", undo=undo)
    return _back(request, found.contact)


@require_POST
def aim_not_yet(request: HttpRequest, aim: str) -> HttpResponse:
    """Takes that back."""
    user = user_of(request)
    found = get_object_or_404(Aim, public_id=aim, author=user)
    if aim_reopen(actor=user, aim=found, now_ms=now_ms()):
        say(request, "It is open again.")
    return _back(request, found.contact)


def _by_about(notes: Sequence[Note]) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {about: [] for about in ABOUTS}
    for one in notes:
        found.get(one.about, found[""]).append(one)
    return found


def _back(request: HttpRequest, contact: Contact) -> HttpResponse:
    target = request.POST.get("next", "")
    if target and url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect(target)
    return redirect("relate:person", contact.public_id)
