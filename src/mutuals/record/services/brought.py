"""Takes up what an export of ours tells of people's words on readings and on what things meant, once that is here.

Nothing is made but these words: of a post, an activity or an actor that is not here, or was erased, nothing is kept.
They are the word of whoever brings them. What was said here later stays, and the same once more adds nothing.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from mutuals.record.corrected import NoCorrection, checked
from mutuals.record.keys import key64
from mutuals.record.kinds import ActName, Kind
from mutuals.record.models import Account, Act, Correction, ReadingModel
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.actors import actors_held
from mutuals.record.services.acts import COLUMNS, acts_dirty, acts_plan, acts_write
from mutuals.record.services.bulk import rows_in, rows_merge
from mutuals.record.services.corrections import RIGHT
from mutuals.record.services.meanings import SAID
from mutuals.record.services.unread import unread_again
from mutuals.record.services.versions import versions_read
from mutuals.team.models import User
from mutuals.team.permissions import may
from mutuals.text.tokens import clean

CORRECTION, ACT = "correction", "act"
Documents = Sequence[dict[str, Any]]
# So many readers have a name at most: their numbers are small, and an export may name any.
MODELS = 1_000
_WORD = re.compile(r"[a-z]{0,16}")
_ALIKE = ("post", "scope", "edited_at", "version", "about")


def corrections_bring(*, user: User, documents: Documents, now_ms: int) -> set[int]:
    """Takes up corrections; gives the places of those whose very words are not here."""
    if not may(user, RIGHT):
        return set()
    rows = {place: row for place, one in enumerate(documents) if (row := _correction(user, one, now_ms))}
    posts = _ids("post", (documents[place]["post"] for place in rows))
    scopes = _scopes(user, (documents[place].get("account") for place in rows))
    pairs = {}
    for place in rows:
        post, scope = posts.get(documents[place]["post"]), scopes.get(_place(documents[place].get("account")))
        if post is not None and scope is not None:
            pairs[place] = (post, scope)
    read = versions_read(pairs=set(pairs.values()))
    models = _models(documents[place].get("model") for place in pairs)
    waiting, fresh = set(rows) - set(pairs), []
    for place, (post, scope) in pairs.items():
        row, mark, version = rows[place], documents[place].get("words"), read.get((post, scope))
        if version is None or mark not in ("", version.mark):
            waiting.add(place)
            continue
        row.post, row.scope = post, scope
        row.model = models.get(_text(documents[place].get("model")), 0)
        if mark:
            row.edited_at, row.version = version[:2]
        fresh.append(row)
    _corrections_add(fresh, now_ms)
    return waiting


def _correction(user: User, found: dict[str, Any], now_ms: int) -> Correction | None:
    """A correction as a document tells it, but of which words it is; None for what is none."""
    try:
        public_id, about, says = UUID(found["public_id"]), _text(found["about"]), _text(found["says"])
        checked(about, says)
        at, said, confidence = found["at"], _text(found["said"]), found["confidence"]
        undone_at = found["undone_at"]
        numbers = [found["edited_at"], found["version"], at, *([] if undone_at is None else [undone_at])]
        fits = all(type(one) is int and abs(one) < 1 << 63 for one in numbers) and _WORD.fullmatch(said)
        if not fits or not isinstance(found["post"], str) or not 0 <= confidence <= 1:
            return None
    except (KeyError, TypeError, ValueError, AttributeError, NoCorrection):
        return None
    return Correction(
        public_id=public_id, edited_at=found["edited_at"], version=found["version"], about=about, says=says, user=user,
        at=min(at, now_ms), said=said, confidence=float(confidence), undone_at=undone_at,
    )  # fmt: skip


def _corrections_add(rows: list[Correction], now_ms: int) -> None:
    """Adds those that are not here and about which nobody said anything later; what they change follows at once."""
    here = set(
        Correction.objects.filter(public_id__in=[row.public_id for row in rows]).values_list(
            "public_id", flat=True
        )
    )
    latest: dict[tuple[Any, ...], int] = {}
    stored = Correction.objects.filter(post__in={row.post for row in rows}, undone_at=None)
    for *alike, at in stored.values_list(*_ALIKE, "at").order_by("pk"):
        latest[tuple(alike)] = at
    fresh = {
        row.public_id: row
        for row in rows
        if row.public_id not in here
        and row.at >= latest.get(tuple(getattr(row, one) for one in _ALIKE), row.at)
    }
    Correction.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    posts = {row.post for row in fresh.values()}
    acts_write(acts_plan(posts), now_ms=now_ms)
    unread_again(posts)


def _scopes(user: User, places: Iterable[object]) -> dict[tuple[str, str] | None, int]:
    """The scopes of one's own accounts by network and title; None is what is public."""
    wanted = {_place(one) for one in places}
    mine = {(one.network, one.title): one.pk for one in Account.objects.filter(holder=user)}
    return {None: 0} | {one: mine[one] for one in wanted if one in mine}


def _place(told: object) -> tuple[str, str] | None:
    """Network and title as `sources` cuts them for the account that it makes."""
    if told is None:
        return None
    network, title = told if isinstance(told, list) and len(told) == 2 else ("", "")
    return _text(network)[:24], _text(title)[:200]


def _models(names: Iterable[object]) -> dict[str, int]:
    """The numbers of readers by their names; one that was never here gets its own, so that what was said of it counts
    once it reads here."""
    wanted = {name for one in names if (name := _text(one)[:200])}
    found = dict(ReadingModel.objects.filter(name__in=wanted).values_list("name", "pk"))
    for name in sorted(wanted - found.keys()):
        if ReadingModel.objects.count() < MODELS:
            found[name] = ReadingModel.objects.create(name=name).pk
    return found


class _Said(NamedTuple):
    """What a document says of an interaction: of what (an activity, a post, a day and form), from whom to whom (ids),
    which act, and whether it is so."""

    column: str
    thing: str | tuple[int, int]
    a: str
    b: str
    act: int
    says: bool
    at: int


def acts_bring(*, user: User, documents: Documents, now_ms: int) -> set[int]:
    """Takes up what interactions meant; gives the places of those whose interaction is not here."""
    told = {place: said for place, one in enumerate(documents) if (said := _said(one, now_ms))}
    if not told or not may(user, RIGHT):
        return set()
    found = _interactions(user, list(told.values()))
    sql = "SELECT interaction, act, at FROM record_act WHERE decided_by LIKE 'user:%' AND interaction IN ({})"
    numbers = {row[0] for rows in found.values() for row in rows}
    latest = {row[:2]: row[2] for row in rows_in(sql, numbers)}
    fresh: dict[tuple[int, int], tuple[Any, ...]] = {}
    waiting, by = set(), f"{SAID}{user.public_id}"
    for place, said in told.items():
        rows = found.get(said[:4], [])
        if not rows:
            waiting.add(place)
        for number, a, b in rows:
            if said.at > latest.get((number, said.act), -1):
                latest[number, said.act] = said.at
                fresh[number, said.act] = (number, said.act, a, b, float(said.says), by, said.at)
    do = "confidence = new.confidence, decided_by = new.decided_by, at = new.at"
    rows_merge(Act, COLUMNS, sorted(fresh.values()), on="interaction, act, by", do=do)
    acts_dirty((row[2], row[3]) for row in fresh.values())
    return waiting


def _said(found: dict[str, Any], now_ms: int) -> _Said | None:
    """What a document says; None for what says nothing."""
    try:
        act, at, says = ActName[found["act"].upper()], found["at"], found["says"]
        column = next((one for one in ("activity", "post") if one in found), "hand")
        thing = (found["day"], int(Kind[found["kind"].upper()])) if column == "hand" else found[column]
        texts = (found["a"], found["b"], thing if column != "hand" else "")
    except (KeyError, TypeError, AttributeError):
        return None
    fits = type(at) is int and at >= 0 and type(says) is bool and all(isinstance(one, str) for one in texts)
    if not fits or (column == "hand" and type(thing[0]) is not int):
        return None
    return _Said(column, thing, texts[0], texts[1], int(act), says, min(at, now_ms))


def _interactions(user: User, told: list[_Said]) -> dict[tuple[object, ...], list[tuple[int, int, int]]]:
    """The interactions (id, a, b) that are meant, by what, from whom and to whom: all of an entry that the user reads,
    as where they say it themselves (`meanings`)."""
    scopes = ",".join(map(str, scopes_readable(user)))
    ends = actors_held({uri for one in told for uri in (one.a, one.b)})
    uris = {number: uri for uri, number in ends.items()}
    found: dict[tuple[object, ...], list[tuple[int, int, int]]] = defaultdict(list)
    where = f"FROM record_interaction WHERE scope IN ({scopes}) AND"
    for column, alone in (("activity", ""), ("post", "AND activity IS NULL")):
        ids = _ids(column, (str(one.thing) for one in told if one.column == column))
        names = {number: uri for uri, number in ids.items()}
        sql = f"SELECT id, a, b, {column} {where} {column} IN ({{}}) {alone}"
        for number, a, b, thing in rows_in(sql, names):
            found[column, names[thing], uris.get(a), uris.get(b)].append((number, a, b))
    sql = f"SELECT id, a, b, day, kind {where} post IS NULL AND activity IS NULL AND a IN ({{}})"
    hand = {ends[one.a] for one in told if one.column == "hand" and one.a in ends}
    for number, a, b, day, kind in rows_in(sql, hand):
        found["hand", (day, kind), uris.get(a), uris.get(b)].append((number, a, b))
    return found


def _ids(table: str, uris: Iterable[str]) -> dict[str, int]:
    """The posts or activities that have these URIs."""
    keys = {key64(uri): uri for uri in uris}
    rows = rows_in(f"SELECT key, uri, id FROM record_{table} WHERE key IN ({{}})", keys)  # noqa: S608  our own names
    return {uri: number for key, uri, number in rows if keys[key] == uri}


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""
