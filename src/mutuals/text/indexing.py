"""What full-text search stores of a text, fast: the tokens of all three readings as one line of safe words.

First the reading WORDS of the whole text; then, behind a seam, each clause that reads differently with its marks
or joined. A phrase therefore holds within one reading, and one that names a mark within one clause.
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import islice
from typing import Final, TypeVar

from mutuals.text import codes
from mutuals.text.folding import fold, fold_char, fold_plain, unsigned
from mutuals.text.scanning import GAP, READINGS, bits, marked, pieces
from mutuals.text.tables import HANGING

SEAM: Final = ";"  # the form that parts readings; no query holds it

# PostgreSQL keeps 255 places per lexeme and none behind 16,383, so nobody keeps more
# (https://www.postgresql.org/docs/current/textsearch-limitations.html): later repetitions are left out, and
# behind HEAD tokens only the presence of new words is kept, for up to TAIL of them.
_REPEATS: Final = 255
_HEAD: Final = 16_381
_TAIL: Final = 4_096
_KEPT: Final = 100_000

# Most of what is new in a text are words between quotes and breaks, or runs of single characters; both are read
# here without the patterns of `scanning`, with the same result.
_SIMPLE = re.compile(r"([A-Za-z]{1,40})([,.;:!?]*)").fullmatch
_SIMPLE_MARK = re.compile(r"([#@](?=[0-9_]*[A-Za-z])[A-Za-z0-9_]+)([,.;:!?)]*)").fullmatch
_QUOTES = "\"'*\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"
_BEFORE, _AFTER = _QUOTES + "(", _QUOTES + ",.;:!?)\u2026"
_JOINTS = re.compile("['/\u2019-]").split
_EAST = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
_HANGING = "".join(f"{chr(low)}-{chr(high)}" for low, high in (*HANGING, (0xFF9E, 0xFF9F)))
_RUN = re.compile(f"([{_EAST}](?:[{_EAST}\u3001\u3002]*[{_EAST}])?(?![{_HANGING}]))")
_MARKS_BEYOND_ASCII = re.compile("[\uff03\uff20\ufe5f\ufe6b]").search


def code(form: str) -> str:
    """The word under which a form, a break or a seam stands in the index."""
    if form == GAP:
        return codes.BREAK
    return codes.SEAM if form == SEAM else codes.encode(form)


T = TypeVar("T")


def _marked(text: str) -> bool:
    return "#" in text or "@" in text or (not text.isascii() and bool(_MARKS_BEYOND_ASCII(text)))


class _Kept(dict[str, T]):
    """How pieces of text are written, kept since they come again; half of it is forgotten when it is full."""

    def __init__(self, write: Callable[[str], T]) -> None:
        super().__init__()
        self.write = write

    def __missing__(self, part: str) -> T:
        value = self.write(part)
        if len(self) >= _KEPT:
            for old in list(islice(self, _KEPT // 2)):
                self.pop(old, None)
        if len(part) <= codes.LONGEST:
            self[part] = value
        return value


class _Characters(dict[int, str]):
    """Single characters and ideographic breaks and how they are written, for str.translate."""

    def __init__(self, spell: Callable[[str], str]) -> None:
        super().__init__()
        self.spell = spell

    def __missing__(self, char: int) -> str:
        self[char] = value = self.spell(unsigned(fold_char(chr(char)))) + " "
        return value


class _Writer:
    """Writes texts as lines, each form spelled by one function without blanks.

    Works on what stands between white space, since no pattern of `scanning` reaches over that.
    """

    def __init__(self, spell: Callable[[str], str]) -> None:
        self.spell, self.gap, self.seam = spell, spell(GAP), spell(SEAM)
        self.between, self.twice = f" {self.gap} ", f" {self.gap} {self.gap} "
        self.breaks = re.compile(rf"(?<!\S){re.escape(self.gap)}(?: {re.escape(self.gap)})+(?!\S)")
        self.stretches, self.pieces = _Kept(self.stretch), _Kept(self.piece)
        self.readings = _Kept(self.three)
        self.characters = _Characters(spell)

    def line(self, text: str) -> str:
        """The whole text, all readings."""
        stretches = text.split()
        parts = list(map(self.stretches.__getitem__, stretches))
        line = self.tidy(parts)
        if _marked(text):
            line = self.with_marks(line, stretches, parts)
        if len(line) > _REPEATS and line.count(" ") >= _REPEATS:
            line = " ".join(limited(line.split(), seam=self.seam, gap=self.gap))
        return line

    def with_marks(self, line: str, stretches: list[str], parts: list[str]) -> str:
        """The line with the clauses behind it that read differently with their marks or joined."""
        marks, joined = parts.copy(), parts.copy()
        for at, text in enumerate(stretches):
            if _marked(text):
                _, marks[at], joined[at] = self.readings[text]
        as_words = line.split(self.between)
        as_marks = self.tidy(marks).split(self.between) if marks != parts else as_words
        as_joined = self.tidy(joined).split(self.between) if joined != parts else as_words
        out = [line]
        for words, with_marks, in_one in zip(as_words, as_marks, as_joined, strict=True):
            out += [with_marks] * (with_marks != words) + [in_one] * (in_one not in (words, with_marks))
        return f" {self.seam} ".join(out)

    def tidy(self, parts: list[str]) -> str:
        """The parts in one line: one break for several in a row, none at the ends, one blank between words."""
        line = f" {' '.join(parts)} "
        if "  " in line:
            line = f" {' '.join(line.split())} "
        if self.twice in line:
            line = self.breaks.sub(self.gap, line)
        return line.removesuffix(self.between).removeprefix(self.between).strip()

    def stretch(self, text: str) -> str:
        """What stands between white space, in the reading WORDS."""
        simple = _SIMPLE(text)
        if simple:
            word = self.spell(simple[1].lower())
            return f"{word} {self.gap}" if simple[2] else word
        if _marked(text):
            return self.readings[text][0]
        if not text.isascii() and _RUN.search(text):
            return self.east(text)
        words = self.plain_words(text)
        return self.scanned(text) if words is None else words

    def east(self, text: str) -> str:
        """A stretch with runs of single characters, which stand like words between blanks."""
        some = _RUN.split(text)
        some[1::2] = [run.translate(self.characters) for run in some[1::2]]
        some[::2] = [self.stretches[other] if other else "" for other in some[::2]]
        return " ".join(some)

    def plain_words(self, text: str) -> str | None:
        """Letters and digits with quotes and breaks around them and joints between them; None if it is more."""
        tail = text.lstrip(_BEFORE)
        core = tail.rstrip(_AFTER)
        words = [core] if core.isalnum() else _JOINTS(core)
        if not all(map(str.isalnum, words)):
            return None
        folded = [word.lower() if word.isascii() else fold_plain(word) for word in words]
        if not all(map(str.isalnum, folded)):
            return None
        line = " ".join(map(self.spell, folded))
        if "(" in text[: len(text) - len(tail)]:
            line = f"{self.gap} {line}"
        return f"{line} {self.gap}" if tail[len(core) :].strip(_QUOTES) else line

    def scanned(self, text: str) -> str:
        """A stretch read by the patterns."""
        return " ".join(map(self.pieces.__getitem__, pieces(fold(text))))

    def piece(self, piece: str) -> str:
        """One piece that all readings share."""
        if piece.isalnum():
            return self.spell(piece)
        return " ".join([self.spell(bit.form) for bit in bits(piece)])

    def three(self, text: str) -> tuple[str, str, str]:
        """A stretch in its three readings."""
        simple = _SIMPLE_MARK(text)
        if simple:
            inner = [*marked(simple[1]), *bits(simple[2])]
        else:
            inner = [bit for piece in pieces(fold(text)) for bit in bits(piece)]
        spelled = [(self.spell(bit.form), bit.reading) for bit in inner]
        words, marks, joined = (
            " ".join([one for one, of in spelled if of & reading]) for reading in READINGS
        )
        return words, marks, joined


_coded = _Writer(code)
_plain = _Writer(str)


def index_terms(text: str) -> str:
    """The text as a line of words of small letters, for FTS5 or to_tsvector('simple', ...)."""
    return _coded.line(text)


def terms(text: str) -> list[str]:
    """The folded forms that `index_terms` encodes, in its order, with GAP for breaks and SEAM between readings."""
    return _plain.line(text).split()


def forget() -> None:
    """Empty what is kept between calls, for measuring."""
    for writer in (_coded, _plain):
        for kept in (writer.stretches, writer.pieces, writer.readings):
            kept.clear()


def limited(line: list[str], *, seam: str, gap: str) -> list[str]:
    """What is kept of a long line of tokens, a seam in the place of what is not."""
    if len(line) <= _REPEATS:
        return line
    head = _rare_enough(line[:_HEAD], seam)
    known = {seam, gap, *head}
    tail = [word for word in dict.fromkeys(line[_HEAD:]) if word not in known][:_TAIL]
    return head + [part for word in tail for part in (seam, word)]


def _rare_enough(line: list[str], seam: str) -> list[str]:
    if max(Counter(line).values()) <= _REPEATS:
        return line
    seen: Counter[str] = Counter()
    out = []
    for word in line:
        seen[word] += 1
        out.append(word if seen[word] <= _REPEATS else seam)
    return out
