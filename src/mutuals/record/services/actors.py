"""Finds or makes the actors that a batch names, keeps what is known of them, joins those that share an identifier."""

from collections.abc import Iterable

from django.db import connection

from mutuals.as2 import Actor
from mutuals.record.keys import key64, network_of, scheme_of
from mutuals.record.kinds import STABLE_SCHEMES
from mutuals.record.models import ActorSighting, Fact, Identifier, Same
from mutuals.record.models import Actor as ActorRow
from mutuals.record.services.batch import Batch, actor_uris
from mutuals.record.services.bulk import ids_take, rows_add, rows_execute, rows_in, rows_insert
from mutuals.text.tokens import clean

PUBLIC_SCHEMES = ("http://", "https://", "did:", "acct:")


def actors_resolve(batch: Batch, cache: dict[str, int]) -> set[str]:
    """Fills `batch.ids` with the row of every actor named; gives the URIs whose rows were made now."""
    named = dict.fromkeys(uri for uri in actor_uris(batch) if uri)
    missing = [uri for uri in named if uri not in cache]
    fresh: set[str] = set()
    if missing:
        cache.update(_known(missing))
        fresh = {uri for uri in missing if uri not in cache}
        cache.update(_make(fresh, missing))
        _sighted([cache[uri] for uri in missing], missing, batch.account)
    batch.ids = cache
    return fresh


def actors_describe(batch: Batch) -> None:
    """Writes names, profiles, identifiers and facts of the actors that a batch describes."""
    latest = {actor.id: actor for actor in batch.actors}
    rows = {row.pk: row for row in ActorRow.objects.filter(pk__in={batch.ids[uri] for uri in latest})}
    changed = []
    for actor in batch.actors:
        if _improve(rows[batch.ids[actor.id]], actor):
            changed.append(rows[batch.ids[actor.id]])
    if changed:
        fields = ["type", "name", "handle", "summary", "url", "icon", "published_at", "updated_at"]
        ActorRow.objects.bulk_update({row.pk: row for row in changed}.values(), fields, batch_size=500)
    _identify(batch)
    _facts(batch)


def _known(uris: Iterable[str]) -> dict[str, int]:
    keys = {key64(uri): uri for uri in uris}
    sql = "SELECT key, actor, value FROM record_identifier WHERE key IN ({}) AND scheme <> 'handle'"
    found = {}
    for key, actor, value in rows_in(sql, keys):
        if value == keys[key]:
            found[value] = actor
    return found


def _make(fresh: set[str], order: list[str]) -> dict[str, int]:
    uris = [uri for uri in order if uri in fresh]
    ids = dict(zip(uris, ids_take(ActorRow, len(uris)), strict=True)) if uris else {}
    columns = ["id", "uri", "type", "network", "name", "handle", "summary", "url", "icon", "state"]
    rows_insert(ActorRow, columns, [(i, uri, "Person", network_of(uri), "", "", "", "", "", 2) for uri, i in ids.items()])
    _identifiers_add([(actor, uri) for uri, actor in ids.items()])
    return ids


def _identifiers_add(pairs: list[tuple[int, str]]) -> None:
    if pairs:
        ids = ids_take(Identifier, len(pairs))
        rows = [(i, actor, scheme_of(uri), uri, key64(uri)) for i, (actor, uri) in zip(ids, pairs, strict=True)]
        rows_insert(Identifier, ["id", "actor", "scheme", "value", "key"], rows)


def _sighted(ids: list[int], uris: list[str], account: int) -> None:
    rows = [
        (actor, 0 if uri.startswith(PUBLIC_SCHEMES) else account) for actor, uri in zip(ids, uris, strict=True)
    ]
    rows_add(ActorSighting, ["actor", "account"], rows)


def _improve(row: ActorRow, actor: Actor) -> bool:
    """Keeps the better of two descriptions, whatever order they come in: the later one, else the longer name."""
    before = (row.type, row.name, row.handle, row.summary, row.url, row.icon, row.published_at, row.updated_at)
    at = actor.updated.ms or 0
    newer = at > (row.updated_at or 0)
    name = clean(actor.name)
    if name and (newer or _rank(name) > _rank(row.name)) and at >= (row.updated_at or 0):
        row.name = name
    for field, value in (
        ("handle", actor.preferred_username),
        ("summary", clean(actor.summary)),
        ("url", actor.url),
        ("icon", actor.icon),
    ):
        if value and (newer or value > getattr(row, field)):
            setattr(row, field, value)
    row.type = actor.type if actor.type != "Person" else row.type
    row.published_at = min(filter(None, (row.published_at, actor.published.ms)), default=None)
    row.updated_at = max(filter(None, (row.updated_at, actor.updated.ms)), default=None)
    after = (row.type, row.name, row.handle, row.summary, row.url, row.icon, row.published_at, row.updated_at)
    return before != after


def _rank(name: str) -> tuple[bool, int, str]:
    """An address is worse than a name, a longer name better than a shorter; the text itself breaks ties."""
    return (bool(name) and "@" not in name, len(name), name)


def _identify(batch: Batch) -> None:
    """Adds further identifiers; two actors found to share a stable one are joined."""
    claims = [
        (batch.ids[actor.id], value)
        for actor in batch.actors
        for value in actor.also_known_as
        if value and scheme_of(value) in STABLE_SCHEMES
    ]
    owners = _known({value for _, value in claims}) if claims else {}
    fresh: dict[str, int] = {}
    same: list[tuple[int, int, str]] = []
    for actor, value in claims:
        owner = owners.get(value) or fresh.setdefault(value, actor)
        if owner != actor:
            same.append((min(actor, owner), max(actor, owner), value))
    _identifiers_add([(actor, value) for value, actor in fresh.items()])
    _sighted(list(fresh.values()), list(fresh), batch.account)
    batch.ids.update(fresh)
    if same:
        columns = ["a", "b", "value", "at", "account"]
        rows_add(Same, columns, [(*one, batch.now_ms, batch.account) for one in same])
        actors_join({actor for a, b, _ in same for actor in (a, b)})
    _handles(batch)


def _handles(batch: Batch) -> None:
    """Keeps a handle as a dated claim: since when it was seen with this actor."""
    claims = {(batch.ids[one.id], one.preferred_username) for one in batch.actors if one.preferred_username}
    if not claims:
        return
    have = set(
        Identifier.objects.filter(scheme="handle", actor__in={actor for actor, _ in claims}).values_list("actor", "value")
    )
    fresh = sorted(claims - have)
    rows = [
        (i, actor, "handle", value, key64(value.lower()), batch.now_ms)
        for i, (actor, value) in zip(ids_take(Identifier, len(fresh)), fresh, strict=True)
    ]
    rows_insert(Identifier, ["id", "actor", "scheme", "value", "key", "since"], rows)


def actors_join(touched: set[int]) -> None:
    """Sets `same_as` of every actor connected to the touched ones through shared identifiers to their smallest."""
    component, front = set(touched), set(touched)
    edges: list[tuple[int, int]] = []
    while front:
        found = rows_in("SELECT a, b FROM record_same WHERE a IN ({})", front)
        found += rows_in("SELECT a, b FROM record_same WHERE b IN ({})", front)
        edges += found
        front = {actor for edge in found for actor in edge} - component
        component |= front
    roots = {actor: actor for actor in component}

    def root(actor: int) -> int:
        while roots[actor] != actor:
            actor = roots[actor]
        return actor

    for a, b in edges:
        low, high = sorted((root(a), root(b)))
        roots[high] = low
    groups = {actor: root(actor) for actor in component}
    alone = {one for one in component if list(groups.values()).count(groups[one]) == 1} if len(groups) < 50 else set()
    rows_execute(
        "UPDATE record_actor SET same_as = %s WHERE id = %s",
        [(None if actor in alone else top, actor) for actor, top in groups.items()],
    )


def _facts(batch: Batch) -> None:
    columns = ["actor", "name", "value", "account", "private", "at", "key"]
    rows = [
        (batch.ids[actor.id], one.name[:80], clean(one.value), batch.account, one.private, batch.now_ms,
         key64(f"{one.name}\0{one.value}"))
        for actor in batch.actors
        for one in actor.attachment
        if one.value
    ]  # fmt: skip
    if rows:
        connection.ensure_connection()
        rows_add(Fact, columns, rows)
