"""Network: who knows whom among one's people, and who can introduce one to somebody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import NotFound, contact_get
from mutuals.relate.asked import is_id
from mutuals.relate.network_shown import picture
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.network import network_of, ways_to
from mutuals.relate.selectors.people import Wanted, people_list
from mutuals.relate.selectors.ties import Standing, standing_of
from mutuals.team.models import User

FOUND = 8


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Who knows whom: the picture, the communities as a table, and ways to somebody who is asked for."""
    user, words, to = user_of(request), request.GET.get("q", "").strip(), request.GET.get("to", "")
    here = standing_of(user)
    chosen, found = _asked(user, here, words, to)
    context = picture(network_of(user, standing=here)) | {
        "words": words,
        "chosen": chosen,
        "found": found,
        "ways": ways_to(user, chosen, standing=here) if chosen is not None else [],
    }
    return render(request, "relate/network.html", context)


def _asked(user: User, here: Standing, words: str, to: str) -> tuple[Contact | None, list[Contact]]:
    """Who is asked for, or those among whom one has to choose."""
    if to and is_id(to):
        try:
            return contact_get(user, to), []
        except NotFound:
            return None, []
    if not words:
        return None, []
    found = [row.contact for row in people_list(user, Wanted(words), limit=FOUND, standing=here)]
    return (found[0], []) if len(found) == 1 else (None, found)
