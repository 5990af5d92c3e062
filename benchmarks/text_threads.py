"""Who answers whom, found without reply ids: links, conversations, addressed persons, confidence, speed; as one table.

    python -m benchmarks.text_threads [FOLDER]    logs as training/irc.py reads them; else MUTUALS_TEST_DATA/irc/dev

Measures of the task: Kummerfeld et al. 2019 (https://aclanthology.org/P19-1374). "Previous" links each line to the last
spoken one; those of the room itself (joins, topics) are linked to themselves by both, and counted.
"""

import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from mutuals.record.addressing import Spoken, previous_speakers
from mutuals.record.answering import answers
from mutuals.text.threads import Line, links, whom
from training.irc import Log, logs_read

Pairs = set[tuple[int, int]]
PUBLISHED = (
    ("previous message", 35.0),
    ("linear", 63.5),
    ("feed-forward", 72.3),
    ("feed-forward, vote of ten", 73.5),
)
"""Link F1 on the test part, which is not the one measured here (Kummerfeld et al. 2019, table 3)."""


class Found(NamedTuple):
    """A log, its links as found, and their confidence by the later line."""

    log: Log
    pairs: Pairs
    sure: dict[int, float]


def ours(log: Log) -> Found:
    """Links as the engine finds them."""
    found = links(log.lines)[log.first :]
    return Found(log, {(one.to, one.line) for one in found}, {one.line: one.sure for one in found})


def previous(log: Log) -> Found:
    """Every line answers the last spoken one."""
    last, pairs = -1, set()
    for at, line in enumerate(log.lines):
        if at >= log.first:
            pairs.add((last if line.speaker and last >= 0 else at, at))
        last = at if line.speaker else last
    return Found(log, pairs, {})


def link_scores(all_: Sequence[Found], *, spoken: bool = False) -> tuple[float, float, float]:
    """Precision, recall and F1 of links in percent; with `spoken` of those of spoken lines alone."""
    hits = told = true = 0
    for log, pairs, _ in all_:
        keep = {at for at, line in enumerate(log.lines) if line.speaker or not spoken}
        mine, theirs = ({pair for pair in some if pair[1] in keep} for some in (pairs, log.links))
        hits, told, true = hits + len(mine & theirs), told + len(mine), true + len(theirs)
    return 100 * hits / told, 100 * hits / true, 200 * hits / (told + true)


def conversations(pairs: Iterable[tuple[int, int]], lines: range) -> list[int]:
    """Of each line the conversation that it belongs to, by its links."""
    root: dict[int, int] = {}

    def top(one: int) -> int:
        while root.setdefault(one, one) != one:
            one = root[one]
        return one

    for a, b in sorted(pairs):
        root[top(b)] = top(a)
    return [top(one) for one in lines]


def clusters(all_: Sequence[Found]) -> tuple[float, float]:
    """Scaled variation of information (1 - VI / log2 n) and one-to-one overlap, mean over logs, in percent."""
    scores = []
    for log, pairs, _ in all_:
        lines = range(log.first, len(log.lines))
        mine, true = conversations(pairs, lines), conversations(log.links, lines)
        scores.append((_variation(mine, true), _one_to_one(mine, true)))
    return tuple(100 * np.mean(scores, axis=0))  # type: ignore[return-value]


def _variation(a: list[int], b: list[int]) -> float:
    n, both, first, second = len(a), Counter(zip(a, b, strict=True)), Counter(a), Counter(b)
    lost = -sum(k / n * (np.log2(k / first[x]) + np.log2(k / second[y])) for (x, y), k in both.items())
    return float(1 - lost / np.log2(n))


def _one_to_one(a: list[int], b: list[int]) -> float:
    rows, columns = {x: i for i, x in enumerate(set(a))}, {y: i for i, y in enumerate(set(b))}
    table = np.zeros((len(rows), len(columns)))
    for (x, y), k in Counter(zip(a, b, strict=True)).items():
        table[rows[x], columns[y]] = k
    return float(table[linear_sum_assignment(-table)].sum() / len(a))


def true_persons(log: Log) -> dict[int, str]:
    """To whom each spoken line speaks by its links: the author of what it answers; where it goes on from the speaker's
    own line, whoever that was said to; "" for those that answer nobody. Of several the nearest."""
    parents: dict[int, list[int]] = defaultdict(list)
    for a, b in log.links:
        parents[b].append(a)
    to: dict[int, str] = {}
    for at in range(log.first, len(log.lines)):
        speaker = log.lines[at].speaker
        if not speaker or not parents[at]:
            continue
        near = max(parents[at])
        other = log.lines[near].speaker
        # What an own line before the annotated ones was said to is not known.
        if near == at or other != speaker or near in to:
            to[at] = "" if near == at else other if other != speaker else to[near]
    return to


def _spoken(log: Log) -> tuple[list[Spoken], dict[int, str]]:
    """The spoken lines as messages of a chat room, and what the speakers are called."""
    names = {name: number for number, name in enumerate(dict.fromkeys(one.speaker for one in log.lines))}
    spoken = [
        Spoken(at, names[one.speaker], int(one.at * 60_000), one.text)
        for at, one in enumerate(log.lines)
        if one.speaker
    ]
    return spoken, {number: name for name, number in names.items() if name}


def persons_previous(log: Log) -> dict[int, str]:
    """The previous other speaker within 30 minutes: what chat rooms are taken in with."""
    spoken, names = _spoken(log)
    return {post: names[author] for post, author in previous_speakers(spoken)}


def persons_record(log: Log) -> dict[int, str]:
    """Whom the record holds addressed once a room was read."""
    spoken, names = _spoken(log)
    return {post: names[author] for post, author, _ in answers(spoken, names)}


def persons_found(log: Log) -> dict[int, str]:
    """Whom the engine names, however unsure, and nobody where it says so."""
    return {one.line: one.speaker for one in whom(log.lines)}


def person_scores(logs: Sequence[Log], find: Callable[[Log], dict[int, str]]) -> tuple[float, float, float]:
    """In percent: of the lines that speak to somebody those given to the right person; of all given to somebody, those
    given rightly; of those that speak to nobody, those given to nobody."""
    right = somebody = given = nobody = kept = 0
    for log in logs:
        true, found = true_persons(log), find(log)
        for at, person in true.items():
            mine = found.get(at, "")
            right, given = right + (mine == person != ""), given + (mine != "")
            somebody, nobody = somebody + (person != ""), nobody + (person == "")
            kept += person == mine == ""
    return 100 * right / somebody, 100 * right / given, 100 * kept / nobody


def calibration(all_: Sequence[Found], *, steps: int = 10) -> tuple[list[tuple[float, float, int]], float]:
    """Of spoken lines by confidence: mean confidence, share right, how many; and the expected calibration error."""
    rows = [
        (sure, (to, line) in log.links)
        for log, pairs, confidence in all_
        for to, line in pairs
        if log.lines[line].speaker
        for sure in (confidence[line],)
    ]
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, right in rows:
        bins[min(int(sure * steps), steps - 1)].append((sure, right))
    table = [(*np.mean(bins[one], axis=0).tolist(), len(bins[one])) for one in sorted(bins)]
    error = sum(k * abs(sure - share) for sure, share, k in table) / len(rows)
    return table, error


def speed(lines: Sequence[Line]) -> float:
    """Lines per second of processor time, best of three."""
    took = []
    for _ in range(3):
        started = time.process_time()
        links(lines)
        took.append(time.process_time() - started)
    return len(lines) / min(took)


def main() -> None:
    """Prints the table."""
    given = sys.argv[1] if len(sys.argv) > 1 else os.environ["MUTUALS_TEST_DATA"] + "/irc/dev"
    logs = list(logs_read(Path(given)))
    print(
        f"{len(logs)} logs, {sum(len(log.lines) - log.first for log in logs)} lines with links made by hand\n"
    )
    print(f"{'links':<28}{'P':>7}{'R':>7}{'F1':>7}{'F1 spoken':>11}{'1-VI':>7}{'1-1':>7}")
    for name, find in (("previous message", previous), ("threads", ours)):
        found = [find(log) for log in logs]
        row = (*link_scores(found), link_scores(found, spoken=True)[2], *clusters(found))
        print(f"{name:<28}{row[0]:7.1f}{row[1]:7.1f}{row[2]:7.1f}{row[3]:11.1f}{row[4]:7.1f}{row[5]:7.1f}")
    for name, score in PUBLISHED:
        print(f"{name + ' [P]':<42}{score:7.1f}")
    print(f"\n{'addressed':<28}{'right of those to somebody':>28}{'of those given':>16}{'nobody kept':>13}")
    ways = (
        ("previous other speaker", persons_previous),
        ("as the record does", persons_record),
        ("threads alone", persons_found),
    )
    for name, way in ways:
        print(f"{name:<28}{{:28.1f}}{{:16.1f}}{{:13.1f}}".format(*person_scores(logs, way)))
    table, error = calibration(found)
    print(f"\nconfidence and share right (expected calibration error {error:.3f})")
    for sure, share, count in table:
        print(f"{sure:8.2f}{share:8.2f}{count:7}")
    lines = [line for log in logs for line in log.lines if line.speaker]
    print(f"\n{speed(lines):,.0f} lines/s of one core's time")


if __name__ == "__main__":
    main()
