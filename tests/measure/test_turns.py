"""Turns of talk, against a slow and obvious reading of the same rows."""

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mutuals.measure.turns import (
    ANSWER_MS,
    BOTH,
    DAY_MS,
    NEVER,
    OURS,
    PAUSE_MS,
    THEIRS,
    Said,
    answered,
    begun,
    returned,
    turns_of,
    waiting,
    week_hours,
)

NOW = 20_000 * DAY_MS
rows = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 60).map(lambda n: NOW - n * DAY_MS // 2), st.sampled_from([1, 2, 3])
    ),
    max_size=40,
)


def said(told: list[tuple[int, int, int]]) -> Said:
    columns = [np.array([row[i] for row in told], dtype=np.int64) for i in range(3)]
    asks = np.array([row[1] % 3 == 0 for row in told], dtype=np.int64)
    return Said(*columns, np.arange(1, len(told) + 1), asks)


def slow(told: list[tuple[int, int, int]]) -> list[tuple[int, int, list[int]]]:
    """(person, way, moments) of each turn."""
    found: list[tuple[int, int, list[int]]] = []
    for person, mine in groupby(
        sorted(told, key=lambda row: (row[0], row[1], row[2])), key=lambda row: row[0]
    ):
        last, before = 0, 0
        for _, at, way in mine:
            if way == last and way != BOTH and at - before < PAUSE_MS:
                found[-1][2].append(at)
            else:
                found.append((person, way, [at]))
            last, before = way, at
    return found


@given(rows)
def test_a_turn_is_what_one_side_says_until_the_other_speaks_or_it_pauses(told):
    turns = turns_of(said(told))
    expected = slow(told)
    assert list(zip(turns.person.tolist(), turns.way.tolist(), turns.size.tolist(), strict=True)) == [
        (person, way, len(times)) for person, way, times in expected
    ]
    assert turns.start.tolist() == [times[0] for _, _, times in expected]
    assert turns.stop.tolist() == [times[-1] for _, _, times in expected]


@given(rows)
def test_a_turn_shows_its_first_question(told):
    turns = turns_of(said(told))
    numbers = dict(enumerate(told, start=1))
    for start, stop, person, way, post, asks in zip(
        *(getattr(turns, name).tolist() for name in ("start", "stop", "person", "way", "post", "asks")),
        strict=True,
    ):
        if way == BOTH:
            continue
        mine = [row for row in told if row[0] == person and row[2] == way and start <= row[1] <= stop]
        questions = [row[1] for row in mine if row[1] % 3 == 0]
        assert asks == len(questions)
        assert numbers[post][1] == min(questions, default=start)


@given(rows)
def test_an_answer_is_the_other_sides_next_turn_within_a_week(told):
    turns, expected = turns_of(said(told)), slow(told)
    after = [
        next(
            (
                later[2][0]
                for later in expected[i + 1 :]
                if later[0] == one[0] and (later[1] != one[1] or later[1] == BOTH)
            ),
            None,
        )
        for i, one in enumerate(expected)
    ]
    for way in (OURS, THEIRS):
        found, counts, well = answered(turns, way, now_ms=NOW)
        mine = [i for i, one in enumerate(expected) if one[1] == way]
        good = [i for i in mine if after[i] is not None and after[i] - expected[i][2][0] <= ANSWER_MS]
        due = [i for i in mine if i in good or expected[i][2][0] <= NOW - ANSWER_MS]
        assert (found.answered, found.turns) == (len(good), len(due))
        assert np.flatnonzero(well).tolist() == good
        assert np.flatnonzero(counts).tolist() == due
        took = sorted(after[i] - expected[i][2][0] for i in good)
        middle = (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2 / 3_600_000 if took else None
        assert found.median_hours == middle


@given(rows)
def test_who_waits_had_the_last_word(told):
    turns = turns_of(said(told))
    last = {person: (way, times) for person, way, times in slow(told)}
    assert sorted(turns.person[waiting(turns)].tolist()) == sorted(
        person for person, (way, _) in last.items() if way == THEIRS
    )
    starts = turns.start[waiting(turns)].tolist()
    assert starts == sorted(starts, reverse=True)


@given(rows)
def test_a_conversation_begins_after_a_silence(told):
    turns, expected = turns_of(said(told)), slow(told)
    begins = [
        i
        for i, (person, way, times) in enumerate(expected)
        if way != BOTH
        and (i == 0 or expected[i - 1][0] != person or times[0] - expected[i - 1][2][-1] >= PAUSE_MS)
    ]
    assert begun(turns).tolist() == begins


def test_a_call_answers_both_sides_and_leaves_nobody_waiting():
    turns = turns_of(said([(1, NOW - 2 * DAY_MS, THEIRS), (1, NOW - DAY_MS, BOTH)]))
    assert waiting(turns).tolist() == []
    assert answered(turns, THEIRS, now_ms=NOW)[0] == (1, 1, 24.0)
    assert turns.then.tolist() == [NOW - DAY_MS, NEVER]


def test_hours_of_the_week_are_local_and_begin_on_monday():
    monday_nine = 4 * DAY_MS + 9 * 3_600_000  # 5 January 1970
    found = week_hours(np.array([monday_nine, monday_nine]), np.array([0, -10 * 3_600_000]))
    assert (found[0, 9], found[6, 23], found.sum()) == (1, 1, 2)


def test_who_comes_back_was_silent_for_a_season_and_three_usual_gaps():
    often = [0, 7, 14, 21, 28, 200]
    rarely = [0, 60, 130, 190, 300]
    long_ago = [0, 7, 14, 21, 28, 120]
    person = np.array([1] * 6 + [2] * 5 + [3] * 6)
    day = np.array(often + rarely + long_ago)
    assert returned(person, day, today=205, lately=60, least=90) == [(1, 200, 172)]
