"""The tags and filters of every template: `{% load mutuals %}`."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from mutuals.ui import faces, nav, networks, notices, words
from mutuals.ui.icons import ICONS

register = template.Library()

_LOGO = (
    '<svg viewBox="0 0 30 20" aria-hidden="true">'
    '<path class="f-ink" d="M15 2.7a9 9 0 0 1 0 14.6a9 9 0 0 1 0-14.6z"/>'
    '<circle cx="10" cy="10" r="8.8" class="f-none s-text" stroke-width="1.7"/>'
    '<circle cx="20" cy="10" r="8.8" class="f-none s-text" stroke-width="1.7"/></svg>'
)


@register.simple_tag
def logo() -> SafeString:
    """Draws the two overlapping circles."""
    return SafeString(_LOGO)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draws an icon at text size; it is always hidden from readers, so a word stands beside it."""
    return format_html(
        '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag
def face(who: object, size: int = 40, drifting: bool | None = None, label: bool = False) -> SafeString:
    """Draws a person: a local photo, or initials on the pigment of the public id.

    `who` has `name` and `public_id` (or is a `Face`, or a mapping with those keys). The face is hidden from
    readers because a name stands beside it; `label=True` names it where none does. Sizes: `faces.SIZES`.
    """
    one = face_of(who)
    if size not in faces.SIZES:
        raise ValueError(f"There is no face of size {size}.")
    drifts = one.drifting if drifting is None else drifting
    classes = f"av av-{size} hue-{faces.pigment(one.key)}{' drifting' if drifts else ''}"
    spoken = (
        format_html('role="img" aria-label="{}"', one.name) if label else SafeString('aria-hidden="true"')
    )
    if one.photo:
        inner = format_html(
            '<img src="{}" alt="" width="{}" height="{}" loading="lazy">', one.photo, size, size
        )
    else:
        inner = format_html("<span>{}</span>", faces.initials(one.name))
    return format_html('<span class="{}" {}>{}</span>', classes, spoken, inner)


@register.simple_tag
def face_row(people: Iterable[object], size: int = 40, limit: int = 7) -> SafeString:
    """Draws up to `limit` faces that overlap a little."""
    chosen = [one for one, _ in zip(people, range(limit), strict=False)]
    row = format_html_join("", "{}", ((face(one, size),) for one in chosen))
    return format_html('<span class="avs">{}</span>', row)


def face_of(who: object) -> faces.Face:
    """Reads a `Face` from whatever a page has: a contact, a mapping, or a face."""
    if isinstance(who, faces.Face):
        return who
    read: Callable[[str, Any], Any]
    read = who.get if isinstance(who, Mapping) else lambda name, default=None: getattr(who, name, default)
    name = str(read("name", "") or "")
    key = read("public_id", None) or read("key", None) or _id(read("contact", None)) or name
    return faces.Face(str(key), name, bool(read("drifting", False)), str(read("photo", "") or ""))


def _id(contact: object) -> str:
    """The public id that a row of ties calls `contact`; nothing for a contact itself."""
    return contact if isinstance(contact, str) else ""


@register.simple_tag
def net(network: str, title: str = "") -> SafeString:
    """Marks where something was heard: a letter or sign in a square, its title for readers and on hover."""
    mark = networks.mark(str(network), title)
    sign = icon(mark.sign) if mark.icon else mark.sign
    return format_html(
        '<span class="net{}" title="{}"><span class="sr">{}</span><span aria-hidden="true">{}</span></span>',
        " irl" if mark.in_person else "",
        mark.title,
        mark.title,
        sign,
    )


@register.simple_tag
def opens(href: str, text: object) -> SafeString:
    """Prints a measure that opens down to the events behind it; without an address it is not a measure."""
    if not href:
        return format_html("{}", text)
    return format_html('<a class="open" href="{}">{}</a>', href, text)


@register.simple_tag(takes_context=True)
def waiting_notices(context: Context) -> list[notices.Notice]:
    """Returns the messages that wait for this visitor (none outside a request)."""
    request = context.get("request")
    return list(notices.notices(request)) if request is not None and hasattr(request, "_messages") else []


@register.simple_tag
def nav_foot(sections: Iterable[nav.Section] | None) -> dict[str, tuple[Any, ...]]:
    """Splits the navigation into the phone's bar and what lies behind More."""
    bar, rest = nav.foot(tuple(sections or ()))
    return {"bar": bar, "rest": rest}


@register.inclusion_tag("ui/forms/field.html")
def field(bound: BoundField) -> dict[str, BoundField]:
    """Renders one form field: label, control, help, errors under it."""
    return {"field": bound}


@register.filter
def ago(moment: words.Moment | None) -> str:
    """Says how long ago: "2 days ago"."""
    if moment is None:
        return ""
    return words.ago(moment, timezone.localdate(), timezone.get_current_timezone())


@register.filter
def day(moment: words.Moment | None) -> str:
    """Writes "12 March 2026"."""
    return "" if moment is None else words.long_day(moment, timezone.get_current_timezone())


@register.filter
def short_day(moment: words.Moment | None) -> str:
    """Writes "12 Mar", with the year when it is not this one."""
    if moment is None:
        return ""
    return words.short_day(moment, timezone.localdate(), timezone.get_current_timezone())


@register.filter
def clock(moment: datetime | int | None) -> str:
    """Writes "10 March 2026, 18:42"."""
    return "" if moment is None else words.clock(moment, timezone.get_current_timezone())


@register.filter
def thin(value: float | None, decimals: int = 0) -> str:
    """Writes a number in groups of three with a true minus, as the pages show it; nothing for None."""
    return "" if value is None else words.number(value, decimals)


@register.filter
def percent(share: float | None) -> str:
    """Writes a share of one as percent."""
    return "" if share is None else words.percent(share)


@register.filter
def ordinal(value: int) -> str:
    """Writes 1st, 2nd, 3rd."""
    return words.ordinal(value)


@register.filter
def days(count: float | None) -> str:
    """Writes a length of time in days."""
    return "" if count is None else words.days(count)


@register.filter
def spelled(count: int) -> str:
    """Writes a count as a word up to twelve: "seven"."""
    return words.spelled(count)


@register.filter
def span(minutes: float) -> str:
    """Says roughly how long something takes: "half an hour"."""
    return words.span(minutes)


@register.filter
def names(people: Iterable[object], limit: int = 0) -> str:
    """Lists people (or plain texts) by name: "Amara, Jun and 4 more"."""
    return words.names([one if isinstance(one, str) else face_of(one).name for one in people], limit)


@register.filter
def first_name(name: str) -> str:
    """Returns the first word of a name, without titles."""
    return faces.first_name(name)


@register.filter
def marked(text: str, found: Iterable[str]) -> SafeString:
    """Lays the marker over each of the found words in a text, ignoring case."""
    wanted = "|".join(re.escape(word) for word in sorted(found, key=len, reverse=True) if word)
    parts, at = [], 0
    for hit in re.finditer(wanted, text, re.IGNORECASE) if wanted else ():
        parts.append(f"{escape(text[at : hit.start()])}<mark>{escape(hit.group())}</mark>")
        at = hit.end()
    return SafeString("".join(parts) + escape(text[at:]))
