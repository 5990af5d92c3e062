"""The head of a line in an exported WhatsApp chat: date and time in about a hundred forms, and their order.

Pure. WhatsApp writes times as the phone shows them: in its language, order, digits and calendar, without a
zone. A `Grammar` is one way to write heads; a file keeps to one. `Order` collects what the dates of a whole
file say about day and month. Buddhist years count from 543 BCE, Japanese eras from 2019 (R) and 1989 (H);
Islamic dates are converted by the tabular rule (Reingold and Dershowitz, Calendrical Calculations), which may
be a day off the calendar of Saudi Arabia.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from mutuals.wire.whatsapp_words import AFTER_YEAR, BETWEEN, EVENING, HALVES, MONTHS, MORNING

OrderName = Literal["dmy", "mdy", "ymd"]
MARKS = "\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff"
HEAD_CHARS = 80
FIRST_YEAR = 2009
# Leap years of the Solar Hijri calendar in its cycle of 33 years, right from 1244 to 1502.
HIJRI_LEAPS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


class Head(NamedTuple):
    """A parsed head: the date parts as written, hour (0-23), minute, second or None, where the text begins.

    `month` is the number of a month written as a word, then `parts` are (day, 0, year).
    """

    parts: tuple[str, str, str]
    hour: int
    minute: int
    second: int | None
    text_at: int
    month: int = 0


@dataclass(frozen=True, slots=True)
class Grammar:
    """One way to write heads: `closing` is "bracket" (iOS), "dash" (Android) or "colon" (before 2016)."""

    closing: str
    form: str
    pattern: re.Pattern[str]

    def head(self, line: str) -> Head | None:
        """Reads the head of a line; None when it has none of this grammar."""
        match = self.pattern.match(line)
        if match is None:
            return None
        try:
            return _head(match, self.form == "words")
        except ValueError:
            return None


def _either(words: Iterable[str]) -> str:
    escaped = (re.escape(word).replace(r"\ ", r"\s") for word in sorted(set(words), key=len, reverse=True))
    return "(?:" + "|".join(escaped) + ")"


def _grammars() -> tuple[Grammar, ...]:
    m = f"[{MARKS}]*"
    half = _either(HALVES)
    numbers = (
        rf"(?P<a>\d{{1,4}}){m}\s?[/.\-年년]{m}\s?(?P<b>\d{{1,2}}){m}\s?[/.\-月월]{m}\s?"
        rf"(?P<c>[RH]?\d{{1,4}}){m}[.日일]?(?:\s?{_either(AFTER_YEAR)})?"
    )
    words = (
        r"(?:(?P<a>\d{1,2})\.?\s(?:de\s)?(?P<b>[^\W\d_]{3,10})\.?,?\s(?:de\s)?(?P<c>\d{4}|\d{2})"
        r"|(?P<b2>[^\W\d_]{3,10})\.?\s(?P<a2>\d{1,2}),?\s(?P<c2>\d{4}))"
    )
    time = (
        rf"(?:(?P<pre>{half})\s?)?(?P<h>\d{{1,2}}){m}(?:[:.]|\s?h\s?){m}(?P<min>\d{{2}})"
        rf"(?:{m}[:.]{m}(?P<s>\d{{2}}))?(?:{m}\s?{m}(?P<post>{half}))?"
    )
    gap = rf"{m}(?:[,،、]{m}\s*|\s+){m}(?:{_either(BETWEEN)}\s)?"
    ends = {"bracket": (rf"\[{m}", rf"{m}\]\s?"), "dash": ("", rf"{m}\s[-–—]\s"), "colon": ("", rf"{m}:\s")}
    # Most files need none of the words: a short pattern first, which reads them three times as fast.
    short = (
        r"(?P<a>\d{1,4})[/.\-](?P<b>\d{1,2})[/.\-](?P<c>\d{1,4}),?\s(?P<pre>)(?P<h>\d{1,2})[:.](?P<min>\d{2})"
        r"(?:[:.](?P<s>\d{2}))?(?:\s?(?P<post>[ap]\.?\s?m\.?))?"
    )
    found = []
    for closing, (opening, close) in ends.items():
        pattern = re.compile(f"{m}{opening}{short}{close}", re.IGNORECASE)
        found.append(Grammar(closing, "numbers", pattern))
        for form, day in (("numbers", numbers), ("words", words)):
            for whole in (f"{day}{gap}{time}", f"{time}{gap}{day}"):
                pattern = re.compile(rf"{m}{opening}{m}{whole}{close}", re.IGNORECASE)
                found.append(Grammar(closing, form, pattern))
    return tuple(found)


def _head(match: re.Match[str], worded: bool) -> Head:
    hours, minutes, seconds, before, after = match.group("h", "min", "s", "pre", "post")
    hour, minute = int(hours), int(minutes)
    second = int(seconds) if seconds else None
    if before or after:
        hour = _full_hour(hour, before or after)
    if hour > 23 or minute > 59 or (second or 0) > 59:
        raise ValueError("no such time")
    if not worded:
        return Head((match["a"], match["b"], match["c"]), hour, minute, second, match.end())
    group = match.groupdict()
    parts = (group["a"] or group["a2"], "0", group["c"] or group["c2"])
    return Head(parts, hour, minute, second, match.end(), _month(group["b"] or group["b2"]))


@lru_cache(256)
def _full_hour(hour: int, half: str) -> int:
    plain = re.sub(rf"[\s.{MARKS}\u200c]", "", half.lower())
    if plain in EVENING:
        late_noon = half == "晚上" and hour == 12
        return 0 if late_noon else hour + 12 if hour < 12 else hour
    if plain in MORNING:
        return 0 if hour == 12 else hour
    return hour


@lru_cache(256)
def _month(word: str) -> int:
    lowered = word.lower()
    for number, stems in enumerate(MONTHS, 1):
        if lowered.startswith(stems):
            return number
    raise ValueError("no such month")


GRAMMARS = _grammars()


def grammar_of(lines: list[str]) -> tuple[Grammar, list[int]] | None:
    """The grammar that most of the lines fit, and the places of those lines; None when no line fits any."""
    best: tuple[Grammar, list[int]] | None = None
    for grammar in GRAMMARS:
        places = [at for at, line in enumerate(lines) if grammar.head(line) is not None]
        if places and (best is None or len(places) > len(best[1])):
            best = (grammar, places)
    return best


class Day(NamedTuple):
    """A calendar day (Gregorian)."""

    year: int
    month: int
    day: int


@lru_cache(4096)
def day_of(parts: tuple[str, str, str], order: OrderName, month: int = 0) -> Day | None:
    """Reads the three parts of a date in an order; None when there is no such day."""
    first, second, third = parts
    if len(first) >= 3:
        order = "ymd"
    year, mon, day = {
        "dmy": (third, second, first),
        "mdy": (third, first, second),
        "ymd": (first, second, third),
    }[order]
    try:
        return _gregorian(_year(year), month or int(mon), int(day))
    except (ValueError, OverflowError):
        return None


@lru_cache(4096)
def in_ids(parts: tuple[str, str, str], day: Day, month: int = 0) -> tuple[str, bool]:
    """A date as it stands in ids, and whether it could be two days.

    It is the earlier of the day and the one with day and month exchanged, so that both readings of a date give the
    same, as does an unmistakable way to write it.
    """
    both = (day_of(parts, "dmy", month), day_of(parts, "mdy", month))
    doubtful = both[0] != both[1] and None not in both
    early = Day(day.year, *sorted((day.month, day.day))) if day.day <= 12 else day
    if doubtful and 1380 <= int(re.sub(r"\D", "", parts[2])) < 1470:
        early = min(one for one in both if one is not None)  # months that are not ours
    return f"{early.year:04}-{early.month:02}-{early.day:02}", doubtful


def _year(text: str) -> int:
    era = {"R": 2018, "H": 1988}.get(text[:1].upper(), 0)
    number = int(text[1:] if era else text)
    if era:
        return era + number
    if len(text) <= 2:
        # Two digits of a Buddhist year lie 43 above ours: 2009-2040 are 52-83.
        return 2000 + number - 43 if 52 <= number <= 83 else 2000 + number
    return number - 543 if number >= 2400 else number


def _gregorian(year: int, month: int, day: int) -> Day:
    if 1380 <= year < 1425:
        return _from_ordinal(_solar_hijri(year, month, day))
    if 1425 <= year < 1470:
        return _from_ordinal(_islamic(year, month, day))
    date(year, month, day)
    return Day(year, month, day)


def _from_ordinal(number: int) -> Day:
    known = date.fromordinal(number)
    return Day(known.year, known.month, known.day)


def _solar_hijri(year: int, month: int, day: int) -> int:
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError("no such day")
    leaps = sum(one % 33 in HIJRI_LEAPS for one in range(1380, year))
    months = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return date(2001, 3, 21).toordinal() + 365 * (year - 1380) + leaps + months + day - 1


def _islamic(year: int, month: int, day: int) -> int:
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError("no such day")
    return day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + 227_014


@dataclass(slots=True)
class _Trial:
    """How the dates of a file look when they are read in one order."""

    order: OrderName
    wrong: int = 0
    backward: int = 0
    steps: int = 0
    spread: float = 0.0
    last: int = 0
    latest: int = 0

    def feed(self, parts: tuple[str, str, str]) -> None:
        day = day_of(parts, self.order)
        if day is None or not FIRST_YEAR <= day.year <= 2100:
            self.wrong += 1
            return
        number = date(*day).toordinal()
        if self.last and number < self.last - 1:
            self.backward += 1
        elif self.last:
            self.steps += 1
            self.spread += math.log1p(abs(number - self.last))
        self.last, self.latest = number, max(self.latest, number)


class Decision(NamedTuple):
    """The order of a file's dates; `why` is "plain", "order", "future", "told", "gaps", "sibling", "before" or
    "guess"; of two readings of one message the one of higher rank stays."""

    order: OrderName
    why: str
    rank: int = 0


@dataclass(slots=True)
class Order:
    """Collects the distinct dates of a file in their sequence, and decides their order."""

    trials: dict[OrderName, _Trial] = field(
        default_factory=lambda: {"dmy": _Trial("dmy"), "mdy": _Trial("mdy"), "ymd": _Trial("ymd")}
    )
    differs: bool = False
    _last: tuple[str, str, str] | None = None

    def feed(self, parts: tuple[str, str, str]) -> None:
        """Takes the date parts of the next message."""
        if parts != self._last:
            self._last = parts
            self.differs = self.differs or day_of(parts, "dmy") != day_of(parts, "mdy")
            for trial in self.trials.values():
                trial.feed(parts)

    def decide(self, asked: Literal["dmy", "mdy"] | None = None, today: int = 0, turn: int = 0) -> Decision:
        """Decides by impossible dates, by the sequence, by the future (`today` is a day ordinal, 0 when
        unknown), by what was told, by the gaps; else day first, which is a guess."""
        plain = self._by_impossible_dates()
        if plain or not self.differs:
            return Decision(plain or "dmy", "plain")
        dmy, mdy = self.trials["dmy"], self.trials["mdy"]
        if max(dmy.backward, mdy.backward) > 3 * min(dmy.backward, mdy.backward):
            return Decision("dmy" if dmy.backward < mdy.backward else "mdy", "order")
        if today and (dmy.latest > today + 1) != (mdy.latest > today + 1):
            return Decision("dmy" if dmy.latest < mdy.latest else "mdy", "future")
        if asked:
            return Decision(asked, "told", turn)
        if dmy.steps >= 3 and abs(dmy.spread - mdy.spread) > math.log(2) * dmy.steps:
            return Decision("dmy" if dmy.spread < mdy.spread else "mdy", "gaps", -2)
        return Decision("dmy", "guess", -3)

    def _by_impossible_dates(self) -> OrderName | None:
        dmy, mdy, ymd = (self.trials[name].wrong for name in ("dmy", "mdy", "ymd"))
        if min(dmy, mdy) > 2 * ymd:
            return "ymd"
        return None if dmy == mdy else "dmy" if dmy < mdy else "mdy"
