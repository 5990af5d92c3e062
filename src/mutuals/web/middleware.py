"""What happens around every page: a service's no becomes a 403, headers are set, and where one was seen is kept."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.defaults import permission_denied

from mutuals.team.permissions import NotAllowed

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
