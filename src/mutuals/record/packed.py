"""A reading as the record stores it: confidences one byte each, spans and places as one line. Pure.

The order of the bytes is `NAMES`; 0 to 254 stand for 0 to 1 in equal steps, 255 for "was not read". Names are only ever
added at the end, so that older rows stay readable: a byte that is not there was not read.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mutuals.text.readings import EMOTIONS, LABELS, UNKNOWN, Place, Reading, Span, Tone

TONES: tuple[Tone, ...] = ("unknown", "negative", "neutral", "positive")
TOXIC, SURE = "toxic", "tone"
NAMES = (
    SURE, TOXIC,
    "question", "need", "complaint", "praise", "thanks", "ask", "offer", "promise", "promotion",
    "joy", "gratitude", "caring", "curiosity", "amusement", "optimism", "anger", "disappointment", "sadness", "fear",
)  # fmt: skip
PLACES = {name: place for place, name in enumerate(NAMES)}
STEPS, NOT_READ = 254, 255
_NOTHING = bytes([NOT_READ]) * len(NAMES)
SCORE = 1000
LONGEST_LANG = 8


class Packed(NamedTuple):
    """The columns of a stored reading, without what it is of and which model made it."""

    lang: str
    tone: int
    tone_score: int
    sure: bytes
    personal: str
    near: int
    about: str = ""
    vector: bytes = b""


def pack(reading: Reading) -> Packed:
    """The columns of a reading; confidences are rounded to 1/254, the score of the tone to 1/1000.

    Raises KeyError for a label or emotion that `NAMES` lacks, ValueError for a confidence outside 0 to 1.
    """
    # Made for each post of the world that passes: a table of bytes, not 21 calls.
    sure, near = bytearray(_NOTHING), reading.near
    for said in (reading.labels, reading.emotions):
        for name, value in said.items():
            sure[PLACES[name]] = int(STEPS * value + 0.5)
    if reading.tone != "unknown":
        sure[PLACES[SURE]] = int(STEPS * reading.tone_sure + 0.5)
    if reading.toxic is not None:
        sure[PLACES[TOXIC]] = int(STEPS * reading.toxic + 0.5)
    return Packed(
        reading.lang[:LONGEST_LANG] or UNKNOWN,
        TONES.index(reading.tone),
        round(SCORE * reading.tone_score),
        bytes(sure),
        spans_pack(reading.personal),
        near - (1 << 64) if near >> 63 else near,
        " ".join(f"{start}:{end - start}" for start, end in reading.about),
        reading.vector,
    )


def unpack(packed: Packed) -> Reading:
    """The reading back from its columns."""
    sure = confidences(packed.sure)
    return Reading(
        lang=packed.lang,
        tone=TONES[packed.tone],
        tone_score=packed.tone_score / SCORE,
        tone_sure=sure.get(SURE, 0.0),
        emotions=_only(sure, EMOTIONS),
        labels=_only(sure, LABELS),
        toxic=sure.get(TOXIC),
        personal=spans_unpack(packed.personal),
        near=packed.near & ((1 << 64) - 1),
        about=tuple(_place(*map(int, one.split(":"))) for one in packed.about.split()),
        vector=packed.vector,
    )


def confidences(sure: bytes) -> dict[str, float]:
    """What was read, by name, with its confidence."""
    return {name: byte / STEPS for name, byte in zip(NAMES, sure, strict=False) if byte != NOT_READ}


def confident(sure: bytes, places: Iterable[tuple[str, int]], least: float) -> dict[str, float]:
    """Those of these names (with their `PLACES`) that were read with at least this confidence, with theirs."""
    floor = STEPS * least
    return {name: sure[place] / STEPS for name, place in places if NOT_READ > sure[place] >= floor}


def spans_pack(spans: Iterable[Span]) -> str:
    """Spans as words of `kind:start:length`, with a `?` behind the kind of a hint."""
    return " ".join(f"{one.kind}{'?' * one.hint}:{one.start}:{one.end - one.start}" for one in spans)


def spans_unpack(line: str) -> tuple[Span, ...]:
    """The spans back from `spans_pack`."""
    found = []
    for word in line.split():
        kind, start, length = word.rsplit(":", 2)
        found.append(Span(kind.rstrip("?"), int(start), int(start) + int(length), kind.endswith("?")))
    return tuple(found)


def _place(start: int, length: int) -> Place:
    return start, start + length


def words_of(name: str, summary: str, content: str) -> str:
    """The one text that is read of a post: its title, what stands above it, and itself; spans are counted in it."""
    if not (name or summary):
        return content
    return "\n".join([part for part in (name, summary, content) if part])


def _only(sure: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    return {name: sure[name] for name in names if name in sure}
