"""Which conversations an export of Meta's holds, and whose it is by them. Pure: what it opens is handed in.

`opener` gives the stream of a file by its name; `head` its first bytes.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from mutuals.wire.jsonstream import JsonStream
from mutuals.wire.meta_chats import BEGINS, Chat, chat_of, key_of, opening
from mutuals.wire.meta_files import thread_key, thread_order
from mutuals.wire.meta_people import Names
from mutuals.wire.meta_values import mended_name

Opener = Callable[[str], BinaryIO]
Head = Callable[[str, int], bytes]
HEAD = 65_536
KEPT = 50_000
_STRING = rb'"((?:[^"\\]|\\.){0,400})"'
_SENDER = re.compile(rb'"sender_name"\s*:\s*' + _STRING)
_SECURE = re.compile(rb'"senderName"\s*:\s*' + _STRING)


class Threads:
    """The conversations among files: by key, the files of each in order, and whom they name."""

    def __init__(self, names: Iterable[str], opener: Opener, head: Head) -> None:
        self._opener, self._head = opener, head
        self.files: dict[str, list[str]] = {}
        for name in sorted(names, key=thread_order):
            self.files.setdefault(key_of(thread_key(name)), []).append(name)
        self._told: dict[str, tuple[str, ...]] = {}

    def people(self) -> Iterator[frozenset[str]]:
        """Whom each conversation names as taking part, or who speaks in its first messages."""
        for key in self.files:
            told, spoke = self._named(key)
            yield frozenset((*told, *spoke))

    def chat(self, key: str, names: Names) -> Chat:
        """A conversation, with who takes part in it."""
        told, spoke = self._named(key)
        return chat_of(key, list(told), list(spoke), names)

    def _named(self, key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        name = self.files[key][0]
        told = self._told.get(key)
        if told is None:
            with self._opener(name) as raw:
                told = tuple(dict.fromkeys(one for one in opening(JsonStream(raw.read, BEGINS)) if one))
            if len(self._told) < KEPT:
                self._told[key] = told
        return told, senders(self._head(name, HEAD))


def senders(head: bytes) -> tuple[str, ...]:
    """Who speaks in the first messages of a file."""
    found = [mended_name(one) for one in strings(_SENDER, head)]
    found += [" ".join(one.replace("\0", "").split()) for one in strings(_SECURE, head)]
    return tuple(dict.fromkeys(one for one in found if one))


def strings(pattern: re.Pattern[bytes], head: bytes) -> Iterator[str]:
    """The JSON strings that a pattern finds in a part of a document."""
    for raw in pattern.findall(head):
        try:
            yield json.loads(b'"' + raw + b'"', strict=False)
        except ValueError:
            continue


def most_named(pattern: re.Pattern[bytes], heads: Iterable[bytes]) -> str:
    """The name that a pattern finds most often; "" for none."""
    often = Counter(mended_name(one) for head in heads for one in strings(pattern, head))
    often.pop("", None)
    return often.most_common(1)[0][0] if often else ""
