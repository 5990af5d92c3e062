"""Finds or makes the actors that a batch names, keeps what is known of them, joins those that share an identifier.

The law: one row for each URI, whether it names somebody or is a further identifier of somebody; rows that share
a stable identifier are joined by evidence (`Same`), never rewritten. Of two descriptions the better one stays, field by
field.
"""

import json
from collections.abc import Iterable, Sequence

from mutuals.as2 import Actor
from mutuals.record.keys import key64, network_of, scheme_of
from mutuals.record.kinds import STABLE_SCHEMES, State
from mutuals.record.models import Account, ActorSighting, Fact, Identifier, Same
from mutuals.record.models import Actor as ActorRow
from mutuals.record.services.batch import Batch
from mutuals.record.services.bulk import ids_take, rows_add, rows_execute, rows_in, rows_insert, rows_merge
from mutuals.record.services.erased import erased_among

STUB, PRESENT = int(State.STUB), int(State.PRESENT)
TYPES = ("Person", "Group", "Organization", "Service", "Application")
DESCRIBED = "id, type, name, handle, summary, url, icon, published_at, updated_at, said_at"


class Known(dict[str, int]):
    """The rows of actors by URI as a run knows them, and which of them it noted as seen in public and by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.public: set[str] = set()
        self.private: set[str] = set()

    def clear(self) -> None:
        """Forgets all."""
        super().clear()
        self.public.clear()
        self.private.clear()


def actors_resolve(batch: Batch, known: Known) -> tuple[dict[str, int], set[int]]:
    """Fills `batch.ids` with the row of every actor named; gives those looked up, and the keys of those made now."""
    missing = [uri for uri in batch.public if uri not in known]
    missing += [uri for uri in batch.private if uri not in known and uri not in batch.public]
    keys = {uri: key64(uri) for uri in missing}
    fresh: set[int] = set()
    if missing:
        held = _held(keys)
        new = [uri for uri in missing if uri not in held]
        known.update({uri: number for uri, (number, _) in held.items()})
        known.update(_make(new, PRESENT))
        named = [uri for uri, (_, state) in held.items() if state == STUB]
        rows_execute("UPDATE record_actor SET state = 2 WHERE id = %s", [(known[uri],) for uri in named])
        fresh = {keys[uri] for uri in (*new, *named)}
    batch.ids = known
    _sight(batch, known)
    return keys, fresh


def actors_describe(batch: Batch) -> None:
    """Writes names, profiles, identifiers and facts of the actors that a batch describes."""
    if not batch.actors:
        return
    numbers = {batch.ids[actor.id] for actor in batch.actors}
    sql = f"SELECT {DESCRIBED} FROM record_actor WHERE id IN ({{}})"  # noqa: S608  our own names
    rows = {row[0]: list(row) for row in rows_in(sql, numbers)}
    changed = {batch.ids[actor.id] for actor in batch.actors if _improve(rows[batch.ids[actor.id]], actor)}
    rows_execute(
        "UPDATE record_actor SET type = %s, name = %s, handle = %s, summary = %s, url = %s, icon = %s, "
        "published_at = %s, updated_at = %s, said_at = %s WHERE id = %s",
        [(*rows[number][1:], number) for number in sorted(changed)],
    )
    _identify(batch)
    _handles(batch)
    _facts(batch)


def actor_make(uri: str, *, account: int) -> int:
    """The row of one actor, made as a stub when there is none; the account is noted to know of it."""
    held = _held({uri: key64(uri)})
    number = held[uri][0] if uri in held else _make([uri], STUB)[uri]
    rows_add(ActorSighting, ["actor", "account"], [(number, account)])
    return number


def actors_held(uris: Iterable[str]) -> dict[str, int]:
    """The actors that have these URIs, those that there are."""
    return {uri: number for uri, (number, _) in _held({uri: key64(uri) for uri in uris}).items()}


def actors_join(touched: set[int]) -> None:
    """Sets `same_as` of every actor connected to the touched ones through shared identifiers to their smallest."""
    roots = {actor: actor for actor in touched}

    def root(actor: int) -> int:
        while roots[actor] != actor:
            roots[actor] = roots[roots[actor]]
            actor = roots[actor]
        return actor

    front = set(touched)
    while front:
        edges = rows_in("SELECT a, b FROM record_same WHERE a IN ({})", front)
        edges += rows_in("SELECT a, b FROM record_same WHERE b IN ({})", front)
        front = {actor for edge in edges for actor in edge} - roots.keys()
        roots.update((actor, actor) for actor in front)
        for a, b in edges:
            low, high = sorted((root(a), root(b)))
            roots[high] = low
    rows_execute(
        "UPDATE record_actor SET same_as = %s WHERE id = %s",
        [(root(actor), actor) for actor in sorted(roots)],
    )


def _held(keys: dict[str, int]) -> dict[str, tuple[int, int]]:
    """The actors that have these URIs: (row, state)."""
    uris = {key: uri for uri, key in keys.items()}
    sql = (
        "SELECT i.key, i.value, a.id, a.state FROM record_identifier i JOIN record_actor a ON a.id = i.actor "
        "WHERE i.key IN ({}) AND i.scheme <> 'handle'"
    )
    return {value: (number, state) for key, value, number, state in rows_in(sql, uris) if value == uris[key]}


def _make(uris: Sequence[str], state: int) -> dict[str, int]:
    if not uris:
        return {}
    ids = dict(zip(uris, ids_take(ActorRow, len(uris)), strict=True))
    columns = ["id", "uri", "type", "network", "name", "handle", "summary", "url", "icon", "said_at", "state"]
    empty = ("",) * 6
    rows_insert(
        ActorRow, columns, [(i, uri, "Person", network_of(uri)[:24], *empty, state) for uri, i in ids.items()]
    )
    rows = [
        (i, actor, scheme_of(uri), uri, key64(uri))
        for i, (uri, actor) in zip(ids_take(Identifier, len(uris)), ids.items(), strict=True)
    ]
    rows_insert(Identifier, ["id", "actor", "scheme", "value", "key"], rows)
    return ids


def _sight(batch: Batch, known: Known) -> None:
    """Notes who may know of the actors: everybody of those named in public, the account of the others."""
    public = [uri for uri in batch.public if uri not in known.public]
    private = [uri for uri in batch.private if uri not in known.private]
    rows = [(known[uri], 0) for uri in public] + [(known[uri], batch.account) for uri in private]
    rows_add(ActorSighting, ["actor", "account"], rows)
    known.public.update(public)
    known.private.update(private)


def _improve(row: list[object], actor: Actor) -> bool:
    """Keeps of each field what was said to be so the latest, then the longer, whatever order they come in."""
    before, at = list(row), actor.updated.ms or 0
    said: dict[str, int] = json.loads(str(row[9])) if row[9] else {}
    told = (actor.name, actor.preferred_username, actor.summary, actor.url, actor.icon)
    for place, value in enumerate(told, 2):
        if value and (at, _rank(value, place)) > (said.get(str(place), 0), _rank(str(row[place]), place)):
            row[place] = value
            if at:
                said[str(place)] = at
    row[1] = max(str(row[1]), actor.type, key=TYPES.index)
    row[7] = min(filter(None, (row[7], actor.published.ms)), default=None)  # type: ignore[type-var]
    row[8] = max(filter(None, (row[8], actor.updated.ms)), default=None)  # type: ignore[type-var]
    row[9] = json.dumps(said, sort_keys=True) if said else ""
    return before != row


def _rank(value: str, place: int) -> tuple[bool, bool, int, str]:
    """An address is a worse name than a name; a longer text is better than a shorter; the text itself breaks ties."""
    return (bool(value), place != 2 or "@" not in value, len(value), value)


def _identify(batch: Batch) -> None:
    """Adds further identifiers; two actors found to share a stable one are joined."""
    claims = [
        (batch.ids[actor.id], value)
        for actor in batch.actors
        for value in actor.also_known_as
        if value and value != actor.id and scheme_of(value) in STABLE_SCHEMES
    ]
    if not claims:
        return
    owners = {value: batch.ids[value] for _, value in claims if value in batch.ids}
    unknown = {value: key64(value) for _, value in claims if value not in owners}
    owners |= {value: number for value, (number, _) in _held(unknown).items()}
    owners |= _make([value for value in unknown if value not in owners], STUB)
    rows_add(ActorSighting, ["actor", "account"], [(number, batch.account) for number in owners.values()])
    same = {(min(actor, owners[value]), max(actor, owners[value]), value) for actor, value in claims}
    rows_add(
        Same,
        ["a", "b", "value", "at", "account"],
        [(*one, batch.now_ms, batch.account) for one in sorted(same)],
    )
    actors_join({actor for a, b, _ in same for actor in (a, b)})


def _handles(batch: Batch) -> None:
    """Keeps a handle as a dated claim: since when it was seen with this actor."""
    claims = {(batch.ids[one.id], one.preferred_username) for one in batch.actors if one.preferred_username}
    if not claims:
        return
    sql = "SELECT actor, value FROM record_identifier WHERE scheme = 'handle' AND actor IN ({})"
    fresh = sorted(claims.difference(rows_in(sql, {actor for actor, _ in claims})))
    rows = [
        (i, actor, "handle", value, key64(value.lower()), batch.now_ms)
        for i, (actor, value) in zip(ids_take(Identifier, len(fresh)), fresh, strict=True)
    ]
    rows_insert(Identifier, ["id", "actor", "scheme", "value", "key", "since"], rows)


def handles_noted(*, account: Account, rows: Sequence[tuple[str, str, int | None, int | None]]) -> None:
    """Handles by which actors were known elsewhere: (id, handle, since, until), of those that the account knows of.

    What is known here stays; a handle is known since the earlier moment. Those of somebody erased stay away.
    """
    gone = erased_among(_address(value) for _, value, *_ in rows)
    numbers = _held({uri: key64(uri) for uri, *_ in rows})
    sql = f"SELECT actor FROM record_actorsighting WHERE account = {account.pk} AND actor IN ({{}})"  # noqa: S608
    known = {row[0] for row in rows_in(sql, {number for number, _ in numbers.values()})}
    told: dict[tuple[int, str], tuple[int | None, int | None]] = {}
    for uri, value, since, until in rows:
        actor = numbers[uri][0] if uri in numbers else 0
        if actor in known and _address(value) not in gone:
            told[actor, value] = (_earlier(since, told.get((actor, value), (None,))[0]), until)
    sql = "SELECT actor, value, id, since FROM record_identifier WHERE scheme = 'handle' AND actor IN ({})"
    have = {row[:2]: row[2:] for row in rows_in(sql, {actor for actor, _ in told})}
    before = [
        (since, have[key][0])
        for key, (since, _) in told.items()
        if key in have and since is not None and since < (have[key][1] or since)
    ]
    rows_execute("UPDATE record_identifier SET since = %s WHERE id = %s", before)
    fresh = sorted((key, span) for key, span in told.items() if key not in have)
    made = [
        (i, actor, "handle", value, key64(value.lower()), *span)
        for i, ((actor, value), span) in zip(ids_take(Identifier, len(fresh)), fresh, strict=True)
    ]
    rows_insert(Identifier, ["id", "actor", "scheme", "value", "key", "since", "until"], made)


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)


def _address(handle: str) -> str:
    """Under which id somebody with this handle may have been erased."""
    return f"acct:{handle.lstrip('@').lower()}"


def _facts(batch: Batch) -> None:
    columns = ["actor", "name", "value", "account", "private", "at", "key"]
    rows = [
        (batch.ids[actor.id], one.name[:80], one.value, batch.account, one.private, batch.now_ms,
         key64(f"{one.name}\0{one.value}"))
        for actor in batch.actors
        for one in actor.attachment
        if one.value
    ]  # fmt: skip
    do = "private = (mine.private AND new.private)"
    rows_merge(Fact, columns, rows, on="actor, key, account", do=do)
