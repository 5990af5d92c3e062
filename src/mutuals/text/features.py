"""Words of a post as numbers: the rows of the models' tables, one for each word, emoji and mark of punctuation.

A word that is not in the vocabulary is brought back to words that are: letters said too often are said once ("soooo"),
endings fall off, run-together words ("#mondaymorning") come apart; what is left falls into one of a few hundred rows by
its ending. So no text is without rows, and the same text always has the same ones.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import cast
from zlib import crc32

import numpy as np
import numpy.typing as npt

TOKEN = re.compile(
    r"https?://\S+|www\.\S+|@\w+"
    r"|[:;=8x][-o^']?[()\[\]dp/\\|@3*{}o](?!\w)|[()\[\]/\\|][-o^']?[:;=]|</?3+|\^[_.]?\^|[-><ot][_.][-><ot](?!\w)|:'\("
    r"|#?[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,:]\d+)*|!+|[!?]+|\.\.+|[^\s\w\ufe0f\u200d\u200b\u2060\U0001f3fb-\U0001f3ff]"
)
LEADING = re.compile(r"^(?:\s*@\w+[,:]?)+\s*")
AGAIN = re.compile(r"(.)\1{2,}")
TWICE = re.compile(r"(.)\1+")
ENDINGS = (
    "'s",
    "s",
    "'",
    "es",
    "ed",
    "d",
    "ing",
    "in",
    "er",
    "est",
    "ly",
    "y",
    "ness",
    "ment",
    "ful",
    "less",
    "ies",
)
# Rows with a meaning of their own, before those of the words.
PAD, URL, USER, NUMBER, LONG, CAPITALS, SHOUT, UNKNOWN = range(8)
ENDS = 512
"""Words that stay unknown share this many rows by their last three letters."""
FIRST = UNKNOWN + ENDS
BITS = 20
"""A row number has at most so many bits."""
TRIPLE = 1 << 3 * BITS
"""Added to what stands for a triple, so that it is never taken for a pair."""
ASKS = re.compile(
    r"[?\uff1f\u00bf\u061f](?![\w&%-]+=)"
    r"|^(?:who|whom|whose|what|when|where|why|how|which|is|are|am|was|were|do|does|did|can|could|will|would|should|shall|"
    r"has|have|had|anyone|anybody|any|wondering|wer|wen|wem|was|wann|wo|woher|wohin|warum|wieso|wie|welche[rsnm]?|ist|sind|"
    r"hat|habt|kann|könnt|weiß|weiss|weisst|weißt|qui|que|quand|où|pourquoi|comment|combien|quel(?:le)?s?|est-ce|qu'est|"
    r"quelqu'un|qui[eé]n|qu[eé]|cu[aá]ndo|d[oó]nde|por qu[eé]|c[oó]mo|cu[aá]l|cu[aá]nto|alguien|hay|chi|cosa|dove|"
    r"perch[eé]|quanto|qualcuno|c'è|quem|onde|quando|como|algu[eé]m)\b",
    re.IGNORECASE,
)
"""What looks like a question: its mark, but not that of an address, or a word at the beginning that often asks."""
MOST_KEPT = 50_000
LONGEST_WORD = 40
SHORTEST_PART = 3


class Vocabulary:
    """Turns texts into rows: `words[n]` has row FIRST + n, the rows before are for what is no word."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._row = dict(zip(words, range(FIRST, FIRST + len(words)), strict=True))
        self._met: dict[str, tuple[int, ...]] = {}
        self.size = FIRST + len(words)

    def __contains__(self, word: str) -> bool:
        return word in self._row

    def rows(self, text: str) -> list[int]:
        """The rows of a text in the order of its words, first what its capitals tell."""
        tokens = TOKEN.findall(text.lower().replace("\u2019", "'"))
        found = list(map(self._row.get, tokens))
        if None in found:
            found = self._filled(tokens, found)
        shouted = sum(len(word) > 1 for word in filter(str.isupper, text.split()))
        if shouted:
            found.insert(0, SHOUT if shouted > 1 and shouted * 3 > len(tokens) else CAPITALS)
        # None stands for a word without a row; those were filled.
        return cast("list[int]", found)

    def _filled(self, tokens: Sequence[str], found: list[int | None]) -> list[int | None]:
        """The rows with those of unknown tokens put in, from the end so that places stay right."""
        unknown = [at for at, row in enumerate(found) if row is None]
        for at in reversed(unknown):
            token = tokens[at]
            found[at : at + 1] = self._met.get(token) or self._meet(token)
        return found

    def _meet(self, token: str) -> tuple[int, ...]:
        """The rows of a token that is not in the vocabulary, kept so that the next time is fast."""
        first = token[0]
        if first == "@":
            return (USER,)
        if (first == "h" and "://" in token) or token[:4] == "www.":
            return (URL,)
        if first.isdigit():
            return (NUMBER,)
        if len(self._met) > MOST_KEPT:
            self._met.clear()
        rows = self._met[token] = self._resolved(token.lstrip("#")[:LONGEST_WORD])
        return rows

    def _resolved(self, word: str) -> tuple[int, ...]:
        row = self._row
        if word in row:
            return (row[word],)
        if (short := AGAIN.sub(r"\1\1\1", word)) in row:  # "!!!!!" and other marks
            return (row[short],)
        if AGAIN.search(word):
            for short in (AGAIN.sub(r"\1", word), AGAIN.sub(r"\1\1", word), TWICE.sub(r"\1", word)):
                if short in row:
                    return (LONG, row[short])
        for ending in ENDINGS:
            if (
                word.endswith(ending)
                and len(word) - len(ending) >= SHORTEST_PART
                and word[: -len(ending)] in row
            ):
                return (row[word[: -len(ending)]],)
        return self._apart(word) or (UNKNOWN + 1 + crc32(word[-3:].encode()) % (ENDS - 1),)

    def _apart(self, word: str) -> tuple[int, ...] | None:
        """The rows of the words a word was run together from, the longest first; None where that leaves a rest."""
        parts: list[int] = []
        at = 0
        while at < len(word):
            for end in range(len(word), at + SHORTEST_PART - 1, -1):
                if word[at:end] in self._row and end - at < len(word):
                    parts.append(self._row[word[at:end]])
                    at = end
                    break
            else:
                return None
        return tuple(parts)


def look_like_questions(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Of each text whether it looks like a question; handles at its beginning are passed over."""
    bare = (LEADING.sub("", text, count=1) if text[:1] == "@" else text for text in texts)
    return np.fromiter((ASKS.search(text) is not None for text in bare), np.bool_, len(texts))


def flat(rows: Iterable[list[int]]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """The rows of several texts in one array, each text begun by a PAD, and where each begins; a PAD ends it all."""
    parts = [[PAD, *one] for one in rows]
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    together = np.fromiter(chain(chain.from_iterable(parts), (PAD,)), np.int32, int(sizes.sum()) + 1)
    return together, np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)


def pairs(rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """A number for each row with the one after it (one less than `rows`), PAD being a text's begin or end."""
    return (rows[:-1].astype(np.int64) << BITS) | rows[1:]


def triples(rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """A number for each row with the two after it (two less than `rows`); -1 where PAD is amid them, over two texts."""
    three = TRIPLE | (pairs(rows)[:-1] << BITS) | rows[2:]
    three[rows[1:-1] == PAD] = -1
    return three
