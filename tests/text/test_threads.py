"""Who answers whom: laws that hold for any room, and cases that any reader would decide alike."""

import random
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutuals.text.threads import FAR_REACH, REACH, WINDOW, Line, links, whom
from tests.sizes import amount

NAMES = ["anneli", "Tor77", "b[el]", "miro_", "Sanaz", "jo", "quetzal", "Wen"]
WORDS = (
    "kernel sound driver the and is it not works upgrade yes mount usb grub of i you tea garden rain".split()
)
some = settings(max_examples=amount(5, 60))


def room(seed, size, *, people=6):
    """A room of made-up talk: turns, pauses, names called, questions, joins."""
    draw, at, out = random.Random(seed), 0.0, []
    for _ in range(size):
        at += draw.choice([0, 0, 0.25, 1, 1, 4, 45])
        if draw.random() < 0.05:
            out.append(Line(at, "", "somebody has joined"))
            continue
        words = " ".join(draw.choices(WORDS, k=draw.randint(1, 9)))
        call = draw.choice(["", "", f"{draw.choice(NAMES)}: ", f"@{draw.choice(NAMES)} "])
        out.append(Line(at, draw.choice(NAMES[:people]), call + words + draw.choice(["", "", "?", "..."])))
    return out


def same(found, expected):
    """Whether links are alike but for the last digits of their confidence."""
    assert [one[:2] for one in found] == [one[:2] for one in expected]
    assert [one[2] for one in found] == pytest.approx([one[2] for one in expected], abs=1e-3)


@some
@given(st.integers(0, 10**6), st.integers(0, 150))
def test_a_line_answers_an_earlier_spoken_one_in_reach_or_none(seed, size):
    lines = room(seed, size)
    found = links(lines)
    assert [one.line for one in found] == list(range(size))
    for one in found:
        assert 0 < one.sure <= 1.0001
        assert one.to <= one.line
        if one.to != one.line:
            assert lines[one.to].speaker
            assert lines[one.line].speaker
            assert sum(1 for line in lines[one.to : one.line] if line.speaker) <= WINDOW


@some
@given(st.integers(0, 10**6), st.integers(1, 60))
def test_later_lines_change_nothing(seed, more):
    lines = room(seed, 120)
    same(links(lines)[:-more], links(lines[:-more]))


@some
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_no_more_than_the_lines_in_reach_decide(seed, last):
    lines = [line for line in room(seed, FAR_REACH + 70) if line.speaker]
    cut = len(lines) - last - REACH
    near = [(one.line + cut, one.to + cut, one.sure) for one in links(lines[cut:])[-last:]]
    same(near, links(lines)[-last:])
    cut = len(lines) - last - FAR_REACH
    told = [(one.line + cut, one.speaker, one.sure) for one in whom(lines[cut:])[-last:]]
    same(told, whom(lines)[-last:])


def test_a_long_room_is_read_in_parts_as_it_is_read_whole():
    lines = room(3, 2_500)
    found = links(lines)
    spoken = [at for at, line in enumerate(lines) if line.speaker]
    cut = spoken[1_050 - REACH]
    same(
        [(line + cut, to + cut, sure) for line, to, sure in links(lines[cut:])][spoken[1_050] - cut :],
        found[spoken[1_050] :],
    )


@some
@given(st.integers(0, 10**6), st.integers(-(10**6), 10**6))
def test_only_differences_of_time_count(seed, shift):
    lines = room(seed, 80)
    same(links([line._replace(at=line.at + shift) for line in lines]), links(lines))


@some
@given(st.integers(0, 10**6))
def test_by_what_sign_speakers_are_known_does_not_matter_where_their_names_are_given(seed):
    lines = room(seed, 80)
    keys = {name: f"https://example.org/{number}" for number, name in enumerate(NAMES)}
    hidden = [line._replace(speaker=keys.get(line.speaker, "")) for line in lines]
    same(links(hidden, names={key: name for name, key in keys.items()}), links(lines))


def test_the_same_room_gives_the_same_answer_twice():
    lines = room(11, 300)
    assert links(lines) == links(lines)
    assert whom(lines) == whom(lines)


TALK = [
    Line(0, "mira", "hi, can anyone tell me how to mount an ntfs disk?"),
    Line(0, "olaf", "is there a way to get the sound of my laptop to work after the upgrade?"),
    Line(1, "", "henk has joined the room"),
    Line(1, "ines", "mira: sudo mount -t ntfs /dev/sda1 /mnt"),
    Line(2, "jonas", "olaf: which sound card is it?"),
    Line(2, "mira", "ines: thanks, that did it"),
    Line(3, "olaf", "jonas: an intel one"),
]


def test_who_is_called_by_name_is_answered():
    assert [one.to for one in links(TALK)] == [0, 1, 2, 0, 1, 3, 4]
    assert [one.speaker for one in whom(TALK)] == ["", "", "", "mira", "olaf", "ines", "jonas"]


@pytest.mark.parametrize("name", ["olaf:", "Olaf,", "@olaf", "olav:", "ola:"])
def test_a_name_may_be_cut_marked_or_misspelled(name):
    line = Line(1, "ines", f"{name} which sound card is it?")
    lines = [*TALK[:2], line]
    assert links(lines)[-1].to == 1


def test_a_line_that_goes_on_speaks_to_whom_the_one_before_spoke():
    lines = [*TALK, Line(3, "olaf", "and no sound at all")]
    assert links(lines)[-1].to in (6, 4)
    assert whom(lines)[-1].speaker == "jonas"


@pytest.mark.parametrize(
    "lines", [[], [Line(0, "", "topic")], [Line(0, "a", "")], [Line(5, "a", "x"), Line(0, "b", "y")]]
)
def test_rooms_of_next_to_nothing_are_read(lines):
    assert [one.line for one in links(lines)] == [one.line for one in whom(lines)] == list(range(len(lines)))


@some
@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.text(max_size=9), st.text(max_size=30)), max_size=12))
def test_any_text_is_read(rows):
    lines = [Line(*row) for row in rows]
    for one in whom(lines):
        assert one.speaker in {line.speaker for line in lines} | {""}


@pytest.mark.parametrize(
    "text", ["." * 200_000 + "!", "a" * 200_000, "a," * 100_000, "\ud800 \x00 x: y", "haha" * 50_000]
)
def test_odd_and_endless_lines_do_not_hold_it_up(text):
    assert len(links([Line(0, "a", text), Line(0, "b", text)])) == 2


def test_what_was_learned_is_small():
    assert files("mutuals.text").joinpath("weights/threads.npz").stat().st_size < 300_000
