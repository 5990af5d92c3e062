"""Trains the model that tells languages, and writes src/mutuals/text/weights/language.npz.

    pip install langidentify-full-model==1.0.0 wordfreq==3.1.1      # word lists; only needed here
    python -m training.train_language [--per 6000] [--epochs 7]

No running text is used, only how often words occur: of Wikipedia (langidentify-full-model, Apache-2.0) and, for the
languages it has, of talk, subtitles and the web (wordfreq, CC BY-SA 4.0); small words that those lists leave out are
in `language/small_words.txt` (CC0). What is read is made of words drawn by their frequency: the model knows words
and their parts, not their order. The embedding of hashed n-grams under a linear layer is that of fastText (Joulin
et al. 2017), trained with AdaGrad. Same seed, same weights (to rounding).
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from unicodedata import combining, normalize

import numba
import numpy as np

from mutuals.text import language
from mutuals.text.language import WEIGHTS
from mutuals.text.ngrams import NUMBER, SCRIPTS, letters, ngrams
from mutuals.text.weights import enter

BITS, SIZE, SEED = 17, 16, 5
CYRILLIC = "be bg mk mn ru sr uk".split()
ARABIC = "ar fa ps ur".split()
ETHIOPIC = "am ti".split()
LATIN = (
    "af az bs ca cs cy da de en eo es et eu fi fr ga hr hu id is it la lb lg lt lv mi ms nb nl nn om pl pt ro sk sl "
    "sn so sq st sv sw tl tn tr ts vi xh yo zu"
).split()
LABELS = [*LATIN, *CYRILLIC, *ARABIC, *ETHIOPIC]
SPOKEN = (
    "ar bg ca cs da de en es fa fi fil fr hu id is it lt lv mk ms nb nl pl pt ro ru sk sl sv tr uk ur vi"
).split()
OFTEN = set("es pt fr de it nl id tr pl ru ar fa uk".split())
SELDOM = set("la eo lb om ps ti am".split())
SERBIAN_LATIN = "sr-Latn"
COMMON = {"en": 1.5, "often": 0.6, "seldom": -0.8}
KEPT = 100_000
ENGLISH = 0.04  # of the words of other languages, since people mix
BARE = 0.08  # of the posts in Latin script have no accents
CUT = 0.4  # of the posts end within a word
_TO_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдђежзијклљмнњопрстћуфхцчџш",
            "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
            strict=True,
        )
    )
)
Words = tuple[list[str], np.ndarray]


def words() -> dict[str, Words]:
    """The words of each language and their frequencies."""
    import wordfreq

    small = dict(_small())
    lists = Path(str(find_spec("langidentify_full_model").submodule_search_locations[0])) / "data"
    out: dict[str, Words] = {}
    for lang in LABELS:
        with gzip.open(
            lists / f"topwords-{'no' if lang == 'nb' else lang}.txt.gz", "rt", encoding="utf-8"
        ) as lines:
            counts = dict(_line(line) for line in lines if not line.startswith("#"))
        total = sum(counts.values())
        counts = {word: count / total for word, count in counts.items()}
        spoken = "fil" if lang == "tl" else lang
        if spoken in SPOKEN:
            other = wordfreq.get_frequency_dict(spoken, wordlist="small")
            total = sum(other.values())
            for word, count in other.items():
                if not any(char.isdigit() for char in word):
                    counts[word] = (counts.get(word, 0) + count / total) / 2
        for rank, word in enumerate(small.get(lang, [])):
            counts.setdefault(word, 0.06 / (rank + 1.5))
        kept = sorted(counts.items(), key=lambda pair: -pair[1])[:KEPT]
        weights = np.array([count for _, count in kept])
        out[lang] = [word for word, _ in kept], weights / weights.sum()
    out[SERBIAN_LATIN] = [word.translate(_TO_LATIN) for word in out["sr"][0]], out["sr"][1]
    return out


def _line(line: str) -> tuple[str, float]:
    word, chance = line.rstrip("\n").rsplit(" ", 1)
    return word, float(np.exp(float(chance)))


def _small() -> Iterator[tuple[str, list[str]]]:
    path = Path(__file__).parent / "language" / "small_words.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lang, *rest = line.split()
            yield lang, rest


def posts(lists: dict[str, Words], lang: str, count: int, draw: np.random.Generator) -> list[str]:
    """Made-up posts of two to thirty words; half of them of rarer words than in life."""
    vocabulary, chances = lists[lang]
    flat = chances**0.7
    flat /= flat.sum()
    sizes = np.minimum(1 + draw.geometric(0.085, count), 30)
    middle = int(sizes[: count // 2].sum())
    drawn = np.concatenate(
        (
            draw.choice(len(vocabulary), middle, p=chances),
            draw.choice(len(vocabulary), int(sizes.sum()) - middle, p=flat),
        )
    )
    stream = [vocabulary[at] for at in drawn]
    english, common = lists["en"]
    mixed = np.flatnonzero(draw.random(len(stream)) < (0 if lang == "en" else ENGLISH))
    for at, word in zip(mixed, draw.choice(len(english), len(mixed), p=common), strict=True):
        stream[at] = english[word]
    out, at = [], 0
    for size, bare, cut in zip(sizes, draw.random(count), draw.random(count), strict=True):
        text = " ".join(stream[at : at + size])
        at += size
        if bare < BARE and lang in (*LATIN, SERBIAN_LATIN):
            text = (
                "".join(c for c in normalize("NFD", text) if not combining(c))
                .replace("đ", "d")
                .replace("ı", "i")
            )
        out.append(text[: -int(1 + cut * 12)] if cut < CUT and len(text) > 12 else text)
    return out


def _amount(lang: str, per: int) -> int:
    if lang == "en":
        return int(2.5 * per)
    if lang == SERBIAN_LATIN:
        return int(0.2 * per)
    return int(per * (1.3 if lang in OFTEN else 0.6 if lang in SELDOM else 1))


def _scripts() -> np.ndarray:
    named = dict.fromkeys(LATIN, "Latn") | dict.fromkeys(CYRILLIC, "Cyrl") | dict.fromkeys(ARABIC, "Arab")
    named |= dict.fromkeys(ETHIOPIC, "Ethi")
    return np.array([NUMBER[named[lang]] for lang in LABELS], np.uint8)


def examples(lists, per: int, draw: np.random.Generator):
    """One epoch: hashes of all posts in one line, where each begins, its label and its script."""
    scripts = dict(zip(LABELS, _scripts(), strict=True)) | {SERBIAN_LATIN: NUMBER["Latn"]}
    hashes, sizes, labels, written = [], [], [], []
    for lang in [*LABELS, SERBIAN_LATIN]:
        texts = [normalize("NFC", text.lower()) for text in posts(lists, lang, _amount(lang, per), draw)]
        for at in range(0, len(texts), 2000):
            part = texts[at : at + 2000]
            chosen = np.full(len(part), scripts[lang], np.uint8)
            found, owner = ngrams(letters(part), chosen, BITS)
            hashes.append(found.astype(np.int32))
            sizes.append(np.bincount(owner, minlength=len(part)))
        labels += [LABELS.index(lang.partition("-")[0])] * len(texts)
        written += [scripts[lang]] * len(texts)
    begins = np.concatenate(([0], np.cumsum(np.concatenate(sizes))))
    return np.concatenate(hashes), begins, np.array(labels, np.int32), np.array(written, np.uint8)


@numba.njit(fastmath=True)
def forward(hashes, rows, heads, bias, allowed, mean, chances) -> None:
    """Write the sum of a post's rows, over the root of their number, and the chances of the languages allowed."""
    mean[:] = 0
    for row in hashes:
        mean += rows[row]
    mean *= np.float32(1 / np.sqrt(len(hashes)))
    top = np.float32(-1e9)
    for c in range(len(heads)):
        chances[c] = bias[c] + np.dot(heads[c], mean) if allowed[c] else -1e9
        top = max(top, chances[c])
    total = np.float32(0)
    for c in range(len(heads)):
        chances[c] = np.exp(chances[c] - top)
        total += chances[c]
    chances /= total


@numba.njit(fastmath=True)
def learn_heads(label, chances, mean, heads, bias, seen, rate, back) -> None:
    """Move the heads by AdaGrad and write what is passed back to the rows."""
    back[:] = 0
    for c in range(len(heads)):
        error = chances[c] - np.float32(c == label)
        if abs(error) < 1e-3:
            continue
        back += error * heads[c]
        step = error * mean
        seen[c] += np.dot(step, step) / np.float32(len(mean))
        heads[c] -= rate / np.sqrt(seen[c] + np.float32(1e-6)) * step
        bias[c] -= np.float32(0.02) * rate * error


@numba.njit(fastmath=True)
def learn_rows(hashes, back, rows, seen, rate) -> None:
    """Move the rows of a post by AdaGrad, one step size for each row."""
    back *= np.float32(1 / np.sqrt(len(hashes)))
    square = np.dot(back, back) / np.float32(len(back))
    if square < 1e-11:
        return
    for row in hashes:
        seen[row] += square
        rows[row] -= rate / np.sqrt(seen[row] + np.float32(1e-6)) * back


@numba.njit
def epoch(hashes, begins, labels, written, order, rows, heads, bias, seen_rows, seen_heads, allowed, rate):
    """One pass of stochastic gradient descent; returns the mean loss."""
    mean, back = np.zeros(rows.shape[1], np.float32), np.zeros(rows.shape[1], np.float32)
    chances = np.zeros(len(heads), np.float32)
    loss = 0.0
    for one in order:
        post = hashes[begins[one] : begins[one + 1]]
        if len(post):
            forward(post, rows, heads, bias, allowed[written[one]], mean, chances)
            loss -= np.log(max(chances[labels[one]], 1e-9))
            learn_heads(labels[one], chances, mean, heads, bias, seen_heads, rate, back)
            learn_rows(post, back, rows, seen_rows, rate)
    return loss / len(order)


def train(lists: dict[str, Words], per: int, epochs: int):
    """The trained rows, heads, bias and which languages each script allows."""
    draw = np.random.default_rng(SEED)
    rows = ((draw.random((1 << BITS, SIZE)) - 0.5) * 0.1 / np.sqrt(SIZE)).astype(np.float32)
    heads = (draw.standard_normal((len(LABELS), SIZE)) * 0.3).astype(np.float32)
    bias = np.zeros(len(LABELS), np.float32)
    seen_rows, seen_heads = np.zeros(1 << BITS, np.float32), np.zeros(len(LABELS), np.float32)
    allowed = np.arange(len(SCRIPTS))[:, None] == _scripts()[None, :]
    allowed[NUMBER["Latn"], LABELS.index("sr")] = True
    for number in range(epochs):
        data = examples(lists, per, draw)
        order = draw.permutation(len(data[2]))
        rate = np.float32(0.25 * (1 - number / epochs) + 0.02)
        loss = epoch(*data, order, rows, heads, bias, seen_rows, seen_heads, allowed, rate)
        print(f"epoch {number + 1}: {len(order):,} posts, loss {loss:.4f}", flush=True)
    return rows, heads, bias, allowed


def prior() -> np.ndarray:
    """What is added to the scores because posts are likelier in some languages than in others."""
    kinds = [
        "en" if lang == "en" else "often" if lang in OFTEN else "seldom" if lang in SELDOM else ""
        for lang in LABELS
    ]
    return np.array([COMMON.get(kind, 0) for kind in kinds], np.float32)


def calibrate(lists: dict[str, Words], rounds: int = 50) -> tuple[float, float, float]:
    """How sure a score is: a logistic of its log odds and of the size of the text, fitted by Newton's method.

    On our own labelled posts, whole and cut to 12, 25 and 50 characters, and on forty made-up ones of each language
    cut alike: of the first alone it would be too sure of seldom languages, of the second of all.
    """
    folder = Path(__file__).parent / "labels" / "posts.jsonl"
    known = [json.loads(line) for line in folder.read_text(encoding="utf-8").splitlines()]
    draw = np.random.default_rng(SEED)
    told, true = [], []
    for size in (12, 25, 50, 1000):
        told += [post["text"][:size] for post in known if post["lang"] in LABELS]
        true += [post["lang"] for post in known if post["lang"] in LABELS]
        for lang in [*LATIN, *CYRILLIC, *ARABIC] if size < 1000 else []:
            told += [text[:size] for text in posts(lists, lang, 40, draw)]
            true += [lang] * 40
    terms, found = language.evidence(told)
    right = np.array([lang == other for lang, other in zip(found, true, strict=True)], float)
    weights = np.array([1.0, 0.0, 0.0])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-terms @ weights))
        curve = (terms * (chance * (1 - chance))[:, None]).T @ terms + 0.1 * np.eye(3)
        weights += np.linalg.solve(curve, terms.T @ (right - chance))
    return tuple(weights.tolist())


def save(rows, heads, bias, allowed, sure=(1.0, 0.0, 0.0)) -> None:
    """Write the weights, rows as whole numbers of eight bits."""
    scale = np.float32(np.quantile(np.abs(rows), 0.9999) / 127)
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        rows=np.clip(np.rint(rows / scale), -127, 127).astype(np.int8),
        heads=heads.astype(np.float32),
        bias=bias.astype(np.float32),
        scale=scale,
        labels=np.array(LABELS),
        allowed=allowed,
        sure=np.array(sure),
    )
    enter(WEIGHTS.name, "docs/models/language.md")


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per", type=int, default=6000, help="posts for each language and epoch")
    parser.add_argument("--epochs", type=int, default=7)
    given = parser.parse_args()
    lists = words()
    rows, heads, bias, allowed = train(lists, given.per, given.epochs)
    save(rows, heads, bias + prior(), allowed)
    save(rows, heads, bias + prior(), allowed, calibrate(lists))


if __name__ == "__main__":
    main()
