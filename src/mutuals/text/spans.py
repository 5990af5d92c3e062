"""The tokens of a text with their places: what the matcher matches and the pages highlight."""

from typing import NamedTuple

from mutuals.text.folding import exact, fold_with_origin
from mutuals.text.scanning import READINGS, WORDS, Bit, found


class Token(NamedTuple):
    """One token: folded and exact form, position, span in code points of the text, kind, clause, readings.

    Kinds: word, number, single, emoji, hashtag, mention, cashtag, domain, email. Positions count the tokens of
    the reading WORDS from 0; a hashtag or a mention stands at the position of its first word. A phrase runs
    within one clause, unless it names the break.
    """

    form: str
    exact: str
    position: int
    start: int
    end: int
    kind: str
    clause: int
    reading: int


def tokens(text: str) -> list[Token]:
    """All tokens of all readings of a text, in order; a token of a compound begins where the compound does."""
    folded, origin = fold_with_origin(text)
    out: list[Token] = []
    position = clause = 0
    broken = True
    for at, inner in found(folded):
        here = dict.fromkeys(READINGS, position)
        for bit in inner:
            if bit.kind == "gap":
                clause += not broken
                broken = True
                continue
            broken = False
            first = next(reading for reading in here if bit.reading & reading)
            out.append(_token(text, bit, _span(text, origin, at, bit), here[first], clause))
            here = {reading: n + bool(bit.reading & reading) for reading, n in here.items()}
        position = here[WORDS]
    return out


def _token(text: str, bit: Bit, span: tuple[int, int], position: int, clause: int) -> Token:
    start, end = span
    return Token(bit.form, exact(text[start:end]), position, start, end, bit.kind, clause, bit.reading)


def _span(text: str, origin: list[tuple[int, int]], at: int, bit: Bit) -> tuple[int, int]:
    """Where a bit came from, with the accents and ignorables that follow it."""
    start, end = origin[at + bit.start][0], origin[at + bit.end - 1][1]
    after = at + bit.end
    limit = origin[after][0] if after < len(origin) else len(text)
    while end < limit:
        end += 1
    return start, end
