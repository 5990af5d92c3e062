"""From a trained encoder to the files of the better tier: heads of the labels, calibration, measures.

Confidences are calibrated, and everything is chosen, on held-out parts of the sets that may ship.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize
from scipy.special import expit
from torch import Tensor
from torch.nn import functional

from mutuals.text import readings
from mutuals.text.minilm import CARD, LONGEST, NETWORK, WORDS
from mutuals.text.plainly import plainly
from mutuals.text.weights import enter
from mutuals.text.wordpiece import WordPieces
from training import baselines, measure_better, sets, shrink, splits
from training.course import EMOTIONS, LABELS, TONE, TOXIC, Reads, means

Array = npt.NDArray[np.float32]
SHRUNK = 3e-3
"""How much the labels' heads are held back: weight of the squared length."""
TAUGHT = {"ours": 3.0, "clinc": 0.5, "sms": 0.5, "goemotions": 0.5}
"""What a text of each set counts for the heads of the labels."""
SOME = 8
"""One text in so many of the large sets is enough for those heads, and for the ranges."""
FEW = 15
UNSURE = 0.75
"""How unsure the default tier must be for a post to be read again: some three of ten posts are (`measure_better`)."""


@dataclass(frozen=True, slots=True)
class Heads:
    """One linear output for each label (9, features), and how its logit becomes a confidence."""

    weight: Array
    bias: Array

    def __call__(self, features: Array) -> Array:
        return features @ self.weight.T + self.bias


def heads(features: Array, targets: Array, worth: Array) -> Heads:
    """Logistic heads of the nine labels on features (texts, n), each learned from the texts that tell it."""
    centre, spread = features.mean(0), features.std(0) + 1e-4
    x = torch.from_numpy((features - centre) / spread)
    truth, known = torch.from_numpy(np.nan_to_num(targets)), torch.from_numpy(~np.isnan(targets)).float()
    known = known * torch.from_numpy(worth)[:, None]
    weight, bias = (
        torch.zeros(targets.shape[1], x.shape[1], requires_grad=True),
        torch.zeros(targets.shape[1], requires_grad=True),
    )
    steps = torch.optim.LBFGS([weight, bias], max_iter=60, history_size=8, line_search_fn="strong_wolfe")

    def close() -> Tensor:
        steps.zero_grad()
        each = functional.binary_cross_entropy_with_logits(x @ weight.T + bias, truth, reduction="none")
        value = (each * known).sum() / known.sum() * targets.shape[1] + SHRUNK * weight.square().sum()
        value.backward()
        return value

    steps.step(close)
    plain = weight.detach().numpy() / spread
    return Heads(plain.astype(np.float32), (bias.detach().numpy() - plain @ centre).astype(np.float32))


def by_folds(ours: Array, targets: Array, rest: tuple[Array, Array, Array]) -> Array:
    """What heads say of each of our posts that saw neither its writer nor its situation: logits (posts, 9)."""
    out = np.zeros((len(ours), targets.shape[1]), np.float32)
    for fold in splits.folds():
        learn = fold.learn
        features = np.concatenate([ours[learn], rest[0]])
        worth = np.concatenate([np.full(len(learn), TAUGHT["ours"], np.float32), rest[2]])
        made = heads(features, np.concatenate([targets[learn], rest[1]]), worth)
        out[fold.measure] = made(ours[fold.measure])
    return out


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


@dataclass(frozen=True, slots=True)
class Seen:
    """Texts as the network sees them: features (texts, n) and their targets."""

    features: Array
    targets: Array


def write_all(model: Reads, pieces: WordPieces, words: list[str], folder: Path, card: str) -> None:
    """Writes the network, its vocabulary and its card file into the folder, and enters them in the manifest."""

    def see(texts: sets.Texts) -> Seen:
        return Seen(means(model, pieces, texts.texts), texts.targets)

    ours = see(sets.ours())
    learned = (sets.clinc("train"), sets.goemotions("train"), sets.sms("train"))
    others = [texts.pick(range(0, len(texts), SOME)) for texts in learned]
    seen = [see(texts) for texts in others]
    worth = np.concatenate([np.full(len(one), TAUGHT[one.name], np.float32) for one in others])
    rest = (
        np.concatenate([one.features for one in seen]),
        np.concatenate([one.targets[:, LABELS] for one in seen]),
        worth,
    )
    unseen = by_folds(ours.features, ours.targets[:, LABELS], rest)
    both = np.concatenate([np.full(len(ours.features), TAUGHT["ours"], np.float32), worth])
    made = heads(
        np.concatenate([ours.features, rest[0]]), np.concatenate([ours.targets[:, LABELS], rest[1]]), both
    )
    weight = np.zeros((len(sets.TARGETS), ours.features.shape[1]), np.float32)
    weight[:, -model.encoder.width :] = model.head.weight.detach().numpy()
    bias = model.head.bias.detach().numpy().copy()
    weight[LABELS], bias[LABELS] = made.weight, made.bias
    scale, shift = calibrated(weight, bias, see, unseen, ours.targets)
    sure = expit(unseen * scale[LABELS] + shift[LABELS])
    shown = [name for name in readings.LABELS if beats(name, sure[:, readings.LABELS.index(name)])]
    folder.mkdir(parents=True, exist_ok=True)
    reach = shrink.reaches(model.encoder, [pieces.numbers(plainly(text), LONGEST) for text in ranging()])
    shrink.write(model.encoder, (weight, bias), folder / NETWORK, reach)
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    raw = {
        "version": f"minilm-{sha256((folder / NETWORK).read_bytes()).hexdigest()[:8]}",
        "scale": scale.tolist(),
        "shift": shift.tolist(),
        "emotions": list(readings.EMOTIONS),
        "labels": shown,
        "langs": ["en", "und"],
        "unsure": UNSURE,
    }
    (folder / CARD).write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    for name in (NETWORK, WORDS, CARD):
        enter(name, card, folder)


def beats(label: str, sure: Array) -> bool:
    """Whether a label finds more than "always yes" and a pattern of twenty words, in English nobody wrote for it.

    That is the sentences from #ubuntu among our posts, or, where few of them have the label, our posts by writers and
    of situations that were not learned from. `sure` are such confidences of all our posts. Prints what was found.
    """
    posts = sets.ours()
    truth = posts.targets[:, sets.COLUMN[label]] > 0.5
    real = np.array(["ours:i-" in key for key in posts.ids])
    where = real if truth[real].sum() >= FEW else np.array(posts.langs) == "en"
    rule = np.array([bool(baselines.labels(label).search(text)) for text in posts.texts])
    told, plain, always = (
        measure_better.f1(truth[where], said[where]) for said in (sure > 0.5, rule, np.ones(len(truth), bool))
    )
    kind = f"{'real sentences' if where is real else 'unseen writers'}, {truth[where].sum()} of {where.sum()}"
    print(f"{label}: F1 {told:.1%}, pattern {plain:.1%}, always {always:.1%} ({kind})")
    return told > max(plain, always)


def ranging() -> list[str]:
    """Some texts of each kind, by which the ranges of what flows in the network are measured."""
    return [
        text
        for part in (sets.goemotions("train"), sets.vader("train"), sets.davidson("train"), sets.ours())
        for text in part.texts[:: len(part) // 250]
    ]


def calibrated(
    weight: Array, bias: Array, see: Callable[[sets.Texts], Seen], unseen: Array, labels: Array
) -> tuple[Array, Array]:
    """Scale and shift of each target's logit, by held-out texts of the sets that may ship.

    The three tones are taken for as likely as each other; every other target is as frequent as in the set that tells
    of it, so toxic as in Davidson's posts, which were found by rude words.
    """
    comments, rated, rude = see(sets.goemotions("dev")), see(sets.vader("held")), see(sets.davidson("held"))
    scale, shift = np.ones(len(bias), np.float32), np.zeros(len(bias), np.float32)

    def said(part: Seen) -> Array:
        return part.features @ weight.T + bias

    scale[TONE], shift[TONE] = tones(
        [(said(part)[:, TONE], part.targets[:, TONE]) for part in (comments, rated)]
    )
    told = said(comments)
    for at in range(EMOTIONS.start, EMOTIONS.stop):
        scale[at], shift[at] = straightened(told[:, at], comments.targets[:, at])
    for at in range(LABELS.start, LABELS.stop):
        scale[at], shift[at] = straightened(unseen[:, at - LABELS.start], labels[:, at])
    scale[TOXIC], shift[TOXIC] = straightened(said(rude)[:, TOXIC], rude.targets[:, TOXIC])
    return scale, shift
