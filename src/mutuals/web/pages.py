"""The few pages that belong to no room: the way in, the health of the process, and what is said when a form is old."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

# Where the root leads: the first of these that a room offers.
_FIRST = ("relate:today", "team:me")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Leads from the root to Today."""
    return redirect(next(url for url in map(_address, _FIRST) if url and url != request.path))


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process lives and reaches its database; for a watchdog. Says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False}, status=503)
    return JsonResponse({"ok": True})


@login_not_required
@require_safe
def sign_in_help(request: HttpRequest) -> HttpResponse:
    """How to get in when there is no account, or the password is lost: nothing is mailed here."""
    return render(request, "web/sign_in_help.html")


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from elsewhere; `reason` is for the log, not for the visitor."""
    return render(request, "403_csrf.html", status=403)
