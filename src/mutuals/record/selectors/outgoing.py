"""Everything of the record that a viewer may read, as it travels: for exports. Streams, some thousand rows at a time.

Told in sections: what is public (account 0), and what each account alone may know, in the words that it brought.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import connection

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.record.kinds import Audience, Medium, State
from mutuals.record.models import Account, ChatMember, CollectionItem, Own
from mutuals.record.outgoing import GRAINS, ONLINE, Reached, headers
from mutuals.record.selectors.scopes import accounts_readable, scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User

CHUNK = 2_000
OPEN = f"({int(Audience.PUBLIC)}, {int(Audience.UNLISTED)})"
IN_TEXT = ("Mention", "Hashtag")


class Told(NamedTuple):
    """An activity as it travels, and whether it went to a mailing list, which its AS2 type does not say."""

    activity: Activity
    list_mail: bool = False


def accounts_out(viewer: User) -> list[Account]:
    """The accounts whose sections a viewer may take along."""
    return list(
        Account.objects.filter(pk__in=accounts_readable(viewer)).select_related("holder").order_by("pk")
    )


def place_out(viewer: User, whose: Account) -> tuple[str, str]:
    """Under which network and title an account travels: somebody else's with their name."""
    theirs = whose.holder is not None and whose.holder != viewer
    return whose.network, f"{whose.title} ({whose.holder})".strip() if theirs else whose.title


def own_out(viewer: User, whose: Account) -> list[dict[str, Any]]:
    """Which actors are the holder of an account."""
    if whose.pk not in accounts_readable(viewer):
        return []
    rows = list(Own.objects.filter(account=whose).order_by("actor"))
    uris = _uris({one.actor for one in rows})
    return [
        {"actor": uris[one.actor], "sure": one.sure, "evidence": one.evidence, "confirmed": one.confirmed}
        for one in rows
        if one.actor in uris
    ]


def actors_out(viewer: User, *, account: int) -> Iterator[Actor]:
    """The actors that an account (0: everybody) may know of, with the facts and identifiers that it brought."""
    for ids in _chunks(
        viewer, account, "SELECT actor FROM record_actorsighting WHERE account = %s AND actor > %s"
    ):
        facts = _facts(viewer, account, ids)
        same = _same(account, ids)
        sql = (
            "SELECT id, uri, type, name, handle, summary, url, icon, published_at, updated_at FROM record_actor "
            "WHERE id IN ({})"
        )
        for number, uri, kind, name, handle, summary, url, icon, made, changed in sorted(rows_in(sql, ids)):
            yield Actor(
                id=uri, type=kind, name=name, preferred_username=handle, summary=summary, url=url, icon=icon,
                also_known_as=tuple(one for one in same.get(number, ()) if one != uri),
                attachment=facts.get(number, ()), published=_moment(made), updated=_moment(changed),
            )  # fmt: skip


def handles_out(viewer: User, *, account: int) -> Iterator[tuple[str, str, int | None, int | None]]:
    """Every handle by which the actors that an account (0: everybody) may know of were called: id, handle, since when
    and until when."""
    sql = (
        "SELECT a.uri, i.value, i.since, i.until FROM record_identifier i JOIN record_actor a ON a.id = i.actor "
        "WHERE i.scheme = 'handle' AND i.actor IN ({})"
    )
    for ids in _chunks(
        viewer, account, "SELECT actor FROM record_actorsighting WHERE account = %s AND actor > %s"
    ):
        yield from sorted(rows_in(sql, ids), key=lambda row: (row[0], row[2] or 0, row[1]))


def posts_out(viewer: User, *, account: int) -> Iterator[Told]:
    """The public posts (account 0), or the private ones that an account saw, each as it was told to that account."""
    stub = int(State.STUB)
    sql = f"SELECT id FROM record_post WHERE audience IN {OPEN} AND state <> {stub} AND %s = 0 AND id > %s"  # noqa: S608
    if account:
        sql = (
            "SELECT s.post FROM record_sighting s JOIN record_post p ON p.id = s.post "  # noqa: S608
            f"WHERE s.account = %s AND p.audience NOT IN {OPEN} AND s.post > %s"
        )
    for ids in _chunks(viewer, account, sql):
        yield from _Posts(ids, account).told()


def activities_out(viewer: User, *, account: int) -> Iterator[Told]:
    """What was done other than posting, in public (account 0) or as an account alone may know."""
    sql = "SELECT id FROM record_activity WHERE scope = %s AND id > %s"
    for ids in _chunks(viewer, account, sql):
        yield from _activities(ids, account)


def collections_out(viewer: User, *, account: int) -> Iterator[tuple[Collection, tuple[str, ...]]]:
    """Whole lists: who follows whom (account 0) or an account's contacts, and the members of the chats that it knows
    of; each with those who were in it once."""
    if account not in scopes_readable(viewer):
        return
    keys = CollectionItem.objects.filter(scope=account).values_list("owner", "name").distinct()
    for owner, name in keys.order_by("owner", "name").iterator():
        rows = CollectionItem.objects.filter(owner=owner, name=name, scope=account).order_by("actor")
        here = {actor: gone is None for actor, gone in rows.values_list("actor", "gone_at")}
        uris = _uris({owner, *here})
        if owner not in uris:
            continue
        items = tuple(uris[one] for one, there in here.items() if there and one in uris)
        gone = tuple(uris[one] for one, there in here.items() if not there and one in uris)
        made = Collection(
            id=f"{uris[owner]}#{name}", name=name, attributed_to=uris[owner], items=items, complete=bool(gone)
        )
        yield made, gone
    for chat, uri in _chats(account):
        members = ChatMember.objects.filter(chat=chat).order_by("actor").values_list("actor", flat=True)
        names = _uris(set(members))
        yield (
            Collection(id=f"{uri}#members", name="members", attributed_to=uri, items=tuple(names.values())),
            (),
        )


def _chats(account: int) -> list[tuple[int, str]]:
    sql = (
        "SELECT c.key, c.uri FROM record_chat c JOIN record_identifier i ON i.key = c.key AND i.value = c.uri "
        "JOIN record_actorsighting s ON s.actor = i.actor AND s.account = %s ORDER BY c.key"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [account])
        return list(cursor.fetchall())


def interactions_out(
    viewer: User, *, account: int | None = None, alone: bool = False
) -> Iterator[tuple[Any, ...]]:
    """Every interaction that a viewer may know of: id, a, b (keys), kind, at, grain, day, seconds, share, post,
    activity, scope; in the order in which the record got them. Of one account only, and only those that nothing else
    tells of (`alone`), where asked."""
    scopes = [one for one in scopes_readable(viewer) if account in (None, one)]
    if not scopes:
        return
    sql = (
        "SELECT id, a, b, kind, at, grain, day, seconds, share, post, activity, scope FROM record_interaction "  # noqa: S608
        f"WHERE scope IN ({','.join(map(str, scopes))}) {'AND post IS NULL AND activity IS NULL' if alone else ''} "
        f"AND id > %s ORDER BY id LIMIT {CHUNK}"
    )
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [last])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield from rows


def uris_of(viewer: User, *, theirs: set[int]) -> dict[int, str]:
    """The URIs of those of these actors that a viewer may know of."""
    scopes = ",".join(map(str, scopes_readable(viewer)))
    sql = f"SELECT DISTINCT actor FROM record_actorsighting WHERE account IN ({scopes}) AND actor IN ({{}})"  # noqa: S608
    return _uris({row[0] for row in rows_in(sql, theirs)})


def _chunks(viewer: User, account: int, sql: str) -> Iterator[list[int]]:
    """Ids from a statement on (account, last), in order; nothing of an account that the viewer may not read."""
    if account not in scopes_readable(viewer):
        return
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} ORDER BY 1 LIMIT {CHUNK}", [account, last])
            ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return
        last = ids[-1]
        yield ids


def _uris(actors: set[int]) -> dict[int, str]:
    return dict(sorted(rows_in("SELECT id, uri FROM record_actor WHERE id IN ({})", actors)))


def _facts(viewer: User, account: int, ids: list[int]) -> dict[int, tuple[PropertyValue, ...]]:
    """Facts from an account; in public those that are no secret and whose account the viewer may not read."""
    readable = ",".join(map(str, accounts_readable(viewer))) or "0"
    whose = f"account = {int(account)}" if account else f"NOT private AND account NOT IN ({readable})"
    sql = f"SELECT actor, name, value, private FROM record_fact WHERE {whose} AND actor IN ({{}}) ORDER BY id"  # noqa: S608
    found: dict[int, tuple[PropertyValue, ...]] = defaultdict(tuple)
    for actor, name, value, private in rows_in(sql, ids):
        found[actor] += (PropertyValue(name, value, bool(private)),)
    return found


def _same(account: int, ids: list[int]) -> dict[int, tuple[str, ...]]:
    """The further identifiers that an account knows of these actors."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for side in ("a", "b") if account else ():
        sql = f"SELECT {side}, value FROM record_same WHERE account = {int(account)} AND {side} IN ({{}}) ORDER BY value"  # noqa: S608, E501
        for actor, value in rows_in(sql, ids):
            found[actor] += (value,)
    return found


def _moment(ms: int | None) -> Time:
    return Time(ms, "ms") if ms is not None else Time(None, "unknown")


def _time(at: int | None, grain: int, zone: int | None) -> Time:
    return Time(None, "unknown") if at is None else Time(at, GRAINS[grain], zone)


class _Posts:
    """Some posts as an account (0: everybody) may know them."""

    def __init__(self, ids: list[int], account: int) -> None:
        self._ids, self._account = ids, account

    def told(self) -> Iterator[Told]:
        rows = sorted(rows_in(_POSTS.format("{}"), self._ids))
        spoken = self._others(rows)
        words, reached = self._words(), self._reached()
        actors = {one for some in reached.values() for one in some for one in one[:2]}
        actors |= {row[2] for row in rows} | {author for _, author in spoken.values()}
        uris = _uris({one for one in actors if one is not None})
        chats = dict(rows_in("SELECT key, uri FROM record_chat WHERE key IN ({})", _known(rows, 12)))
        for row in rows:
            # Of what was deleted before anything was known of it there is nothing to create.
            if row[7] != State.TOMBSTONE or row[2] is not None or row[3] is not None:
                yield self._one(row, spoken, words, reached[row[0]], uris, chats)
            if row[7] == State.TOMBSTONE:
                yield Told(Activity(id=f"{row[1]}#delete", type="Delete", object=row[1]))

    def _one(
        self, row: tuple[Any, ...], spoken: dict[int, tuple[str, int | None]], words: dict[int, tuple[Any, ...]],
        rows: list[tuple[Any, ...]], uris: dict[int, str], chats: dict[int, str],
    ) -> Told:  # fmt: skip
        (number, uri, author, at, grain, zone, audience, _, medium, edited, reply, quote, context) = row
        name, summary, content, url, language, links, mine = words.get(number, ("", "", "", "", "", "", None))
        tags = [Link(href, kind, name) for kind, href, name in json.loads(links)] if links else []
        by, (parent, parent_author) = uris.get(author, ""), spoken.get(reply, ("", None))
        place = (
            chats.get(context, f"urn:mutuals:thread:{context & (1 << 64) - 1:016x}")
            if context is not None
            else ""
        )
        told = headers(
            medium=Medium(medium), audience=Audience(audience), author=by, context=place,
            parent=uris.get(parent_author, "") if parent_author else "",
            online=any(one.type == ONLINE for one in tags),
            reached=[Reached(uris[a], uris[b], *rest) for a, b, *rest in rows if a in uris and b in uris],
        )  # fmt: skip
        edited = edited if mine is None else mine
        thing = Object(
            id=uri, type=told.type, attributed_to=by, content=content, name=name, summary=summary, url=url,
            language=language, in_reply_to=parent, quote_url=spoken.get(quote, ("", None))[0], context=place,
            to=told.to, cc=told.cc, audience=told.audience, tag=tuple(one for one in tags if one.type in IN_TEXT),
            attachment=tuple(one for one in tags if one.type not in IN_TEXT), published=_time(at, grain, zone),
            updated=_moment(edited or None), duration=told.duration,
        )  # fmt: skip
        made = Activity(id=f"{uri}#create", actor=by, object=thing, published=thing.published)
        return Told(made, medium == Medium.LIST_MAIL)

    def _others(self, rows: list[tuple[Any, ...]]) -> dict[int, tuple[str, int | None]]:
        """The posts that these answer and quote, by id: URI and author."""
        about = _known(rows, 10) | _known(rows, 11)
        return {
            row[0]: (row[1], row[2])
            for row in rows_in("SELECT id, uri, author FROM record_post WHERE id IN ({})", about)
        }

    def _words(self) -> dict[int, tuple[Any, ...]]:
        """Name, summary, content, URL, language, links; and the time of the account's own version, where it has one."""
        columns = "name, summary, content, url, language, links"
        sql = f"SELECT post, {columns} FROM record_posttext WHERE post IN ({{}})"  # noqa: S608  our own names
        texts = {row[0]: (*row[1:], None) for row in rows_in(sql, self._ids)}
        if not self._account:
            return texts
        mine = f"account = {int(self._account)} AND post IN ({{}})"
        sql = f"SELECT post, {columns} FROM record_postcopy WHERE {mine}"  # noqa: S608  our own names and integers
        copies = {row[0]: row[1:] for row in rows_in(sql, self._ids)}
        sql = (
            "SELECT s.post, s.edited_at, s.edited_at = COALESCE(p.edited_at, 0) AND s.version = p.version "  # noqa: S608
            f"FROM record_sighting s JOIN record_post p ON p.id = s.post WHERE s.{mine.replace('post', 's.post')}"
        )
        found = {}
        for post, edited, kept in rows_in(sql, self._ids):
            words = texts.get(post) if kept else None
            if post in copies:
                words = (*copies[post], None)
            found[post] = (*(words or ("",) * 7)[:6], edited)
        return found

    def _reached(self) -> dict[int, list[tuple[Any, ...]]]:
        sql = (
            "SELECT post, a, b, kind, share, seconds, basis FROM record_interaction "  # noqa: S608
            f"WHERE scope = {int(self._account)} AND post IN ({{}}) ORDER BY id"
        )
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for post, *rest in rows_in(sql, self._ids):
            found[post].append(tuple(rest))
        return found


_POSTS = (
    "SELECT id, uri, author, at, grain, zone, audience, state, medium, edited_at, reply_to, quote, context "
    "FROM record_post WHERE id IN ({})"
)


def _known(rows: list[tuple[Any, ...]], place: int) -> set[int]:
    return {row[place] for row in rows if row[place] is not None}


def _activities(ids: list[int], account: int) -> Iterator[Told]:
    sql = (
        "SELECT t.id, t.uri, t.type, t.actor, t.target, t.at, t.grain, t.zone, t.state, p.uri, p.state, p.author, "
        "p.at, "
        "p.grain, p.zone, p.audience, w.name, w.content, w.url FROM record_activity t "
        "LEFT JOIN record_post p ON p.id = t.post LEFT JOIN record_posttext w ON w.post = p.id WHERE t.id IN ({})"
    )
    rows = sorted(rows_in(sql, ids), key=lambda row: row[0])
    uris = _uris({one for row in rows for one in (row[3], row[4], row[11]) if one is not None})
    for row in rows:
        yield from _activity(row, uris, account)


def _activity(row: tuple[Any, ...], uris: dict[int, str], account: int) -> Iterator[Told]:
    _, uri, kind, actor, target, at, grain, zone, state, post, *spoken = row
    by = uris.get(actor, "")
    about: Object | str = uris.get(target, "")
    if post:
        about = _spoken_of(post, spoken, uris) if spoken[0] == State.STUB else post
    if kind and about and by:
        to: tuple[str, ...] = ()
        if not account and kind == "Like":
            to = (PUBLIC,)
        elif account and kind != "Like":
            to = (by,)
        yield Told(
            Activity(id=uri, type=kind, actor=by, object=about, published=_time(at, grain, zone), to=to)
        )
    if state == State.TOMBSTONE:
        yield Told(Activity(id=f"{uri}#undo", type="Undo", actor=by, object=uri))


def _spoken_of(uri: str, row: list[Any], uris: dict[int, str]) -> Object | str:
    """A post that is known only by what others did with it: all that they told of it."""
    _, author, at, grain, zone, audience, name, content, url = row
    if author is None and not (name or content):
        return uri
    to = (PUBLIC,) if audience in (Audience.PUBLIC, Audience.UNLISTED) else ()
    return Object(
        id=uri, attributed_to=uris.get(author, ""), name=name or "", content=content or "", url=url or "", to=to,
        published=_time(at, grain, zone),
    )  # fmt: skip
