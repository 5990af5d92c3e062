"""What people said in place of a model, as it travels: corrections of readings, and what interactions meant.

The numbers of one database mean nothing in another: a post, an activity and an actor are told by their ids, an account
by its network and title, a version of words by a mark of the words, a model by its name.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from mutuals.record.kinds import ActName, Kind
from mutuals.record.models import Account, Correction, ReadingModel
from mutuals.record.selectors.outgoing import place_out, uris_of
from mutuals.record.selectors.posts import posts_get
from mutuals.record.selectors.scopes import accounts_readable, scopes_readable
from mutuals.record.services.versions import Version, versions_read
from mutuals.team.models import User

CHUNK = 1_000
SAID = "user:"
_ACTS = (
    "SELECT x.id, i.a, i.b, x.act, x.confidence, x.decided_by, x.at, t.uri, p.uri, i.day, i.kind FROM record_act x "  # noqa: S608  our own
    "JOIN record_interaction i ON i.id = x.interaction LEFT JOIN record_activity t ON t.id = i.activity "
    "LEFT JOIN record_post p ON p.id = i.post "
    f"WHERE x.decided_by LIKE '{SAID}%%' AND i.scope IN ({{scopes}}) AND x.id > %s ORDER BY x.id LIMIT {CHUNK}"
)


def corrections_out(viewer: User) -> Iterator[dict[str, Any]]:
    """The corrections that a viewer may know of, of posts that they may read, the oldest first."""
    accounts = Account.objects.filter(pk__in=accounts_readable(viewer)).select_related("holder")
    places = {one.pk: place_out(viewer, one) for one in accounts}
    models = dict(ReadingModel.objects.values_list("pk", "name"))
    last, mine = 0, Correction.objects.filter(scope__in=scopes_readable(viewer)).select_related("user")
    while rows := list(mine.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = rows[-1].pk
        posts = posts_get(viewer, {one.post for one in rows})
        read = versions_read(pairs={(one.post, one.scope) for one in rows})
        for one in rows:
            if one.post in posts:
                version = read.get((one.post, one.scope))
                told = {"post": posts[one.post].uri, "account": places.get(one.scope)}
                yield told | _correction(one, version, models.get(one.model, ""))


def _correction(one: Correction, version: Version | None, model: str) -> dict[str, Any]:
    """`words` marks the words that it is about where these are still read; else only its version is told."""
    current = version is not None and version[:2] == (one.edited_at, one.version)
    return {
        "public_id": one.public_id, "words": version.mark if version and current else "", "edited_at": one.edited_at,
        "version": one.version, "about": one.about, "says": one.says, "user": one.user.username, "at": one.at,
        "model": model, "said": one.said, "confidence": one.confidence, "undone_at": one.undone_at,
    }  # fmt: skip


def acts_out(viewer: User) -> Iterator[dict[str, Any]]:
    """What people said that interactions meant, or did not mean, as far as a viewer may know of these; what came by
    several accounts or to several addresses of somebody is told once for each two actors."""
    sql, last = _ACTS.format(scopes=",".join(map(str, scopes_readable(viewer)))), 0
    names = {f"{SAID}{one.public_id}": one.username for one in User.objects.all()}
    told: set[tuple[Any, ...]] = set()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        uris = uris_of(viewer, theirs={actor for row in rows for actor in row[1:3]})
        for _, a, b, *said in rows:
            if a in uris and b in uris and (one := (uris[a], uris[b], *said)) not in told:
                told.add(one)
                yield _act(one, names)


def _act(row: tuple[Any, ...], names: dict[str, str]) -> dict[str, Any]:
    """The thing of which it was said is an activity, a post, or what was noted by hand: that by its day and form."""
    a, b, act, confidence, decided_by, at, activity, post, day, kind = row
    thing: dict[str, Any] = {"day": day, "kind": Kind(kind).name.lower()}
    if activity or post:
        thing = {"activity": activity} if activity else {"post": post}
    return thing | {
        "a": a, "b": b, "act": ActName(act).name.lower(), "says": confidence > 0, "at": at,
        "user": names.get(decided_by, ""),
    }  # fmt: skip
