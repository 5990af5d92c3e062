"""What the pages of this room share: who asks, for whom, and where one goes on."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import NotFound, contact_get
from mutuals.team.models import User


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


def back_to(request: HttpRequest, contact: Contact) -> HttpResponse:
    """Where the form says one came from, else the page of the contact."""
    try:
        page = reverse("relate:person", args=[contact.public_id])
    except NoReverseMatch:
        page = "/"
    return redirect(next_of(request) or page)


def next_of(request: HttpRequest) -> str:
    """The page within this house to which a form wants to go on, or nothing."""
    target = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if target and safe else ""


def address_of(name: str) -> str:
    """A page of a room above, where it is there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"


def is_id(text: str) -> bool:
    """Whether it is a public id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
