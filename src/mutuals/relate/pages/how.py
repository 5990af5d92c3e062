"""How we know: the formulas, their parameters, how often they are right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.people.weighing import WEIGHING
from mutuals.record.selectors.corrections import known_of
from mutuals.record.selectors.readings import readings_progress
from mutuals.record.services.reader import reader_wanted
from mutuals.record.thresholds import LEAST
from mutuals.relate import kept, shown
from mutuals.relate.calibration import LEAST_CASES, LEAST_EITHER
from mutuals.relate.pages.common import user_of
from mutuals.relate.refit import LEAST as LEAST_SAID
from mutuals.relate.refit import TITLES
from mutuals.relate.selectors.beside import calibration_of, parameters_of, refit_of
from mutuals.relate.selectors.ties import forecast_of, standing_of
from mutuals.relate.ties import HALF_LIVES


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How we know: the formula, its parameters, the forecast that speaks here."""
    user = user_of(request)
    here = standing_of(user)
    weighed, came, fit = (
        parameters_of(user, standing=here), calibration_of(user, standing=here), refit_of(user, standing=here),
    )  # fmt: skip
    context = {
        "parameters": weighed,
        "weights": shown.weights(weighed),
        "half_lives": HALF_LIVES,
        "model": shown.model(forecast_of(user)),
        "progress": readings_progress(user),
        "off": not reader_wanted(),
        "known": [(one, shown.quarters(one.quarters)) for one in known_of(user)],
        "least": LEAST,
        "came": came,
        "said_came": kept.came_true(came),
        "came_picture": kept.came_picture(came),
        "least_cases": LEAST_CASES,
        "least_either": LEAST_EITHER,
        "fit": fit,
        "fit_title": TITLES.get(fit.group, ""),
        "least_said": LEAST_SAID,
        "who": WEIGHING,
    }
    return render(request, "relate/how.html", context)
