"""Who may do what: one table from role to rights. Pure; the services ask it, the pages only translate its no."""

from typing import Protocol

OWNER, ADMIN, MANAGER, EDITOR = "owner", "admin", "manager", "editor"
CONTRIBUTOR, APPROVER, VIEWER, OUTSIDE_APPROVER = (
    "contributor",
    "approver",
    "viewer",
    "outside_approver",
)

# All eight are stored from the start; those that can be given today are in OFFERED.
ROLES: dict[str, str] = {
    OWNER: "owner",
    ADMIN: "admin",
    MANAGER: "manager",
    EDITOR: "editor",
    CONTRIBUTOR: "contributor",
    APPROVER: "approver",
    VIEWER: "viewer",
    OUTSIDE_APPROVER: "outside approver",
}
OFFERED = (OWNER, EDITOR, VIEWER)

# What each right lets a person do, in the words that a refusal uses.
RIGHTS: dict[str, str] = {
    "read": "look at people and relationships",
    "notes_write": "write notes of their own",
    "people_edit": "change people, say who is who, add moments",
    "groups_edit": "change groups",
    "ties_edit": "declare trust and overrule what was worked out",
    "import_run": "bring in files",
    "people_erase": "erase a person for good",
    "log_read": "read the event log",
    "settings_edit": "change the settings of the installation",
    "team_manage": "invite people and change their roles",
}

_READS = frozenset({"read", "notes_write"})
_EDITS = _READS | {"people_edit", "groups_edit", "ties_edit", "import_run"}
TABLE: dict[str, frozenset[str]] = {
    OWNER: frozenset(RIGHTS),
    ADMIN: frozenset(RIGHTS),
    MANAGER: _EDITS | {"people_erase", "log_read"},
    EDITOR: _EDITS,
    CONTRIBUTOR: _READS,
    APPROVER: _READS,
    VIEWER: _READS,
    OUTSIDE_APPROVER: frozenset(),
}


class NotAllowed(Exception):
    """Your role does not include this; ask the owner."""

    def __init__(self, right: str = "") -> None:
        what = RIGHTS.get(right)
        super().__init__(f"Your role does not let you {what}; ask the owner." if what else self.__doc__)
        self.right = right


class Member(Protocol):
    """Anyone who has a role; `team.models.User` is one."""

    role: str
    is_active: bool


def may(member: Member, right: str) -> bool:
    """Whether an active member's role holds the right; an unknown role holds none.

    Raises KeyError for a right that is not in RIGHTS, so that a misspelt one is found at once.
    """
    if right not in RIGHTS:
        raise KeyError(right)
    return bool(getattr(member, "is_active", False)) and right in TABLE.get(
        getattr(member, "role", ""), frozenset()
    )


def require(member: Member, right: str) -> None:
    """Nothing when the member may; raises NotAllowed otherwise."""
    if not may(member, right):
        raise NotAllowed(right)
