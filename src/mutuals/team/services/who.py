"""On whose behalf a command runs."""

from mutuals.team.models import User
from mutuals.team.services.common import Refused
from mutuals.team.services.users import owner_ensure


def user_of(username: str | None) -> User:
    """The user of that name, or the owner; raises Refused when there is no such user."""
    if username is None:
        return owner_ensure()
    found = User.objects.filter(username=username.lower(), is_active=True).first()
    if found is None:
        raise Refused(f"There is no user {username!r}.")
    return found
