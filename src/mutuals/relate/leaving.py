"""What this room gives to somebody who leaves."""

from collections.abc import Iterator

from mutuals.people.selectors.told import contacts_taken, rows_told
from mutuals.people.services.kept import kind_of
from mutuals.relate.services.ties import KEPT
from mutuals.team.leavers import Documents
from mutuals.team.models import User


def everything_export(*, viewer: User) -> Iterator[Documents]:
    """What the viewer declared, planned and decided, and what came of it."""
    contacts = contacts_taken(viewer)
    for model in KEPT:
        yield Documents(f"own/{kind_of(model)}.jsonl", rows_told(viewer, model=model, contacts=contacts))
