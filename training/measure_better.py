"""What the better tier is good for, by itself: on held-out texts of what it learned from, and on TweetEval.

Metrics as in TweetEval (Barbieri et al. 2020): mean recall of the three tones, mean F1 of four emotions, mean F1 of
offensive or not. The four emotions are read from ours by FOUR. Nothing is chosen by these numbers.
python -m training.measure_better prints them for both tiers and for the transformer alone, with the rate on one core.
"""

import time
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from mutuals.text.readings import EMOTIONS, Model, Understood
from training import sets

FOUR = {
    "anger": ("anger",),
    "joy": ("joy", "amusement", "gratitude"),
    "optimism": ("optimism", "caring"),
    "sadness": ("sadness", "disappointment", "fear"),
}
"""TweetEval's emotions from ours: the one whose surest part is surest."""
Ints = npt.NDArray[np.intp]


def measured(model: Model) -> Iterator[str]:
    """One line for each measure, of a tier or of one model of it."""
    rated = sets.vader("held")
    tweets = [at for at, key in enumerate(rated.ids) if "tweets" in key]
    for name, texts in (("VADER, held out", rated), ("VADER's tweets, held out", rated.pick(tweets))):
        yield tone_line(name, read(model, texts.texts), texts.targets[:, :3].argmax(1))
    texts, classes = sets.tweeteval("sentiment")
    truth = np.array([sets.TONES.index(one) for one in classes])
    yield tone_line("TweetEval sentiment", read(model, texts), truth)
    comments = sets.goemotions("dev")
    told = read(model, comments.texts)
    for emotion in EMOTIONS:
        target = comments.targets[:, sets.COLUMN[emotion]]
        sure = np.array([one.emotions.get(emotion, 0.0) for one in told])
        known = ~np.isnan(target)
        yes = f1(target[known] > 0.5, sure[known] > 0.5)
        yield f"GoEmotions dev {emotion}: F1 {yes:.1%}, ECE {ece(sure[known], target[known]):.3f}"
    texts, classes = sets.tweeteval("emotion")
    names = list(FOUR)
    four = macro(
        np.array([names.index(one) for one in classes]),
        np.array([names.index(one) for one in felt(model, texts)]),
    )
    yield f"TweetEval emotion: macro F1 {four:.1%}"
    rude = sets.davidson("held")
    truth = rude.targets[:, sets.COLUMN["toxic"]] > 0.5
    yield toxic_line("Davidson, held out", read(model, rude.texts), truth)
    texts, classes = sets.tweeteval("offensive")
    yield toxic_line("TweetEval offensive", read(model, texts), np.array(classes) == "offensive")


def read(model: Model, texts: Sequence[str]) -> list[Understood]:
    return model.understand(texts, ["en"] * len(texts))


def felt(model: Model, texts: Sequence[str]) -> list[str]:
    """TweetEval's emotion of each text."""
    return [
        max(FOUR, key=lambda name: max(one.emotions.get(part, 0.0) for part in FOUR[name]))
        for one in read(model, texts)
    ]


def tone_line(name: str, told: list[Understood], truth: Ints) -> str:
    said = np.array([sets.TONES.index(one.tone) if one.tone != "unknown" else -1 for one in told])
    recalls = [float((said[truth == one] == one).mean()) for one in range(3)]
    error = ece(np.array([one.tone_sure for one in told]), said == truth)
    return (
        f"{name}: macro recall {np.mean(recalls):.1%} ({', '.join(f'{one:.0%}' for one in recalls)}), "
        f"always the commonest 33.3%, ECE {error:.3f}, {len(told)} texts"
    )


def toxic_line(name: str, told: list[Understood], truth: npt.NDArray[np.bool_]) -> str:
    sure = np.array([one.toxic or 0.0 for one in told])
    common = macro(truth.astype(int), np.full(len(truth), int(truth.mean() > 0.5)))
    quality = macro(truth.astype(int), (sure > 0.5).astype(int))
    error = ece(sure, truth)
    return f"{name}: macro F1 {quality:.1%}, always the commonest {common:.1%}, ECE {error:.3f}, {len(told)} texts"


def f1(truth: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_]) -> float:
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def macro(truth: Ints, said: Ints) -> float:
    return float(np.mean([f1(truth == one, said == one) for one in np.unique(truth)]))


def ece(sure: npt.NDArray, right: npt.NDArray, *, bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017): how far confidence and share of right ones lie apart."""
    at = np.minimum((sure * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(sure[at == one].mean() - right[at == one].mean()) * (at == one).mean()
            for one in np.unique(at)
        )
    )


def rate(model: Model, texts: Sequence[str]) -> float:
    """Texts a second of one core, the best of three goes."""
    model.understand(texts[:100], ["en"] * 100)
    spent = []
    for _ in range(3):
        began = time.process_time()
        read(model, texts)
        spent.append(time.process_time() - began)
    return len(texts) / min(spent)


def main() -> None:
    from mutuals.text import linear
    from mutuals.text.minilm import Cascade, MiniLM, doubt

    quick, slow = linear.load(), MiniLM()
    posts = sets.tweeteval("offensive")[0] + sets.tweeteval("sentiment")[0]
    again = np.mean([doubt(one) > slow.card.unsure for one in read(quick, posts)])
    for name, model in (("default", quick), ("transformer alone", slow), ("better", Cascade(quick, slow))):
        print(f"\n{name}: {rate(model, posts):,.0f} posts/s")
        print("\n".join(measured(model)))
    print(f"\nread again: {again:.0%} of TweetEval's {len(posts)}")


if __name__ == "__main__":
    main()
