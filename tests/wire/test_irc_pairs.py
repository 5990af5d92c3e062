"""IRC logs to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python."""

import json
from pathlib import Path

import pytest

from mutuals.sources.archives.irc import archive
from mutuals.wire.irc_lines import dated, plain
from mutuals.wire.irc_nicks import plainness
from mutuals.wire.irc_places import place_of
from tests.wire.brought import translated

CASES = sorted(one for one in Path(__file__).parent.glob("irc/*.json") if ".as2." not in one.name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_logs_read_as_their_pair_says(case, tmp_path):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    found = translated(archive, json.loads(case.read_text("utf-8")), tmp_path)
    assert json.loads(json.dumps(found)) == expected


def test_there_are_pairs():
    assert len(CASES) >= 10


@pytest.mark.parametrize(
    ("path", "network", "window", "day"),
    [
        ("irclogs/Libera.Chat/#chan.log", "libera", "#chan", None),
        ("irclogs/oftc/ana.log", "oftc", "ana", None),
        ("irclogs/2024/OFTC/#chan-2024-05-01.log", "oftc", "#chan", (2024, 5, 1)),
        ("logs/irc.libera.#node.js.weechatlog", "libera", "#node.js", None),
        ("logs/irc.libera.ana.weechatlog", "libera", "ana", None),
        ("users/me/moddata/log/efnet/#chan/2024-05-01.log", "efnet", "#chan", (2024, 5, 1)),
        ("users/me/networks/w3c/moddata/log/#chan/2024-05-01.log", "w3c", "#chan", (2024, 5, 1)),
        ("me_freenode_#chan_20140501.log", "freenode", "#chan", (2014, 5, 1)),
        ("2004/11/15/#ubuntu.txt", "", "#ubuntu", (2004, 11, 15)),
        ("2004/11/15/%23ubuntu.txt", "", "#ubuntu", (2004, 11, 15)),
        ("dev/2004-11-15_03.ascii.txt", "", "", (2004, 11, 15)),
        ("my things/#chan.log", "", "#chan", None),
        ("irc.example.org/#chan.log", "example", "#chan", None),
        ("2004-02-30.txt", "", "", None),
    ],
)
def test_places_tell_network_window_and_day(path, network, window, day):
    place = place_of(path)
    assert (place.network, place.window, place.day) == (network, window, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("--- Day changed Tue Nov 16 2004", (2004, 11, 16)),
        ("--- Log opened Mon Nov 15 12:00:00 2004", (2004, 11, 15)),
        ("--- Day changed di. 16 nov. 2004", (2004, 11, 16)),
        ("--- Day changed Di Mär 16 2004", (2004, 3, 16)),
        ("--- Day changed Tue Nov 31 2004", None),
        ("--- Log closed", None),
    ],
)
def test_days_are_read_in_several_languages(text, day):
    assert dated(text) == day


def test_colours_and_bold_are_no_words():
    assert plain("\x0304,12red\x03 \x02bold\x0f \x1funder\x1f \x04ff00aablue") == "red bold under blue"
    assert plain("tab\tstays") == "tab\tstays"


@pytest.mark.parametrize(
    "nicks",
    [("ana", "ana_"), ("ana", "ana|away"), ("ana", "Guest12345"), ("ana", "anabel"), ("ana_", "ana[work]")],
)
def test_the_plainest_nick_stands_for_its_person(nicks):
    assert min(nicks[::-1], key=plainness) == nicks[0]
