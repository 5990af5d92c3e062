"""Tags of the pages about what we keep of people: `{% load people %}`."""

import datetime as dt

from django import template

from mutuals.people.shelf import ICONS
from mutuals.ui.words import MONTHS

register = template.Library()


@register.filter
def shelf_icon(kind: str) -> str:
    """The icon of a thing on the shelf, by its kind."""
    return ICONS.get(kind, "gift")


@register.filter
def day_month(day: dt.date) -> str:
    """A day of the year without its year: "4 June"."""
    return f"{day.day} {MONTHS[day.month - 1]}"
