"""One document, sorted, with the conversions that its docstring promises."""

import enum
import io
import json as standard
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import PurePosixPath
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.ui import json


class Step(enum.IntEnum):
    MET = 6


@dataclass(frozen=True, slots=True)
class Tie:
    name: str
    depth: float


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Tie("Ana", 1.5), {"name": "Ana", "depth": 1.5}),
        (Step.MET, "met"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (PurePosixPath("a/b"), "a/b"),
        (datetime(2026, 3, 12, 9, tzinfo=timezone(timedelta(hours=1))), "2026-03-12T08:00:00Z"),
        (datetime(2026, 3, 12, 9), "2026-03-12T09:00:00Z"),  # noqa: DTZ001 one without zone is the point
        (datetime(2026, 3, 12, 9, 0, 0, 5000, UTC), "2026-03-12T09:00:00.005000Z"),
        (date(2026, 3, 12), "2026-03-12"),
        (timedelta(minutes=2), 120.0),
        ({"b", "a"}, ["a", "b"]),
        (Decimal("1.25"), 1.25),
        (float("nan"), None),
        (float("inf"), None),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3),
        (np.array([1, 2]), [1, 2]),
        ({1: True, Step.MET: None}, {"1": True, "met": None}),
        ("lone \ud800", "lone ?"),
        ((1, (2,)), [1, [2]]),
    ],
)
def test_conversions(value, written) -> None:
    assert standard.loads(json.document(value)) == written


def test_keys_are_sorted_and_there_is_one_newline() -> None:
    assert json.document({"b": 1, "a": {"d": 2, "c": 3}}, indent=None) == '{"a": {"c": 3, "d": 2}, "b": 1}\n'


def test_writing_prints_the_document() -> None:
    out = io.StringIO()
    json.write(["é"], out, indent=None)
    assert out.getvalue() == '["é"]\n'


def test_what_has_no_place_is_refused() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        json.document(object())


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
)


@given(PLAIN)
def test_plain_values_come_back_the_same(value) -> None:
    assert standard.loads(json.document(value)) == value
