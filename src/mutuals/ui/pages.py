"""The one page of this room: every component in every state, for looking and for the accessibility tests."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.ui import kit as samples
from mutuals.ui import nav
from mutuals.ui.faces import SIZES
from mutuals.ui.icons import ICONS

_MATERIALS = (
    "desk", "sheet", "card", "well", "text", "pencil", "ink", "ink-soft", "sand", "marker", "care", "alert",
)  # fmt: skip
_MARKS = ("mail", "mastodon", "x", "whatsapp", "phone", "person", "call", "hand", "friendica")


@require_safe
@login_not_required
def kit(request: HttpRequest) -> HttpResponse:
    """Shows every component with made-up people; mounted only while MUTUALS_DEBUG is set."""
    return render(request, "ui/kit.html", kit_context(request.path))


def kit_context(path: str) -> dict[str, object]:
    """Everything that the kit page shows, with the place at `path` open in the navigation."""
    return {
        "nav": nav.opened(samples.rooms(), path),
        "find_url": "/people/",
        "me": {
            "name": "Ines Marlow",
            "public_id": "sample-me",
            "url": "/settings/",
            "team": "Rookery Repair",
        },
        "icon_names": sorted(ICONS),
        "sizes": SIZES,
        "materials": _MATERIALS,
        "marks": _MARKS,
        **samples.context(),
    }
