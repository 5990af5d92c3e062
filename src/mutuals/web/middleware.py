"""What happens around every page: a service's no becomes a 403, headers are set, where one was seen is kept, and who
looks around sees the sample world in the place of their own."""

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.defaults import permission_denied

from mutuals.around.pages import SESSION
from mutuals.around.services.world import heroine, world_path
from mutuals.relate.services.nudges import nudges_follow
from mutuals.relate.services.ties import ties_refresh
from mutuals.team.once import page_of_one_state
from mutuals.team.permissions import NotAllowed
from mutuals.team.place import elsewhere
from mutuals.team.services.common import now_ms

_SEEN_EVERY_S = 300
# Nothing here needs any of these; a browser then refuses them to whatever might get onto a page.
_NO_DEVICES = ", ".join(
    f"{device}=()" for device in ("camera", "microphone", "geolocation", "payment", "usb")
)


class HouseMiddleware:
    """The house's own rules for requests; stands between the session and everything that looks at the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _NO_DEVICES)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        _seen(request)
        return _whole_page(request, response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A service said no: 403 with the reason, whatever page asked."""
        if isinstance(error, NotAllowed):
            return permission_denied(request, PermissionDenied(str(error)))
        return None


def _seen(request: HttpRequest) -> None:
    """Notes at most every five minutes that a browser was here: reading a page should not cost a write."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not request.session.session_key:
        return
    key = request.session.session_key
    if cache.add(f"seen:{key}", True, _SEEN_EVERY_S):
        UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A piece of a page asked for by a browser that was signed out: go to sign-in, do not put it into the piece."""
    if request.headers.get("HX-Request") == "true" and response.status_code == 302:
        place = response.headers.get("Location", "")
        if "/sign-in/" in place:
            return HttpResponse(status=204, headers={"HX-Redirect": place})
    return response


# The rooms that a visitor of the sample world walks through; every other page is their own.
_AROUND = frozenset({"relate", "people", "measure"})
# Pages about one person of the sample, which belong to rooms whose other pages are one's own.
_AROUND_TOO = frozenset({"leaving:held", "leaving:held-html", "leaving:held-json", "leaving:erase"})


class _Visit(HttpRequest):
    """A request as `AroundMiddleware` sees it: what must be left again at its end, and whether it is inside."""

    inside: ExitStack
    around: bool


class AroundMiddleware:
    """Shows the sample world to whoever looks around: its database and its heroine stand in for one's own.

    The last in the row: sessions, messages and rights outside of it stay one's own. To open a page that has no place in
    the sample (bringing files, the team, one's account) is to leave it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: _Visit) -> HttpResponse:
        own = getattr(request, "user", None)
        with ExitStack() as inside:
            request.inside = inside
            if request.method in ("GET", "HEAD"):
                inside.enter_context(page_of_one_state())
            response = self.get_response(request)
            if getattr(request, "around", False):
                if request.method == "POST":
                    ties_refresh(now_ms=now_ms())
                    nudges_follow(now_ms=now_ms())
                _marked(response)
        if own is not None:
            request.user = own
        return response

    def process_view(self, request: _Visit, *_: object) -> None:
        """Goes in, once it is known which page is asked for and that it may be."""
        day = getattr(request, "session", {}).get(SESSION)
        match = request.resolver_match
        if not day or match is None or match.namespace == "around":
            return
        path = world_path(dt.date.fromisoformat(day))
        if path is None or not (match.namespace in _AROUND or match.view_name in _AROUND_TOO):
            if request.method == "GET" and match.url_name and "HX-Request" not in request.headers:
                del request.session[SESSION]
            return
        try:
            request.inside.enter_context(elsewhere(path))
            request.user, request.around = heroine(), True
        except (DatabaseError, ObjectDoesNotExist):
            # A sample that cannot be opened must not stand before one's own.
            request.inside.close()
            del request.session[SESSION]


def _marked(response: HttpResponse) -> None:
    """A file that is saved says that it is a sample."""
    told = response.headers.get("Content-Disposition", "")
    if 'filename="' in told:
        response.headers["Content-Disposition"] = told.replace('filename="', 'filename="sample-', 1)
