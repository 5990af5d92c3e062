"""Tags of pages that show posts: `{% load record %}`."""

from collections.abc import Mapping
from typing import Any

from django import template

from mutuals.record.chips import about_words, chips_of, kind_words
from mutuals.record.selectors.readings import ReadingView
from mutuals.record.services.corrections import RIGHT

register = template.Library()


@register.inclusion_tag("record/chips.html", takes_context=True)
def chips(context: Any, view: ReadingView | None, shown: Mapping[str, float]) -> dict[str, Any]:
    """What the reading of a post says, with a way to say otherwise; nothing where it was not read."""
    return chips_context(context["request"], view, shown)


def chips_context(request: Any, view: ReadingView | None, shown: Mapping[str, float]) -> dict[str, Any]:
    """The context of `record/chips.html`; `request` goes with it for the token of its form."""
    found = chips_of(view.reading, shown) if view else []
    return {
        "request": request,
        "view": view,
        "chips": found,
        "may_correct": request.user.may(RIGHT),
        "csrf_token": _token(request),
        "next": request.get_full_path() + (f"#post-{view.key}" if view else ""),
    }


@register.filter
def about(name: str) -> str:
    """What a correction is about, in words."""
    return about_words(name)


@register.filter
def kind(name: str) -> str:
    """A kind of personal data in words."""
    return kind_words(name)


def _token(request: Any) -> str:
    from django.middleware.csrf import get_token

    return get_token(request)
