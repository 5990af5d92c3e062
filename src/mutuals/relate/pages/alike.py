"""Same person? One pair after the other with what speaks for it, and the list for one person."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mutuals.people.nobody import MACHINES, OFFICES
from mutuals.people.selectors.contacts import identities
from mutuals.people.selectors.likenesses import (
    COUNTED,
    Side,
    Suggestion,
    exclusions,
    likeness_run,
    nobodies,
    refusals_of,
    suggestions,
    suggestions_count,
    suggestions_of,
)
from mutuals.relate.asked import number_of
from mutuals.relate.pages.common import contact_of, user_of
from mutuals.relate.selectors.people import Wanted, people_list
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_of
from mutuals.team.models import User

# So many are offered as the same person.
ALIKE = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A suggestion as it is drawn: both sides, each with how things stand with them."""

    found: Suggestion
    sides: tuple[tuple[Side, TieRow | None], tuple[Side, TieRow | None]]

    @property
    def key(self) -> str:
        """What tells this pair from others on one page."""
        return "-".join(side.contact.public_id.hex for side, _ in self.sides)


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """The queue: one pair at a time, the surest first."""
    user = user_of(request)
    skip, waiting = number_of(request.GET.get("skip")) or 0, suggestions_count(user)
    skip = skip if skip < waiting else 0
    pairs = _pairs(user, suggestions(user, skip=skip), standing_of(user))
    context: dict[str, Any] = {
        "pair": pairs[0] if pairs else None,
        "count": waiting,
        "most": waiting >= COUNTED,
        "skip": skip,
        "later": f"{reverse('relate:alike')}?skip={skip + 1}",
        "here": request.get_full_path(),
        "run": likeness_run(user),
        "nobodies": nobodies(user),
        "exclusions": exclusions(user),
        "built_in": (*MACHINES[:2], *OFFICES[:5]),
        "may_edit": user.may("people_edit"),
    }
    return render(request, "relate/alike.html", context)


@require_safe
def same(request: HttpRequest, contact: str) -> HttpResponse:
    """Who else here is this person? Those who may be, with the evidence; then a list to choose from."""
    user, found = user_of(request), contact_of(request, contact)
    asked = request.GET.get("q", "").strip()
    words, here = asked or found.name, standing_of(user)
    pairs = [] if asked else _pairs(user, suggestions_of(user, found), here)
    told = {side.contact.pk for pair in pairs for side, _ in pair.sides}
    rows = people_list(user, Wanted(words), limit=ALIKE + 1 + len(told), standing=here)
    # People of the same name are told apart by where they are heard and when they last were.
    others = [
        (row.contact, next(iter(identities(user, row.contact)), None), row.tie)
        for row in rows
        if row.contact.pk != found.pk and row.contact.pk not in told
    ][:ALIKE]
    context = {
        "contact": found,
        "pairs": pairs,
        "found": others,
        "words": words,
        "here": request.get_full_path(),
        "refused": refusals_of(user, found),
        "may_edit": user.may("people_edit"),
    }
    return render(request, "relate/same.html", context)


def _pairs(user: User, found: list[Suggestion], here: Standing) -> list[Pair]:
    contacts = {side.contact.pk for one in found for side in (one.one, one.other)}
    ties = ties_of(user, contacts, here) if contacts else {}
    return [
        Pair(one, ((one.one, ties.get(one.one.contact.pk)), (one.other, ties.get(one.other.contact.pk))))
        for one in found
    ]
