"""What every page is given: the navigation, who is signed in, where home and search are."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mutuals.team.signin import named_address
from mutuals.ui.nav import Item, Section, opened
from mutuals.web.rooms import places, search_url_name


def house(request: HttpRequest) -> dict[str, Any]:
    """`nav` (sections of places, this one marked), `me`, `home_url`, `find_url`, and `named_address`: this page where
    passkeys work, if they do not here; whether this is the sample world (`around`). Little for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"home_url": "/", "named_address": named_address(request)}
    return {
        "nav": opened(_sections(user), request.path),
        "me": {
            "name": str(user),
            "public_id": user.public_id,
            "url": _url("team:me"),
            "may_bring": user.may("import_run"),
        },
        "home_url": "/",
        "find_url": _url(search_url_name()),
        "named_address": named_address(request),
        "around": getattr(request, "around", False),
    }


def _sections(user: Any) -> tuple[Section, ...]:
    sections: dict[str, list[Item]] = {}
    for place in places():
        right = place.get("right")
        url = _url(str(place["url_name"]))
        if url and (right is None or user.may(right)):
            sections.setdefault(str(place.get("section", "")), []).append(_item(place, url, user))
    return tuple(Section(title, tuple(items)) for title, items in sections.items())


def _item(place: Mapping[str, Any], url: str, user: Any) -> Item:
    count = place.get("count")
    return Item(
        url=url,
        title=str(place["title"]),
        icon=str(place["icon"]),
        count=str(count(user)) if callable(count) else "",
        foot=bool(place.get("foot")),
    )


def _url(name: str) -> str:
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
