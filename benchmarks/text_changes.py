"""Real posts, and what happens to them when they are passed on: used to measure near duplicates."""

import gzip
import random
import re
from collections.abc import Callable
from pathlib import Path

EMOJI = "😀 😂 🔥 ❤️ 🙏 👍🏽 🎉".split()
Change = Callable[[str, random.Random], str]


def posts(folder: Path, count: int = 16_000) -> list[str]:
    """Different posts of at least four words: comments, and a fifth of the number from a chat."""
    lines = (folder / "goemotions" / "train.tsv").read_text(encoding="utf-8").splitlines()
    comments = [line.split("\t")[0] for line in lines]
    chat = []
    for path in sorted((folder / "irc" / "train").glob("*.ascii.txt.gz"))[:10]:
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as log:
            found = (re.match(r"\[\d\d:\d\d\] <[^>]+> (.*)", line) for line in log)
            chat += [match[1] for match in found if match and len(match[1].split()) >= 6]
    draw = random.Random(3)
    draw.shuffle(comments)
    draw.shuffle(chat)
    both = comments[: count * 4 // 5] + chat[: count // 5]
    draw.shuffle(both)
    return list(dict.fromkeys(text for text in both if len(text.split()) >= 4))


def typo(text: str, draw: random.Random) -> str:
    """A letter less, two letters turned round, or a letter more."""
    at = draw.randrange(1, max(2, len(text) - 1))
    return draw.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
            text[:at] + draw.choice("abcdefghijklmnopqrstuvwxyz") + text[at:],
        )
    )


def word_more(text: str, draw: random.Random) -> str:
    """A small word somewhere."""
    words = text.split()
    words.insert(draw.randrange(len(words) + 1), draw.choice(("really", "so", "just", "guys")))
    return " ".join(words)


def word_less(text: str, draw: random.Random) -> str:
    """Without one of its words."""
    words = text.split()
    del words[draw.randrange(len(words))]
    return " ".join(words)


CHANGES: dict[str, Change] = {
    "reshared": lambda text, draw: f"RT @user{draw.randint(1, 999)}: {text}",
    "another link": lambda text, draw: f"{text} https://example.org/{draw.getrandbits(40):x}",
    "hashtags behind": lambda text, draw: (
        f"{text} #{draw.choice(('news', 'love'))} #{draw.choice(('today', 'fun'))}"
    ),
    "emoji": lambda text, draw: f"{draw.choice(EMOJI)} {text} {draw.choice(EMOJI)}{draw.choice(EMOJI)}",
    "case": lambda text, draw: draw.choice((text.upper(), text.lower())),
    "blanks and stops": lambda text, _: re.sub("[.,!?]", "", text).replace(" ", "  "),
    "a typo": typo,
    "two typos": lambda text, draw: typo(typo(text, draw), draw),
    "a word more": word_more,
    "a word less": word_less,
    "a comment before": lambda text, draw: draw.choice(("This! ", "so true: ", "lol ", "Exactly. ")) + text,
    "cut by a fifth": lambda text, _: text[: int(len(text) * 0.8)].rstrip() + "…",
    "cut by a third": lambda text, _: text[: int(len(text) * 0.67)].rstrip() + "…",
}
