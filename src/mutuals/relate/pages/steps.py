"""A step of a relationship opened: the very events that show it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.record.selectors.corrections import thresholds_of
from mutuals.relate import shown, words
from mutuals.relate.pages.common import contact_of, user_of
from mutuals.relate.rungs import Rung
from mutuals.relate.selectors.person import happenings, sides_of, steps_of

RUNGS = {rung.name.lower(): rung for rung in Rung}


@require_safe
def step(request: HttpRequest, contact: str, rung: str) -> HttpResponse:
    """What shows that a step was reached, and when it first was."""
    user, found, wanted = user_of(request), contact_of(request, contact), RUNGS.get(rung)
    sides = sides_of(user, found)
    reached = next((one for one in steps_of(user, found, sides=sides) if one.rung is wanted), None)
    if wanted is None or reached is None:
        raise Http404("That step was not reached yet, or what showed it is gone.")
    events = happenings(user, found, among=reached.evidence, limit=len(reached.evidence), sides=sides)
    context = {
        "contact": found,
        "title": words.RUNGS[wanted],
        "why": words.STEPS[wanted],
        "at": reached.at_ms,
        "months": shown.months(events, size=len(reached.evidence)),
        "shown": thresholds_of(user),
    }
    return render(request, "relate/step.html", context)
