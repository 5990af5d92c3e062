"""What the machine understood of one post: language, tone, what it asks and feels, what in it is personal.

Each number is a confidence between 0 and 1, measured and calibrated as docs/models/readings.md tells for each language;
what is not measured well enough for a language is missing, never guessed. A reading says what *may* be: nothing is done
by itself because of one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Tone = Literal["negative", "neutral", "positive", "unknown"]
Tier = Literal["default", "better"]
EMOTIONS = (
    "joy",
    "gratitude",
    "caring",
    "curiosity",
    "amusement",
    "optimism",
    "anger",
    "disappointment",
    "sadness",
    "fear",
)
LABELS = ("question", "need", "complaint", "praise", "thanks", "ask", "offer", "promise", "promotion")
UNKNOWN = "und"
"""The language of a text of which it cannot be told (ISO 639-2)."""
Place = tuple[int, int]
NO_TOPIC: tuple[tuple[Place, ...], bytes] = ((), b"")


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data in a text, from `start` to before `end`, counted in characters; a `hint` is softer than a find."""

    kind: str
    start: int
    end: int
    hint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was understood of one post.

    `lang` is an ISO 639-1 code or "und"; `tone_score` goes from -1 (negative) to 1 (positive), 0 where the tone is
    unknown; `labels`, `emotions` and `toxic` are confidences (`toxic` is None where it was not read); `near` is a key
    of 64 bits of which near duplicates share most, 0 for texts of too few words. `about` are
    the places (from, before) of phrases that tell what it is about, the weightiest first, and `vector` where it lies
    among other texts (`topics`); both are empty where a reader was not asked for them.
    """

    lang: str = UNKNOWN
    tone: Tone = "unknown"
    tone_score: float = 0.0
    tone_sure: float = 0.0
    emotions: dict[str, float] = field(default_factory=dict)
    labels: dict[str, float] = field(default_factory=dict)
    toxic: float | None = None
    personal: tuple[Span, ...] = ()
    near: int = 0
    about: tuple[Place, ...] = ()
    vector: bytes = b""


class Reads(Protocol):
    """Reads texts, many at once; `model` names the versions of all that took part, and changes whenever one does."""

    model: str

    def read(self, texts: Sequence[str]) -> list[Reading]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """The part of a reading that a model learned: what `Model.understand` says of one text."""

    tone: Tone = "unknown"
    tone_score: float = 0.0
    tone_sure: float = 0.0
    emotions: dict[str, float] = field(default_factory=dict)
    labels: dict[str, float] = field(default_factory=dict)
    toxic: float | None = None


class Model(Protocol):
    """A tier: what it makes of texts whose languages are known (ISO 639-1, or "und")."""

    version: str

    def understand(self, texts: Sequence[str], langs: Sequence[str]) -> list[Understood]: ...


class About(Protocol):
    """Tells what texts are about: of each the places of its phrases, and its vector."""

    def of(self, texts: Sequence[str], langs: Sequence[str]) -> list[tuple[tuple[Place, ...], bytes]]: ...


class Reader:
    """Puts together what is told of a text by its parts; satisfies `Reads`."""

    def __init__(
        self,
        model: Model,
        languages: Callable[[Sequence[str]], list[tuple[str, float]]],
        personal: Callable[[str], list[Span]],
        near: Callable[[str], int],
        about: About | None = None,
        *,
        parts: str,
    ) -> None:
        self._model, self._languages, self._personal, self._near = model, languages, personal, near
        self._about = about
        self.model = f"{model.version}+{parts}"

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """A reading of each text, in their order."""
        langs = [lang for lang, _ in self._languages(texts)]
        topics = self._about.of(texts, langs) if self._about else [NO_TOPIC] * len(texts)
        return [
            Reading(
                lang=lang,
                tone=one.tone,
                tone_score=one.tone_score,
                tone_sure=one.tone_sure,
                emotions=one.emotions,
                labels=one.labels,
                toxic=one.toxic,
                personal=tuple(self._personal(text)),
                near=self._near(text),
                about=about,
                vector=vector,
            )
            for text, lang, one, (about, vector) in zip(
                texts, langs, self._model.understand(texts, langs), topics, strict=True
            )
        ]
