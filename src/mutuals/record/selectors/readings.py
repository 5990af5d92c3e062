"""What was understood of posts, as far as a viewer reads the words: of a private post the very version they read.

What people said in place of the model stands over it: for public words what anybody of the team said, for private ones
what was said by those who read them through the same account.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mutuals.record.corrected import corrected
from mutuals.record.keys import key_text
from mutuals.record.models import ReadingModel, ReadingRun
from mutuals.record.packed import Packed, unpack
from mutuals.record.selectors.posts import words_seen
from mutuals.record.selectors.scopes import accounts_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User
from mutuals.team.once import once
from mutuals.team.place import place
from mutuals.text.readings import Reading


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a reading: what the model had said of it, how sure, and by which id it is taken back."""

    id: str
    about: str
    says: str
    said: str
    confidence: float
    by: int
    at: int


@dataclass(frozen=True, slots=True)
class ReadingView:
    """The reading of one post (by its `key`, 16 digits) with what people said of it; `read` is the model's alone.

    `version` names the words that were read (edited at, version), `made_by` the model by its number.
    """

    key: str
    version: tuple[int, int]
    made_by: int
    reading: Reading
    read: Reading
    model: str
    said: Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far reading came: by which model, how many posts since the work began, how many wait, when that was (ms), and
    why nothing can be read, where that is so."""

    model: str
    read: int
    waiting: int
    at: int
    problem: str


_COLUMNS = "r.model, r.lang, r.tone, r.tone_score, r.sure, r.personal, r.near, r.about, r.vector"
_KEPT = (
    f"SELECT r.post, p.key, COALESCE(p.edited_at, 0), p.version, {_COLUMNS} FROM record_reading r "  # noqa: S608
    "JOIN record_post p ON p.id = r.post WHERE r.post IN ({}) AND "
)
_COPIES = (
    f"SELECT r.post, p.key, s.edited_at, s.version, {_COLUMNS} FROM record_readingcopy r "  # noqa: S608
    "JOIN record_post p ON p.id = r.post JOIN record_sighting s ON s.post = r.post AND s.account = r.account "
    "WHERE r.post IN ({}) AND r.account = (SELECT min(c.account) FROM record_postcopy c "
    "WHERE c.post = r.post AND c.account IN (ACCOUNTS))"
)
_SAID = (
    "SELECT post, edited_at, version, public_id, about, says, said, confidence, user_id, at FROM record_correction "
    "WHERE undone_at IS NULL AND scope IN (0, ACCOUNTS) AND post IN ({}) ORDER BY id"
)


def readings_of(viewer: User, ids: Iterable[int]) -> dict[int, ReadingView]:
    """What was understood of those of these posts whose words the viewer reads, by post."""
    posts = list(ids)
    accounts = ",".join(map(str, accounts_readable(viewer))) or "0"
    rows = {row[0]: row for row in rows_in(_COPIES.replace("ACCOUNTS", accounts), posts)}
    rows |= {row[0]: row for row in rows_in(_KEPT + words_seen(viewer), posts)}
    said: dict[tuple[int, int, int], dict[str, Said]] = {}
    if rows:
        for post, edited_at, version, public_id, *rest in rows_in(_SAID.replace("ACCOUNTS", accounts), rows):
            one = Said(str(_uuid(public_id)), *rest)
            said.setdefault((post, edited_at, version), {})[one.about] = one
    names = once((place(), "models"), _models) if rows else {}
    return {
        post: _view(row, said.get((post, row[2], row[3]), {}), names.get(row[4], ""))
        for post, row in rows.items()
    }


def _models() -> dict[int, str]:
    return dict(ReadingModel.objects.values_list("pk", "name"))


def readings_progress(viewer: User) -> Progress:
    """How far the posts of this installation are read."""
    run = ReadingRun.objects.filter(pk=1).first()
    if run is None:
        return Progress("", 0, 0, 0, "")
    name = ReadingModel.objects.filter(pk=run.model).values_list("name", flat=True).first()
    return Progress(name or "", run.read, run.waiting, run.at, run.problem)


def _view(row: tuple[Any, ...], said: Mapping[str, Said], model: str) -> ReadingView:
    lang, tone, score, sure, personal, near, about, vector = row[5:]
    read = unpack(Packed(lang, tone, score, bytes(sure), personal, near, about, bytes(vector)))
    says = {about: one.says for about, one in said.items()}
    mended = corrected(read, says) if says else read
    return ReadingView(key_text(row[1]), (row[2], row[3]), row[4], mended, read, model, said)


def _uuid(value: Any) -> Any:
    """A public id as the driver gives it: bytes on SQLite."""
    import uuid

    return uuid.UUID(bytes=bytes(value)) if isinstance(value, bytes | memoryview) else value
