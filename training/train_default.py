"""Makes the default tier: `python -m training.train_default [--teacher FOLDER] [--out FOLDER]`, or `make models`.

Reads the sets of MUTUALS_TEST_DATA, learns the network from all but ours, then the labels' heads from ours; calibrates
on held-out parts, writes the tables and prints what `measure_default` finds. `--teacher` is where
`training.train_better` wrote what the better tier thinks of texts that may be trained on.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from mutuals.text import linear
from mutuals.text.features import Vocabulary, look_like_questions
from mutuals.text.readings import EMOTIONS, LABELS
from mutuals.text.weights import HERE
from training import calibrate, heads, measure_default, network, sets, splits, tables, thought, vectors, words
from training.sets import COLUMN, TARGETS

WORTH = {
    "goemotions": 1.0,
    "vader": 2.0,
    "davidson": 0.5,
    "clinc": 0.3,
    "sms": 0.5,
    "irc": 0.5,
    "written": 0.6,
}
PARTS = {
    "goemotions": sets.goemotions,
    "vader": sets.vader,
    "davidson": sets.davidson,
    "clinc": sets.clinc,
    "sms": sets.sms,
    "written": sets.written,
}
AT_LABELS = [COLUMN[label] for label in LABELS]
Floats = npt.NDArray[np.float32]


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--teacher", type=Path)
    ask.add_argument("--out", type=Path, default=HERE)
    ask.add_argument("--work", type=Path, help="keeps the words and their vectors there, which take minutes")
    told = ask.parse_args()
    torch.set_num_threads(1)
    spoken = _words(told.work)
    vocabulary = Vocabulary(spoken.words)
    vectors.write(spoken, told.out)
    learned = _taught(vocabulary, spoken, _texts(told.teacher))
    ours = sets.ours()
    folded = _with_heads(learned, vocabulary, spoken, ours)
    _written(*folded, spoken, ours, told.out)
    for line in measure_default.lines(linear.load(told.out)):
        print(line)


def _words(work: Path | None) -> words.Spoken:
    if work and (work / "spoken.npz").exists():
        return words.kept(work / "spoken.npz")
    spoken = words.spoken(sets.all_train())
    if work:
        words.keep(spoken, work / "spoken.npz")
    return spoken


def _texts(teacher: Path | None) -> list[sets.Texts]:
    """All texts to learn from but ours, their targets moved towards what the teacher thinks."""
    parts = [read("train") for read in PARTS.values()]
    if teacher is None:
        return parts
    thoughts = thought.read(teacher)
    said = sets.irc("train")
    parts.append(said.pick([at for at, key in enumerate(said.ids) if key in thoughts]))
    return [thought.moved(part, thoughts) for part in parts]


def _rows(vocabulary: Vocabulary, part: sets.Texts, most: int) -> list[list[int]]:
    """The rows of each text; GoEmotions' mask for names is made a name in every second one, as real posts have none."""
    masked = (text if at % 2 else text.replace("[NAME]", "@name") for at, text in enumerate(part.texts))
    return [vocabulary.rows(text)[:most] for text in masked]


def _taught(vocabulary: Vocabulary, spoken: words.Spoken, parts: list[sets.Texts]) -> tables.Learned:
    """The network after its lesson, with the pairs and triples of our posts and cues at hand, not yet of any weight."""
    rows = [one for part in parts for one in _rows(vocabulary, part, network.MOST_ROWS)]
    grams = network.frequent(rows)
    lesson = network.Lesson(
        [np.array(one, dtype=np.int64) for one in rows],
        [network.among(one, grams) for one in rows],
        np.concatenate([part.targets for part in parts]),
        np.concatenate([np.full(len(part), WORTH[part.name], dtype=np.float32) for part in parts]),
    )
    torch.manual_seed(0)
    pupil = network.Network(network.known(len(spoken.words), spoken.vectors, spoken.valence), len(grams))
    network.learn(pupil, lesson, spoken.words, spoken.counts)
    learned = tables.of_network(pupil, grams)
    mine = network.frequent(_rows(vocabulary, sets.ours(), network.MOST_ROWS), least=2)
    every = np.union1d(grams, np.union1d(mine, heads.cue_grams(vocabulary)))
    of_grams = np.zeros((len(every), len(TARGETS)), dtype=np.float32)
    of_grams[np.searchsorted(every, grams)] = learned.of_grams
    return replace(learned, grams=every, of_grams=of_grams)


def _with_heads(
    learned: tables.Learned, vocabulary: Vocabulary, spoken: words.Spoken, ours: sets.Texts
) -> tuple[tables.Learned, Floats]:
    """The tables with our labels' heads in them, and what heads that knew neither say of our posts (posts, labels)."""
    rough = _read(learned, spoken)
    most = network.MOST_ROWS
    rng = np.random.default_rng(0)
    few = [PARTS[name]("train") for name in heads.HELPED]
    few = [
        one.pick(np.sort(rng.choice(len(one), min(len(one), heads.HELPED[one.name][0]), replace=False)))
        for one in few
    ]
    known = learned.network.known.numpy()
    view = heads.view(vocabulary, learned.grams, known, _inner(rough, ours.texts))
    seen = view.of(_rows(vocabulary, ours, most), _inner(rough, ours.texts), look_like_questions(ours.texts))
    texts = [text for one in few for text in one.texts]
    rows = [row for one in few for row in _rows(vocabulary, one, most)]
    helping = view.of(rows, _inner(rough, texts), look_like_questions(texts))
    helped = np.concatenate([one.targets for one in few])
    worth = np.concatenate([np.full(len(one), heads.HELPED[one.name][1]) for one in few])
    single, of_grams, out = learned.single.copy(), learned.of_grams.copy(), learned.out.copy()
    bias, asks = learned.bias.copy(), learned.asks.copy()
    unseen = np.zeros((len(ours), len(LABELS)), dtype=np.float32)
    for at, column in enumerate(AT_LABELS):
        told = ours.targets[:, column]
        for fold in splits.folds():
            weights, constant = heads.fitted(
                seen[fold.learn], told[fold.learn], helping, helped[:, column], worth
            )
            unseen[fold.measure, at] = seen[fold.measure] @ weights + constant
        weights, constant = heads.fitted(seen, told, helping, helped[:, column], worth)
        of_rows, of_keys, inner, more, asks[column] = view.spread_out(weights)
        hidden, told_by = inner[: -len(TARGETS)], inner[-len(TARGETS) :]
        single[:, column] = of_rows + learned.single @ told_by
        of_grams[:, column] = of_keys + learned.of_grams @ told_by
        out[:, column] = hidden + learned.out @ told_by
        bias[column] = constant + more + learned.bias @ told_by
    return replace(learned, single=single, of_grams=of_grams, out=out, bias=bias, asks=asks), unseen


def _inner(model: linear.Default, texts: list[str]) -> Floats:
    """What the network makes of texts: hidden values, then outputs."""
    return np.concatenate((model.hidden(texts), model.scores(texts)), axis=1)


def _read(learned: tables.Learned, spoken: words.Spoken) -> linear.Default:
    """The learned as a model, not calibrated."""
    ones, none = np.ones(len(TARGETS), np.float32), np.zeros(len(TARGETS), np.float32)
    card: dict[str, object] = {"version": "rough", "english_words": spoken.english, "shown": {}}
    return linear.Default(Vocabulary(spoken.words), tables.small(learned, ones, none), card)


def _written(
    learned: tables.Learned, unseen: Floats, spoken: words.Spoken, ours: sets.Texts, folder: Path
) -> None:
    """Calibrates on the first half of what is held out, decides what is shown, and writes all."""
    rough = _read(learned, spoken)
    slope, shift = np.ones(len(TARGETS)), np.zeros(len(TARGETS))
    held = {part.name: measure_default.half(part, first=True) for part in measure_default.held_out()}
    logits = {name: rough.scores(part.texts).astype(np.float64) for name, part in held.items()}
    tones = [
        (logits[name][:, :3], np.eye(3)[held[name].targets[:, :3].argmax(axis=1)])
        for name in ("goemotions", "vader", "written")
    ]
    slope[:3], shift[:3] = calibrate.tones(tones)
    toxic = COLUMN["toxic"]
    for at in (*map(COLUMN.__getitem__, EMOTIONS), toxic):
        names = ("davidson", "written") if at == toxic else ("goemotions", "written")
        parts = [(logits[name][:, at], held[name].targets[:, at]) for name in names]
        slope[at], shift[at] = calibrate.platt(parts, even=at == toxic)
    for at, column in enumerate(AT_LABELS):
        slope[column], shift[column] = calibrate.platt([(unseen[:, at], ours.targets[:, column])])
    found = tables.small(learned, slope, shift)
    sure = 1 / (1 + np.exp(-(unseen * slope[AT_LABELS] + shift[AT_LABELS])))
    shown = measure_default.decided(sure, ours, rough, slope, shift)
    card = {"english_words": spoken.english, **shown}
    print(tables.described(found))
    tables.write(found, spoken.words, card, folder)


if __name__ == "__main__":
    main()
