"""Fields of a large comma-separated file as numpy columns, without a Python object per field.

A field is a start and a length in one buffer. Eight bytes are read at a time through a view of unaligned words,
and digits are turned into numbers eight at once ("SIMD within a register", Lemire 2018,
https://lemire.me/blog/2018/10/03/quickly-parsing-eight-digits/). What does not fit is left to `bare_rows`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Bools = NDArray[np.bool_]

PAD = 32
LONGEST_NAME = 64
_U = np.uint64
_ZEROS = _U(0x3030303030303030)
_TENS = _U(0xF0F0F0F0F0F0F0F0)
_SIXES = _U(0x0606060606060606)


class Buffer:
    """Bytes with room behind, readable as bytes and as little-endian words that start anywhere."""

    def __init__(self, data: bytes) -> None:
        padded = bytearray(len(data) + PAD)
        padded[: len(data)] = data
        self.size = len(data)
        self.bytes: NDArray[np.uint8] = np.frombuffer(padded, np.uint8)
        self._words: Words = np.ndarray((len(padded) - 7,), np.dtype("<u8"), padded, strides=(1,))

    def words(self, starts: Ints) -> Words:
        """Return the eight bytes from each start."""
        return np.asarray(self._words[starts], dtype=np.uint64)


class Fields(NamedTuple):
    """One column: where each field starts and how long it is."""

    starts: Ints
    lengths: Ints

    def take(self, rows: NDArray[np.bool_] | Ints) -> "Fields":
        """Return the fields of some rows."""
        return Fields(self.starts[rows], self.lengths[rows])


class Lines(NamedTuple):
    """A buffer cut into lines: `marks` are the ends of the fields of regular lines, shape (lines, width).

    `regular` are the numbers of these lines, which have exactly `width` fields and quotes only around whole
    fields; `starts` and `ends` are those of all lines.
    """

    marks: Ints
    regular: Ints
    starts: Ints
    ends: Ints


def lines(buffer: Buffer, delimiter: int, width: int) -> Lines | None:
    """Cut a buffer that ends in a newline into lines; None when quotes or returns stand across line ends."""
    text = buffer.bytes[: buffer.size]
    returns = np.flatnonzero(text == 13)
    if len(returns) and not (buffer.bytes[returns + 1] == 10).all():
        return None
    cuts, quotes = (text == delimiter) | (text == 10), text == 34
    quoted = bool(quotes.any())
    if quoted:
        inside = (np.cumsum(quotes, dtype=np.uint8) & 1).astype(bool)
        if inside[text == 10].any():
            return None
        cuts &= ~inside
    found = np.flatnonzero(cuts)
    last = np.flatnonzero(buffer.bytes[found] == 10)
    ends = found[last]
    starts = np.concatenate([[0], ends[:-1] + 1])
    regular = np.diff(last, prepend=-1) == width
    marks = (
        found.reshape(-1, width) if regular.all() else found[last[regular][:, None] + np.arange(1 - width, 1)]
    )
    cut = Lines(marks, np.flatnonzero(regular), starts, ends)
    return _whole_quotes(buffer, cut, quotes) if quoted else cut


def _whole_quotes(buffer: Buffer, cut: Lines, quotes: Bools) -> Lines:
    """Leave out lines with quotes elsewhere than around whole fields."""
    opening = np.zeros(len(cut.regular), np.int64)
    for i in range(cut.marks.shape[1]):
        opening += buffer.bytes[cut.starts[cut.regular] if i == 0 else cut.marks[:, i - 1] + 1] == 34
    counts = np.add.reduceat(quotes, cut.starts, dtype=np.int64)[cut.regular]
    kept = counts == 2 * opening
    return cut._replace(marks=cut.marks[kept], regular=cut.regular[kept])


def column(buffer: Buffer, cut: Lines, index: int) -> tuple[Fields, Bools]:
    """Return one column of regular lines without its quotes, and which fields have blanks at an end."""
    first = cut.starts[cut.regular] if index == 0 else cut.marks[:, index - 1] + 1
    end = cut.marks[:, index]
    if index == cut.marks.shape[1] - 1:
        end = end - ((buffer.bytes[end - 1] == 13) & (end > first))
    quoted = buffer.bytes[first] == 34
    first, length = first + quoted, end - first - 2 * quoted
    edge = (buffer.bytes[first] <= 32) | (buffer.bytes[np.maximum(first + length - 1, 0)] <= 32)
    return Fields(first, np.maximum(length, 0)), (edge & (length > 0)) | (length < 0)


def short(buffer: Buffer, fields: Fields) -> Words:
    """Return fields of up to eight bytes as one word each, the first byte lowest, zeros behind."""
    length = np.minimum(fields.lengths, 8).astype(np.uint64)
    word = buffer.words(fields.starts)
    return np.where(length > 0, word & (_U(0xFFFFFFFFFFFFFFFF) >> ((_U(8) - length) * _U(8) & _U(63))), _U(0))


def digits(buffer: Buffer, fields: Fields) -> tuple[Ints, Bools]:
    """Return the numbers written in 1 to 16 digits, and which fields are that."""
    tail = np.minimum(fields.lengths, 8)
    head = np.clip(fields.lengths - 8, 0, 8)
    low, low_right = _eight(buffer.words(fields.starts + head), tail)
    right = low_right & (fields.lengths > 0) & (fields.lengths <= 16)
    if not head.any():
        return low, right
    high, high_right = _eight(buffer.words(fields.starts), head)
    return high * 100_000_000 + low, right & high_right


def decimals(buffer: Buffer, fields: Fields) -> tuple[Ints, Bools]:
    """Return thousandths of numbers written as digits, a point and digits, cut off; and which fields are that."""
    point = np.full(len(fields.starts), -1)
    for place in range(min(17, int(fields.lengths.max(initial=0)))):
        here = (buffer.bytes[fields.starts + place] == 46) & (place < fields.lengths)
        point = np.where((point < 0) & here, place, point)
    whole, right = digits(buffer, Fields(fields.starts, np.maximum(point, 0)))
    after, length = fields.starts + point + 1, fields.lengths - point - 1
    _, only_digits = digits(buffer, Fields(after, length))
    thousandths, _ = digits(buffer, Fields(after, np.minimum(length, 3)))
    scale = np.array([1, 100, 10, 1])[np.clip(length, 0, 3)]
    return whole * 1000 + thousandths * scale, right & only_digits & (point > 0)


def _eight(word: Words, length: Ints) -> tuple[Ints, Bools]:
    """The number in the first `length` (0-8) bytes of each word, and whether these are digits."""
    shift = (8 - length).astype(np.uint64) * _U(8)
    kept = np.where(length > 0, word << (shift & _U(63)), _U(0))
    fill = np.where(length > 0, (_U(1) << (shift & _U(63))) - _U(1), _U(0xFFFFFFFFFFFFFFFF))
    text = kept | (_ZEROS & fill)
    right = ((text & _TENS) | (((text + _SIXES) & _TENS) >> _U(4))) == _U(0x3333333333333333)
    value = (text & _U(0x0F0F0F0F0F0F0F0F)) * _U(2561) >> _U(8)
    value = (value & _U(0x00FF00FF00FF00FF)) * _U(6553601) >> _U(16)
    value = (value & _U(0x0000FFFF0000FFFF)) * _U(42949672960001)
    return (value >> _U(32)).astype(np.int64), right


def iso_ms(buffer: Buffer, fields: Fields) -> tuple[Ints, Bools]:
    """Return UTC milliseconds of ISO dates and times in their common widths, and which fields are that.

    `YYYY-MM-DD`, and with `T` or a blank `HH:MM:SS`, then nothing, `Z`, `.fff`, `.fffZ`, `+HH:MM` or `-HH:MM`.
    """
    starts, length = fields

    def at(place: int) -> Ints:
        return buffer.bytes[starts + place].astype(np.int64)

    def pair(place: int) -> Ints:
        return (at(place) - 48) * 10 + at(place + 1) - 48

    right = (
        _digits_at(buffer, starts, (0, 1, 2, 3, 5, 6, 8, 9)) & (at(4) == 45) & (at(7) == 45) & (length >= 10)
    )
    day, real = _civil(pair(0) * 100 + pair(2), pair(5), pair(8))
    ms, right = day * 86_400_000, right & real
    timed = length > 10
    if not (timed & right).any():
        return ms, right & ~timed
    hour, minute, second = pair(11), pair(14), pair(17)
    clock = (at(10) == 84) | (at(10) == 32)
    clock &= _digits_at(buffer, starts, (11, 12, 14, 15, 17, 18)) & (at(13) == 58) & (at(16) == 58)
    clock &= (hour < 24) & (minute < 60) & (second < 60)
    rest, known = _zone_and_fraction(buffer, starts, length)
    ms = ms + np.where(timed, (hour * 3600 + minute * 60 + second) * 1000 + rest, 0)
    return ms, right & (~timed | (clock & known))


def _zone_and_fraction(buffer: Buffer, starts: Ints, length: Ints) -> tuple[Ints, Bools]:
    """What stands behind the seconds, in milliseconds, and whether it is one of the common forms."""

    def at(place: int) -> Ints:
        return buffer.bytes[starts + place].astype(np.int64)

    fraction = (length == 23) | ((length == 24) & (at(23) == 90))
    fraction &= (at(19) == 46) & _digits_at(buffer, starts, (20, 21, 22))
    offset = (length == 25) & ((at(19) == 43) | (at(19) == 45)) & (at(22) == 58)
    offset &= _digits_at(buffer, starts, (20, 21, 23, 24))
    plain = (length == 19) | ((length == 20) & (at(19) == 90))
    value = np.where(fraction, (at(20) - 48) * 100 + (at(21) - 48) * 10 + at(22) - 48, 0)
    minutes = ((at(20) - 48) * 10 + at(21) - 48) * 60 + (at(23) - 48) * 10 + at(24) - 48
    offset &= minutes < 24 * 60
    return value + np.where(
        offset, np.where(at(19) == 43, -1, 1) * minutes * 60_000, 0
    ), plain | fraction | offset


def _digits_at(buffer: Buffer, starts: Ints, places: tuple[int, ...]) -> Bools:
    found = np.ones(len(starts), bool)
    for place in places:
        found &= (buffer.bytes[starts + place] - np.uint8(48)) < 10
    return found


def _civil(year: Ints, month: Ints, day: Ints) -> tuple[Ints, Bools]:
    """Days since 1970 of a date of the proleptic Gregorian calendar, and whether the date exists.

    Howard Hinnant, https://howardhinnant.github.io/date_algorithms.html#days_from_civil
    """
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    most = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[np.clip(month, 0, 12)]
    real = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= most + (leap & (month == 2)))
    y = year - (month <= 2)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468, real


def same(buffer: Buffer, fields: Fields) -> Ints:
    """Return for each field (of at most LONGEST_NAME bytes) the number of one field with the same bytes.

    By rounds: every field claims a slot by its hash, equal fields agree on the claimant that stayed, the others
    go to the next round with another hash. Bytes are compared in full, so no collision can join two names.
    """
    longest = int(fields.lengths.max(initial=0))
    words = [_word(buffer, fields, i) for i in range(max(1, -(-longest // 8)))]
    mixed = fields.lengths.astype(np.uint64)
    for word in words:
        mixed = (mixed ^ word) * _U(0x9E3779B97F4A7C15)
        mixed ^= mixed >> _U(29)
    found = np.empty(len(mixed), np.int64)
    left = np.arange(len(mixed))
    salt = _U(0xC2B2AE3D27D4EB4F)
    while len(left):
        bits = min(24, max(10, len(left).bit_length()))
        slots = (((mixed[left] + salt) * (salt | _U(1))) >> _U(64 - bits)).astype(np.int64)
        claims = np.zeros(1 << bits, np.int32)
        claims[slots] = left
        claimant = claims[slots]
        agree = fields.lengths[claimant] == fields.lengths[left]
        for word in words:
            agree &= word[claimant] == word[left]
        found[left[agree]] = claimant[agree]
        left = left[~agree]
        salt ^= salt << _U(7)
        salt ^= salt >> _U(9)
    return found


def _word(buffer: Buffer, fields: Fields, index: int) -> Words:
    """The bytes 8 * index and on of each field, zeros behind its end."""
    start = np.minimum(fields.starts + 8 * index, buffer.size)
    return short(buffer, Fields(start, np.clip(fields.lengths - 8 * index, 0, 8)))
