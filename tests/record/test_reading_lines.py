"""Lines of JSON become lines of readings, in order, whatever stands in them and however they are cut."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.reading_lines import LONGEST, Lines, answer
from mutuals.text.readings import Reading, Span
from tests.record.reader import MadeUp


class Numbered(MadeUp):
    """Puts the length of each text into its reading."""

    def _one(self, text):
        return Reading(lang="en", near=len(text), labels={"question": 0.25})


def answers(data, *, cuts=(), reader=None):
    """The objects that come out for these bytes, handed in in pieces."""
    lines = Lines(reader or Numbered(), answer)
    pieces, last = [], 0
    for cut in [*sorted(cuts), len(data)]:
        pieces.append(data[last:cut])
        last = cut
    out = "".join(lines.answers(pieces))
    assert out == "" or out.endswith("\n")
    # Only "\n" ends a line: other signs that part lines may stand in an id.
    return [json.loads(one) for one in out.split("\n")[:-1]], lines


def given_lines(rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@given(
    st.lists(st.tuples(st.one_of(st.integers(), st.text(), st.none()), st.text()), max_size=30),
    st.lists(st.integers(0, 2_000), max_size=8),
)
def test_every_text_is_answered_in_order_however_it_is_cut(rows, cuts):
    data = given_lines({"id": name, "text": text} for name, text in rows)
    found, lines = answers(data, cuts=[min(cut, len(data)) for cut in cuts])
    assert [int(one["near"], 16) for one in found] == [len(text) for _, text in rows]
    assert [one["id"] for one in found if one["id"] is not None] == [
        name.encode("utf-8", "replace").decode() if isinstance(name, str) and not _encodes(name) else name
        for name, _ in rows
        if name is not None
    ]
    assert (lines.read, lines.bad) == (len(rows), 0)


def _encodes(text):
    try:
        return bool(text.encode()) or True
    except UnicodeEncodeError:
        return False


@given(st.lists(st.one_of(st.binary(max_size=40), st.just(b'{"id": 7, "text": "good"}')), max_size=20))
def test_bad_lines_never_stop_the_file_and_say_their_number(lines):
    lines = [one.replace(b"\n", b"") for one in lines]
    found, told = answers(b"\n".join(lines))
    full = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    assert len(found) == len(full)
    for one, (number, line) in zip(found, full, strict=True):
        if line == b'{"id": 7, "text": "good"}':
            assert one["near"] == f"{4:016x}"
        elif "error" in one:
            assert one["error"].startswith(f"line {number}: ")
    assert told.bad == sum("error" in one for one in found)


@pytest.mark.parametrize(
    ("line", "name", "why"),
    [
        (b"nothing", None, "line 2: no JSON"),
        (b"[1]", None, "line 2: no object"),
        (b'{"id": "a"}', "a", 'line 2: no "text"'),
        (b'{"id": "a", "text": 5}', "a", 'line 2: no "text"'),
        (b'{"id": 1, "text": "\xff"}', None, "line 2: no UTF-8"),
        (b"[" * 100_000, None, "line 2: nested too deeply"),
        (b'{"text": "' + b"x" * (LONGEST + 10) + b'"}', None, "line 2: longer than 16 MB"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line, name, why):
    data = given_lines([{"id": 1, "text": "a"}]) + line + b"\n" + given_lines([{"id": 2, "text": "abc"}])
    found, _ = answers(data, cuts=range(0, len(data), 1 << 20))
    assert [one["id"] for one in found] == [1, name, 2]
    assert found[1]["error"].startswith(why)
    assert found[2]["near"] == f"{3:016x}"


def test_a_text_at_which_the_reader_fails_is_told_and_the_others_are_read():
    rows = [{"id": n, "text": text} for n, text in enumerate(["thanks", "explode", "when?"])]
    found, told = answers(given_lines(rows), reader=MadeUp())
    assert "ValueError" in found[1]["error"]
    assert found[0]["labels"]["thanks"] == 0.9
    assert (told.read, told.bad) == (2, 1)


def test_an_answer_says_all_that_was_read_with_four_decimals():
    reading = Reading(
        lang="de", tone="positive", tone_score=0.123456, labels={"50 % off": 1 / 3}, emotions={"joy": 1.0},
        toxic=0.00004, personal=(Span("email", 3, 9), Span("name", 0, 2, hint=True)), near=(1 << 64) - 1,
    )  # fmt: skip
    assert json.loads(answer('a"é', reading)) == {
        "id": 'a"é', "lang": "de", "tone": "positive", "tone_score": 0.1235, "emotions": {"joy": 1.0},
        "labels": {"50 % off": 0.3333}, "toxic": 0.0, "near": "f" * 16,
        "personal": [{"kind": "email", "start": 3, "end": 9}, {"kind": "name", "start": 0, "end": 2, "hint": True}],
    }  # fmt: skip
    assert json.loads(answer(None, Reading()))["toxic"] is None


def test_half_characters_keep_the_places_of_the_others():
    found, _ = answers(b'{"id": "\\ud800", "text": "a\\ud800b c@d"}\n', reader=MadeUp())
    (one,) = found
    (span,) = one["personal"]
    assert "a\ufffdb c@d"[span["start"] : span["end"]] == "c@d"
