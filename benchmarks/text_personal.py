"""How well and how fast personal data is found, beside six bare regexes and Presidio's pattern recognisers.

    MUTUALS_TEST_DATA=... .venv/bin/python benchmarks/text_personal.py

Texts: presidio-research's generated_large.json (MIT), the half of its templates that nothing was tuned on; a find is
right where it overlaps a labelled span of its kind. F1 by kind, false finds among the texts of the tests that hold
nothing, posts a second of processor time (best of five runs, on all texts), memory of the import and a first post.
Presidio runs where `presidio-analyzer` is installed, all its pattern recognisers without a language model.
"""

import hashlib
import json
import os
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

NAMES = {
    "EMAIL_ADDRESS": "email",
    "PHONE_NUMBER": "phone",
    "CREDIT_CARD": "card",
    "IBAN_CODE": "iban",
    "US_SSN": "id_us_ssn",
    "US_DRIVER_LICENSE": "driver_licence",
    "DOMAIN_NAME": "domain",
    "IP_ADDRESS": "ip",
    "ADDRESS": "address",
    "PERSON": "name",
    "LOCATION": "place",
    "ORGANIZATION": "organisation",
}
STRUCTURED = [*NAMES.values()][:8]
SIX = {
    "email": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "phone": r"\+?\d[\d ().-]{7,}\d",
    "card": r"\b(?:\d[ -]?){13,16}\b",
    "iban": r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b",
    "id_us_ssn": r"\b\d{3}-\d{2}-\d{4}\b",
    "ip": r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
}
Found = Iterable[tuple[str, int, int]]


def texts() -> tuple[list[str], list[tuple[str, list[tuple[str, int, int]]]]]:
    """All texts, and those for reporting with their spans."""
    rows = json.loads(
        (Path(os.environ["MUTUALS_TEST_DATA"]) / "pii" / "generated_large.json").read_text("utf-8")
    )
    half = []
    for row in rows:
        if hashlib.sha256(str(row["template_id"]).encode()).digest()[0] % 2:
            spans = [(s["entity_type"], s["start_position"], s["end_position"]) for s in row["spans"]]
            half.append((row["full_text"], [(NAMES[k], a, b) for k, a, b in spans if k in NAMES]))
    return [row["full_text"] for row in rows], half


def ours(*, hints: bool) -> Callable[[str], Found]:
    from mutuals.text.personal.finder import find

    return lambda text: [(one.kind, one.start, one.end) for one in find(text, hints=hints)]


def six() -> Callable[[str], Found]:
    patterns = {kind: re.compile(pattern) for kind, pattern in SIX.items()}
    return lambda text: [
        (kind, *found.span()) for kind, pattern in patterns.items() for found in pattern.finditer(text)
    ]


def presidio() -> Callable[[str], Found]:
    """Every pattern recogniser of presidio-analyzer and its phone recogniser, each asked for what it supports."""
    import presidio_analyzer.predefined_recognizers as shipped
    from presidio_analyzer import PatternRecognizer

    chosen = []
    for name in dir(shipped):
        one = getattr(shipped, name)
        if isinstance(one, type) and (issubclass(one, PatternRecognizer) or name == "PhoneRecognizer"):
            made = one()
            if made.supported_language == "en":
                chosen.append(made)
    names = NAMES | {"URL": "domain"}

    def find(text: str) -> Found:
        for recogniser in chosen:
            for found in recogniser.analyze(text, recogniser.supported_entities, None) or []:
                if (
                    found.score >= 0.4
                ):  # the least that presidio's own documentation calls more than a weak guess
                    yield names.get(found.entity_type, found.entity_type), found.start, found.end

    return find


def scores(
    find: Callable[[str], Found], rows: list[tuple[str, list[tuple[str, int, int]]]]
) -> dict[str, float]:
    """F1 by kind and of the structured kinds together."""
    right, said, found, there = Counter(), Counter(), Counter(), Counter()
    for text, gold in rows:
        mine = list(find(text))
        for one in mine:
            said[one[0]] += 1
            right[one[0]] += any(_same(one, other) for other in gold)
        for one in gold:
            there[one[0]] += 1
            found[one[0]] += any(_same(one, other) for other in mine)
    groups = {kind: [kind] for kind in NAMES.values()} | {"structured": STRUCTURED}
    return {
        name: _f1(*(sum(count[kind] for kind in kinds) for count in (right, said, found, there)))
        for name, kinds in groups.items()
        if any(there[kind] for kind in kinds)
    }


def _same(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _f1(right: int, said: int, found: int, there: int) -> float:
    precision, recall = right / max(said, 1), found / max(there, 1)
    return 2 * precision * recall / max(precision + recall, 1e-9)


def rate(find: Callable[[str], Found], posts: list[str], runs: int) -> float:
    """Posts a second of processor time, the best of the runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        for post in posts:
            list(find(post))
        best = min(best, time.process_time() - start)
    return len(posts) / best


def row(name: str, make: Callable[[], Callable[[str], Found]], *, runs: int = 5) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    find = make()
    list(find("Call Ana Lopez, 1 Main Street, +32 470 12 34 56, ana@mail.com."))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    posts, half = texts()
    told = scores(find, half)
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.text.personal_probes import nothings

    soft = {"name", "place", "organisation", "health", "family", "DATE_TIME"}
    wrong = sum(any(kind not in soft for kind, _, _ in find(text)) for text in nothings())
    cells = [f"{told[kind]:.2f}" if kind in told else "-" for kind in ("structured", *NAMES.values())]
    speed = rate(find, posts, runs)
    print(
        f"| {name} | {' | '.join(cells)} | {wrong} of {len(nothings())} | {speed:,.0f} | {grown:.0f} MB |",
        flush=True,
    )


ROWS = {
    "ours": lambda: row("ours", lambda: ours(hints=True)),
    "ours, without hints": lambda: row("ours, without hints", lambda: ours(hints=False)),
    "six bare regexes": lambda: row("six bare regexes", six),
    "Presidio's patterns": lambda: row("Presidio's patterns", presidio, runs=1),
}


def main() -> None:
    """One row, or every row in a process of its own, so that memory is each one's own."""
    import subprocess

    if len(sys.argv) > 1:
        ROWS[sys.argv[1]]()
        return
    print("| finder | structured |", " | ".join(NAMES.values()), "| false finds | posts/s | memory |")
    print("|---" * (len(NAMES) + 5) + "|", flush=True)
    for name in ROWS:
        done = subprocess.run([sys.executable, __file__, name], check=False, capture_output=True, text=True)
        print(
            done.stdout.strip() or f"| {name} | not run: {done.stderr.strip().splitlines()[-1]} |", flush=True
        )


if __name__ == "__main__":
    main()
