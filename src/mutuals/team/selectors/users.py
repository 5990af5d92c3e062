"""Who works with this installation, and where each is signed in."""

from dataclasses import dataclass

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet

from mutuals.team import permissions
from mutuals.team.models import OneTimeLink, User
from mutuals.team.services.common import now_ms
from mutuals.team.services.users import session_handle

# In this order: the first that is named in the text that a browser says of itself.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Browser:
    """One place where a user is signed in; moments in milliseconds UTC."""

    handle: str
    title: str
    ip: str
    since_ms: int
    seen_ms: int
    current: bool


def users(*, viewer: User) -> QuerySet[User]:
    """Everybody of the team, those who left last; anyone who may read may see with whom they work."""
    permissions.require(viewer, "read")
    return User.objects.order_by("-is_active", "joined_at", "id")


def invitations(*, viewer: User) -> dict[int, int]:
    """Of users who were invited and have not come yet: id to the moment when their link ends. Needs `team_manage`."""
    permissions.require(viewer, "team_manage")
    open_links = OneTimeLink.objects.filter(purpose=OneTimeLink.INVITE, used_ms=None, expires_ms__gt=now_ms())
    return dict(open_links.values_list("user_id", "expires_ms"))


def browsers(*, viewer: User, session_key: str) -> list[Browser]:
    """Where the viewer is signed in, this browser first, then the one seen last."""
    found = [_browser(row, session_key) for row in UserSession.objects.purge_and_list(viewer)]
    return sorted(found, key=lambda one: (not one.current, -one.seen_ms))


def _browser(row: UserSession, session_key: str) -> Browser:
    since, seen = (int(moment.timestamp() * 1000) for moment in (row.created_at, row.last_seen_at))
    return Browser(
        session_handle(row.session_key),
        _title(row.user_agent),
        row.ip,
        since,
        seen,
        row.session_key == session_key,
    )


def _title(agent: str) -> str:
    name = next((title for word, title in _BROWSERS if word in agent), "")
    system = next((title for word, title in _SYSTEMS if word in agent), "")
    return " on ".join(part for part in (name, system) if part) or "A program"
