"""The search box: words, "phrases" and -word, for SQLite's FTS5, PostgreSQL's tsquery and plain Python alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mutuals.text.indexing import SEAM, code, limited
from mutuals.text.scanning import GAP, MARKS, READINGS, WORDS
from mutuals.text.spans import Token, tokens

Phrase = tuple[str, ...]

LONGEST_QUERY = 1_000
_CHUNK = re.compile(r'(?:(?<!\S)(-+)(?=\S))?(?:"([^"]*)"?|([^\s"]+))')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02", '"'))


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: every phrase of `wanted` and none of `unwanted`; a phrase is one or more folded forms."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()

    def __bool__(self) -> bool:
        """Whether it can find anything: a query without a wanted word finds nothing."""
        return bool(self.wanted)


def query(text: str) -> Query:
    """Read the search box: words are all required, "a phrase" in order, -word or -"phrase" must be missing.

    Never raises: what holds no word is left out. Text beyond 1,000 code points is not read.
    """
    wanted: dict[Phrase, None] = {}
    unwanted: dict[Phrase, None] = {}
    for chunk in _CHUNK.finditer(text[:LONGEST_QUERY].translate(_QUOTES)):
        phrase = _phrase(chunk[2] or chunk[3] or "")
        if phrase:
            (unwanted if chunk[1] else wanted)[phrase] = None
    return Query(tuple(wanted), tuple(unwanted))


def matches(expr: Query, text: str) -> bool:
    """Whether a text is found, without any index: the definition that both databases are held to."""
    return bool(expr) and _found(expr, _line(tokens(text)))


def _found(expr: Query, line: list[str]) -> bool:
    return all(_holds(line, phrase) for phrase in expr.wanted) and not any(
        _holds(line, phrase) for phrase in expr.unwanted
    )


def to_fts5(expr: Query) -> str:
    """The query as an FTS5 MATCH string over `index_terms`; an empty phrase (matches nothing) if it wants none."""
    if not expr:
        return '""'
    wanted = " AND ".join(map(_fts5_phrase, expr.wanted))
    return " NOT ".join((f"({wanted})", *map(_fts5_phrase, expr.unwanted)))


def to_tsquery(expr: Query) -> str:
    """The query for to_tsquery('simple', ...) over `index_terms`; '' (which matches nothing) if it wants nothing."""
    if not expr:
        return ""
    return " & ".join((*map(_ts_phrase, expr.wanted), *("!" + _ts_phrase(p) for p in expr.unwanted)))


def _fts5_phrase(phrase: Phrase) -> str:
    return '"' + " ".join(map(code, phrase)) + '"'


def _ts_phrase(phrase: Phrase) -> str:
    return "(" + " <-> ".join(map(code, phrase)) + ")"


def _phrase(text: str) -> Phrase:
    """The forms of what was typed, marks kept, breaks named."""
    return tuple(_run([t for t in tokens(text) if t.reading & MARKS]))


def _run(some: Sequence[Token]) -> list[str]:
    out: list[str] = []
    for _, clause in groupby(some, key=lambda token: token.clause):
        out += [GAP] * bool(out) + [token.form for token in clause]
    return out


def _line(some: list[Token]) -> list[str]:
    """The three readings of a text one behind the other, as far as they are kept."""
    runs = [_run([t for t in some if t.reading & WORDS])]
    for _, clause in groupby(some, key=lambda token: token.clause):
        of_clause = list(clause)
        words, marks, joined = (_run([t for t in of_clause if t.reading & r]) for r in READINGS)
        runs += [marks] * (marks != words) + [joined] * (joined not in (words, marks))
    line = [form for run in runs for form in (SEAM, *run)][1:]
    return limited(line, seam=SEAM, gap=GAP)


def _holds(line: list[str], phrase: Phrase) -> bool:
    wide = len(phrase)
    return any(line[at : at + wide] == list(phrase) for at, form in enumerate(line) if form == phrase[0])
