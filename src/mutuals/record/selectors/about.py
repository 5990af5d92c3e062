"""What the record holds about one person, as far as a viewer may read it: for who asks what is held about them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from mutuals.record.kinds import ActName, Audience, Kind, Medium
from mutuals.record.models import (
    Account,
    Actor,
    ActorSighting,
    CollectionItem,
    Correction,
    Deed,
    Fact,
    Identifier,
)
from mutuals.record.selectors.outgoing import uris_of
from mutuals.record.selectors.posts import posts_get
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User
from mutuals.team.permissions import OWNER

STEP = 500
OPEN = (Audience.PUBLIC, Audience.UNLISTED)
Held = tuple[str, str, Sequence[Any], Iterable[dict[str, Any]]]


def scopes_about(viewer: User, *, everything: bool) -> list[int]:
    """The scopes whose things about a person a viewer may hand out: what they may read; for the owner, asked for
    everything, also the accounts of those who left the team, for whom nobody else can."""
    found = scopes_readable(viewer)
    if everything and viewer.role == OWNER:
        left = Account.objects.filter(holder__is_active=False).values_list("pk", flat=True)
        found = sorted({*found, *left})
    return found


def others_hold(viewer: User, *, actors: Sequence[int], everything: bool) -> dict[str, int]:
    """Who else of the team holds things about these actors that the viewer may not hand out: by name, how many
    interactions. Only a number: what they say stays theirs."""
    mine = scopes_about(viewer, everything=everything)
    names = {one.pk: str(one.holder) for one in Account.objects.exclude(pk__in=mine).select_related("holder")}
    found: dict[str, int] = {}
    for side in ("a", "b"):
        sql = f"SELECT scope, sum(n) FROM record_tieday WHERE {side} IN ({{}}) GROUP BY scope"  # noqa: S608  our own names
        for scope, count in rows_in(sql, actors):
            if scope in names:
                found[names[scope]] = found.get(names[scope], 0) + int(count)
    return found


def about_out(
    viewer: User, *, actors: Sequence[int], everything: bool, quick: bool = False
) -> Iterator[Held]:
    """Each kind of thing with its name in JSON, its title, the keys of what there is, and the rows, made as they are
    asked for. `quick` leaves out what they wrote to nobody in particular, to which no index leads."""
    scopes = scopes_about(viewer, everything=everything)
    seen = set(
        ActorSighting.objects.filter(actor__in=actors, account__in=scopes).values_list("actor", flat=True)
    )
    known = sorted(seen)
    yield "identities", "Accounts and addresses", known, _identities(known)
    facts = list(
        Fact.objects.filter(Q(private=False) | Q(account__in=scopes), actor__in=known).order_by("name", "pk")
    )
    yield "facts", "What files say of them", facts, (_fact(one) for one in facts)
    rows = _interactions(known, scopes)
    yield "interactions", "What passed between you", rows, _told(viewer, rows)
    alone = set() if quick else _authored(known, scopes)
    times = {row[7]: row[4] or 0 for row in rows if row[7] is not None}
    posts = sorted(times.keys() | alone, key=lambda post: (-times.get(post, 0), post))
    yield (
        "posts",
        "Posts, mails and messages by them, to them or about them",
        posts,
        _posts(viewer, posts, scopes),
    )
    corrections = _corrections(posts, scopes)
    yield "corrections", "What was corrected in what was read of these", corrections, _corrected(corrections)
    passed = {row[0]: row for row in rows}
    acts = _said(list(passed))
    yield "acts", "What somebody said that these meant", acts, (_act(one, passed, known) for one in acts)
    deeds = list(Deed.objects.filter(Q(a__in=known) | Q(b__in=known), scope__in=scopes).order_by("day", "pk"))
    yield "deeds", "What was given and taken, noted by hand", deeds, (_deed(one, known) for one in deeds)
    lists = list(CollectionItem.objects.filter(actor__in=known, scope__in=scopes).order_by("owner", "name"))
    yield "lists", "Lists they are in", lists, _lists(viewer, lists)


def _identities(actors: list[int]) -> Iterator[dict[str, Any]]:
    for one in Actor.objects.filter(pk__in=actors).order_by("pk"):
        ids = Identifier.objects.filter(actor=one.pk).order_by("pk").values_list("value", flat=True)
        yield {
            "network": one.network, "id": one.uri, "name": one.name, "handle": one.handle, "url": one.url,
            "about": one.summary, "picture": one.icon, "known_as": [value for value in ids if value != one.uri],
        }  # fmt: skip


def _fact(one: Fact) -> dict[str, Any]:
    return {"name": one.name, "value": one.value, "private": one.private, "since": _day(one.at)}


def _interactions(actors: list[int], scopes: list[int]) -> list[tuple[Any, ...]]:
    """Ids first: an index leads from the pairs that the tie days name."""
    columns = "id, a, b, kind, at, seconds, scope, post"
    readable = ",".join(map(str, scopes))
    sql = f"SELECT {columns} FROM record_interaction WHERE scope IN ({readable}) AND a IN ({{}})"  # noqa: S608
    found = {row[0]: row for row in rows_in(sql, actors)}
    pairs = rows_in("SELECT DISTINCT a FROM record_tieday WHERE b IN ({})", actors)
    mine = ",".join(map(str, actors)) or "-1"
    back = f"SELECT {columns} FROM record_interaction WHERE scope IN ({readable}) AND b IN ({mine}) AND a IN ({{}})"  # noqa: S608
    found.update({row[0]: row for row in rows_in(back, {row[0] for row in pairs})})
    return sorted(found.values(), key=lambda row: (-(row[4] or 0), row[0]))


def _told(viewer: User, rows: list[tuple[Any, ...]]) -> Iterator[dict[str, Any]]:
    uris = uris_of(viewer, theirs={actor for row in rows for actor in row[1:3]})
    names = dict(rows_in("SELECT id, name FROM record_actor WHERE name <> '' AND id IN ({})", uris))
    for _, a, b, kind, at, seconds, scope, _ in rows:
        yield {
            "time": _moment(at), "kind": Kind(kind).name.lower(), "from": names.get(a) or uris.get(a, ""),
            "to": names.get(b) or uris.get(b, ""), "minutes": round(seconds / 60) or None, "public": scope == 0,
            "from_id": uris.get(a, ""), "to_id": uris.get(b, ""),
        }  # fmt: skip


def _authored(actors: list[int], scopes: list[int]) -> set[int]:
    """What they wrote to nobody in particular; found by walking what our accounts saw and all that is public."""
    sql = "SELECT id, audience FROM record_post WHERE author IN ({}) AND state <> 3"
    rows = rows_in(sql, actors)
    hidden = [number for number, audience in rows if audience not in OPEN]
    accounts = ",".join(map(str, scopes))
    sql = f"SELECT post FROM record_sighting WHERE account IN ({accounts}) AND post IN ({{}})"  # noqa: S608
    seen = {row[0] for row in rows_in(sql, hidden)}
    return {number for number, audience in rows if audience in OPEN or number in seen}


def _posts(viewer: User, ids: list[int], scopes: list[int]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ids), STEP):
        found = posts_get(viewer, ids[start : start + STEP], accounts=scopes)
        for one in (found[number] for number in ids[start : start + STEP] if number in found):
            yield {
                "time": _moment(one.at), "form": Medium(one.medium).name.lower().replace("_", " "),
                "audience": Audience(one.audience).name.lower(), "title": one.name,
                "words": one.content, "summary": one.summary, "url": one.url, "id": one.uri,
            }  # fmt: skip


def _corrections(posts: list[int], scopes: list[int]) -> list[Correction]:
    sql = "SELECT id FROM record_correction WHERE undone_at IS NULL AND post IN ({})"
    found = sorted(row[0] for row in rows_in(sql, posts))
    return [
        one
        for start in range(0, len(found), STEP)
        for one in Correction.objects.filter(pk__in=found[start : start + STEP], scope__in=scopes).order_by(
            "pk"
        )
    ]


def _corrected(rows: list[Correction]) -> Iterator[dict[str, Any]]:
    """Of each what the model had said, and what a person says in its place."""
    uris = dict(rows_in("SELECT id, uri FROM record_post WHERE id IN ({})", {one.post for one in rows}))
    for one in rows:
        yield {
            "time": _moment(one.at), "about": one.about, "said": one.said, "says": one.says, "post": uris.get(one.post),
        }  # fmt: skip


def _said(interactions: list[int]) -> list[tuple[Any, ...]]:
    """What people said of these interactions; a model's guess is worked out anew from the words at any time."""
    sql = (
        "SELECT id, interaction, act, confidence, at FROM record_act WHERE decided_by LIKE 'user:%' "
        "AND interaction IN ({})"
    )
    return sorted(rows_in(sql, interactions))


def _act(one: tuple[Any, ...], interactions: dict[int, tuple[Any, ...]], mine: list[int]) -> dict[str, Any]:
    _, interaction, act, confidence, at = one
    _, a, _, kind, moment, *_ = interactions[interaction]
    return {
        "time": _moment(moment), "kind": Kind(kind).name.lower(), "act": ActName(act).name.lower(),
        "by_them": a in mine, "is_so": confidence > 0, "said_at": _moment(at),
    }  # fmt: skip


def _deed(one: Deed, mine: list[int]) -> dict[str, Any]:
    return {
        "day": _day(one.day * 86_400_000), "act": ActName(one.act).name.lower(), "by_them": one.a in mine,
        "words": one.text,
    }  # fmt: skip


def _lists(viewer: User, lists: list[CollectionItem]) -> Iterator[dict[str, Any]]:
    uris = uris_of(viewer, theirs={one.owner for one in lists})
    for one in lists:
        yield {
            "list": one.name,
            "of": uris.get(one.owner, ""),
            "since": _day(one.seen_at),
            "gone": _day(one.gone_at),
        }


def _moment(ms: int | None) -> str:
    if ms is None:
        return ""
    try:
        moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=ms)
    except OverflowError:
        return ""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _day(ms: int | None) -> str:
    return _moment(ms)[:10]
