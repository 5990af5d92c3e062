"""How we know: the formulas, their parameters, how often they are right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.people.weighing import WEIGHING
from mutuals.record.selectors.corrections import known_of
from mutuals.record.selectors.readings import readings_progress
from mutuals.record.services.reader import reader_wanted
from mutuals.record.thresholds import LEAST
from mutuals.relate import shown
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.ties import (
    forecast_of,
)
from mutuals.relate.ties import DEFAULTS, HALF_LIVES


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How we know: the formula, its parameters, the forecast that speaks here."""
    user = user_of(request)
    context = {
        "parameters": DEFAULTS,
        "weights": shown.weights(DEFAULTS),
        "half_lives": HALF_LIVES,
        "model": shown.model(forecast_of(user)),
        "progress": readings_progress(user),
        "off": not reader_wanted(),
        "known": [(one, shown.quarters(one.quarters)) for one in known_of(user)],
        "least": LEAST,
        "who": WEIGHING,
    }
    return render(request, "relate/how.html", context)
