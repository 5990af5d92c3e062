"""Ties of a bare interaction log, without a database: `from,to,time[,kind,duration]`, comma-separated, gzip or not.

Columns may stand in any order, others are ignored. Times are unix seconds or ISO 8601 (without a zone: UTC), in
the years 1 to 9999, before 1970 too. `kind` is a name of `Kind` (none: message), `duration` seconds. Rows with
from = to are skipped and counted; rows that cannot be read are counted with line and reason, and stop nothing.

A pair is unordered, `from` < `to` as text; `out` is what `from` did towards `to`. `last` is the UTC date of the
last contact.
"""

import csv
import gzip
import zlib
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from mutuals.record.kinds import Kind
from mutuals.relate import bare_bytes
from mutuals.relate import forecast as forecasts
from mutuals.relate.bare_bytes import Buffer, Fields, Ints
from mutuals.relate.bare_rows import (
    DAY_MS,
    FIRST_MS,
    KINDS,
    LAST_MS,
    Rejected,
    Row,
    header,
    rows_read,
)
from mutuals.relate.tie_arrays import Columns, Table, build
from mutuals.relate.ties import DEFAULTS, Parameters

DELIMITERS = ",;\t"
KEPT_REASONS = 1000
PIECE = 1 << 20


class LogError(ValueError):
    """The file cannot be read as an interaction log at all; the message says why."""


@dataclass(frozen=True, slots=True)
class Log:
    """Interactions as columns; `a` and `b` number `names`, which are in order of text. Times in UTC milliseconds.

    `rejected` holds the first `KEPT_REASONS` of `rejected_count` rows; `skipped_self` counts rows with from = to.
    """

    name: str
    names: list[str]
    a: Ints
    b: Ints
    ms: Ints
    kind: NDArray[np.uint8]
    seconds: NDArray[np.int32]
    rejected: list[Rejected] = field(default_factory=list)
    rejected_count: int = 0
    skipped_self: int = 0

    def __len__(self) -> int:
        """Number of interactions that count."""
        return len(self.a)

    @property
    def last_ms(self) -> int:
        """The moment of the last interaction, 0 in an empty log."""
        return int(self.ms.max()) if len(self.ms) else 0

    def columns(self, *, before_ms: int, origin_ms: int = 0) -> Columns:
        """Return tie days, in order of (unordered pair, day), of interactions before a moment.

        Days are counted from `origin_ms` (UTC days for 0).
        """
        rows = slice(None) if before_ms > self.last_ms else self.ms < before_ms
        day = (self.ms[rows] - origin_ms) // DAY_MS
        a, b, kind, seconds = self.a[rows], self.b[rows], self.kind[rows], self.seconds[rows]
        low, high = np.minimum(a, b), np.maximum(a, b)
        first = int(day.min()) if len(day) else 0
        name_bits, day_bits = len(self.names).bit_length(), int(np.ptp(day)).bit_length() if len(day) else 0
        if seconds.any() or 2 * name_bits + day_bits + 5 > 63:
            order = np.lexsort((day, high, low))
            return Columns.of(a, b, day, kind=kind, seconds=seconds).take(order)
        pair = (low << name_bits | high) << day_bits | (day - first)
        return _collapsed(np.sort(pair << 5 | (a > b) << 4 | kind), name_bits, day_bits, first)


def _collapsed(packed: Ints, name_bits: int, day_bits: int, first: int) -> Columns:
    """Tie days from sorted numbers that hold pair, day, direction and kind: sorting numbers is what is fast."""
    starts = np.flatnonzero(np.diff(packed, prepend=-1))
    n, found = np.diff(starts, append=len(packed)), packed[starts]
    back = (found >> 4) & 1
    day = (found >> 5) & ((1 << day_bits) - 1)
    high = (found >> (5 + day_bits)) & ((1 << name_bits) - 1)
    low = found >> (5 + day_bits + name_bits)
    a, b = np.where(back, high, low), np.where(back, low, high)
    return Columns.of(a, b, day + first, kind=found & 15, n=n)


def read_log(stream: BinaryIO, *, name: str = "log") -> Log:
    """Read a log from an opened binary stream; `name` is for messages. Raises LogError when there is no log in it."""
    data = _unpacked(stream.read(), name)
    end = data.find(b"\n") + 1 or len(data)
    text = data[:end].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").rstrip("\r\n")
    delimiter = next((d for d in DELIMITERS if d in text), ",")
    fields = next(csv.reader([text], delimiter=delimiter), [])
    try:
        columns = header(fields)
    except ValueError as error:
        raise LogError(f"{name}: {error}") from None
    reader = _Reader(columns, len(fields), delimiter)
    reader.read(data, end)
    return reader.log(name)


def ties(
    log: Log, *, at: int | None = None, limit: int | None = None, parameters: Parameters = DEFAULTS
) -> list[dict[str, Any]]:
    """Return `[{from, to, depth, out, in, days, last}]`, the deepest first, at most `limit`.

    `at` is a moment in UTC milliseconds: what came before it counts, as of its day. By default everything
    counts, as of the day of the last interaction.
    """
    table, day = _table(log, at, parameters)
    depths = table.depths(day)
    order = np.lexsort((table.b, table.a, -depths.depth))[:limit]
    last = np.datetime_as_string(table.last[order].astype("datetime64[D]")).tolist()
    columns = (table.a, table.b, depths.depth, depths.out, depths.into, table.days_active)
    rows = zip(*(c[order].tolist() for c in columns), last, strict=True)
    keys = ("from", "to", "depth", "out", "in", "days", "last")
    names = log.names
    return [dict(zip(keys, (names[a], names[b], *rest), strict=True)) for a, b, *rest in rows]


def forecast(
    log: Log,
    *,
    horizon_days: int = forecasts.HORIZON,
    at: int | None = None,
    limit: int | None = None,
    parameters: Parameters = DEFAULTS,
) -> list[dict[str, Any]]:
    """Return `[{from, to, depth, probability}]` for every pair seen before `at`, the most probable first.

    `probability` is that of any contact in [at, at + horizon_days). The moment `at` is in UTC milliseconds,
    by default just after the last interaction. See `forecast_of` for the model behind it.
    """
    found = forecast_of(log, horizon_days=horizon_days, at=at, parameters=parameters)
    table, day = _table(log, at, parameters)
    depth = _of_pairs(table, found.a, found.b, table.depths(day).depth)
    order = np.lexsort((found.b, found.a, -depth, -found.probability))[:limit]
    columns = (found.a, found.b, depth, found.probability)
    names = log.names
    return [
        {"from": names[a], "to": names[b], "depth": d, "probability": p}
        for a, b, d, p in zip(*(c[order].tolist() for c in columns), strict=True)
    ]


def forecast_of(
    log: Log,
    *,
    horizon_days: int = forecasts.HORIZON,
    at: int | None = None,
    parameters: Parameters = DEFAULTS,
) -> forecasts.Forecast:
    """Return the forecast itself, with its model and explanations; `a` and `b` number `log.names`.

    Days are counted backwards from `at`, so that the windows open and close at that very time of day.
    """
    moment = log.last_ms + 1 if at is None else at
    columns = log.columns(before_ms=moment, origin_ms=moment)
    return forecasts.forecast(columns, at=0, horizon=horizon_days, parameters=parameters)


def _table(log: Log, at: int | None, parameters: Parameters) -> tuple[Table, int]:
    day = (log.last_ms if at is None else at) // DAY_MS
    before = log.last_ms + 1 if at is None else at
    return build(log.columns(before_ms=before), at=day, parameters=parameters), day


def _of_pairs(table: Table, a: Ints, b: Ints, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """`values` of the ties of `table` in the order of pairs (a, b)."""
    codes = table.a * (1 << 31) + table.b
    order = np.argsort(codes)
    return np.asarray(values[order[np.searchsorted(codes, a * (1 << 31) + b, sorter=order)]])


def _unpacked(data: bytes, name: str) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        raise LogError(f"{name}: the gzip file is damaged or ends too early") from None


class _Reader:
    """Gathers rows, piece by piece and by the fast or the exact path, and joins them into a log."""

    def __init__(self, columns: dict[str, int], width: int, delimiter: str) -> None:
        self.columns, self.width, self.delimiter = columns, width, delimiter
        self.numbers: dict[bytes, int] = {}
        self.parts: list[tuple[NDArray[Any], ...]] = []
        self.rejected: list[Rejected] = []
        self.rejected_count = 0

    def read(self, body: bytes, start: int) -> None:
        """Read the lines after the header, from `start` on, in pieces that fit the processor's cache."""
        line = 2
        while start < len(body):
            stop = body.find(b"\n", min(start + PIECE, len(body) - 1)) + 1 or len(body)
            lines = self.read_fast(body[start:stop], line)
            if lines is None:
                self.read_exactly(body[start:], line)
                return
            start, line = stop, line + lines

    def read_exactly(self, body: bytes, line: int) -> None:
        """Read everything from `line` on by the csv module."""
        rows: list[Row] = []
        found = rows_read(
            body.decode("utf-8", "replace"),
            self.columns,
            width=self.width,
            delimiter=self.delimiter,
            line=line,
        )
        for row in found:
            self.add(row, rows)
        self.keep(rows)

    def read_fast(self, piece: bytes, line: int) -> int | None:
        """Read regular lines as columns and the others one by one; return their number, None if it cannot be cut."""
        buffer = Buffer(piece if piece.endswith(b"\n") else piece + b"\n")
        cut = bare_bytes.lines(buffer, ord(self.delimiter), self.width)
        if cut is None:
            return None
        column = {name: bare_bytes.column(buffer, cut, i) for name, i in self.columns.items()}
        fields = {name: found for name, (found, _) in column.items()}
        good = ~np.any([edge for _, edge in column.values()], axis=0)
        for name in ("from", "to"):
            length = fields[name].lengths
            good &= (length > 0) & (length <= bare_bytes.LONGEST_NAME)
        size = len(cut.regular)
        ms, right = _moments(buffer, fields["time"])
        kind, known = _kinds(buffer, fields.get("kind"), size)
        seconds, timed = _seconds(buffer, fields.get("duration"), size)
        good &= right & known & timed
        rest = np.ones(len(cut.starts), bool)
        rest[cut.regular[good]] = False
        rows: list[Row] = []
        for i in np.flatnonzero(rest).tolist():
            text = piece[cut.starts[i] : cut.ends[i]].decode("utf-8", "replace")
            found = rows_read(text, self.columns, width=self.width, delimiter=self.delimiter, line=line + i)
            for row in found:
                self.add(row, rows)
        self.keep(rows)
        names, a, b = _people(buffer, piece, fields["from"].take(good), fields["to"].take(good))
        number = self.number(names)
        self.parts.append((number[a], number[b], ms[good], kind[good], seconds[good]))
        return len(cut.starts)

    def add(self, row: Row | Rejected, rows: list[Row]) -> None:
        """Keep a row, or count it as rejected."""
        if isinstance(row, Row):
            rows.append(row)
            return
        self.rejected_count += 1
        if len(self.rejected) < KEPT_REASONS:
            self.rejected.append(row)

    def keep(self, rows: list[Row]) -> None:
        """Turn rows into columns."""
        if rows:
            senders, receivers, *rest = zip(*rows, strict=True)
            a, b = (self.number([name.encode() for name in names]) for names in (senders, receivers))
            self.parts.append((a, b, *(np.array(c, np.int64) for c in rest)))

    def number(self, names: list[bytes]) -> Ints:
        """Numbers of names in order of their first appearance."""
        numbers = self.numbers
        return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)

    def log(self, name: str) -> Log:
        """Join the parts; number the names in order of text."""
        texts = [raw.decode("utf-8", "replace") for raw in self.numbers]
        names = sorted(set(texts))
        place = {text: i for i, text in enumerate(names)}
        rank = np.array([place[text] for text in texts], np.int64)
        none = tuple(np.zeros(0, np.int64) for _ in range(5))
        a, b, ms, kind, seconds = (np.concatenate(c) for c in zip(none, *self.parts, strict=True))
        apart = a != b
        itself = int(len(apart) - apart.sum())
        if itself:
            a, b, ms, kind, seconds = (c[apart] for c in (a, b, ms, kind, seconds))
        columns = (rank[a], rank[b], ms, kind.astype(np.uint8), seconds.astype(np.int32))
        return Log(name, names, *columns, self.rejected, self.rejected_count, itself)


def _moments(buffer: Buffer, fields: Fields) -> tuple[Ints, NDArray[np.bool_]]:
    """Milliseconds of times in the usual forms, and which are."""
    minus = buffer.bytes[fields.starts] == 45
    number, right = bare_bytes.digits(buffer, Fields(fields.starts + minus, fields.lengths - minus))
    ms = np.where(minus, -number, number) * 1000
    right &= (ms >= FIRST_MS) & (ms <= LAST_MS)
    others = np.flatnonzero(~right)
    if len(others):
        ms[others], right[others] = bare_bytes.iso_ms(buffer, fields.take(others))
    others = np.flatnonzero(~right & ~minus)
    if len(others):
        ms[others], right[others] = bare_bytes.decimals(buffer, fields.take(others))
        right &= ms <= LAST_MS
    return ms, right


def _kinds(buffer: Buffer, fields: Fields | None, size: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Numbers of kinds written in small letters, and which are."""
    found = np.full(size, Kind.MESSAGE, np.uint8)
    if fields is None:
        return found, np.ones(size, bool)
    known = fields.lengths == 0
    words = bare_bytes.short(buffer, fields)
    for text, number in KINDS.items():
        this = (words == int.from_bytes(text.encode(), "little")) & (fields.lengths == len(text))
        found[this] = number
        known |= this
    return found, known


def _seconds(buffer: Buffer, fields: Fields | None, size: int) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Durations in whole seconds, and which are."""
    if fields is None:
        return np.zeros(size, np.int32), np.ones(size, bool)
    number, right = bare_bytes.digits(buffer, fields)
    right = (right & (fields.lengths < 10)) | (fields.lengths == 0)
    return np.where(fields.lengths > 0, np.where(right, number, 0), 0).astype(np.int32), right


def _people(
    buffer: Buffer, piece: bytes, senders: Fields, receivers: Fields
) -> tuple[list[bytes], Ints, Ints]:
    """Distinct names, and their number per row for both columns."""
    both = Fields(*(np.concatenate(pair) for pair in zip(senders, receivers, strict=True)))
    claimant = bare_bytes.same(buffer, both)
    named = np.zeros(len(claimant), bool)
    named[claimant] = True
    first, numbers = np.flatnonzero(named), (named.cumsum() - 1)[claimant]
    starts, lengths = both.starts[first].tolist(), both.lengths[first].tolist()
    names = [piece[s : s + n] for s, n in zip(starts, lengths, strict=True)]
    return names, numbers[: len(senders.starts)], numbers[len(senders.starts) :]
