"""Takes sentences of the #ubuntu logs for the labelled set, with every nick replaced by an invented name.

`python -m training.irc_sample FOLDER > training/labels/irc.jsonl` where FOLDER holds `irc/train`. Source: Kummerfeld et
al., ACL 2019 (CC BY 4.0). The same logs always give the same sentences.
"""

import gzip
import hashlib
import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

COUNT = 420
NAMES = (
    "Ola Bram Ines Timo Jara Milo Sena Ruth Pio Anouk Levi Dora Nils Yara Enzo Mika Tove Hugo Lena Omar Vera Iker Nora "
    "Paul Zoe Kaan Edda Ravi Lotte Juno Abel Cleo Finn Gita Hans Ilse Jona Kira Luca Maja"
).split()
LINE = re.compile(r"^\[\d\d:\d\d\] <([^>]+)> (.*)$")
WORD = re.compile(r"[\w\[\]\\`^{}|-]+")
PRIVATE = re.compile(r"@|\d{1,3}(?:\.\d{1,3}){3}|\d{5,}|https?:", re.IGNORECASE)
# What may be the nick of somebody who is spoken of and never speaks.
ODD = re.compile(r"(?:^|\s)(?:[`^|{}\[_]\S|[A-Z][a-z]+[A-Z][a-z]|\w+_\w|[A-Za-z]+\d+[A-Za-z]|\w+[`|^])")
HEAD = re.compile(r"^([\w\[\]\\\\`^{}|-]+)\s*[:,;]\s")
LEAST = 4


def called(nick: str) -> str:
    """The invented name of a nick: the same one throughout."""
    return NAMES[int(hashlib.sha256(nick.lower().encode()).hexdigest(), 16) % len(NAMES)]


def renamed(text: str, spoken_to: set[str], nicks: set[str]) -> str:
    """The text with every nick replaced: whoever is spoken to, and whoever else is mentioned."""

    def other(word: re.Match[str]) -> str:
        low = word[0].lower()
        return called(word[0]) if low in spoken_to or (low in nicks and len(low) >= LEAST) else word[0]

    return WORD.sub(other, text)


def said(folder: Path) -> list[tuple[str, str, str]]:
    """(log, nick, text) of every line that somebody said in the logs of a folder."""
    found = []
    for path in sorted(folder.glob("*.ascii.txt*")):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", errors="replace") as lines:
            for line in lines:
                if match := LINE.match(line.rstrip("\n")):
                    found.append((path.name.split(".")[0], match[1], match[2]))
    return found


def main(data: str) -> None:
    """Prints the sample as JSON lines."""
    lines = said(Path(data) / "irc" / "train")
    used, addressed = Counter(), Counter()
    for _, _, text in lines:
        used.update(set(WORD.findall(text.lower())))
        addressed.update(match[1].lower() for match in [HEAD.match(text)] if match)
    # A word that mostly stands before a colon is somebody; a nick that is often said otherwise is a word.
    spoken_to = {word for word, count in addressed.items() if count / max(1, used[word]) > 0.3}
    nicks = {nick.lower() for _, nick, _ in lines} - {word for word, count in used.items() if count > 40}
    rnd = random.Random(20261122)
    rnd.shuffle(lines)
    heard: dict[str, int] = {}
    number = 0
    for log, nick, text in lines:
        words = text.split()
        if not 3 <= len(words) <= 45 or PRIVATE.search(text) or ODD.search(text) or heard.get(nick, 0) >= 3:
            continue
        heard[nick], number = heard.get(nick, 0) + 1, number + 1
        writer = "irc-" + hashlib.sha256(nick.lower().encode()).hexdigest()[:8]
        row = {"id": f"i-{number:04}", "writer": writer, "situation": f"irc-{log}", "lang": "en"}
        sys.stdout.write(
            json.dumps({**row, "text": renamed(text, spoken_to, nicks)}, ensure_ascii=False) + "\n"
        )
        if number == COUNT:
            return


if __name__ == "__main__":
    main(sys.argv[1])
