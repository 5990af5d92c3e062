"""Writes the posts of a batch: stubs for what is only spoken of, whole ones, better versions, words, sightings.

The law that makes the order of arrival free: a tombstone stays; of two versions the better stays (`batch.rank`); the
narrower audience of whole versions stays. What a deleted post leaves is who wrote it, when, and in answer to what.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mutuals.as2 import Object
from mutuals.record.addressing import NOTE, ROOM
from mutuals.record.keys import key64
from mutuals.record.kinds import Audience, Medium, State
from mutuals.record.models import Post, Sighting
from mutuals.record.services.batch import EVERYBODY, GRAINS, PRIVATE, Batch, Sent, is_told, posts_named, rank
from mutuals.record.services.bulk import (
    ids_take,
    rows_by_key,
    rows_execute,
    rows_in,
    rows_insert,
    rows_merge,
)
from mutuals.record.services.words import (
    copies_drop,
    copies_keep,
    copies_leave,
    words_drop,
    words_purge,
    words_write,
)

AUDIENCE = {int(one): one for one in Audience}
MEDIUM = {int(one): one for one in Medium}
STUB, PRESENT, TOMBSTONE = int(State.STUB), int(State.PRESENT), int(State.TOMBSTONE)
COLUMNS = [
    "id", "key", "uri", "author", "at", "grain", "zone", "audience", "state", "medium", "reply_to", "quote",
    "context", "edited_at", "version",
]  # fmt: skip
PLAIN = ["id", "key", "uri", "author", "at", "reply_to", "context", "version"]
ALIKE = ["grain", "zone", "audience", "state", "medium"]
STORED = (
    "had.key, had.uri, had.audience, had.medium, had.id, had.state, had.author, COALESCE(had.edited_at, 0), "
    "had.version, had.at, had.context"
)
UPDATE = (
    "UPDATE record_post SET author = %s, at = %s, grain = %s, zone = %s, audience = %s, state = %s, medium = %s, "
    "reply_to = %s, quote = %s, context = %s, edited_at = %s, version = %s WHERE id = %s"
)
CLOSED = "UPDATE record_sighting SET edited_at = %s, version = %s WHERE post = %s AND version = 0"
NO_ID = (None, None, 5, None, 1, STUB, 1, None, None, None, None, 0)
NO_ID_GONE = (None, None, 5, None, 1, TOMBSTONE, 1, None, None, None, None, 0)


class KeyClash(Exception):
    """Two URIs have one 64-bit key: report this with both URIs; nothing was written."""


@dataclass(slots=True)
class Held:
    """What the record holds of a post that a batch names, brought up to date as the batch is written."""

    id: int
    state: int
    author: int | None
    edited_at: int
    audience: Audience
    medium: Medium
    version: int
    at: int | None = None
    context: int | None = None


@dataclass(slots=True)
class Written:
    """What became of a batch's posts.

    `known` were told of before (keys); `made` were not there. Of the others, by id, `renewed` got a better version,
    `news` an author, `hidden` other readers, `narrowed` lost all readers but the accounts that saw them, `gone` were
    deleted (id to key). `derive` says whose interactions are to be found, and whether older ones are to go; `asked` are
    private posts that somebody liked or shared; `spans` are the stretches of chat rooms that changed, `joined` rooms
    whose lists of members came.
    """

    held: dict[int, Held] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    news: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    renewed: set[int] = field(default_factory=set)
    narrowed: set[int] = field(default_factory=set)
    made: list[tuple[Sent, Held]] = field(default_factory=list)
    derive: list[tuple[Sent, Held, bool]] = field(default_factory=list)
    gone: dict[int, int] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    joined: set[int] = field(default_factory=set)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)

    def touch(self, held: Held) -> None:
        """Notes that a chat room changed at the moment of a post."""
        if held.medium is ROOM and held.context is not None and held.at is not None:
            low, high = self.spans.get(held.context, (held.at, held.at))
            self.spans[held.context] = (min(low, held.at), max(high, held.at))


def posts_write(batch: Batch) -> Written:
    """Writes all posts of a batch and says what happened to each."""
    out = Written()
    uris = posts_named(batch)
    # In the order of the index on keys, which then is read and entered at fewer places.
    keys = sorted(uris)
    out.held = _held(keys, uris)
    out.known = {key for key, held in out.held.items() if is_told(held.version)}
    fresh = [key for key in keys if key not in out.held]
    ids = dict(zip(fresh, ids_take(Post, len(fresh)), strict=True)) if fresh else {}
    _insert(batch, uris, ids, out)
    if len(out.made) < len(batch.posts):
        _overwrite(batch, ids, out)
    _delete(batch, ids, out)
    _sight(batch, ids, out)
    return out


def _held(keys: list[int], uris: dict[int, str]) -> dict[int, Held]:
    found = {}
    for key, uri, audience, medium, number, state, author, edited, *rest in rows_by_key(Post, STORED, keys):
        if uri != uris[key]:
            raise KeyClash(f"{uri} and {uris[key]} have the same key {key}.")
        found[key] = Held(number, state, author, edited, AUDIENCE[audience], MEDIUM[medium], *rest)
    return found


def _insert(batch: Batch, uris: dict[int, str], ids: dict[int, int], out: Written) -> None:
    """New rows; those of a plain shape, which most are, are written without the columns that say nothing."""
    rows: list[tuple[object, ...]] = []
    words: list[tuple[int, Object]] = []
    plain: dict[tuple[int | None, ...], list[tuple[object, ...]]] = defaultdict(list)
    posts, held_all, deleted, authors = batch.posts, out.held, batch.deleted, batch.ids
    for key, number in ids.items():
        sent, gone = posts.get(key), key in deleted
        if sent is None:
            rows.append((number, key, uris[key], *(NO_ID_GONE if gone else NO_ID)))
            held_all[key] = Held(number, TOMBSTONE if gone else STUB, None, 0, EVERYBODY, NOTE, 0)
            continue
        _, post, medium, audience, whole, edited_at, version = sent
        state = TOMBSTONE if gone else PRESENT if whole else STUB
        at, grain, zone = post.published
        author = authors.get(post.attributed_to)
        held = held_all[key] = Held(number, state, author, edited_at, audience, medium, version, at)
        out.made.append((sent, held))
        if post.context:
            held.context = key64(post.context)
        if not (post.quote_url or edited_at):
            parent = _number(post.in_reply_to, ids, out) if post.in_reply_to else None
            row = (number, key, post.id, author, at, parent, held.context, version)
            plain[GRAINS[grain], zone, audience, state, medium].append(row)
        else:
            rows.append((number, key, post.id, *_columns(batch, sent, held, ids, out)))
        if not gone:
            words.append((number, post))
    rows_insert(Post, COLUMNS, rows)
    for shape, some in plain.items():
        rows_insert(Post, PLAIN, some, same=dict(zip(ALIKE, shape, strict=True)))
    words_write(batch, words)


def _columns(batch: Batch, sent: Sent, held: Held, ids: dict[int, int], out: Written) -> tuple[object, ...]:
    """The columns of a row behind its URI; `held` learns what they say."""
    post = sent.post
    at, grain, zone = post.published
    held.author = batch.ids.get(post.attributed_to)
    held.at = at
    held.context = key64(post.context) if post.context else None
    parent = _number(post.in_reply_to, ids, out) if post.in_reply_to else None
    quote = _number(post.quote_url, ids, out) if post.quote_url else None
    return (
        held.author, at, GRAINS[grain], zone, int(sent.audience), held.state, int(sent.medium), parent, quote,
        held.context, post.updated.ms, sent.version,
    )  # fmt: skip


def _number(uri: str, ids: dict[int, int], out: Written) -> int:
    key = key64(uri)
    return ids.get(key) or out.held[key].id


def _overwrite(batch: Batch, ids: dict[int, int], out: Written) -> None:
    """Better versions of posts that were there replace them."""
    rows, words, narrowed, left, closed = [], [], [], [], []
    for sent in batch.posts.values():
        held = out.held[sent.key]
        if sent.key in ids:
            continue
        was, open_ = (held.id, held.edited_at, held.version), held.audience not in PRIVATE
        audience = max(held.audience, sent.audience) if sent.whole and held.version >> 62 else sent.audience
        if rank(sent.edited_at, sent.version) > rank(held.edited_at, held.version):
            rows.append(_renew(batch, sent._replace(audience=audience), held, ids, out))
            if held.state != TOMBSTONE:
                words.append((held.id, sent.post))
                left += [was] if held.audience in PRIVATE else []
            closed += [was] if open_ and held.audience in PRIVATE else []
            continue
        if sent.whole and audience > held.audience:
            _narrow(held, audience, out)
            narrowed.append((int(audience), held.id))
            closed += [was] if open_ and held.audience in PRIVATE else []
        _fill(batch, sent, held, out)
    # Whoever saw it while it was public saw the version of that time.
    rows_execute(CLOSED, [(edited_at, version, number) for number, edited_at, version in closed])
    copies_leave(left)
    rows_execute(UPDATE, rows)
    rows_execute("UPDATE record_post SET audience = %s WHERE id = %s", narrowed)
    words_drop([number for number, _ in words])
    words_write(batch, words, fresh=False)


def _renew(batch: Batch, sent: Sent, held: Held, ids: dict[int, int], out: Written) -> tuple[object, ...]:
    author, at, was = held.author, held.at, (held.state, held.audience)
    out.touch(held)
    out.renewed.add(held.id)
    if held.version >> 62:
        _narrow(held, sent.audience, out)
    held.state = held.state if held.state == TOMBSTONE or not sent.whole else PRESENT
    held.edited_at, held.version = sent.edited_at, sent.version
    held.audience, held.medium = sent.audience, sent.medium
    columns = _columns(batch, sent, held, ids, out)
    if held.author is None or held.at is None:
        held.author, held.at = held.author or author, at if held.at is None else held.at
        columns = (held.author, held.at, *columns[2:])
    if held.author is not None and held.author != author:
        out.news[held.id] = held.author
    if (held.state, held.audience) != was and held.audience in PRIVATE:
        out.hidden.add(held.id)
    return (*columns, held.id)


def _fill(batch: Batch, sent: Sent, held: Held, out: Written) -> None:
    """The lesser version may still say who wrote the post, or when, where the better one does not."""
    author = batch.ids.get(sent.post.attributed_to)
    at, grain, _ = sent.post.published
    if held.author is None and author is not None:
        out.news[held.id] = held.author = author
        rows_execute("UPDATE record_post SET author = %s WHERE id = %s", [(author, held.id)])
    if held.at is None and at is not None:
        held.at = at
        rows_execute(
            "UPDATE record_post SET at = %s, grain = %s WHERE id = %s", [(at, GRAINS[grain], held.id)]
        )


def _narrow(held: Held, audience: Audience, out: Written) -> None:
    """What was public by one whole version is private by another: nobody reads it but who saw it."""
    if audience in PRIVATE and held.audience not in PRIVATE:
        out.narrowed.add(held.id)
        out.hidden.add(held.id)
    held.audience = audience


def _delete(batch: Batch, ids: dict[int, int], out: Written) -> None:
    """Honours deletion: words, search row and interactions go, a tombstone stays, whatever comes later."""
    for key in batch.deleted:
        held = out.held[key]
        if key not in ids and held.state != TOMBSTONE:
            held.state = TOMBSTONE
            out.gone[held.id] = key
        out.touch(held)
    rows_execute("UPDATE record_post SET state = 3 WHERE id = %s", [(post,) for post in out.gone])
    words_purge(list(out.gone))


def _sight(batch: Batch, ids: dict[int, int], out: Written) -> None:
    """Notes what this account saw, and finds whose interactions are to be derived for it."""
    rows: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for sent, held in out.made:
        if held.audience in PRIVATE:
            rows[sent.edited_at].append((held.id, sent.version))
        elif sent.whole:
            rows[0].append((held.id, 0))
        else:
            continue
        if sent.whole and held.state == PRESENT:
            out.derive.append((sent, held, False))
        if held.medium is ROOM:
            out.touch(held)
    if len(out.made) < len(batch.posts):
        _sight_old(batch, ids, out, rows)
    alike = {"account": batch.account, "at": batch.now_ms}
    for edited_at, some in rows.items():
        rows_insert(Sighting, ["post", "version"], some, same={**alike, "edited_at": edited_at})


def _sight_old(
    batch: Batch, ids: dict[int, int], out: Written, rows: dict[int, list[tuple[int, int]]]
) -> None:
    """The same of posts that were there; adds to `rows` those that this account had not seen."""
    seen = [
        (sent, out.held[key])
        for key, sent in batch.posts.items()
        if key not in ids and (sent.whole or sent.audience in PRIVATE)
    ]
    had = _sighted(batch, [held.id for _, held in seen])
    better = []
    for sent, held in seen:
        secret = held.audience in PRIVATE
        mine = (sent.edited_at, sent.version) if secret else (0, 0)
        before = had.get(held.id)
        if before is None:
            rows[mine[0]].append((held.id, mine[1]))
        elif rank(*mine) > rank(*before):
            better.append((held.id, batch.account, batch.now_ms, *mine))
        derives = _derives(sent, held, before, out)
        if derives:
            out.derive.append((sent, held, True))
        if derives or before is None or held.id in out.renewed:
            out.touch(held)
        if secret and before is None:
            out.hidden.add(held.id)
    do = "edited_at = new.edited_at, version = new.version"
    rows_merge(Sighting, ["post", "account", "at", "edited_at", "version"], better, on="post, account", do=do)
    _copy(batch, seen, had, out)


def _copy(batch: Batch, seen: list[tuple[Sent, Held]], had: dict[int, tuple[int, int]], out: Written) -> None:
    """Keeps the words of this account's best versions of private posts where the record keeps another's."""
    copies, same = [], []
    for sent, held in seen:
        mine = (sent.edited_at, sent.version)
        if held.audience not in PRIVATE or held.state == TOMBSTONE:
            continue
        if held.id not in had or rank(*mine) > rank(*had[held.id]):
            if mine == (held.edited_at, held.version):
                same.append((held.id, batch.account))
            else:
                copies.append((held.id, batch.account, sent.post))
    copies_keep(copies)
    copies_drop(same)


def _derives(sent: Sent, held: Held, before: tuple[int, int] | None, out: Written) -> bool:
    """Whether a version of a post that was there says whom it addresses: for this account where it is private, else
    for everybody."""
    if not sent.whole or held.state != PRESENT:
        return False
    if held.audience in PRIVATE:
        return before is None or rank(sent.edited_at, sent.version) > rank(*before)
    return held.id in out.renewed


def _sighted(batch: Batch, posts: Iterable[int]) -> dict[int, tuple[int, int]]:
    mine = f"account = {int(batch.account)}"
    sql = f"SELECT post, edited_at, version FROM record_sighting WHERE {mine} AND post IN ({{}})"  # noqa: S608
    return {post: (edited, version) for post, edited, version in rows_in(sql, posts)}
