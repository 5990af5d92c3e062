"""Takes a stream of ActivityStreams items into the record: idempotent, free of order, resumable, in short transactions.

`Ingest.write` takes one batch; `ingest` walks a stream. Whoever runs a source commits its cursor in the same
transaction through `commit`, so that a crash loses and doubles nothing.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from django.db import transaction

from mutuals.as2 import Checkpoint, Item
from mutuals.record.keys import key64
from mutuals.record.models import Account
from mutuals.record.seen import SeenKeys
from mutuals.record.services.activities import activities_held, activities_write
from mutuals.record.services.actors import Known, actors_describe, actors_resolve
from mutuals.record.services.addresses import addresses_find, addresses_late
from mutuals.record.services.batch import CACHE, Batch, Counts, follow_keys, is_told, sort
from mutuals.record.services.chats import chats_address
from mutuals.record.services.collections import collections_write, follows_settle
from mutuals.record.services.erased import Forgotten
from mutuals.record.services.interactions import interactions_count, interactions_write
from mutuals.record.services.posts import posts_write

BATCH = 4_000
# Marks in a run's memory the keys of posts that it met only by what others say of them.
SPOKEN = 0x2AAAAAAAAAAAAAAA


class Ingest:
    """One run of taking items in for one account; keeps the counts of what was brought.

    `index` and `days` leave out the search index and the tie days, to measure what they cost.
    """

    def __init__(
        self,
        *,
        account: Account,
        now_ms: int,
        seen: SeenKeys | None = None,
        index: bool = True,
        days: bool = True,
    ) -> None:
        self.account = account
        self.now_ms = now_ms
        self.counts = Counts()
        self._known = Known()
        self._forgotten = Forgotten()
        self._seen = seen if seen is not None else SeenKeys()
        self._index, self._days = index, days

    def write(self, items: Sequence[Item], *, commit: Callable[[Counts], None] | None = None) -> Counts:
        """Writes one batch in one transaction, ending with `commit`, which gets the counts of the batch; gives them."""
        if len(self._known) > CACHE:
            self._known.clear()
        if self._forgotten.changed():
            self._known.clear()
        with _uncollected():
            batch = self._sorted(self._forgotten.out_of(items, now_ms=self.now_ms))
            try:
                with transaction.atomic():
                    if self._forgotten.changed():
                        # Whoever was erased a moment ago has no row any more.
                        self._known.clear()
                        batch = self._sorted(self._forgotten.out_of(items, now_ms=self.now_ms))
                    news = self._write(batch)
                    if commit:
                        commit(batch.counts)
            except BaseException:
                # Ids of rows that were rolled back must not be remembered.
                self._known.clear()
                raise
        self._seen.keep(news)
        self.counts.add(batch.counts)
        return batch.counts

    def recall(self, items: Iterable[Item]) -> None:
        """Remembers items that an earlier, interrupted run wrote, so that they are not counted again."""
        self._forgotten.changed()
        batch = self._sorted(self._forgotten.out_of(items, now_ms=self.now_ms))
        named = {key64(uri) for uri in (*batch.public, *batch.private)}
        listed = {mark for one in batch.collections for _, mark in follow_keys(one)}
        self._seen.keep(self._seen.news({*named, *listed, *_things(batch)}))

    def _sorted(self, items: Iterable[Item]) -> Batch:
        batch = sort(items, account=self.account.pk, now_ms=self.now_ms)
        batch.index, batch.days = self._index, self._days
        return batch

    def _write(self, batch: Batch) -> set[int]:
        """Writes a batch; gives the keys that this run meets for the first time."""
        named, fresh = actors_resolve(batch, self._known)
        actors_describe(batch)
        out = posts_write(batch)
        acts, actors = activities_held(batch), set(named.values())
        there = {key for key, was in acts.items() if was[5] and key in batch.acts}
        known = _Keys(actors - fresh, out.known, there)
        first = self._first(batch, actors, known)
        batch.mine = _Mine(self._seen, first.all)
        had = interactions_count(
            posts=[out.held[key].id for key in first.whole & known.posts],
            activities=first.acts & known.acts,
            scope=batch.account,
        )
        addresses_find(batch, out)
        addresses_late(batch, out)
        activities_write(batch, out, acts)
        collections_write(batch, out)
        listed = follows_settle(batch, self._seen)
        chats_address(batch, out)
        interactions_write(batch)
        first.tell(batch.counts, known)
        batch.counts.interactions += had + len(batch.rows) - batch.dropped
        return first.all | listed

    def _first(self, batch: Batch, actors: set[int], known: "_Keys") -> "_First":
        """What this run meets for the first time; only what the record had can have been met before."""
        whole, spoken = set(), set()
        for key, sent in batch.posts.items():
            if sent.whole:
                whole.add(key)
            elif is_told(sent.version):
                spoken.add(key)
        again = (whole | spoken) & known.posts
        marks = {~key for key in known.acts}.union(known.actors, again, [key ^ SPOKEN for key in again])
        met = marks - self._seen.news(marks)
        every = actors.union(whole, [key ^ SPOKEN for key in spoken], [~key for key in batch.acts])
        return _First(
            every - met,
            actors - met,
            # A post is met once, whether as itself or by what others say of it.
            (whole | spoken).difference(met, [key ^ SPOKEN for key in met]),
            whole - met,
            batch.acts.keys() - {~key for key in met},
        )


class _Keys(NamedTuple):
    """What of a batch the record had: actors, posts told of, activities (by their keys)."""

    actors: set[int]
    posts: set[int]
    acts: set[int]


class _First(NamedTuple):
    """What a run meets for the first time: all marks; actors; posts told of; whole posts; activities (by keys)."""

    all: set[int]
    actors: set[int]
    posts: set[int]
    whole: set[int]
    acts: set[int]

    def tell(self, counts: Counts, known: _Keys) -> None:
        """Counts what was brought and what of it the record had."""
        counts.actors, counts.posts = len(self.actors), len(self.posts)
        counts.activities = len(self.acts) + len(self.whole)
        pairs = ((self.actors, known.actors), (self.posts, known.posts), (self.acts, known.acts))
        counts.known = sum(len(new & had) for new, had in pairs)
        counts.new = sum(len(new) for new, _ in pairs) - counts.known


class _Mine:
    """The keys that a run brought, in this batch or before."""

    def __init__(self, seen: SeenKeys, now: set[int]) -> None:
        self._seen, self._now = seen, now

    def __contains__(self, key: object) -> bool:
        return key in self._now or key in self._seen


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circles of garbage: a batch makes tens of thousands of objects, none of them in circles, and to
    look at them over and over costs a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _things(batch: Batch) -> set[int]:
    """The keys of posts that are told of, whole or by others, and of activities (a share may have the id of a post)."""
    posts = (
        key if sent.whole else key ^ SPOKEN for key, sent in batch.posts.items() if is_told(sent.version)
    )
    return {*posts, *(~key for key in batch.acts)}


def ingest(
    items: Iterable[Item],
    *,
    account: Account,
    now_ms: int,
    commit: Callable[[Checkpoint | None], None] | None = None,
) -> Counts:
    """Takes a whole stream in, batch by batch; `commit` is called in each transaction with its last checkpoint."""
    run = Ingest(account=account, now_ms=now_ms)
    for batch, mark in batches(items):
        run.write(batch, commit=(lambda _, mark=mark: commit(mark)) if commit else None)  # type: ignore[misc]
    return run.counts


def batches(items: Iterable[Item], *, size: int = BATCH) -> Iterator[tuple[list[Item], Checkpoint | None]]:
    """Cuts a stream into batches that end at a checkpoint where there is one in reach, each of about `size` items."""
    batch: list[Item] = []
    for item in items:
        if isinstance(item, Checkpoint):
            if len(batch) >= size:
                yield batch, item
                batch = []
        else:
            batch.append(item)
            if len(batch) >= 2 * size:
                yield batch, None
                batch = []
    if batch:
        yield batch, None
