"""Long posts of an X (Twitter) archive: their whole texts lie in a file of their own and name no post. Pure."""

import json
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from mutuals.as2 import Time
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.twitter_values import expand, handle_of, number_of, parse_time, post_time, unescape

_LEAD = re.compile(r"(?:@\w+\s+)+", re.ASCII)
_SPACES = re.compile(r"\s+")
# A text that ends this soon at a link proves nothing by itself; a post this long may have been cut.
_TELLING = 10
_LONG = 200


@dataclass(frozen=True, slots=True)
class Note:
    """The whole text of a long post: its own number, the post's if it is said, text, links, handles it mentions."""

    id: str
    post: str
    text: str
    mentions: tuple[str, ...]
    published: Time


def note_of(row: dict[str, Any]) -> Note:
    """Reads one element of note-tweet.js, in either of its two shapes; raises ValueError when it holds no text."""
    core = part_of(row, "core") or part_of(row, "noteTweetResults")
    text = words_of(core.get("text"))
    if not text:
        raise ValueError("It has no text.")
    links = (
        (
            words_of(one.get("shortUrl") or one.get("url")),
            words_of(one.get("expandedUrl") or one.get("expanded_url")),
        )
        for one in rows_of(core.get("urls") or part_of(core, "entitySet").get("urls"))
    )
    names = rows_of(core.get("mentions") or part_of(core, "entitySet").get("userMentions"))
    handles = (handle_of(one.get("screenName") or one.get("screen_name")) for one in names)
    number = number_of(row, "noteTweetId")
    return Note(
        id=number,
        post=number_of(row, "tweetId"),
        text=expand(unescape(text), ((short, full) for short, full in links if full)),
        mentions=tuple(dict.fromkeys(handle for handle in handles if handle)),
        published=post_time(row.get("createdAt") or row.get("updatedAt"), number),
    )


class NoteIndex:
    """Finds the whole text of a post: by its number where that is said, else by the second and the first words.

    The texts lie in `spool` (written and read back, so that memory stays flat); each is used once at most.
    """

    def __init__(self, spool: BinaryIO) -> None:
        self._spool = spool
        self._starts = array("Q", [0])
        self._used = bytearray()
        self._numbers: dict[int, int] = {}
        self._seconds: dict[int, int | list[int]] = {}

    def __len__(self) -> int:
        return len(self._used)

    def add(self, note: Note) -> None:
        """Takes in one text; the order of adding is the order of `rest`."""
        fields = (note.id, note.post, note.text, note.mentions, note.published)
        data = json.dumps(fields).encode()
        self._spool.seek(self._starts[-1])
        self._spool.write(data)
        at = len(self._used)
        self._starts.append(self._starts[-1] + len(data))
        self._used.append(0)
        for number in filter(None, (note.id, note.post)):
            self._numbers.setdefault(int(number), at)
        if note.published.ms is not None:
            second = note.published.ms // 1000
            have = self._seconds.get(second)
            self._seconds[second] = (
                at if have is None else [*(have if isinstance(have, list) else [have]), at]
            )

    def find(self, row: dict[str, Any]) -> Note | None:
        """The whole text of a post, if there is one that has not been used yet."""
        if not self._used:
            return None
        number = number_of(row, "id_str", "id")
        at = self._numbers.get(int(number)) if number else None
        if at is not None and not self._used[at]:
            return self._use(at, self._get(at))
        moment = parse_time(row.get("created_at")).ms
        text = unescape(words_of(row.get("full_text")) or words_of(row.get("text")))
        for at in self._near(moment // 1000) if moment is not None else ():
            note = self._get(at)
            if not self._used[at] and _alike(text, note.text):
                return self._use(at, note)
        return None

    def rest(self) -> Iterator[Note]:
        """The texts that belong to no post that was asked for, in the order in which they were added."""
        for at, used in enumerate(self._used):
            if not used:
                yield self._get(at)

    def _near(self, second: int) -> Iterator[int]:
        for moment in (second, second - 1, second + 1):
            have = self._seconds.get(moment)
            if have is not None:
                yield from have if isinstance(have, list) else (have,)

    def _use(self, at: int, note: Note) -> Note:
        self._used[at] = 1
        return note

    def _get(self, at: int) -> Note:
        self._spool.seek(self._starts[at])
        number, post, text, mentions, published = json.loads(
            self._spool.read(self._starts[at + 1] - self._starts[at])
        )
        return Note(number, post, text, tuple(mentions), Time(*published))


def _alike(short: str, whole: str) -> bool:
    """Whether a cut text is the beginning of the whole one; those answered lead only the cut one, links differ."""
    begun, full = (_SPACES.sub(" ", _LEAD.sub("", text.strip(), count=1)) for text in (short, whole))
    words = begun.partition("http")[0].rstrip(" …")
    if len(words) < _TELLING:
        return len(begun) >= _LONG or "…" in begun
    return full.startswith(words)
