"""What this room holds of people."""

from mutuals.people.models.life import (
    Aim,
    Encounter,
    EncounterWith,
    Group,
    Membership,
    Note,
    Occasion,
    Promise,
    ShelfItem,
    Trip,
    Welcome,
)
from mutuals.people.models.who import (
    Contact,
    Exclusion,
    Join,
    Likeness,
    Match,
)

__all__ = [
    "Aim",
    "Contact",
    "Encounter",
    "EncounterWith",
    "Exclusion",
    "Group",
    "Join",
    "Likeness",
    "Match",
    "Membership",
    "Note",
    "Occasion",
    "Promise",
    "ShelfItem",
    "Trip",
    "Welcome",
]
