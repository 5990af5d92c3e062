"""Writes the posts of a batch: stubs for what is only spoken of, whole ones, newer versions, words, search, sightings.

The law that makes the order of arrival free: a tombstone stays; a whole post replaces a stub; a newer version replaces
an older one; what only speaks of a post fills the gaps of its stub.
"""

import json
from dataclasses import dataclass, field

from mutuals.as2 import Object
from mutuals.record.keys import key64
from mutuals.record.kinds import Audience, Medium, State
from mutuals.record.models import Post, PostText, Sighting
from mutuals.record.services.batch import GRAINS, Batch, Sent, parents
from mutuals.record.services.bulk import ids_take, rows_add, rows_execute, rows_in, rows_insert
from mutuals.record.services.search import search_write
from mutuals.text.tokens import clean

PRIVATE = (Audience.FOLLOWERS, Audience.DIRECT)


class KeyClash(Exception):
    """Two URIs have one 64-bit key: report this with both URIs; nothing was written."""


@dataclass(slots=True)
class Held:
    """What the record holds of a post that a batch names."""

    id: int
    state: int
    author: int | None
    edited_at: int
    audience: int
    medium: int


@dataclass(slots=True)
class Written:
    """What became of a batch's posts: `fresh` are newly whole, `edited` have a newer version, `again` are whole posts
    that the record had and this account had not seen."""

    held: dict[int, Held] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    fresh: list[Sent] = field(default_factory=list)
    edited: list[Sent] = field(default_factory=list)
    again: list[Sent] = field(default_factory=list)


def posts_write(batch: Batch) -> Written:
    """Writes all posts of a batch and says what happened to each."""
    out = Written()
    spoken = {key64(uri): uri for uri in parents(batch)}
    uris = spoken | {sent.key: sent.post.id for sent in batch.posts.values()}
    uris |= dict(batch.deleted)
    out.held = _held(uris)
    out.known = {key for key, held in out.held.items() if held.state == State.PRESENT}
    new = [key for key in uris if key not in out.held]
    ids = dict(zip(new, ids_take(Post, len(new)), strict=True)) if new else {}
    _sort(batch, out, ids)
    _insert(batch, uris, ids, out)
    _overwrite(batch, [sent for sent in (*out.fresh, *out.edited) if sent.key not in ids], out)
    _fill(batch, [one for one in batch.posts.values() if not one.whole and one.key not in ids], out)
    _sight(batch, out)
    return out


def _held(uris: dict[int, str]) -> dict[int, Held]:
    sql = "SELECT key, uri, id, state, author, edited_at, audience, medium FROM record_post WHERE key IN ({})"
    found = {}
    for key, uri, *rest in rows_in(sql, uris):
        if uri != uris[key]:
            raise KeyClash(f"{uri} and {uris[key]} have the same key {key}.")
        found[key] = Held(rest[0], rest[1], rest[2], rest[3] or 0, rest[4], rest[5])
    return found


def _sort(batch: Batch, out: Written, ids: dict[int, int]) -> None:
    for sent in batch.posts.values():
        held = out.held.get(sent.key)
        if not sent.whole:
            continue
        if held is None or held.state == State.STUB:
            out.fresh.append(sent)
        elif held.state == State.PRESENT and (sent.post.updated.ms or 0) > held.edited_at:
            out.edited.append(sent)
        elif held.state == State.PRESENT:
            out.again.append(sent)


def _insert(batch: Batch, uris: dict[int, str], ids: dict[int, int], out: Written) -> None:
    columns = ["id", "key", "uri", "author", "state", "at", "grain", "zone", "audience", "medium", "reply_to",
               "context", "edited_at"]  # fmt: skip
    rows, texts = [], []
    for key, post_id in ids.items():
        sent = batch.posts.get(key)
        if sent is None:
            rows.append((post_id, key, uris[key], None, 1, None, 5, None, 1, 1, None, None, None))
            out.held[key] = Held(post_id, State.STUB, None, 0, Audience.PUBLIC, Medium.NOTE)
            continue
        state = State.PRESENT if sent.whole else State.STUB
        author = batch.ids.get(sent.post.attributed_to)
        held = Held(post_id, state, author, sent.post.updated.ms or 0, sent.audience, sent.medium)
        out.held[key] = held
        texts.append((post_id, sent))
        rows.append((post_id, key, sent.post.id, author, int(state), *_row(sent, out, ids)))
    rows_insert(Post, columns, rows)
    _texts(texts, replace=False)


def _row(sent: Sent, out: Written, ids: dict[int, int]) -> tuple[int | None, ...]:
    post = sent.post
    parent = key64(post.in_reply_to) if post.in_reply_to else None
    reply_to = None
    if parent is not None:
        reply_to = ids.get(parent) or out.held[parent].id
    context = key64(post.context) if post.context else None
    at = post.published
    grain, audience, medium = int(GRAINS[at.grain]), int(sent.audience), int(sent.medium)
    return (at.ms, grain, at.zone, audience, medium, reply_to, context, post.updated.ms)


def _overwrite(batch: Batch, sents: list[Sent], out: Written) -> None:
    rows, texts = [], []
    for sent in sents:
        held = out.held[sent.key]
        author = batch.ids.get(sent.post.attributed_to)
        rows.append((author, *_row(sent, out, {}), held.id))
        texts.append((held.id, sent))
        held.state, held.author, held.audience, held.medium = State.PRESENT, author, sent.audience, sent.medium
    rows_execute(
        "UPDATE record_post SET author = %s, at = %s, grain = %s, zone = %s, audience = %s, medium = %s, "
        "reply_to = %s, context = %s, edited_at = %s, state = 2 WHERE id = %s",
        rows,
    )
    _texts(texts, replace=True)


def _fill(batch: Batch, sents: list[Sent], out: Written) -> None:
    """Fills the gaps of stubs that were there already with what a like or a share says of the post."""
    stubs = [sent for sent in sents if out.held[sent.key].state == State.STUB]
    rows, texts = [], []
    for sent in stubs:
        held = out.held[sent.key]
        held.author = held.author or batch.ids.get(sent.post.attributed_to)
        at = sent.post.published
        rows.append((held.author, at.ms, int(GRAINS[at.grain]), at.ms, held.id))
        if sent.post.content:
            texts.append((held.id, sent))
    rows_execute(
        "UPDATE record_post SET author = COALESCE(author, %s), grain = CASE WHEN at IS NULL AND %s IS NOT NULL "
        "THEN %s ELSE grain END, at = COALESCE(at, %s) WHERE id = %s",
        rows,
    )
    have = {row[0] for row in rows_in("SELECT post FROM record_posttext WHERE post IN ({})", [one for one, _ in texts])}
    _texts([one for one in texts if one[0] not in have], replace=False)


def _texts(texts: list[tuple[int, Sent]], *, replace: bool) -> None:
    if replace and texts:
        rows_execute("DELETE FROM record_posttext WHERE post = %s", [(post,) for post, _ in texts])
    rows, words = [], []
    for post_id, sent in texts:
        post = sent.post
        content = clean(post.content)
        if not (content or post.name or post.summary or post.attachment):
            continue
        name, summary = clean(post.name), clean(post.summary)
        rows.append((post_id, name, summary, content, post.url, post.language[:16], _links(post)))
        alt = " ".join(link.name for link in post.attachment if link.name)
        words.append((post_id, "\n".join(filter(None, (name, summary, content, clean(alt))))))
    rows_insert(PostText, ["post", "name", "summary", "content", "url", "language", "links"], rows)
    search_write(words, replace=replace)


def _links(post: Object) -> str:
    if not (post.tag or post.attachment):
        return ""
    return json.dumps([[one.type, one.href, clean(one.name)] for one in (*post.tag, *post.attachment)], ensure_ascii=False)


def _sight(batch: Batch, out: Written) -> None:
    """Notes that this account saw the whole posts; `again` keeps those it had not seen and that are private."""
    whole = [out.held[sent.key].id for sent in batch.posts.values() if sent.whole]
    again = [out.held[sent.key].id for sent in out.again]
    sql = f"SELECT post FROM record_sighting WHERE account = {int(batch.account)} AND post IN ({{}})"  # noqa: S608
    had = {row[0] for row in rows_in(sql, again)} if again else set()
    out.again = [
        sent for sent in out.again if out.held[sent.key].id not in had and out.held[sent.key].audience in PRIVATE
    ]
    rows_add(Sighting, ["post", "account", "at"], [(post, batch.account, batch.now_ms) for post in whole])
