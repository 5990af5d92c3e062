"""Takes a stream of ActivityStreams items into the record: idempotent, free of order, resumable, in short transactions.

`Ingest.write` takes one batch; `ingest` walks a stream. Whoever runs a source commits its cursor in the same
transaction through `commit`, so that a crash loses and doubles nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction

from mutuals.as2 import Checkpoint, Item
from mutuals.record.keys import key64
from mutuals.record.models import Account
from mutuals.record.seen import SeenKeys
from mutuals.record.services.activities import (
    activities_of_posts,
    activities_write,
    collections_write,
    deletions_write,
)
from mutuals.record.services.actors import actors_describe, actors_resolve
from mutuals.record.services.batch import CACHE, Batch, Counts, actor_uris, sort
from mutuals.record.services.chats import chats_address
from mutuals.record.services.interactions import (
    interactions_count,
    interactions_drop,
    interactions_of_answers,
    interactions_of_posts,
    interactions_write,
)
from mutuals.record.services.posts import Written, posts_write

BATCH = 2_000


class Ingest:
    """One run of taking items in for one account; keeps the counts of what was brought."""

    def __init__(self, *, account: Account, now_ms: int, seen: SeenKeys | None = None) -> None:
        self.account = account
        self.now_ms = now_ms
        self.counts = Counts()
        self._cache: dict[str, int] = {}
        self._seen = seen if seen is not None else SeenKeys()

    def write(self, items: Sequence[Item], *, commit: Callable[[], None] | None = None) -> Counts:
        """Writes one batch in one transaction, ending with `commit`; gives the counts of this batch."""
        batch = sort(items, account=self.account.pk, now_ms=self.now_ms)
        if len(self._cache) > CACHE:
            self._cache.clear()
        try:
            with transaction.atomic():
                self._write(batch)
                if commit:
                    commit()
        except BaseException:
            # Ids of rows that were rolled back must not be remembered.
            self._cache.clear()
            raise
        self.counts.add(batch.counts)
        return batch.counts

    def recall(self, items: Iterable[Item]) -> None:
        """Remembers items that an earlier, interrupted run wrote, so that they are not counted again."""
        batch = sort(items, account=self.account.pk, now_ms=self.now_ms)
        self._first(batch)

    def _write(self, batch: Batch) -> None:
        fresh = actors_resolve(batch, self._cache)
        actors_describe(batch)
        out = posts_write(batch)
        if out.edited:
            interactions_drop("post", [out.held[sent.key].id for sent in out.edited])
        interactions_of_posts(batch, out)
        known = activities_write(batch, out)
        activities_of_posts(batch, out)
        interactions_of_answers(batch, out)
        collections_write(batch)
        chats_address(batch, out)
        deletions_write(batch, out)
        self._count(batch, out, fresh, known)
        interactions_write(batch)

    def _first(self, batch: Batch) -> tuple[set[int], set[int], set[int]]:
        """The keys of actors, posts and activities that this run meets for the first time."""
        actors = [key64(uri) for uri in dict.fromkeys(actor_uris(batch)) if uri]
        posts = [sent.key for sent in batch.posts.values() if _told(sent.post)]
        acts = [key64(act.id) for act in batch.acts]
        first = set(self._seen.add([*actors, *posts, *acts]))
        return first.intersection(actors), first.intersection(posts), first.intersection(acts)

    def _count(self, batch: Batch, out: Written, fresh: set[str], known: set[int]) -> None:
        actors, posts, acts = self._first(batch)
        new_actors = actors.intersection(key64(uri) for uri in fresh)
        counts = batch.counts
        counts.actors, counts.posts = len(actors), len(posts)
        counts.activities = len(acts) + sum(1 for key in posts if batch.posts[key].whole)
        had = len(actors - new_actors) + len(posts & out.known) + len(acts & known)
        counts.known = had
        counts.new = len(actors) + len(posts) + len(acts) - had
        counts.interactions += len(batch.rows) + interactions_count(
            posts=[out.held[key].id for key in posts & out.known], activities=acts & known, scope=batch.account
        )


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
        run.write(batch, commit=(lambda mark=mark: commit(mark)) if commit else None)  # type: ignore[misc]
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
            if len(batch) >= 4 * size:
                yield batch, None
                batch = []
    if batch:
        yield batch, None


def _told(post: object) -> bool:
    """Whether a post is known by more than its id."""
    return any(getattr(post, field) for field in ("content", "name", "summary", "attachment"))
