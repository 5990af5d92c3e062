"""The first look says what is planted in small lives, and nothing where the evidence is too thin."""

import dataclasses
import json

import numpy as np
import pytest

from mutuals.measure.first_look import look
from mutuals.measure.look import Evidence, Person
from mutuals.measure.turns import DAY_MS, OURS, THEIRS, Said
from mutuals.measure.words import said
from mutuals.record.kinds import Kind
from mutuals.relate.circles import Circle
from mutuals.ui.sentences import plain

TODAY = 20_000
NOW = TODAY * DAY_MS + DAY_MS // 2


def person(number: int, **more: object) -> Person:
    kept = {
        "circle": Circle.FAMILIAR, "depth": 1.0, "drifting": False, "usual_gap": 7.0, "first_day": TODAY - 300,
        "last_day": TODAY - 3, "last_out": TODAY - 3, "last_in": TODAY - 3, "named": None,
    }  # fmt: skip
    return Person(number, **(kept | more))


def evidence(people: list[Person], rows: list[tuple], **more: object) -> Evidence:
    """Rows are (person, days ago, way), with a fourth field where they ask."""
    at = [NOW - int(row[1] * DAY_MS) for row in rows]
    talk = Said(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array(at, dtype=np.int64),
        np.array([row[2] for row in rows], dtype=np.int64),
        np.arange(1, len(rows) + 1),
        np.array([len(row) > 3 for row in rows], dtype=np.int64),
    )
    kept = {
        "since_ms": min(at, default=None),
        "until_ms": max(at, default=None),
        "together": [],
        "gave": {},
        "took": {},
    }
    return Evidence(now_ms=NOW, people=people, said=talk, **(kept | more))


def talk(number: int, *, first: int, gap: int = 5, until: int = 4) -> list[tuple[int, float, int]]:
    """They write every few days and hear from us after six hours."""
    found = []
    for ago in range(first, until, -gap):
        found += [(number, float(ago), THEIRS), (number, ago - 0.25, OURS)]
    return found


def rules(remarks: list) -> list[str]:
    return [one.rule for one in remarks]


def test_nothing_known_says_nothing_and_breaks_nothing():
    found = look(evidence([], []))
    assert (found.goods, found.gaps, found.early, found.days) == ([], [], True, 0)
    assert rules(found.steps) == ["note-meeting", "bring-more"]


def test_under_a_season_it_is_too_early_for_praise():
    found = look(evidence([person(1)], talk(1, first=80)))
    assert found.early
    assert found.goods == []


def test_who_answers_is_told_so_with_the_numbers():
    found = look(evidence([person(1)], talk(1, first=300)))
    assert "answers" in rules(found.goods)
    assert found.we_answer.turns == found.we_answer.answered == 60
    assert found.we_answer.median_hours == pytest.approx(6.0)


def test_who_seldom_answers_is_told_so():
    rows = [(n, 300.0 - n, THEIRS) for n in range(1, 40)]
    found = look(evidence([person(n) for n in range(1, 40)], rows))
    assert "seldom-answers" in rules(found.gaps)
    assert "answers" not in rules(found.goods)


def test_the_unanswered_of_sixty_days_are_named_and_older_ones_only_counted():
    rows = [*talk(1, first=200), (1, 2.0, THEIRS), (2, 59.0, THEIRS), (3, 61.0, THEIRS), (3, 100.0, OURS)]
    found = look(evidence([person(1), person(2, last_out=None), person(3)], rows))
    assert [(one.person, one.known) for one in found.waits] == [(1, True), (2, False)]
    assert found.waits_older == 1
    assert found.gaps[0].rule == "waits"
    assert (found.steps[0].rule, found.steps[0].people) == ("answer", (1,))


def test_who_asked_comes_before_who_only_had_the_last_word():
    rows = [*talk(1, first=200), *talk(2, first=200), (1, 2.0, THEIRS), (2, 3.0, THEIRS, "?")]
    found = look(evidence([person(1), person(2)], rows))
    assert [(one.person, one.asked) for one in found.waits] == [(1, False), (2, True)]
    assert found.steps[0].people == (2,)
    assert "One of them holds a question." in plain(said("waits", ["A", "B"], found.gaps[0].numbers).text)


def test_a_meeting_after_their_word_leaves_nobody_waiting():
    rows = [*talk(1, first=200), (1, 3.0, THEIRS), (1, 1.0, 3)]
    assert look(evidence([person(1)], rows)).waits == []


def test_steps_name_nobody_twice():
    people = [person(n, circle=Circle.CLOSE, drifting=True, named=n, last_day=TODAY - 120) for n in (1, 2, 3)]
    rows = [*talk(1, first=400, until=120), (1, 5.0, THEIRS)]
    together = [(9, TODAY - 10, Kind.MEETING, 3600)]
    found = look(evidence([*people, person(9)], rows, together=together))
    taken = [one.people[0] for one in found.steps]
    assert len(taken) == 3 == len(set(taken))


def test_a_record_that_ended_says_so_first_and_asks_for_what_came_since():
    found = look(evidence([person(1)], talk(1, first=400, until=90)))
    assert found.gaps[0].rule == "ended"
    assert found.steps[0].rule == "bring-newer"
    assert "ended" not in rules(look(evidence([person(1)], talk(1, first=400, until=50))).gaps)


def test_who_is_close_and_was_not_met_is_missed_only_where_meetings_are_told():
    people = [person(1, circle=Circle.CLOSE), person(2, circle=Circle.INNER), person(3)]
    rows = talk(1, first=200) + talk(2, first=200)
    assert "apart" not in rules(look(evidence(people, rows)).gaps)
    found = look(evidence(people, rows, together=[(2, TODAY - 20, Kind.MEETING, 0)]))
    assert [one.people for one in found.gaps if one.rule == "apart"] == [(1,)]
    assert (found.close, found.close_met, found.together_days) == (2, 1, 1)


def test_giving_is_counted_by_form_and_told_when_it_outweighs():
    gave, took = {1: {Kind.SHARE: 12, Kind.LIKE: 4}, 2: {Kind.LIKE: 2}}, {1: {Kind.LIKE: 50}}
    found = look(evidence([person(1)], talk(1, first=200), gave=gave, took=took))
    assert found.gave == {"share": 12, "like": 6}
    assert "gives" in rules(found.goods)


def test_with_whom_they_always_begin_is_told():
    rows = [row for ago in range(300, 10, -20) for row in ((1, float(ago), THEIRS), (1, ago - 0.5, OURS))]
    found = look(evidence([person(1)], rows))
    assert [one.people for one in found.gaps if one.rule == "they-begin"] == [(1,)]
    assert (found.we_begin, found.they_begin) == (0, 15)


def test_last_year_is_compared_only_where_the_record_reaches_so_far():
    assert look(evidence([person(1)], talk(1, first=400))).people_before is None
    found = look(evidence([person(1), person(2)], talk(1, first=500) + talk(2, first=450, until=380)))
    assert (found.people_season, found.people_before) == (1, 2)


def test_the_look_is_plain_data_and_every_finding_has_words():
    people = [person(n, circle=Circle.CLOSE, drifting=n % 2 == 0, named=n) for n in range(1, 6)]
    rows = [row for n in range(1, 6) for row in talk(n, first=500)] + [(1, 1.0, THEIRS)]
    found = look(evidence(people, rows, together=[(1, TODAY - 5, Kind.MEETING, 0)]))
    json.dumps(found.document())
    for one in (*found.goods, *found.gaps, *found.steps):
        told = said(one.rule, [f"Person {number}" for number in one.people], one.numbers)
        assert told.title
        assert "{" not in told.title + plain(told.text)
    assert len(found.goods) == len(found.gaps) == 3


def test_the_deepest_ties_first_or_last_gives_the_same_numbers():
    people = [person(n) for n in range(1, 8)]
    rows = [row for n in range(1, 8) for row in talk(n, first=100 * n)]
    one, other = look(evidence(people, rows)), look(evidence(people, rows[::-1]))
    assert dataclasses.replace(one) == other
