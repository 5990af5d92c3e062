"""What a post is about, in its own words: a few phrases, found without a model.

Phrases are what stands between stop words and stops (RAKE: Rose et al. 2010), scored by how their words look: how
long, how often, how early, capitalised in the middle of a sentence (the features of YAKE!: Campos et al. 2020),
with what the writer marked as a hashtag first. Japanese is divided where the script changes; of Chinese, Thai and
others written without blanks only hashtags, names in Latin script and what stands in quotes are told.
"""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from mutuals.text.stopwords import ANY, STOP

_LONGEST: Final = 20_000
_WORDS: Final = 3
_FALLBACK: Final = 4  # where the language has no list of stop words, shorter words carry no topic
_LEFT_OUT = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|(?<!\w)[@＠][\w.@-]+|^>.*$|^-- \n[\s\S]*\Z|&\w+;|^\s*(?:RT|rt|via)\b:?",
    re.MULTILINE,
)
_TAG = re.compile(r"(?<!\w)[#＃]([^\W\d_]\w+)")
_PIECE = re.compile(r"[^\W_]+(?:['’.&+-][^\W_]+)*[+]{0,2}|[.,;:!?…()\[\]{}\"“”«»\n|/*–—]")
_KANJI = re.compile(r"[一-鿿々]{2,}|[ァ-ヺー]{2,}|[A-Za-z0-9]{2,}")
_QUOTED = re.compile(r"[「『《【]([^」』》】]{2,30})[」』》】]")
_STOPS: Final = frozenset('.,;:!?…()[]{}"“”«»\n|/*–—')
_ENDS: Final = frozenset(".!?\n")
_LOGS: Final = [log(1 + size) for size in range(13)]
_UNSPACED: Final = frozenset({"zh", "th", "lo", "km", "my"})


class _Phrase(NamedTuple):
    words: list[str]
    at: int
    names: int


def keyphrases(text: str, lang: str, *, most: int = 5) -> list[str]:
    """Up to `most` phrases of a text as they are written there, the weightiest first; hashtags keep their #.

    `lang` is an ISO 639-1 code or "und"; of a long text the first 20,000 characters are read.
    """
    text = text[:_LONGEST]
    if "@" in text or "/" in text or ">" in text or "&" in text or "--" in text or text[:2].lower() == "rt":
        text = _LEFT_OUT.sub(" . ", text)
    tags = (
        list(dict.fromkeys(match[0] for match in _TAG.finditer(text))) if "#" in text or "＃" in text else []
    )
    said = _TAG.sub(r"\1", text) if tags else text
    if lang == "ja" or lang in _UNSPACED:
        found = _QUOTED.findall(text) + _counted(_KANJI.findall(said) if lang == "ja" else [])
    else:
        found = _ranked(_phrases(said, lang))
    return _apart(tags + found, most)


def _phrases(text: str, lang: str) -> list[_Phrase]:
    """The runs of words between stop words and breaks, with how many of their words are names."""
    out: list[_Phrase] = []
    run: list[str] = []
    names = at = 0
    opens = True
    shouts = text.isupper()
    lang = lang if lang in STOP else ""
    for at, piece in enumerate(_PIECE.findall(text)):
        stop = piece in _STOPS
        if stop or _empty(piece, lang):
            if run:
                out.append(_closed(run, at, names))
                run, names = [], 0
            opens = piece in _ENDS or (opens and stop)
            continue
        run.append(piece)
        names += not opens and not shouts and piece[0].isupper()
        opens = False
    if run:
        out.append(_closed(run, at + 1, names))
    return out


def _closed(run: list[str], at: int, names: int) -> _Phrase:
    """A run as a phrase: of its last words, since the noun mostly stands there."""
    kept = run[-_WORDS:] if len(run) > _WORDS else run
    return _Phrase(kept, at - len(run), names if names < len(kept) else len(kept))


@lru_cache(maxsize=30_000)
def _empty(word: str, lang: str) -> bool:
    """Whether a word carries no topic: a stop word, a number, one that is too short."""
    small = word.lower().replace("’", "'")
    if small in STOP.get(lang, ANY) or len(small) < (2 if word.isupper() else 3) or small[0].isdigit():
        return True
    return not lang and len(small) < _FALLBACK and not word.isupper()


def _ranked(phrases: list[_Phrase]) -> list[str]:
    """The phrases as they are written, the weightiest first; each once, as it stood first."""
    all_words = [word.lower() for phrase in phrases for word in phrase.words]
    often = Counter(all_words) if len(set(all_words)) < len(all_words) else {}
    first: dict[str, str] = {}
    weights: dict[str, float] = {}
    times: dict[str, int] = {}
    for phrase in phrases:
        shown = " ".join(phrase.words)
        key = shown.lower()
        if key in first:
            times[key] = times.get(key, 1) + 1
        else:
            first[key] = shown
            weights[key] = -_weight(phrase, often)
    for key, n in times.items():
        weights[key] *= 1 + log(n)
    return [first[key] for key in sorted(weights, key=weights.__getitem__)]


def _weight(phrase: _Phrase, often: Mapping[str, int]) -> float:
    words = 0.0
    for word in phrase.words:
        long = _LOGS[len(word) if len(word) < 12 else 12]
        words += long * (1 + log(often[word.lower()])) if often else long
    size = len(phrase.words)
    return (
        words / size * (0.75 + 0.25 * size) * (1 + phrase.names / size) / (1 + phrase.at / (50 + phrase.at))
    )


def _counted(found: list[str]) -> list[str]:
    return [word for word, _ in sorted(Counter(found).items(), key=lambda one: (-one[1], -len(one[0])))]


def _apart(found: list[str], most: int) -> list[str]:
    """The first phrases of which none holds another."""
    out: list[str] = []
    taken: list[str] = []
    for phrase in found:
        small = phrase.lower().lstrip("#＃")
        if all(small not in other and other not in small for other in taken):
            out.append(phrase)
            taken.append(small)
            if len(out) == most:
                break
    return out
