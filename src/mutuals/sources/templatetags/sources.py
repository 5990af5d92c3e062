"""Tags of the pages about bringing files: `{% load sources %}`."""

import re
from datetime import date

from django import template

register = template.Library()


@register.filter
def brief(text: str) -> str:
    """The first part of a sentence, up to its first comma, semicolon or stop: "Mostly a day"."""
    return re.split(r"[,;]\s|\.(?:\s|$)", text, maxsplit=1)[0]


@register.filter
def iso_day(text: str) -> str:
    """A day written as 2026-11-22 in words: "22 November 2026"."""
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B %Y}"
