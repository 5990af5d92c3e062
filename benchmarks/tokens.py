"""How fast text is prepared for full-text search, beside a naive normalisation in the same run.

    .venv/bin/python benchmarks/tokens.py

Each row is the CPU time of one process over posts that are all different, after as many others of the same kind;
the best of three runs counts, for both sides. Real posts are read from $MUTUALS_TEST_DATA where it is set; the
generated rows (words of a heavy-tailed vocabulary) are always there. The peer does less: no breaks, no marks, no
safe encoding.
"""

import os
import random
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from mutuals.text import indexing
from mutuals.text.tokens import index_terms, tokens

WORDS = 20
POSTS = 20_000
SCRIPTS = {
    "generated ASCII": "etaoinshrdlucmfwypvbgkqjxz",
    "generated European": "etaoinshrdlucmfwyäöüéèßçøñčšžł",
    "generated Cyrillic": "оеаинтсрвлкмдпуяызьбгчйх",
}


def generated(letters: str, seed: int) -> list[str]:
    """Posts of 20 words, the word of rank r with a frequency like 1/r out of 60,000, a tenth capitalised."""
    draw = random.Random(seed)
    words = [
        "".join(draw.choices(letters, range(len(letters), 0, -1), k=draw.randint(2, 9)))
        for _ in range(60_000)
    ]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    stream = iter(draw.choices(words, weights, k=POSTS * WORDS))
    return [" ".join(_dressed(next(stream), draw) for _ in range(WORDS)) for _ in range(POSTS)]


def _dressed(word: str, draw: random.Random) -> str:
    word = word.capitalize() if draw.random() < 0.1 else word
    return word + draw.choice(",.!?") if draw.random() < 0.1 else word


def characters(low: int, high: int, seed: int) -> list[str]:
    """Posts of 60 single characters between two code points, with a comma or a full stop now and then."""
    draw = random.Random(seed)
    alphabet = [*map(chr, range(low, high)), *"、。" * ((high - low) // 30)]
    return ["".join(draw.choices(alphabet, k=60)) for _ in range(POSTS // 4)]


def decorated(posts: list[str], seed: int) -> list[str]:
    """Posts with two emoji, a hashtag, every third with a mention and every fourth with an address."""
    draw = random.Random(seed)
    signs = ["🎉", "❤️", "🔥", "👩🏽‍🚀", "🙏🏾", "😂😂"]
    out = []
    for n, post in enumerate(posts):
        extra = [*draw.choices(signs, k=2), f"#{post.split()[0].title()}{post.split()[1].title()}"]
        extra += [f"@user{draw.randint(0, 9999)}"] * (n % 3 == 0)
        extra += [f"https://example.org/{draw.getrandbits(48):x}?a=b"] * (n % 4 == 0)
        out.append(" ".join([post, *extra]))
    return out


def real(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Real posts and sentences, where the folder has them."""
    lines = _lines(folder / "goemotions" / "train.tsv")
    if lines:
        yield "Reddit comments (ASCII)", [line.split("\t")[0] for line in lines if line.isascii()]
    tweets = [
        line
        for part in ("emotion", "hate", "irony")
        for line in _lines(folder / "tweeteval" / part / "train_text.txt")
    ]
    if tweets:
        yield "tweets", tweets
        yield "tweets beyond ASCII", [tweet for tweet in tweets if not tweet.isascii()]
    for title, languages in {
        "sentences: de fr es pl cs sv tr": "de fr es pl cs sv tr",
        "sentences: ru uk el bg": "ru uk el bg",
        "sentences: ja zh": "ja zh",
        "sentences: ko": "ko",
        "sentences: ar he hi": "ar he hi",
        "sentences: th": "th",
    }.items():
        some = [
            line
            for code in languages.split()
            for line in _lines(folder / "language" / "sentences" / f"{code}.txt")
        ]
        if some:
            yield title, some


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


_WORD = re.compile(r"\w+")


def naive(text: str) -> str:
    """The peer: NFKC and case folding of the whole text, runs of word characters."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def per_post(function: Callable[[str], object], posts: list[str]) -> float:
    """Microseconds of CPU time per post of the second half, after the first half; the better of three runs."""
    middle = len(posts) // 2
    times = []
    for _ in range(3):
        indexing.forget()
        for post in posts[:middle]:
            function(post)
        began = time.process_time()
        for post in posts[middle:]:
            function(post)
        times.append(time.process_time() - began)
    return min(times) / (len(posts) - middle) * 1e6


def main() -> None:
    """Print the table."""
    sets = {name: generated(letters, 1) for name, letters in SCRIPTS.items()}
    sets["generated CJK"] = characters(0x4E00, 0x5E00, 2)
    sets["generated emoji and marks"] = decorated(sets["generated ASCII"], 3)
    if folder := os.environ.get("MUTUALS_TEST_DATA"):
        sets |= dict(real(Path(folder)))
    print(
        f"{'':34}{'chars':>6}{'us/post':>9}{'posts/s':>9}{'naive':>8}{'ratio':>7}{'tokens()':>10}{'bytes':>7}"
    )
    for name, posts in sets.items():
        random.Random(0).shuffle(posts)
        ours, theirs = per_post(index_terms, posts), per_post(naive, posts)
        full = per_post(tokens, posts[:1000])
        size = sum(len(index_terms(p)) for p in posts) / sum(len(p.encode()) for p in posts)
        chars = sum(map(len, posts)) / len(posts)
        rates = f"{ours:9.1f}{1e6 / ours:9,.0f}{theirs:8.1f}{theirs / ours:7.2f}{full:10.0f}"
        print(f"{name:34}{chars:6.0f}{rates}{size:7.2f}")


if __name__ == "__main__":
    main()
