"""From a trained encoder to the files of the better tier: ranges, calibration, what is good enough to be told.

Confidences are calibrated, and everything is chosen, on held-out parts of the sets that may ship. The labels are left
to the default tier: heads for them on this encoder's layers, learned from our posts, found less than its own.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from mutuals.text import readings
from mutuals.text.minilm import CARD, LONGEST, NETWORK, WORDS
from mutuals.text.plainly import plainly
from mutuals.text.weights import enter
from mutuals.text.wordpiece import WordPieces
from training import baselines, calibrate, measure_better, mix, sets, shrink, thought
from training.course import EMOTIONS, TOLD, TONE, TOXIC, Reads, means

Array = npt.NDArray[np.float32]
EACH = 250
"""So many texts of each kind tell the ranges of what flows in the network."""
LINES_OF_IRC = 12_000
"""Talk of one kind only: more of it would teach how #ubuntu speaks."""
UNSURE = 0.8
"""How unsure the default tier must be for a post to be read again: some four of 25 posts are (`measure_better`)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Texts as the network sees them: logits and targets (texts, TARGETS)."""

    texts: list[str]
    logits: Array
    targets: Array


def packaged(package: str, end: str) -> Path:
    """The file of an installed package whose name ends so."""
    return next(Path(str(file.locate())) for file in files(package) or () if str(file).endswith(end))


def held_out(model: Reads, pieces: WordPieces) -> list[Seen]:
    """How it sees comments of GoEmotions, texts of VADER, posts of Davidson et al., written posts, all held out."""
    weight, bias = model.head.weight.detach().numpy(), model.head.bias.detach().numpy()
    parts = (sets.goemotions("dev"), sets.vader("held"), sets.davidson("held"), sets.written("held"))
    return [
        Seen(one.texts, means(model, pieces, one.texts) @ weight.T + bias, one.targets)
        for one in map(mix.english, parts)
    ]


def write_all(model: Reads, pieces: WordPieces, words: list[str], folder: Path, card: str) -> None:
    """Writes the network, its vocabulary and its card file into the folder, and enters them in the manifest."""
    seen = held_out(model, pieces)
    scale, shift = calibrated(seen)
    comments = seen[0]
    sure = expit(comments.logits * scale + shift)
    shown = [
        name for at, name in enumerate(readings.EMOTIONS, EMOTIONS.start) if beats(name, comments, sure, at)
    ]
    reach = shrink.reaches(model.encoder, [pieces.numbers(plainly(text), LONGEST) for text in ranging()])
    folder.mkdir(parents=True, exist_ok=True)
    weight, bias = (one.detach().numpy()[TOLD] for one in (model.head.weight, model.head.bias))
    shrink.write(model.encoder, (weight, bias), folder / NETWORK, reach)
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    raw = {
        "version": f"minilm-{sha256((folder / NETWORK).read_bytes()).hexdigest()[:8]}",
        "scale": scale[TOLD].tolist(),
        "shift": shift[TOLD].tolist(),
        "emotions": shown,
        "langs": ["en", "und"],
        "unsure": UNSURE,
    }
    (folder / CARD).write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    for name in (NETWORK, WORDS, CARD):
        enter(name, card, folder)


def write_thoughts(model: Reads, pieces: WordPieces, folder: Path) -> None:
    """Writes what the network thinks of texts in English that may be trained on and are like posts, and of some lines
    of #ubuntu."""
    scale, shift = calibrated(held_out(model, pieces))
    said = sets.irc("train")
    said = said.pick(range(0, len(said), max(1, len(said) // LINES_OF_IRC)))
    parts = [sets.goemotions("train"), sets.vader("train"), sets.davidson("train"), said]
    parts.append(mix.english(sets.written("train")))
    texts = [pair for part in parts for pair in zip(part.ids, part.texts, strict=True)]
    weight, bias = model.head.weight.detach().numpy(), model.head.bias.detach().numpy()
    logits = means(model, pieces, [text for _, text in texts]) @ weight.T + bias
    thought.write(texts, logits * scale + shift, folder)


def calibrated(seen: list[Seen]) -> tuple[Array, Array]:
    """Scale and shift of each target's logit, by what `held_out` tells.

    The three tones are taken for as likely as each other, and so are offence and none: nobody knows how common they are
    among the posts of whoever installs this. Emotions are as frequent as in comments and in written posts, each set
    counting the same; labels as in the latter.
    """
    comments, rated, rude, posts = seen
    size = comments.logits.shape[1]
    scale, shift = np.ones(size, np.float32), np.zeros(size, np.float32)
    scale[TONE], shift[TONE] = calibrate.tones(
        [(part.logits[:, TONE], part.targets[:, TONE]) for part in (comments, rated, posts)]
    )
    for at in range(EMOTIONS.start, size):
        parts = (rude, posts) if at == TOXIC else (comments, posts) if at < EMOTIONS.stop else (posts,)
        scale[at], shift[at] = calibrate.platt(
            [(part.logits[:, at], part.targets[:, at]) for part in parts], even=at == TOXIC
        )
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
        for part in (
            sets.goemotions("train"),
            sets.vader("train"),
            sets.davidson("train"),
            sets.written("train"),
        )
        for text in part.texts[:: len(part) // EACH]
    ]
