"""Tags of the pages about relationships: `{% load relate %}`."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template

from mutuals.people.naming import plain_address
from mutuals.relate import words
from mutuals.relate.rungs import Rung
from mutuals.ui.networks import mark

register = template.Library()


@register.filter
def depth(value: float | None) -> str:
    """A depth with one decimal; below one with two digits that say something, so that an order can be seen."""
    if value is None:
        return ""
    if 0 < value < 0.001:
        return "under 0.001"
    return f"{value:.2g}" if 0 < value < 0.95 else f"{value:.1f}"


@register.filter
def signed(value: float) -> str:
    """A weight with its sign, a true minus where it takes away."""
    return f"{value:+.1f}".replace("-", "\u2212")


@register.filter
def other_of(suggestion: Any, contact: Any) -> str:
    """The name of the other one of two who may be one person."""
    one, other = suggestion.one.contact, suggestion.other.contact
    return str(other.name if one.pk == contact.pk else one.name)


@register.filter
def rung(value: int) -> str:
    """A step in the words of the screen."""
    return words.RUNGS[Rung(value)] if value else "Not heard"


@register.filter
def balance(value: float) -> str:
    """Who does more, in words."""
    return words.balance_words(value)


@register.filter
def network_title(name: str) -> str:
    """What a network is called."""
    return mark(name).title


@register.filter
def short_term(term: Any) -> str:
    """The short title of a term of the chance."""
    return words.term_words(term.name, term.title, term.raw)[0]


@register.filter
def unday(day: int) -> dt.date:
    """The date of a UTC day number."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=day)


@register.filter
def what(row: Any) -> str:
    """What happened on a day: "3 mails from you, 1 reply from them, 1 meeting"."""
    return ", ".join(words.passed(kind, n, ours=ours) for kind, ours, n in row.kinds)


@register.filter
def weight(row: Any) -> str:
    """What a day weighs: yours and theirs together."""
    return f"{round(row.out + row.into, 2):g}"


@register.filter
def because(identity: Any) -> str:
    """Why an address belongs to a person."""
    if identity.decided_by == "identifier" and identity.evidence == identity.uri:
        return "found under this address"
    together = "the same actor as "
    if identity.evidence.startswith(together):
        return f"found together with {plain_address(identity.evidence.removeprefix(together))}"
    return identity.evidence.rstrip(".")


@register.simple_tag
def query(base: Mapping[str, str], **changes: Any) -> str:
    """The address of the same list with something changed; None leaves it out."""
    values = {**base, **{key: str(value) if value is not None else None for key, value in changes.items()}}
    return "?" + urlencode({key: value for key, value in values.items() if value})
