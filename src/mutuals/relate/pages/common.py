"""What the pages of this room share: who asks, and for whom."""

from django.http import Http404, HttpRequest

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import (
    NotFound,
    contact_get,
)
from mutuals.team.models import User

DAY_MS = 86_400_000
YEAR = 366


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    user = request.user
    assert isinstance(user, User)
    return user


def contact_of(request: HttpRequest, public_id: object) -> Contact:
    """The contact that an address names, where the user may see it; else there is no such page."""
    try:
        return contact_get(user_of(request), str(public_id))
    except NotFound as error:
        raise Http404(str(error)) from error
