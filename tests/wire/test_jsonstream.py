"""Streaming JSON piece by piece: whole, in crumbs, damaged, cut off at any byte."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed, assigned, storable

# Signs that are mended (below) are left out here.
TEXTS = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def crumbs(data, size):
    """Reads at most `size` bytes at a time, whatever is asked for."""
    stream = io.BytesIO(data)
    return lambda _: stream.read(size)


def stream_of(text, size=7, **more):
    stream = JsonStream(crumbs(text.encode("utf-8", "surrogatepass"), size), **more)
    stream.seek("[")
    return stream


@given(st.lists(VALUES, max_size=6), st.integers(1, 40), st.booleans())
def test_elements_come_out_as_they_went_in_whatever_the_chunks(values, size, ascii_only):
    text = "window.x = [" + json.dumps(values, ensure_ascii=ascii_only, indent=1)[1:] + ";\n"
    stream = JsonStream(crumbs(text.encode(), size))
    stream.seek("[")
    assert json.dumps(list(stream.elements())) == json.dumps(values)
    assert not stream.cut


@given(st.integers(0, 400), st.integers(1, 50))
def test_a_cut_keeps_the_elements_before_it(at, size):
    values = [{"id": str(n), "text": 'é🎉\\"' * n, "n": [n, None, -1.5e3, True]} for n in range(12)]
    whole = ("x = " + json.dumps(values, ensure_ascii=False)).encode()
    ends = [whole.index(b'"id": "%d"' % n) - 3 for n in range(1, 12)] + [len(whole) - 1]
    stream = JsonStream(crumbs(whole[:at], size))
    stream.seek("[")
    assert list(stream.elements()) == values[: sum(end <= at for end in ends)]
    assert stream.cut == (at < len(whole))


def test_after_a_bad_element_reading_goes_on_at_the_next():
    text = '[{"id": 1}, {"id": @@, "tags": [{"id": "inner"}]}, {"id": 3, "whole": true}, {"id": 4, "whole": true}]'
    stream = stream_of(text, begins=frozenset({"id"}), fits=lambda value: "whole" in value)
    found = list(stream.elements())
    assert [one if isinstance(one, dict) else type(one) for one in found] == [
        {"id": 1},
        Bad,
        {"id": 3, "whole": True},
        {"id": 4, "whole": True},
    ]
    assert found[1].excerpt.startswith('{"id": @@')
    assert not stream.cut


def test_a_bad_last_element_ends_the_array():
    stream = stream_of('[{"id": 1}, {"id": }]', begins=frozenset({"id"}))
    assert [type(one) for one in stream.elements()] == [dict, Bad]


def test_an_array_is_left_where_the_next_thing_begins():
    text = '[{"a": {"m": [{"x": 1}, {"x": ?}]}}, {"a": {"m": [{"x": 2}]}}]'
    stream = stream_of(text, begins=frozenset({"x"}))
    found = []
    for _ in stream.places():
        for _ in stream.members():
            for key in stream.members():
                found.append(key)
                found += [one if isinstance(one, dict) else "bad" for one in stream.elements("a")]
                if stream.stands_at("a"):
                    break
            if stream.stands_at("a"):
                break
    assert found == ["m", {"x": 1}, "bad", "m", {"x": 2}]


def test_control_characters_and_a_byte_order_mark_are_read():
    stream = JsonStream(io.BytesIO(b'\xef\xbb\xbf[ "a\x01\tb" ]').read)
    assert stream.peek() == "["
    assert list(stream.elements()) == ["a\x01\tb"]


def test_what_is_nested_too_deeply_is_bad_and_stops_nothing():
    stream = stream_of(
        "[" + "[" * 100_000 + "]" * 100_000 + ', {"id": 2}]', size=1 << 16, begins=frozenset({"id"})
    )
    found = list(stream.elements())
    assert isinstance(found[0], Bad)
    assert found[-1] == {"id": 2}


@pytest.mark.parametrize(
    ("text", "error"), [('{"a" 1}', Malformed), ('{"a": ', Cut), ("{1: 2}", Malformed), ("{", Cut)]
)
def test_members_say_what_is_wrong(text, error):
    stream = JsonStream(io.BytesIO(text.encode()).read)
    with pytest.raises(error):
        [stream.value() for _ in stream.members()]


def test_a_reader_that_fails_midway_is_a_cut():
    pieces = [b'[{"id": 1}, {"id"']

    def read(_):
        if pieces:
            return pieces.pop()
        raise EOFError("the stream ended")

    stream = JsonStream(read)
    stream.seek("[")
    assert list(stream.elements()) == [{"id": 1}]
    assert stream.cut


@pytest.mark.parametrize(
    ("text", "value"),
    [('window.x = {"a": 1};', {"a": 1}), ("x = [1]", [1]), ("nothing", None), ("x = {", None), ("", None)],
)
def test_small_scripts_are_read_and_never_run(text, value):
    assert assigned(io.BytesIO(text.encode()).read) == value


@pytest.mark.parametrize("text", [r'"a\ud83d b"', r'"\udc00"', r'"a\u0000b"', '"a\x00b"'])
def test_texts_that_no_database_takes_are_mended(text):
    value = next(stream_of('[{"k": [' + text + "]}]").elements())["k"][0]
    assert "\x00" not in value
    value.encode()


def test_pairs_of_surrogates_stay_one_sign():
    assert list(stream_of(r'["\ud83c\udf89"]').elements()) == ["🎉"]


ESCAPES = st.sampled_from(
    [
        r"\ud83d",
        r"\uDE00",
        r"\uD83D\ude00",
        r"\u0000",
        r"\\",
        r"\"",
        "ud83d",
        "\0",
        "a",
        r"\u0041",
        "\U0001f600",
    ]
)


@given(st.lists(ESCAPES, max_size=8).map("".join))
def test_texts_with_escapes_are_always_fit_to_be_stored(inside):
    (value,) = stream_of(f'["{inside}"]').elements()
    plainly = json.loads(f'"{inside}"', strict=False)
    assert value == storable(plainly)
    assert "\0" not in value
    value.encode()
