"""Looking around as Mara: the way in, her story, the way out."""

import datetime as dt
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mutuals.around.jobs import MAKE
from mutuals.around.services.world import world_path, world_remove
from mutuals.sample.reading import pools
from mutuals.team.services.common import now_ms
from mutuals.team.services.jobs import job_add
from mutuals.ui.notices import say

SESSION = "around"


@require_http_methods(["GET", "HEAD", "POST"])
def look_around(request: HttpRequest) -> HttpResponse:
    """Who Mara is. A POST goes in, once her world is there; until then the page says that it is being made."""
    today = dt.datetime.now(dt.UTC).date()
    ready = world_path(today) is not None
    if request.method == "POST":
        if not ready:
            job_add(name=MAKE, payload={}, due_ms=now_ms(), key=MAKE)
            request.session[SESSION] = ""
        else:
            request.session[SESSION] = today.isoformat()
        return redirect("around:look-around")
    inside = ready and request.session.get(SESSION) == today.isoformat()
    making = not ready and SESSION in request.session
    if ready and request.session.get(SESSION) == "":
        request.session[SESSION] = today.isoformat()
        inside = True
    context = {"inside": inside, "making": making, "ready": ready, "story": story()}
    return render(request, "around/look_around.html", context)


@cache
def story() -> tuple[str, ...]:
    """Mara's story in a few sentences."""
    return pools("hand")["story"]


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Back to one's own; the sample stays for another look today."""
    request.session.pop(SESSION, None)
    say(request, "You are back in your own Mutuals.")
    return redirect("/")


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Back to one's own, and the sample is deleted."""
    request.session.pop(SESSION, None)
    world_remove()
    say(request, "The sample is removed. Nothing of it was ever part of your own.")
    return redirect("/")
