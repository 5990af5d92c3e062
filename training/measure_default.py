"""What the default tier is worth, beside what costs nothing: the commonest class and a pattern of twenty words.

`decided` chooses what is shown and is part of making the model; `lines` prints the measures of a finished one.
TweetEval is measured only, on its validation parts, by the map to its emotions that docs/models/readings.md publishes.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mutuals.text import linear
from mutuals.text.readings import EMOTIONS, LABELS
from training import baselines, calibrate, sets
from training.probes import PAIRS
from training.sets import COLUMN, TONES

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.floating]
MAP = {
    "anger": ("anger",),
    "joy": ("joy", "amusement", "gratitude"),
    "optimism": ("optimism", "caring"),
    "sadness": ("sadness", "disappointment", "fear"),
}
"""TweetEval's emotion is the one in whose group our surest lies."""
LEAST_KNOWN, LEAST_SHOWN = 10, 20
"""A label is measured in a language from so many posts that have it, and may be shown from so many."""


def held_out() -> list[sets.Texts]:
    """What no model learned from."""
    return [sets.goemotions("dev"), sets.vader("held"), sets.davidson("held"), sets.written("held")]


def half(part: sets.Texts, *, first: bool) -> sets.Texts:
    """The half that calibrates, or the other, that measures."""
    return part.pick([at for at, key in enumerate(part.ids) if sets.held(f"half-{key}", one_in=2) == first])


def f1(truth: Bools, said: Bools) -> float:
    """The harmonic mean of precision and recall."""
    return float(2 * (truth & said).sum() / max(1, truth.sum() + said.sum()))


def recall(truth: Sequence[str], said: Sequence[str]) -> float:
    """Macro recall: the mean over the classes of the share of each that is found."""
    pairs = list(zip(truth, said, strict=True))
    each = [np.mean([said == kind for true, said in pairs if true == kind]) for kind in sorted(set(truth))]
    return float(np.mean(each))


def macro_f1(truth: Sequence[str], said: Sequence[str]) -> float:
    """The mean of the classes' F1."""
    true, told = np.array(truth), np.array(said)
    return float(np.mean([f1(true == kind, told == kind) for kind in sorted(set(truth))]))


def threshold(sure: Floats, truth: Bools) -> float:
    """From which confidence on F1 is best."""
    steps = np.arange(0.1, 0.75, 0.05)
    return float(round(max(steps, key=lambda at: f1(truth, sure >= at)), 2))


def decided(
    sure: Floats, ours: sets.Texts, model: linear.Default, slope: Floats, shift: Floats
) -> dict[str, object]:
    """The card's part on what is shown: `shown` by language, `thresholds`, and `labels`, each with its measures.

    sure: (posts, labels), from heads that knew neither writer nor situation. A label is shown in a language where its
    F1 beats the pattern's and "always", and where it is right at least as often as "never", the commonest class; in
    English, of which there is text that others wrote (`elsewhere`), only where it beats pattern and "always" on all of
    that together, too.
    """
    shown: dict[str, list[str]] = {"en": ["tone"]}
    measured: dict[str, object] = {}
    limits: dict[str, float] = {}
    langs = {lang: np.array([one == lang for one in ours.langs]) for lang in dict.fromkeys(ours.langs)}
    for at, label in enumerate(LABELS):
        truth = ours.targets[:, COLUMN[label]] > 0.5
        limits[label] = threshold(sure[:, at], truth)
        said = _said(sure[:, at], truth, ours.ids)
        rule = np.array([bool(baselines.labels(label).search(text)) for text in ours.texts])
        for lang, here in {**langs, "others": ~langs["en"]}.items():
            if truth[here].sum() < LEAST_KNOWN:
                continue
            found = compared(sure[here, at], said[here], rule[here], truth[here])
            measured[f"{label} {lang}"] = found
            beats = found["f1"] > max(found["pattern"], found["always"]) and found["right"] >= found["never"]
            if lang != "others" and beats and found["have"] >= LEAST_SHOWN:
                shown.setdefault(lang, []).append(label)
    others = elsewhere(model, slope, shift, limits)
    measured |= others
    lost = beaten(others)
    shown["en"] = [label for label in shown["en"] if label not in lost]
    emotions_from, emotions_found = _emotions(model, slope, shift)
    for emotion, one in emotions_found.items():
        if one["f1"] > max(one["pattern"], one["always"]):
            shown["en"].append(emotion)
    return {"shown": shown, "thresholds": emotions_from | limits, "measured": emotions_found | measured}


def compared(sure: Floats, said: Bools, rule: Bools, truth: Bools) -> dict[str, float]:
    """A reading beside its baselines: F1 of it, of the pattern and of "always"; how often right, and "never"; ECE."""
    found = {
        "n": len(truth),
        "have": int(truth.sum()),
        "f1": f1(truth, said),
        "pattern": f1(truth, rule),
        "always": f1(truth, np.ones(len(truth), bool)),
        "right": float(np.mean((sure >= 0.5) == truth)),
        "never": float(np.mean(~truth)),
        "ece": calibrate.error(sure, truth),
    }
    return {name: round(float(value), 4) for name, value in found.items()}


def _said(sure: Floats, truth: Bools, ids: Sequence[str]) -> Bools:
    """What would be said of each post by a threshold chosen on the other seven eighths of the posts."""
    said = np.zeros(len(truth), dtype=bool)
    part = np.array([int(hashlib.sha256(key.encode()).hexdigest(), 16) % 8 for key in ids])
    for at in range(8):
        said[part == at] = sure[part == at] >= threshold(sure[part != at], truth[part != at])
    return said


def _emotions(
    model: linear.Default, slope: Floats, shift: Floats
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The thresholds of emotions, by the half of GoEmotions' dev part that calibrates; their measures in the other.

    Comments of which our map cannot say whether they have the emotion are left out.
    """
    limits, found = {}, {}
    halves = [half(sets.goemotions("dev"), first=first) for first in (True, False)]
    sure = [1 / (1 + np.exp(-(model.scores(part.texts) * slope + shift))) for part in halves]
    for emotion in EMOTIONS:
        at = COLUMN[emotion]
        known = [np.isfinite(part.targets[:, at]) for part in halves]
        truth = [part.targets[here, at] > 0.5 for part, here in zip(halves, known, strict=True)]
        mine = [one[here, at] for one, here in zip(sure, known, strict=True)]
        limits[emotion] = threshold(mine[0], truth[0])
        texts = [text for text, here in zip(halves[1].texts, known[1], strict=True) if here]
        rule = np.array([bool(baselines.emotions(emotion).search(text)) for text in texts])
        found[emotion] = compared(mine[1], mine[1] >= limits[emotion], rule, truth[1])
    return limits, found


def lines(model: linear.Default) -> Iterator[str]:
    """The measures of a finished model, a line each."""
    yield from _tones(model)
    yield from _toxic(model)
    measured: dict[str, dict[str, float]] = model.card["measured"]  # type: ignore[assignment]
    for name, found in measured.items():
        yield f"{name}: {_told(found)}"
    yield f"shown: {model.card['shown']}"
    yield from _tweeteval(model)


def _told(found: dict[str, float]) -> str:
    return " ".join(
        f"{name} {value:.3f}" if value % 1 else f"{name} {value:.0f}" for name, value in found.items()
    )


def _tones(model: linear.Default) -> Iterator[str]:
    texts = [half(part, first=False) for part in held_out()[:2]]
    tweets = texts[1].pick([at for at, key in enumerate(texts[1].ids) if "tweets" in key])
    for name, part in (("GoEmotions", texts[0]), ("VADER", texts[1]), ("VADER tweets", tweets)):
        sure = model.confidences(part.texts)[0][:, :3]
        truth, said = part.targets[:, :3].argmax(axis=1), sure.argmax(axis=1)
        ece = calibrate.error(sure.max(axis=1), truth == said)
        found = recall([TONES[at] for at in truth], [TONES[at] for at in said])
        yield f"tone on {name} ({len(part)}): macro recall {found:.3f}, chance 0.333, ECE {ece:.3f}"


def _toxic(model: linear.Default) -> Iterator[str]:
    part = half(sets.davidson("held"), first=False)
    sure, truth = model.confidences(part.texts)[0][:, COLUMN["toxic"]], part.targets[:, COLUMN["toxic"]] > 0.5
    rule = np.array([bool(baselines.toxic().search(text)) for text in part.texts])
    yield f"toxic on Davidson: {_told(compared(sure, sure >= 0.5, rule, truth))}"
    for name, texts in zip(("African American", "standard"), zip(*PAIRS, strict=True), strict=True):
        sure = model.confidences(texts)[0][:, COLUMN["toxic"]]
        yield f"toxic on harmless {name} English: mean {sure.mean():.2f}, at .5 or more {(sure >= 0.5).mean():.0%}"


def elsewhere(
    model: linear.Default, slope: Floats, shift: Floats, limits: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """Labels on text that others wrote, by what its own labels tell; the model is not calibrated yet."""
    comments, names = sets.goemotions("dev"), sets.goemotions_names("dev")
    parts: list[tuple[str, str, list[str], Bools]] = []
    for label, felt in (
        ("thanks", {"gratitude"}),
        ("praise", {"admiration"}),
        ("complaint", {"annoyance", "disapproval"}),
    ):
        truth = np.array([bool(felt & set(one)) for one in names])
        parts.append((label, "GoEmotions " + "/".join(sorted(felt)), comments.texts, truth))
    queries, messages = sets.clinc("val"), sets.sms("held")
    for label, name, part in (
        ("question", "CLINC150", queries),
        ("ask", "CLINC150", queries),
        ("promotion", "SMS spam", messages),
    ):
        told = part.targets[:, COLUMN[label]]
        known = part.pick(np.flatnonzero(np.isfinite(told)))
        parts.append((label, name, known.texts, told[np.isfinite(told)] > 0.5))
    heard = {key: text for part in [sets.irc("dev")] for key, text in zip(part.ids, part.texts, strict=True)}
    read = json.loads((Path(__file__).parent / "irc_questions.json").read_text(encoding="utf-8"))
    lines = [heard[f"irc:{key}"] for key in (*read["questions"], *read["others"])]
    parts.append(("question", "#ubuntu", lines, np.arange(len(lines)) < len(read["questions"])))
    both = [part for part in parts if part[0] == "question"]
    texts = [text for part in both for text in part[2]]
    parts.append(("question", "both together", texts, np.concatenate([part[3] for part in both])))
    return {
        f"label {label} on {name}": _elsewhere(model, label, texts, truth, slope, shift, limits[label])
        for label, name, texts, truth in parts
    }


def beaten(others: Mapping[str, Mapping[str, float]]) -> set[str]:
    """The labels that lose to the pattern or to "always" on what others wrote, all of it together."""
    told = {
        name.split()[1]: found for name, found in others.items()
    }  # of several the last, which is all together
    return {label for label, found in told.items() if found["f1"] <= max(found["pattern"], found["always"])}


def _elsewhere(
    model: linear.Default,
    label: str,
    texts: list[str],
    truth: Bools,
    slope: Floats,
    shift: Floats,
    limit: float,
) -> dict[str, float]:
    at = COLUMN[label]
    sure = 1 / (1 + np.exp(-(model.scores(texts)[:, at] * slope[at] + shift[at])))
    rule = np.array([bool(baselines.labels(label).search(text)) for text in texts])
    return compared(sure, sure >= limit, rule, truth)


def _tweeteval(model: linear.Default) -> Iterator[str]:
    texts, truth = sets.tweeteval("sentiment")
    sure = model.confidences(texts)[0][:, :3]
    said = [TONES[at] for at in sure.argmax(axis=1)]
    right = np.array([one == other for one, other in zip(truth, said, strict=True)])
    ece = calibrate.error(sure.max(axis=1), right)
    yield f"TweetEval sentiment: macro recall {recall(truth, said):.3f}, ECE {ece:.3f}"
    texts, truth = sets.tweeteval("emotion")
    yield f"TweetEval emotion: macro F1 {macro_f1(truth, emotions(model.confidences(texts)[0])):.3f}"
    texts, truth = sets.tweeteval("offensive")
    sure = model.confidences(texts)[0][:, COLUMN["toxic"]]
    kinds = ("not-offensive", "offensive")
    rule = [kinds[baselines.toxic().search(text) is not None] for text in texts]
    said = [kinds[int(one >= 0.5)] for one in sure]
    yield (
        f"TweetEval offensive: macro F1 {macro_f1(truth, said):.3f}, pattern {macro_f1(truth, rule):.3f}, "
        f"ECE {calibrate.error(sure, np.array([one == 'offensive' for one in truth])):.3f}"
    )


def emotions(sure: Floats) -> list[str]:
    """TweetEval's emotion of each text, by `MAP`, of confidences (texts, OUTPUTS)."""
    groups = [np.max([sure[:, COLUMN[name]] for name in group], axis=0) for group in MAP.values()]
    return [list(MAP)[at] for at in np.stack(groups, axis=1).argmax(axis=1)]
