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
    LikenessRun,
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
    "LikenessRun",
    "Match",
    "Membership",
    "Note",
    "Occasion",
    "Promise",
    "ShelfItem",
    "Trip",
    "Welcome",
]
