"""What is held about one person, as a viewer may see it: every room asked in turn."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from django.conf import settings

from mutuals.leaving.rooms import leavings
from mutuals.leaving.services.person import person_of
from mutuals.people.models import Contact
from mutuals.record.selectors.about import others_hold
from mutuals.team.leavers import Part, Person
from mutuals.team.models import User

NOT_INCLUDED = (
    "Notes, promises and plans that other members of the team keep to themselves.",
    "Mail and chats of others in the team, of which only the number is told.",
    "Backups made earlier, and what networks themselves hold.",
    "Posts of others in which they are named by nothing but a first name.",
)


class Shown(NamedTuple):
    """A part as a page shows it: the first rows, how many there are, and whether that is all."""

    kind: str
    title: str
    count: int
    rows: list[dict[str, Any]]

    @property
    def more(self) -> int:
        """How many rows are not shown."""
        return max(0, self.count - len(self.rows))


def held(viewer: User, contact: Contact, *, everything: bool = False, quick: bool = False) -> Iterator[Part]:
    """Each kind of thing that is held about a contact the viewer may see; `everything` and `quick` as in
    `person_export` of the rooms."""
    person = person_of(contact)
    first, *others = settings.ROOMS
    # The record of who did what comes last.
    for module in leavings((*others, first), "person_export"):
        yield from module.person_export(viewer=viewer, person=person, everything=everything, quick=quick)


def held_shown(viewer: User, contact: Contact, *, limit: int) -> list[Shown]:
    """The first rows of each kind, for a page; kinds of which there is nothing are left out."""
    return [
        Shown(one.kind, one.title, one.count, list(islice(one.rows, limit)))
        for one in held(viewer, contact, quick=True)
        if one.count
    ]


def not_included(viewer: User, contact: Contact, *, everything: bool = False) -> list[str]:
    """What an answer to this person does not hold, in sentences."""
    person: Person = person_of(contact)
    others = others_hold(viewer, actors=person.actors, everything=everything)
    told = [
        f"{count:,} times in touch in accounts of {name}, who alone can export them."
        for name, count in sorted(others.items())
    ]
    return [*told, *NOT_INCLUDED]
