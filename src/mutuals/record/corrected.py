"""What a person says of a reading, laid over what the model said. Pure.

A correction is about a label, an emotion, "toxic", "tone", "lang", a span of personal data or the place of a phrase;
labels, "toxic", spans and phrases are said "yes" or "no", the tone by its name, the language by its code.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from mutuals.record.keys import key64, key_text
from mutuals.record.packed import TONES
from mutuals.text.readings import EMOTIONS, LABELS, Place, Reading, Span, Tone

YES, NO = "yes", "no"
TONE, LANG, TOXIC, PERSONAL, PHRASE = "tone", "lang", "toxic", "personal", "about"
YES_OR_NO = (*LABELS, *EMOTIONS, TOXIC)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PHRASE = re.compile(PHRASE + r" (\d{1,9}) (\d{1,9})")
_SPAN = re.compile(r"personal ([\w-]{1,40}) (\d{1,9}) (\d{1,9})")


class NoCorrection(ValueError):
    """That is nothing that a reading can be told."""


def checked(about: str, says: str) -> None:
    """Nothing where somebody may say this about a reading; raises NoCorrection."""
    fits = (
        ((about in YES_OR_NO or _SPAN.fullmatch(about) or _PHRASE.fullmatch(about)) and says in (YES, NO))
        or (about == TONE and says in TONES[1:])
        or (about == LANG and _LANGUAGE.fullmatch(says))
    )  # fmt: skip
    if not fits:
        raise NoCorrection(str(NoCorrection.__doc__))


def said_of(reading: Reading, about: str, shown: Mapping[str, float]) -> tuple[str, float]:
    """What a reading says about something, and how sure it is; "" where it was not read."""
    if about == TONE:
        return reading.tone, reading.tone_sure
    if about == LANG:
        return reading.lang, 0.0
    if about.startswith(PHRASE):
        return (YES, 1.0) if place_of(about) in reading.about else (NO, 0.0)
    if about.startswith(PERSONAL):
        return (YES, 1.0) if span_of(about) in [_bare(one) for one in reading.personal] else (NO, 0.0)
    sure = sureness(reading).get(about)
    return ("", 0.0) if sure is None else (YES if sure >= shown.get(about, 1.0) else NO, sure)


def sureness(reading: Reading) -> dict[str, float]:
    """How sure a reading is of everything that is yes or no, by name."""
    found = {**reading.labels, **reading.emotions}
    return found if reading.toxic is None else {**found, TOXIC: reading.toxic}


def corrected(reading: Reading, says: Mapping[str, str]) -> Reading:
    """The reading with what people say about it (`says`, by what it is about) in the place of what the model said."""
    labels, emotions, spans = dict(reading.labels), dict(reading.emotions), list(reading.personal)
    phrases = list(reading.about)
    out = reading
    for about, word in says.items():
        if about == TONE:
            out = replace(out, tone=cast("Tone", word), tone_sure=1.0, tone_score=_score(out, word))
        elif about == LANG:
            out = replace(out, lang=word)
        elif about == TOXIC:
            out = replace(out, toxic=float(word == YES))
        elif about in emotions or about in EMOTIONS:
            emotions[about] = float(word == YES)
        elif about in LABELS:
            labels[about] = float(word == YES)
        elif about.startswith(PHRASE):
            phrases = [one for one in phrases if one != place_of(about)] + [place_of(about)] * (word == YES)
        else:
            spans = _spans(spans, span_of(about), word)
    return replace(out, labels=labels, emotions=emotions, personal=tuple(spans), about=tuple(phrases))


def words_mark(name: str, summary: str, content: str) -> str:
    """By what the words that a correction is about are known again elsewhere, 16 digits."""
    return key_text(key64(f"{name}\n{summary}\n{content}"))


def place_about(place: Place) -> str:
    """How a correction names the place of a phrase."""
    return f"{PHRASE} {place[0]} {place[1] - place[0]}"


def place_of(about: str) -> Place:
    """The place that a correction is about; raises NoCorrection."""
    start, length = _parts(_PHRASE, about)
    return int(start), int(start) + int(length)


def span_about(span: Span) -> str:
    """How a correction names a span."""
    return f"{PERSONAL} {span.kind} {span.start} {span.end - span.start}"


def span_of(about: str) -> Span:
    """The span that a correction is about; raises NoCorrection."""
    kind, start, length = _parts(_SPAN, about)
    return Span(kind, int(start), int(start) + int(length))


def _parts(form: re.Pattern[str], about: str) -> tuple[str, ...]:
    """What a correction of this form names; raises NoCorrection."""
    found = form.fullmatch(about)
    if found is None:
        raise NoCorrection(str(NoCorrection.__doc__))
    return found.groups()


def _bare(span: Span) -> Span:
    return replace(span, hint=False)


def _spans(spans: list[Span], about: Span, word: str) -> list[Span]:
    rest = [one for one in spans if _bare(one) != about]
    return [*rest, about] if word == YES else rest


def _score(reading: Reading, tone: str) -> float:
    """A score that does not speak against the tone that was said."""
    usual = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}[tone]
    return reading.tone_score if reading.tone_score * usual > 0 else usual
