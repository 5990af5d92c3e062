"""Tables by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python."""

import json
from pathlib import Path

import pytest

from mutuals.sources.archives.csv_people import archive
from tests.wire.brought import translated

CASES = sorted(one for one in Path(__file__).parent.glob("csv/*.json") if ".as2." not in one.name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_tables_read_as_their_pair_says(case, tmp_path):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    found = translated(archive, json.loads(case.read_text("utf-8")), tmp_path)
    assert json.loads(json.dumps(found)) == expected


def test_there_are_pairs():
    assert len(CASES) >= 10
