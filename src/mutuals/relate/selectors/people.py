"""Everybody, with how things stand between us: filtered, searched and sorted for the list."""

from dataclasses import dataclass

from mutuals.people.models import Contact
from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact
from mutuals.relate.selectors.ties import TieRow, ties_ours
from mutuals.team.models import User
from mutuals.text.names import key

SORTS = ("circle", "drifting", "last", "name")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list: the contact and the viewer's tie with it, if there is one."""

    contact: Contact
    tie: TieRow | None
    groups: tuple[str, ...] = ()

    @property
    def public_id(self) -> str:
        """The contact's public id."""
        return str(self.contact.public_id)

    @property
    def name(self) -> str:
        """The contact's name."""
        return self.contact.name

    @property
    def drifting(self) -> bool:
        """Whether the tie is quiet beyond its rhythm."""
        return self.tie is not None and self.tie.drifting


def people_list(
    viewer: User, *, words: str = "", sort: str = "circle", group: str = "", circle: str = ""
) -> list[PersonRow]:
    """The people a viewer may see, in the wanted order; `words` looks in names, `group` is a group's public id."""
    ties = {row.pk: row for row in ties_ours(viewer)}
    found = contacts_visible(viewer).filter(ours=False)
    if words:
        found = found.filter(name_key__contains=key(words))
    if group:
        found = found.filter(memberships__group__public_id=group, memberships__group__deleted_at=None)
    rows = [PersonRow(one, ties.get(one.pk)) for one in found.distinct()]
    if circle == "drifting":
        rows = [row for row in rows if row.drifting]
    elif circle:
        rows = [row for row in rows if row.tie is not None and row.tie.circle == circle]
    return sorted(rows, key=_KEYS.get(sort, _by_depth))


def with_groups(viewer: User, rows: list[PersonRow]) -> list[PersonRow]:
    """The same lines with the names of their groups."""
    groups = groups_by_contact(viewer, [row.contact.pk for row in rows])
    return [
        PersonRow(row.contact, row.tie, tuple(one.name for one in groups.get(row.contact.pk, ())))
        for row in rows
    ]


def _by_depth(row: PersonRow) -> tuple[float, str]:
    return (-row.tie.depth if row.tie else 1.0, row.contact.name_key)


def _by_drift(row: PersonRow) -> tuple[bool, float, str]:
    tie = row.tie
    over = tie.silence / tie.usual_gap if tie and tie.usual_gap else 0.0
    return (not row.drifting, -over, row.contact.name_key)


def _by_last(row: PersonRow) -> tuple[int, str]:
    return (-row.tie.last_day if row.tie else 10**9, row.contact.name_key)


def _by_name(row: PersonRow) -> tuple[float, str]:
    return (0.0, row.contact.name_key)


_KEYS = {"circle": _by_depth, "drifting": _by_drift, "last": _by_last, "name": _by_name}
