"""From a trained encoder to the files of the better tier: ranges, calibration, what is good enough to be told.

Confidences are calibrated, and everything is chosen, on held-out parts of the sets that may ship. The labels are left
to the default tier: heads for them on this encoder's layers, learned from our posts, found less than its own.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from mutuals.text import readings
from mutuals.text.minilm import CARD, LONGEST, NETWORK, WORDS
from mutuals.text.plainly import plainly
from mutuals.text.weights import enter
from mutuals.text.wordpiece import WordPieces
from training import baselines, measure_better, sets, shrink
from training.course import EMOTIONS, TOLD, TONE, Reads, means

Array = npt.NDArray[np.float32]
EACH = 250
"""So many texts of each kind tell the ranges of what flows in the network."""
UNSURE = 0.72
"""How unsure the default tier must be for a post to be read again: some three of ten posts are (`measure_better`)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Texts as the network sees them: logits and targets of what it tells (texts, TOLD)."""

    texts: list[str]
    logits: Array
    targets: Array


def write_all(model: Reads, pieces: WordPieces, words: list[str], folder: Path, card: str) -> None:
    """Writes the network, its vocabulary and its card file into the folder, and enters them in the manifest."""
    weight, bias = (one.detach().numpy()[TOLD] for one in (model.head.weight, model.head.bias))

    def see(texts: sets.Texts) -> Seen:
        return Seen(texts.texts, means(model, pieces, texts.texts) @ weight.T + bias, texts.targets[:, TOLD])

    comments, rated, rude = see(sets.goemotions("dev")), see(sets.vader("held")), see(sets.davidson("held"))
    scale, shift = calibrated(comments, rated, rude)
    sure = expit(comments.logits * scale + shift)
    shown = [
        name for at, name in enumerate(readings.EMOTIONS, EMOTIONS.start) if beats(name, comments, sure, at)
    ]
    reach = shrink.reaches(model.encoder, [pieces.numbers(plainly(text), LONGEST) for text in ranging()])
    folder.mkdir(parents=True, exist_ok=True)
    shrink.write(model.encoder, (weight, bias), folder / NETWORK, reach)
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    raw = {
        "version": f"minilm-{sha256((folder / NETWORK).read_bytes()).hexdigest()[:8]}",
        "scale": scale.tolist(),
        "shift": shift.tolist(),
        "emotions": shown,
        "langs": ["en", "und"],
        "unsure": UNSURE,
    }
    (folder / CARD).write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    for name in (NETWORK, WORDS, CARD):
        enter(name, card, folder)


def calibrated(comments: Seen, rated: Seen, rude: Seen) -> tuple[Array, Array]:
    """Scale and shift of each logit, by held-out comments of GoEmotions, texts of VADER and posts of Davidson et al.

    The three tones are taken for as likely as each other; every other target is as frequent as in the set that tells
    of it, so toxic as in Davidson's posts, which were found by rude words.
    """
    scale, shift = (
        np.ones(comments.logits.shape[1], np.float32),
        np.zeros(comments.logits.shape[1], np.float32),
    )
    scale[TONE], shift[TONE] = tones(
        [(part.logits[:, TONE], part.targets[:, TONE]) for part in (comments, rated)]
    )
    for at in range(EMOTIONS.start, EMOTIONS.stop):
        scale[at], shift[at] = straightened(comments.logits[:, at], comments.targets[:, at])
    scale[-1], shift[-1] = straightened(rude.logits[:, -1], rude.targets[:, -1])
    return scale, shift


def beats(emotion: str, comments: Seen, sure: Array, at: int) -> bool:
    """Whether an emotion is found better than by "always" and by a pattern of twenty words; prints how well."""
    truth = comments.targets[:, at]
    known = ~np.isnan(truth)
    rule = np.array([bool(baselines.emotions(emotion).search(text)) for text in comments.texts])
    told, plain, always = (
        measure_better.f1(truth[known] > 0.5, said[known])
        for said in (sure[:, at] > 0.5, rule, np.ones_like(rule))
    )
    print(f"GoEmotions dev {emotion}: F1 {told:.1%}, pattern {plain:.1%}, always {always:.1%}")
    return told > max(plain, always)


def ranging() -> list[str]:
    """Some texts of each kind."""
    return [
        text
        for part in (sets.goemotions("train"), sets.vader("train"), sets.davidson("train"), sets.ours())
        for text in part.texts[:: len(part) // EACH]
    ]


def straightened(logits: Array, truth: Array) -> tuple[float, float]:
    """Scale and shift that make the logits of a yes or no fit best (Platt 1999); NaN in `truth` is left out."""
    known = ~np.isnan(truth)
    z, y = logits[known].astype(float), truth[known].astype(float)

    def cost(at: npt.NDArray[np.float64]) -> float:
        told = z * np.exp(at[0]) + at[1]
        return float((np.logaddexp(0, told) - y * told).mean())

    best = minimize(cost, [0.0, 0.0]).x
    return float(np.exp(best[0])), float(best[1])


def tones(parts: list[tuple[Array, Array]]) -> tuple[float, Array]:
    """Scale and shifts of the tones' logits so that each set and each tone counts as much (uniform prior).

    parts: (logits, targets) of held-out texts, both (texts, 3). So the likeliest tone is the one whose share of texts
    grows most, which is what recall over the three tones asks for.
    """
    z = np.concatenate([one for one, _ in parts]).astype(float)
    y = np.concatenate([one for _, one in parts]).astype(float)
    each = np.concatenate([np.full(len(one), 1 / len(one)) for one, _ in parts])
    weights = y * each[:, None]
    weights /= weights.sum(0)

    def cost(at: npt.NDArray[np.float64]) -> float:
        told = z * np.exp(at[0]) + np.array([at[1], 0, at[2]])
        return float(-(weights * (told - np.logaddexp.reduce(told, axis=1, keepdims=True))).sum())

    best = minimize(cost, [0.0, 0.0, 0.0]).x
    return float(np.exp(best[0])), np.array([best[1], 0, best[2]], np.float32)
