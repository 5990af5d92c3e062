"""Hands what a calendar still has ahead to the room that keeps plans, beside the record of what happened. Pure."""

import json

from mutuals.sources.seam import Kept
from mutuals.wire.ical_ahead import Ahead

COMING = "coming"


def coming(ahead: Ahead) -> Kept:
    """The document of one entry of a calendar (`Ahead.document`)."""
    return Kept(kind=COMING, document=json.dumps(ahead.document(), ensure_ascii=False))
