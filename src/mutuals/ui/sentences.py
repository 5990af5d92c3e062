"""Sentences whose numbers and names open: text in which `[words|target]` leads somewhere. Pure.

A template is cut before values are put in, so that nothing in a name can be taken for an opening.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_OPENING = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


class Part(NamedTuple):
    """A stretch of a sentence; with a target it opens."""

    text: str
    target: str = ""


def parts(text: str) -> tuple[Part, ...]:
    """Cuts a text at its openings."""
    found, start = [], 0
    for one in _OPENING.finditer(text):
        found += [Part(text[start : one.start()]), Part(one[1], one[2])]
        start = one.end()
    return tuple(part for part in (*found, Part(text[start:])) if part.text)


def filled(template: str, **values: object) -> tuple[Part, ...]:
    """Cuts a template at its openings and puts values into the parts; raises KeyError for a name without a value."""
    return tuple(Part(part.text.format(**values), part.target) for part in parts(template))


def plain(text: Sequence[Part]) -> str:
    """The sentence without its openings."""
    return "".join(part.text for part in text)
