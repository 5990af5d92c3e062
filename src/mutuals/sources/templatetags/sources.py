"""Tags of the pages about bringing files: `{% load sources %}`."""

import re

from django import template

register = template.Library()


@register.filter
def brief(text: str) -> str:
    """The first part of a sentence, up to its first comma, semicolon or stop: "Mostly a day"."""
    return re.split(r"[,;]\s|\.(?:\s|$)", text, maxsplit=1)[0]
