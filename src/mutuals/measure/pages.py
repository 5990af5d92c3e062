"""The pages that look back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.measure import shown
from mutuals.measure.selectors.first_look import look_view
from mutuals.measure.services.first_look import look_kept
from mutuals.team.models import User
from mutuals.team.services.common import now_ms


@require_safe
def first_look(request: HttpRequest) -> HttpResponse:
    """Three things done well, three gaps, three next steps, and what they rest on."""
    user = request.user
    assert isinstance(user, User)
    view = look_view(user, look_kept(user, now_ms=now_ms()))
    return render(request, "measure/first_look.html", shown.page(view))
