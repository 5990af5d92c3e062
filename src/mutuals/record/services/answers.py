"""Reads chat rooms for who answers whom, in the background, since that costs more than to take the messages in.

Ingest notes every stretch that changed (`chats`), and addresses its messages to the previous other speaker until it was
read here. What is found depends on FAR_REACH messages before and on the members' names, so as many after a change are
read again: whatever the order in which exports came, the record ends the same.
Short steps: messages are read and weighed outside of a transaction; what was found is written unless the room changed.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import transaction

from mutuals.record.addressing import PAUSE_MS, ROOM_SIZE, Spoken
from mutuals.record.answering import answers
from mutuals.record.kinds import Basis, Kind, Medium
from mutuals.record.models import Chat, ChatSpan
from mutuals.record.services.batch import Batch, row_of
from mutuals.record.services.bulk import rows_execute, rows_in
from mutuals.record.services.interactions import interactions_drop, interactions_write
from mutuals.record.services.turns import Turns
from mutuals.text.html import plain
from mutuals.text.threads import FAR_REACH

STEP = 1_500
SAID, ROOM, MESSAGE = int(Basis.SAID), int(Medium.ROOM), int(Kind.MESSAGE)
EVER = 1 << 62
SEEN = (
    "FROM record_post p JOIN record_sighting s ON s.post = p.id AND s.account = {account} "
    f"WHERE p.context = {{chat}} AND p.medium = {ROOM} AND p.state = 2 AND p.author IS NOT NULL"
)
WORDS = (
    "SELECT p.id, COALESCE(c.content, t.content) FROM record_post p LEFT JOIN record_posttext t ON t.post = p.id "
    "LEFT JOIN record_postcopy c ON c.post = p.id AND c.account = {account} WHERE p.id IN ({{}})"
)


class _Step(NamedTuple):
    """Some messages of a room as an account saw it: `rows` (id, author, at, grain, reply_to), the first that is not
    only read for what follows, the last moment, whether that ends the stretch; the spans and names it rests on."""

    chat: int
    account: int
    rows: list[tuple[Any, ...]]
    first: int
    high: int
    over: bool
    spans: set[int]
    names: dict[int, str]


def answers_due() -> bool:
    """Whether any stretch of a chat is to be read."""
    return ChatSpan.objects.exists()


def answers_find(*, now_ms: int, turns: Turns | None = None, enough: Callable[[], bool] = bool) -> bool:
    """Reads what is to be read, step by step, until `enough` says so; whether anything is left. Each step is written in
    its turn, where there are others who write in bulk."""
    while (span := ChatSpan.objects.order_by("chat", "account", "low", "id").first()) is not None:
        if enough():
            return True
        if span.account == 0 or _is_large(span.chat):
            _spread(span, turns)
        else:
            _read(span, now_ms, turns)
    return False


@contextmanager
def _turn(turns: Turns | None) -> Iterator[None]:
    """One write in its turn, in a transaction."""
    if turns:
        turns.rest()
        turns.take()
    before = time.monotonic()
    try:
        with transaction.atomic():
            yield
    finally:
        if turns:
            turns.took(time.monotonic() - before)
            turns.end()


def _is_large(chat: int) -> bool:
    return not Chat.objects.filter(key=chat, members__lte=ROOM_SIZE).exists()


def _spread(span: ChatSpan, turns: Turns | None) -> None:
    """Makes of a span for all accounts one for each that saw the room; of a room with too many members nothing."""
    sql = (
        "SELECT DISTINCT s.account FROM record_post p JOIN record_sighting s ON s.post = p.id "  # noqa: S608
        f"WHERE p.context IN ({{}}) AND p.medium = {ROOM}"
    )
    with _turn(turns):
        if _locked(span.chat):
            accounts = sorted(row[0] for row in rows_in(sql, [span.chat]))
            ChatSpan.objects.bulk_create(
                [ChatSpan(chat=span.chat, account=one, low=span.low, high=span.high) for one in accounts]
            )
        span.delete()


def _locked(chat: int) -> bool:
    """Holds a room against ingest until the transaction ends; False where it has too many members."""
    sql = "UPDATE record_chat SET members = members WHERE key = %s AND members <= %s"
    rows_execute(sql, [(chat, ROOM_SIZE)])
    return not _is_large(chat)


def _read(span: ChatSpan, now_ms: int, turns: Turns | None) -> None:
    """One step through a stretch; of a room that changed meanwhile nothing is written, the step comes again."""
    step = _step(span)
    wanted = _wanted(step)
    with _turn(turns):
        if not _locked(step.chat) or _spans(step) != step.spans or _names(step.chat) != step.names:
            return
        _write(step, span.low, wanted, now_ms)
        _settle(span, step)


def _step(span: ChatSpan) -> _Step:
    chat, account = span.chat, span.account
    spans, names = _spans(span), _names(chat)
    seen = SEEN.format(chat=int(chat), account=int(account))
    columns = "p.id, p.author, p.at, p.grain, p.reply_to"
    by = "ORDER BY p.at, p.key"
    late = rows_in(
        f"SELECT p.at {seen} AND p.at > {{}} ORDER BY p.at LIMIT 1 OFFSET {FAR_REACH - 1}",
        [span.high],
    )
    end = max(late[0][0], span.high + PAUSE_MS) if late else EVER
    rows = rows_in(
        f"SELECT {columns} {seen} AND p.at BETWEEN {int(span.low)} AND {{}} {by} LIMIT {STEP}", [end]
    )
    over = len(rows) < STEP
    if not over:
        # The whole of the last moment.
        high = rows[-1][2]
        rows = [row for row in rows if row[2] < high]
        rows += rows_in(f"SELECT {columns} {seen} AND p.at = {{}} {by}", [high])
    before = rows_in(
        f"SELECT {columns} {seen} AND p.at < {{}} ORDER BY p.at DESC, p.key DESC LIMIT {FAR_REACH}",
        [span.low],
    )
    high = end if over else rows[-1][2]
    return _Step(chat, account, [*before[::-1], *rows], len(before), high, over, spans, names)


def _spans(one: ChatSpan | _Step) -> set[int]:
    """The stretches that are to be read of a room for an account, or for all."""
    spans = ChatSpan.objects.filter(chat=one.chat, account__in=(0, one.account))
    return set(spans.values_list("id", flat=True))


def _names(chat: int) -> dict[int, str]:
    """By what the members of a room are called."""
    sql = (
        "SELECT m.actor, a.name FROM record_chatmember m JOIN record_actor a ON a.id = m.actor "
        "WHERE m.chat IN ({})"
    )
    return dict(rows_in(sql, [chat]))


def _wanted(step: _Step) -> dict[tuple[int, int], int]:
    """Whom each message addresses, and why: (post, addressee) and the basis."""
    words = dict(rows_in(WORDS.format(account=int(step.account)), [row[0] for row in step.rows]))
    messages = [Spoken(row[0], row[1], row[2], plain(words.get(row[0]) or "")) for row in step.rows]
    open_ = {row[0] for row in step.rows if row[4] is None}
    found = answers(messages, step.names, first=step.first)
    return {(post, other): int(basis) for post, other, basis in found if post in open_}


def _write(step: _Step, low: int, wanted: dict[tuple[int, int], int], now_ms: int) -> None:
    """Makes what is found the record's, in place of what was derived before."""
    said, have = _stored(step, low)
    wanted = {pair: basis for pair, basis in wanted.items() if pair[0] not in said}
    batch = Batch(account=step.account, now_ms=now_ms)
    stale = [number for number, pair, basis in have if wanted.get(pair) != basis]
    kept = {pair for _, pair, basis in have if wanted.get(pair) == basis}
    interactions_drop(batch, "id", stale)
    rows = {row[0]: row for row in step.rows}
    for (post, other), basis in sorted(wanted.items()):
        if (post, other) not in kept:
            _, author, at, grain, _ = rows[post]
            row = row_of(author, other, MESSAGE, (at, grain), basis=basis, post=post, scope=step.account)
            batch.rows.append(row)
    interactions_write(batch)


def _stored(step: _Step, low: int) -> tuple[set[int], list[tuple[int, tuple[int, int], int]]]:
    """Posts whose source says whom they address, and what was derived before: (row, (post, addressee), basis); also of
    messages that are gone."""
    sql = (
        "SELECT i.id, i.post, i.b, i.basis FROM record_post p JOIN record_interaction i ON i.post = p.id "  # noqa: S608
        f"WHERE p.context IN ({{}}) AND p.medium = {ROOM} AND i.scope = {int(step.account)} "
        f"AND p.at BETWEEN {int(low)} AND {int(step.high)}"
    )
    found = rows_in(sql, [step.chat])
    said = {post for _, post, _, basis in found if basis == SAID}
    return said, [(number, (post, other), basis) for number, post, other, basis in found if basis != SAID]


def _settle(span: ChatSpan, step: _Step) -> None:
    """Takes what was read off what is to be read, and notes by which names it was read."""
    sql = "UPDATE record_chatmember SET called = %s WHERE chat = %s AND actor = %s"
    rows_execute(sql, [(name, step.chat, actor) for actor, name in sorted(step.names.items())])
    if step.over:
        span.delete()
    else:
        ChatSpan.objects.filter(id=span.id).update(low=step.high + 1)
