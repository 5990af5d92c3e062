"""In which language a post is written: the script, then a small linear model over n-grams of letters.

Codes are ISO 639-1, as `docs/models/language.md` tells: Norwegian is `nb` or `nn`, Filipino `tl`; Bosnian, Croatian
and Serbian, Malay and Indonesian are told apart as well as can be, which is not well. "und" where it cannot be
told: too few letters, words that are everywhere the same (ok, haha), or a model that is not sure.
"""

import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from mutuals.text.ngrams import NUMBER, SCRIPTS, Letters, letters, ngrams
from mutuals.text.readings import UNKNOWN
from mutuals.text.weights import content

VERSION = "language-1"
WEIGHTS: Final = Path(__file__).parent / "weights" / "language.npz"
ALONE: Final = {
    "Grek": "el", "Armn": "hy", "Hebr": "he", "Beng": "bn", "Guru": "pa", "Gujr": "gu", "Orya": "or", "Taml": "ta",
    "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Tibt": "bo", "Mymr": "my",
    "Geor": "ka", "Khmr": "km", "Hang": "ko", "Kana": "ja", "Hani": "zh", "Deva": "hi",
}  # fmt: skip
"""Scripts that (nearly) one language alone is written in."""

_CHUNK: Final = 256
_LONGEST: Final = 1_000  # characters in which words are looked for
_FEWEST: Final = 3  # letters below which an alphabet tells nothing
_SURE: Final = 0.5
_LINK = re.compile(
    r"https?://\S+|www\.\S+|[^\s@]{1,64}+@[^\s@]+\.\w+|[@#]\w+|&\w+;"
    r"|\b[\w-]{1,63}+\.(?:com|org|net|io|de|fr|es|it|nl|pl|pt|tr|co|uk|ru|jp|br|eu|me|ly|tv|info|app|dev)(?:/\S*)?\b"
)
_EVERYWHERE = re.compile(
    r"\b(?:o+k+(?:ay|ey|i)?|(?:ha){2,}h?|(?:he){2,}h?|(?:hi){2,}|a?ha+|h+m+|m+h+m*|lo+l+|lmf?ao+|rofl|xd+|wo+w+|omg|rt|"
    r"o+h+|a+h+|u+h+|h+a+|e+h+|yay|bravo|hello|hallo)\b"
)
_SHORT: Final = 40
# What a letter of a script says: Latin stands in every text, and a character of Han is worth a word.
_WEIGHT: Final = np.array(
    [0.0] + [{"Latn": 1.0}.get(n, 3.0 if n in {"Hang", "Kana", "Hani"} else 1.4) for n in SCRIPTS[1:]]
)
# Letters and small words by which languages are told that the model was not taught. The most hits win.
_TELLING: Final[dict[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    "Deva": (
        ("hi", re.compile(r"(?<![ऀ-ॿ])(?:है|हैं|का|के|की|में|और|से|को|नहीं|था|थी|थे|यह|पर|ने|हो|भी|कर|कि)(?![ऀ-ॿ])")),
        (
            "mr",
            re.compile(
                r"ळ|(?<![ऀ-ॿ])(?:आहे|आहेत|आणि|नाही|होते|होता|होती|या|हे|ही|हा|व|तर|मी|तो|ते|पण|झाले|झाला|केले|केला|काही)(?![ऀ-ॿ])"
                r"|(?:च्या|ाचा|ाची|ाचे|ांना|ामध्ये|साठी|ातील|ून|ाला|ण्यात|ण्याची)(?![ऀ-ॿ])"
            ),
        ),
        ("ne", re.compile(r"(?<![ऀ-ॿ])(?:छ|छन्|छैन|भने|गर्न|रहेको|भएको|गरेको|हुन्|पनि|तथा)(?![ऀ-ॿ])|हरू|लाई(?![ऀ-ॿ])")),
    ),
    "Cyrl": (
        ("kk", re.compile("[қғұәі]")),
        ("tg", re.compile("[ҳҷӣқғ]")),
        ("ky", re.compile("[ңөү]")),
        ("tt", re.compile("[җәңүөһ]")),
    ),
    "Beng": (("bn", re.compile("র")), ("as", re.compile("[ৰৱ]"))),
}  # fmt: skip
_STRANGE: Final = re.compile("[қғұәңҳҷӣҗ]")  # Cyrillic that none of the languages of the model has


class _Model(NamedTuple):
    """The weights: a row for each hash, packed; what each language makes of their sum; in which script it is."""

    rows: NDArray[np.complex128]
    heads: NDArray[np.float32]
    bias: NDArray[np.float32]
    labels: list[str]
    allowed: NDArray[np.bool_]
    modelled: NDArray[np.bool_]
    bits: int
    sure: tuple[float, float, float]


def detect(texts: Sequence[str]) -> list[tuple[str, float]]:
    """For each text its language as an ISO 639-1 code or "und", and how sure that is (calibrated, 0 for "und")."""
    out: list[tuple[str, float]] = []
    for at in range(0, len(texts), _CHUNK):
        out += _chunk([_bare(text) for text in texts[at : at + _CHUNK]])
    return out


def _bare(text: str) -> str:
    """The words of a text that tell its language, in small letters."""
    text = text[:_LONGEST]
    if "@" in text or "#" in text or "." in text or "//" in text or "&" in text:
        text = _LINK.sub(" ", text)
    text = text.lower()
    if not text.isascii():
        text = normalize("NFC", text)
    return _EVERYWHERE.sub(" ", text) if len(text) < _SHORT else text


def _chunk(texts: list[str]) -> list[tuple[str, float]]:
    read = letters(texts)
    script = _script(read.counts)
    count = read.counts[np.arange(len(texts)), script]
    best, odds, grams = _judged(read, script)
    slope, per_size, base = _model().sure
    chance = 1 / (1 + np.exp(-(slope * odds + per_size * np.log1p(grams) + base)))
    labels = _model().labels
    out: list[tuple[str, float]] = []
    for text, one, size, label, p in zip(
        texts, script.tolist(), count.tolist(), best.tolist(), chance.tolist(), strict=True
    ):
        name = SCRIPTS[one]
        if name in ALONE:
            out.append(_alone(name, text, size))
        elif size < _FEWEST:
            out.append((UNKNOWN, 0.0))
        elif name == "Cyrl" and _STRANGE.search(text):
            out.append((_told(name, text, labels[label]), 0.9))
        else:
            out.append((labels[label], p) if p >= _SURE else (UNKNOWN, 0.0))
    return out


def _script(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The script that says most: a character of Han says more than a letter, and Latin stands in every text."""
    script: NDArray[np.uint8] = (counts * _WEIGHT).argmax(1).astype(np.uint8)
    script[counts.sum(1) == 0] = 0
    han, kana = NUMBER["Hani"], NUMBER["Kana"]
    script[(script == han) & (counts[:, kana] * 20 > counts[:, han])] = kana
    return script


def _alone(script: str, text: str, size: int) -> tuple[str, float]:
    label = _told(script, text, ALONE[script])
    return label, 0.99 if size >= _FEWEST else 0.8


def _told(script: str, text: str, otherwise: str) -> str:
    """The language of which a text has most letters and words."""
    hits = [
        (len(pattern.findall(text)), -at, lang) for at, (lang, pattern) in enumerate(_TELLING.get(script, ()))
    ]
    most, _, lang = max(hits, default=(0, 0, otherwise))
    return lang if most else otherwise


def evidence(texts: Sequence[str]) -> tuple[NDArray[np.float64], list[str]]:
    """What confidence is reckoned from, (texts, 3): log odds, log of the number of n-grams, 1; and the best label.

    For fitting the three numbers by which `detect` is sure.
    """
    read = letters([_bare(text) for text in texts])
    best, odds, size = _judged(read, _script(read.counts))
    terms = np.stack((odds, np.log1p(size), np.ones(len(texts))), 1)
    return terms, [_model().labels[place] for place in best.tolist()]


def _judged(
    read: Letters, script: NDArray[np.uint8]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """For each text the place of the likeliest language of its script, its log odds, and how many n-grams spoke."""
    model = _model()
    modelled = np.where(model.modelled[script], script, 0).astype(np.uint8)
    hashes, owner = ngrams(read, modelled, model.bits)
    sums = np.zeros((len(script), model.heads.shape[1]), np.float32)
    size = np.bincount(owner, minlength=len(script))
    if len(owner):
        first = np.flatnonzero(np.concatenate((np.ones(1, bool), owner[1:] != owner[:-1])))
        rows = model.rows.take(hashes).view(np.int8).reshape(-1, sums.shape[1])
        whose = owner[first]
        sums[whose] = np.add.reduceat(rows, first, dtype=np.int32) / np.sqrt(size[whose])[:, None]
    scores = sums @ model.heads.T + model.bias
    scores[~model.allowed[modelled]] = -1e9
    best = scores.argmax(1)
    return best, _odds(scores, best), size


def _odds(scores: NDArray[np.float32], best: NDArray[np.int64]) -> NDArray[np.float64]:
    """The log odds of the best against all others together, at most 20."""
    rest = scores.astype(np.float64) - scores[np.arange(len(best)), best][:, None]
    rest[np.arange(len(best)), best] = -np.inf
    odds: NDArray[np.float64] = -np.log(np.maximum(np.exp(rest).sum(1), np.exp(-20.0)))
    return odds


@cache
def _model() -> _Model:
    with np.load(BytesIO(content(WEIGHTS.name))) as kept:
        labels = kept["labels"].tolist()
        return _Model(
            rows=np.ascontiguousarray(kept["rows"]).view(np.complex128).ravel(),
            heads=kept["heads"] * kept["scale"],
            bias=kept["bias"],
            labels=labels,
            allowed=kept["allowed"],
            modelled=np.asarray(kept["allowed"].any(1)),
            bits=len(kept["rows"]).bit_length() - 1,
            sure=tuple(kept["sure"].tolist()),
        )
