"""Has the words of posts read and keeps what is understood: the newest first, in short transactions, resumable.

What waits stands in Unread. A kill loses at most what was read and not yet written; nothing is written of words that
changed or went meanwhile. A reader that a model made anew has all older readings put back on the list.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from mutuals.record.models import Reading, ReadingCopy, ReadingModel, ReadingRun, Unread
from mutuals.record.packed import pack, words_of
from mutuals.record.services.acts import acts_plan, acts_write
from mutuals.record.services.bulk import rows_in, rows_merge
from mutuals.record.services.reader import reader_wanted
from mutuals.record.services.turns import Turns
from mutuals.record.services.unread import unread_again, unread_done, unread_hold
from mutuals.team.services.jobs import job_add
from mutuals.text.readings import Reading as Understood
from mutuals.text.readings import Reads

JOB = "record.readings"
# So many of the newest are looked up at once, and so many of the older readings put back.
AHEAD, BACK = 20_000, 5_000
# Of longer words the beginning is read: no post is that long, only a file that somebody mailed.
LONGEST = 50_000
COLUMNS = ["model", "lang", "tone", "tone_score", "sure", "personal", "near", "about", "vector"]
_SET = ", ".join(f"{one} = new.{one}" for one in COLUMNS)
_NEWEST = (
    "SELECT u.post, u.stamp FROM record_unread u LEFT JOIN record_post p ON p.id = u.post "  # noqa: S608
    f"ORDER BY COALESCE(p.at, 0) DESC, u.post DESC LIMIT {AHEAD}"
)
_WORDS = "SELECT post, name, summary, content FROM record_posttext WHERE post IN ({})"
_COPIES = "SELECT post, account, name, summary, content FROM record_postcopy WHERE post IN ({})"
Stop = Callable[[], bool]
# Rows of the two tables: of a post, and of an account's copy of one.
Row = tuple[object, ...]


def readings_wait() -> bool:
    """Whether anything waits to be read."""
    return Unread.objects.exists()


def readings_soon(*, now_ms: int) -> None:
    """Leaves it to the worker to read what waits, where anything does."""
    if reader_wanted() and readings_wait():
        job_add(name=JOB, payload={}, due_ms=now_ms, key=JOB)


def reading_model(name: str) -> int:
    """The number that readings by this model bear."""
    return ReadingModel.objects.get_or_create(name=name)[0].pk


def readings_make(reader: Reads, *, turns: Turns, clock: Callable[[], int], stop: Stop = bool) -> int:
    """Reads what waits and what an older model read, until nothing is left or `stop` says so; gives how many posts
    were read."""
    work = _Work(reader, reading_model(reader.model), turns, clock, stop)
    try:
        if work.put_back():
            work.read_all()
    finally:
        turns.end()
    return work.done


def readings_write(rows: Sequence[Row], copies: Sequence[Row]) -> None:
    """Keeps readings (post, model, packed) and those of copies (post, account, model, packed), over older ones."""
    rows_merge(Reading, ["post", *COLUMNS], rows, on="post", do=_SET)
    rows_merge(ReadingCopy, ["post", "account", *COLUMNS], copies, on="post, account", do=_SET)


def reading_problem(problem: str, *, now_ms: int) -> None:
    """Notes why nothing can be read, or that all is well."""
    ReadingRun.objects.update_or_create(pk=1, defaults={"problem": problem, "at": now_ms})


@dataclass(slots=True)
class _Work:
    """One run of the job."""

    reader: Reads
    model: int
    turns: Turns
    clock: Callable[[], int]
    stop: Stop
    done: int = 0
    left: int = 0
    began: int = field(default=0)

    def put_back(self) -> bool:
        """Puts on the list what another model read; says whether that is done."""
        run, _ = ReadingRun.objects.get_or_create(pk=1)
        if run.model != self.model:
            for table in ("reading", "readingcopy"):
                if not self._put_back(table):
                    return False
            ReadingRun.objects.filter(pk=1).update(model=self.model, read=0)
        elif not run.waiting:
            ReadingRun.objects.filter(pk=1).update(read=0)
        self.began = ReadingRun.objects.get(pk=1).read
        return True

    def _put_back(self, table: str) -> bool:
        last: int | None = -1
        while last is not None:
            if self.stop():
                return False
            with self._turn():
                last = self._put_back_some(table, last)
            self.turns.end()
        return True

    def _put_back_some(self, table: str, after: int) -> int | None:
        older = (
            f"SELECT DISTINCT post FROM record_{table} WHERE model <> {self.model} AND post > {{}} "  # noqa: S608
            f"ORDER BY post LIMIT {BACK}"
        )
        posts = [row[0] for row in rows_in(older, [after])]
        unread_again(posts)
        return posts[-1] if posts else None

    def read_all(self) -> None:
        """Reads the list down, the newest first."""
        while listed := self._newest():
            at = 0
            while at < len(listed):
                if self.stop():
                    return
                some = listed[at : at + self.turns.size]
                self._read(some)
                at += len(some)

    def _newest(self) -> list[tuple[int, int]]:
        self.left = Unread.objects.count()
        self._tell()
        return [(post, stamp) for post, stamp in rows_in(_NEWEST, [0])]

    def _read(self, listed: Sequence[tuple[int, int]]) -> None:
        posts = [post for post, _ in listed]
        words = {post: words_of(*parts) for post, *parts in rows_in(_WORDS, posts)}
        kept = [(post, words[post]) for post in posts if post in words]
        copies = [((post, account), words_of(*parts)) for post, account, *parts in rows_in(_COPIES, posts)]
        found = _understood(self.reader, [text[:LONGEST] for _, text in (*kept, *copies)])
        rows = [(post, self.model, *pack(one)) for (post, _), one in zip(kept, found, strict=False)]
        more = [
            (*key, self.model, *pack(one)) for (key, _), one in zip(copies, found[len(kept) :], strict=True)
        ]
        self._write(listed, rows, more)

    def _write(self, listed: Sequence[tuple[int, int]], rows: Sequence[Row], copies: Sequence[Row]) -> None:
        """Readings first, then the acts that they make, each in a short transaction: what is killed in between is still
        on the list. What the acts are made of is looked up outside, while the lease keeps imports away."""
        with self._turn():
            mine = unread_hold(listed)
            readings_write([row for row in rows if row[0] in mine], [row for row in copies if row[0] in mine])
        plan = acts_plan(mine)
        with self._turn():
            done = unread_done([row for row in listed if row[0] in mine])
            acts_write(plan, now_ms=self.clock())
            self.done += len(done)
            self.left -= len(done)
            self._tell()
        self.turns.end()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One short transaction, when nobody else writes in bulk."""
        self.turns.rest()
        self.turns.take()
        before = time.monotonic()
        with transaction.atomic():
            yield
        self.turns.took(time.monotonic() - before)

    def _tell(self) -> None:
        ReadingRun.objects.filter(pk=1).update(
            read=self.began + self.done, waiting=max(0, self.left), at=self.clock(), problem=""
        )


def _understood(reader: Reads, texts: Sequence[str]) -> list[Understood]:
    """A reading of each text; a text at which the reader fails is understood as nothing, and holds up no other."""
    try:
        return reader.read(texts)
    except Exception:  # noqa: BLE001  words come from anywhere
        if len(texts) == 1:
            return [Understood()]
        return [one for text in texts for one in _understood(reader, [text])]
