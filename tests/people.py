"""The cast of every permission test: Ada owns, Ben edits, Cleo may look. All tests name them: they read alike."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutuals.team.models import User

# Long enough for the validators; hashed by a quick hasher in tests.
PASSWORD = "a quiet harbour at dusk"


def ada() -> "User":
    """Ada Okafor, who owns the installation."""
    return _person("ada", "Ada Okafor", "owner")


def ben() -> "User":
    """Ben Sørensen, who edits."""
    return _person("ben", "Ben Sørensen", "editor")


def cleo() -> "User":
    """Cleo Tanaka, who may look and nothing more."""
    return _person("cleo", "Cleo Tanaka", "viewer")


def _person(username: str, name: str, role: str) -> "User":
    from mutuals.team.models import User

    found = User.objects.filter(username=username).first()
    return found or User.objects.create_user(
        username, PASSWORD, name=name, role=role, joined_at=1_700_000_000_000
    )
