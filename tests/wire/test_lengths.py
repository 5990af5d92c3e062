"""How long something took is bounded in one place, whatever a source says."""

import ast
from pathlib import Path

import pytest

from mutuals.wire import lengths
from mutuals.wire.lengths import LONGEST_S, lasted
from mutuals.wire.meta_chats import chat_of, left_out, message
from mutuals.wire.meta_people import Names
from mutuals.wire.repeats import Repeats

WIRE = Path(lengths.__file__).parent


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (1, 1),
        ("62", 62),
        (61.9, 61),
        (LONGEST_S, LONGEST_S),
        *[(one, 0) for one in (0, -5, LONGEST_S + 1, 10**13, "10" * 3000, "", "x", None, True, [], {})],
        *[(one, 0) for one in (float("nan"), float("inf"), 1e300)],
    ],
)
def test_only_what_can_have_lasted_is_taken(said, taken):
    assert lasted(said) == taken


def test_a_shorter_bound_may_be_given():
    assert (lasted(86_400, 86_400), lasted(86_401, 86_400)) == (86_400, 0)


def test_a_call_of_ten_million_million_seconds_is_refused_with_a_reason():
    names = Names("owner", "facebook", me="tag:owner.mutuals.invalid,2026:facebook/name/Mara", my_name="Mara")
    row = {"sender_name": "Zo", "timestamp_ms": 1_600_000_000_000, "type": "Call"}
    chat = chat_of("k", ["Zo", "Mara"], [], names)
    assert not left_out({**row, "call_duration": 10**13})
    with pytest.raises(ValueError, match="longer than any call"):
        message({**row, "call_duration": 10**13}, chat, Repeats())
    assert left_out({**row, "call_duration": 0})
    assert message({**row, "call_duration": 62}, chat, Repeats())[2].object.duration == 62


@pytest.mark.parametrize("path", sorted(WIRE.glob("*.py")), ids=lambda path: path.stem)
def test_whoever_tells_a_length_bounds_it(path):
    """Each file that hands out a duration takes it from `lasted`, from a constant, or bounds its own (MAX_S)."""
    text = path.read_text("utf-8")
    tells = [
        one
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.keyword) and one.arg == "duration" and not isinstance(one.value, ast.Constant)
    ]
    if tells:
        assert any(mark in text for mark in ("import lasted", "import seconds_in", "CALL_S = "))
