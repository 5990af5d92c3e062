"""Tells by its first bytes how a table is written: encoding, delimiter, lines before the header, whether it has one.

Pure. Grammar: RFC 4180 with any of `,` `;` tab `|` between cells; `sep=;` in the first line as Excel has it; UTF-8
(bytes that are none are read as Windows-1252), UTF-16 with or without a mark, Windows-1252.
"""

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from mutuals.text.folding import clean
from mutuals.wire.csv_words import known_word
from mutuals.wire.mail_people import address_of

HEAD = 65_536
MAX_COLUMNS = 300
MAX_NAME = 200
LOOKED_AT = 200
DELIMITERS = ",;\t|"
FALLBACK = "mutuals-windows-1252"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f]")
_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_VALUE = re.compile(r"[+(]?\d[\d\s()./:,'-]*\S{0,3}|https?://\S+|www\.\S+", re.IGNORECASE)
_FORMULA = re.compile(r'="(.*)"', re.DOTALL)
Rows = list[list[str]]


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8, as Windows-1252 has them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.end]
    return raw.decode("windows-1252", "replace"), error.end


codecs.register_error(FALLBACK, _as_windows)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written: `skip` rows stand before the header, or before the first row where there is none;
    `names` are the columns (Column 1, ... without a header)."""

    encoding: str
    delimiter: str
    skip: int
    header: bool
    names: tuple[str, ...]


def shape_of(head: bytes, *, whole: bool = False) -> tuple[Shape, Rows] | None:
    """The shape of a table and its first rows below the header; `whole` says that `head` is all of it. None for what
    is no table of at least two columns."""
    encoding = encoding_of(head)
    text = _text(head, encoding, whole=whole)
    if len(_CONTROL.findall(text)) * 500 > len(text) or not text.strip():
        return None
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    found = _delimited(text, told[1] if told else "")
    if found is None:
        return None
    delimiter, rows = found
    shape = _columns(rows, encoding, delimiter, before=1 if told else 0)
    if shape is None:
        return None
    return shape, rows[shape.skip - (1 if told else 0) + shape.header :]


def encoding_of(head: bytes) -> str:
    """The encoding by a mark, by the zeros of UTF-16, or else UTF-8 where `FALLBACK` reads what is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = len(head[:4096]) // 2
    if pairs > 4 and head[1:4096:2].count(0) * 5 > pairs * 2 and head[0:4096:2].count(0) * 20 < pairs:
        return "utf-16-le"
    if pairs > 4 and head[0:4096:2].count(0) * 5 > pairs * 2 and head[1:4096:2].count(0) * 20 < pairs:
        return "utf-16-be"
    return "utf-8-sig"


def cell_of(raw: str) -> str:
    """A cell as it is meant: clean, trimmed, and `="0470"` (how Excel keeps zeros) as 0470."""
    if not raw:
        return ""
    text = (raw if raw.isascii() and raw.isprintable() else clean(raw)).strip()
    formula = _FORMULA.fullmatch(text) if text.startswith('="') else None
    return formula[1].strip() if formula else text


def _text(head: bytes, encoding: str, *, whole: bool) -> str:
    errors = FALLBACK if encoding == "utf-8-sig" else "replace"
    head = head if whole or encoding == "utf-8-sig" else head[: len(head) // 2 * 2]
    if not whole and encoding == "utf-8-sig":
        # The last character may be cut in two; it is not in the last whole line.
        head = head[: head.rfind(b"\n") + 1] or head
    text = head.decode(encoding, errors)
    return text if whole else text[: text.rfind("\n") + 1] or text


def _delimited(text: str, told: str) -> tuple[str, Rows] | None:
    """The delimiter that gives most rows the same number of cells, and the rows it gives."""
    best: tuple[tuple[bool, float], str, Rows] | None = None
    for delimiter in told or DELIMITERS:
        rows = _parsed(text, delimiter)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        share = count / len(rows)
        score = (share >= 0.9, share * width)
        if width <= MAX_COLUMNS and (share >= 0.5 or told) and (best is None or score > best[0]):
            best = (score, delimiter, rows)
    return best[1:] if best else None


def _parsed(text: str, delimiter: str) -> Rows:
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(cell.strip() for cell in row):
                rows.append([cell_of(cell) for cell in row])
            if len(rows) >= LOOKED_AT:
                break
    except csv.Error:
        pass
    return rows


def _columns(rows: Rows, encoding: str, delimiter: str, *, before: int) -> Shape | None:
    """Where the table begins, and what its columns are called."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width = widths.most_common(1)[0][0]
    start = next((at for at, row in enumerate(rows) if _begins(row, width)), 0)
    header = _is_header(rows[start], rows[start + 1 :])
    size = max(len(rows[start]), width) if not header else len(rows[start])
    if header:
        names = tuple(
            (cell or f"Column {at}")[:MAX_NAME].replace("\n", " ") for at, cell in enumerate(rows[start], 1)
        )
    else:
        names = tuple(f"Column {at}" for at in range(1, size + 1))
    return Shape(encoding, delimiter, start + before, header, names) if 1 < size <= MAX_COLUMNS else None


def _begins(row: list[str], width: int) -> bool:
    """Whether the table begins with this row: lines before it fill few of its cells."""
    filled = sum(1 for cell in row if cell)
    full = len(row) >= max(2, width - 1) and filled >= max(2, width * 0.6)
    return full or sum(map(known_word, row)) > 1


def _is_header(first: list[str], rest: Rows) -> bool:
    """Whether a row names columns: it has a word that columns are called by, or at least nothing that is a value where
    the rows below have values."""
    if any(is_value(cell) for cell in first):
        return False
    if any(known_word(cell) for cell in first):
        return True
    filled = [cell for cell in first if cell]
    if len(set(filled)) < len(filled) or len(filled) < len(first):
        return False
    return any(is_value(row[at]) for row in rest[:20] for at in range(min(len(row), len(first))))


def is_value(cell: str) -> bool:
    """Whether a cell is an address, a number, a date or a link: nothing that a column is called."""
    return bool(cell) and (len(cell) > MAX_NAME or bool(_VALUE.fullmatch(cell)) or bool(address_of(cell)))
