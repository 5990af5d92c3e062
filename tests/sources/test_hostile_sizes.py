"""Sizes that no machine should meet, in a process of their own: a line longer than memory should hold, more files than
are looked at. A line that was held as a whole would take more than the goal."""

import json
import os
import subprocess
import sys
import zipfile

import pytest

from mutuals.sources.parcel import MAX_FILES
from tests.sizes import WHOLE, amount
from tests.sources.generate_hostile import CHAT, put
from tests.sources.test_hostile import largest

pytestmark = pytest.mark.slow
GOAL_MB, GOAL_S = 500, 60
LOOKED_AT = amount(20_000, MAX_FILES)
MOST_LINKS = 50_000  # to one file; Ext4 allows 65,000
MANY = LOOKED_AT + LOOKED_AT // 4


def cost(name, file, way, megabytes):
    words = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "tests.sources.hostile_child",
        name,
        file,
        way,
        str(megabytes),
    ]
    said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600)
    assert said.returncode == 0, said.stderr[-2_000:]
    return json.loads(said.stdout)


# One of each manner of reading: mail, cards, chats, calendars, tables, JSON, CBOR; at full size every reader.
MEGABYTES = amount(160, 2_048)
ENORMOUS = [
    *((name, "line") for name in ("mail", "vcard", "whatsapp", "ical", "csv")),
    *(("bluesky", "zeros"), ("facebook", "text")),
]
if WHOLE:
    ENORMOUS += [(name, "line") for name in ("irc", "signal", "reddit", "telegram", "google_contacts")]
    ENORMOUS += [("discord", "zeros"), ("twitter", "text"), ("mastodon", "text")]


@pytest.mark.parametrize(("name", "way"), ENORMOUS)
def test_a_line_beyond_all_measure_takes_little_memory(name, way):
    told = cost(name, largest(name), way, MEGABYTES)
    assert told["megabytes"] < min(GOAL_MB, MEGABYTES), told
    assert told["seconds"] < 3 * GOAL_S, told


def test_more_files_than_are_looked_at_in_a_folder_and_in_a_zip(tmp_path):
    """Made in a child, so that what it costs is what opening costs."""
    folder = tmp_path / "f"
    (folder / "many").mkdir(parents=True)
    put(folder / "WhatsApp Chat with Ola.txt", CHAT.encode())
    for first in range(0, MANY, MOST_LINKS):
        inner = folder / "many" / f"{first:07}"
        inner.mkdir()
        one = put(inner / "0", b"")
        for other in range(1, min(MOST_LINKS, MANY - first)):
            os.link(one, inner / str(other))
    packed = tmp_path / "x.zip"
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("WhatsApp Chat with Ola.txt", CHAT)
        for number in range(MANY):
            book.writestr(zipfile.ZipInfo(f"many/{number}"), b"")
    for path in (folder, packed):
        words = [
            sys.executable,
            "-m",
            "tests.sources.hostile_child",
            "--open",
            str(path),
            str(tmp_path / "spool"),
            str(LOOKED_AT),
        ]
        said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600)
        assert said.returncode == 0, said.stderr[-2_000:]
        told = json.loads(said.stdout)
        assert told["posts"] == 16, told
        assert "were not looked at" in told["problem"]
        assert told["megabytes"] < GOAL_MB, told
        assert told["seconds"] < GOAL_S, told
