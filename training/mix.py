"""What the better tier learns from in which measure, and how it is made to look like posts.

Everything is decided here by what the texts are, nothing by a set that is only for measuring.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training import sets

TOXIC = sets.COLUMN["toxic"]
RARE = {"optimism", "fear", "sadness", "grief", "nervousness", "remorse", "pride", "relief"}
ROUSED = {"anger": 0.45, "disgust": 0.4, "annoyance": 0.35, "disapproval": 0.12}
CALM = 0.03
RUDE = re.compile(
    r"\b(?:fuck\w*|f\*+\w*|motherf\w+|\w*shit\w*|bitch\w*|ass|assholes?|arse\w*|dick\w*|cunt\w*|crap|damn|bastards?|"
    r"idiot\w*|moron\w*|stupid\w*|dumb\w*|retard\w*|scum\w*|trash|pathetic|losers?|pussy|pussies|whores?|sluts?|"
    r"fag\w*|hoes?|nigg\w*|piss\w*|douche\w*|twats?|wank\w*|pricks?|wtf|stfu|screw you|shut up|liars?|disgusting|"
    r"vile|racists?|nazis?|garbage|clowns?|imbeciles?|creeps?|perverts?)\b",
    re.I,
)
WRITTEN = 3.0
"""How often a written post is seen in an epoch: they alone are like posts and tell everything."""
NAMES = ("@user", "@user", "@user", "Sam", "Trump", "Anna", "Messi", "Obama")


@dataclass(frozen=True, slots=True)
class Mix:
    """All texts that teach, with their targets and GoEmotions' own 28 (NaN where they are not known), and how often
    each is seen in one epoch.
    """

    texts: list[str]
    sources: list[str]
    targets: npt.NDArray[np.float32]
    felt: npt.NDArray[np.float32]
    often: npt.NDArray[np.float64]

    def epoch(self, rng: random.Random, share: float) -> list[int]:
        """The rows of one epoch, `share` of it."""
        return [
            row
            for row, often in enumerate((self.often * share).tolist())
            for _ in range(int(often) + (rng.random() < often % 1))
        ]


def mix(*, written: float = WRITTEN) -> Mix:
    """Every set that may be trained on but our labelled posts, which only the heads of the labels see.

    `written` is how often a written post is seen in an epoch.
    """
    names = sets.goemotions_names("train")
    comments = sets.goemotions("train")
    heated(comments, names)
    parts: list[tuple[sets.Texts, Callable[[sets.Texts, int], float]]] = [
        (comments, lambda _, row: _comment(names[row])),
        (sets.vader("train"), lambda part, row: 3.0 if "tweets" in part.ids[row] else 1.5),
        (sets.davidson("train"), lambda part, row: 0.22 if part.targets[row, TOXIC] > 0.5 else 0.9),
        (sets.clinc("train"), lambda *_: 0.15),
        (sets.sms("train"), lambda *_: 0.4),
        (english(sets.written("train")), lambda *_: written),
    ]
    kinds = (sets.folder() / "goemotions" / "labels.txt").read_text().split()
    felt = np.full((sum(len(part) for part, _ in parts), len(kinds)), np.nan, np.float32)
    for at, one in enumerate(names):
        felt[at] = [kind in one for kind in kinds]
    return Mix(
        [text for part, _ in parts for text in part.texts],
        [part.name for part, _ in parts for _ in part.texts],
        np.concatenate([part.targets for part, _ in parts]),
        felt,
        np.array([often(part, row) for part, often in parts for row in range(len(part))]),
    )


def english(texts: sets.Texts) -> sets.Texts:
    """Those of the texts that are English."""
    return texts.pick([at for at, lang in enumerate(texts.langs) if lang == "en"])


def _comment(names: list[str]) -> float:
    if names == ["neutral"]:
        return 0.45
    return 1.6 if RARE & set(names) else 1.0


def heated(comments: sets.Texts, names: list[list[str]]) -> None:
    """Fills in how likely a Reddit comment is called offensive, by what was felt and whether it holds a rude word.

    A rule of ours, nobody's label: Davidson's posts were found by their slurs, so by them alone a model learns slurs.
    """
    for at, (text, felt) in enumerate(zip(comments.texts, names, strict=True)):
        heat = max(ROUSED.get(name, CALM) for name in felt)
        if RUDE.search(text):
            heat = max(0.6, min(0.95, heat + 0.5)) if heat > CALM else 0.5
        comments.targets[at, TOXIC] = heat


def roughened(rng: random.Random, source: str, text: str) -> str:
    """The text as it might stand on a social network: handles, links, tags, no full stop; no word of it changed."""
    if "[NAME]" in text:
        text = text.replace("[NAME]", rng.choice(NAMES))
    if source not in ("goemotions", "vader"):
        return text
    if rng.random() < 0.25:
        text = "@user " * rng.choice((1, 1, 2)) + text
    if rng.random() < 0.15:
        text = text.removesuffix(".")
    if rng.random() < 0.1:
        words = text.split(" ")
        at = rng.randrange(len(words))
        words[at] = "#" + words[at]
        text = " ".join(words)
    return text + " https://t.co/a" if rng.random() < 0.08 else text


def batches(rng: random.Random, lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Rows in batches of about equal lengths and at most `most` tokens, in a random order."""
    out: list[list[int]] = [[]]
    for at in sorted(range(len(lengths)), key=lambda at: lengths[at] + rng.random() * 3):
        if out[-1] and (len(out[-1]) + 1) * lengths[at] > most:
            out.append([])
        out[-1].append(at)
    rng.shuffle(out)
    yield from out
