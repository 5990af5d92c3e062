"""Seven cards within the minutes: debts first in their time, one suggestion a person, a seat for a stranger; and what
decisions teach about the order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.cards import CARDS, DEBT_CARDS, DEBT_DAYS, Decided, Open, choose, today_minutes
from mutuals.relate.circles import Circle
from mutuals.relate.learned import NOTHING, Decision, learn
from mutuals.relate.reasons import DAY_MS, DEBTS, NudgeKind

NOW = 20_000 * DAY_MS + DAY_MS // 2
KINDS = st.sampled_from(list(NudgeKind))


def card(row: int, kind: NudgeKind, *, contact: int | None = None, **more: object) -> Open:
    base = Open(row, kind, contact or row, Circle.CLOSE, 0.5, NOW - row * DAY_MS)
    return replace(base, **more)


@st.composite
def tables(draw) -> list[Open]:
    rows = draw(st.integers(0, 30))
    return [
        Open(
            row, draw(KINDS), draw(st.integers(1, 9)), draw(st.sampled_from(list(Circle))),
            draw(st.floats(0.05, 0.95)), NOW - draw(st.integers(0, 100)) * DAY_MS,
        )
        for row in range(rows)
    ]  # fmt: skip


@given(tables(), st.one_of(st.none(), st.integers(0, 120)))
def test_the_laws_of_a_day(rows, minutes):
    found = choose(rows, [], now_ms=NOW, minutes=minutes)
    suggested = [one for one in found.cards if not one.debt]
    fresh = [one for one in rows if one.debt and one.since > NOW - DEBT_DAYS * DAY_MS]
    shown = [one for one in found.cards if one.debt]
    assert len(found.cards) <= CARDS
    assert len({one.row for one in found.cards}) == len(found.cards)
    assert len({one.contact for one in suggested}) == len(suggested), "one suggestion a person"
    assert sum(one.kind is NudgeKind.APPRECIATE for one in suggested) <= 1
    assert all(one in fresh for one in shown), "nobody is reminded of what is older than 60 days"
    assert {one.row for one in (*shown, *found.waiting)} == {one.row for one in fresh}, "debts always show"
    assert len(shown) + len(found.waiting) == len(fresh)
    if minutes is None:
        assert len(shown) >= min(len(fresh), DEBT_CARDS)
        assert not found.waiting or len(found.cards) == CARDS, "no debt waits while there is a place for it"
    owing = {one.contact for one in fresh}
    strangers = [
        one
        for one in rows
        if one.circle is Circle.NEW and (one in fresh or not (one.debt or one.contact in owing))
    ]
    if strangers and minutes is None and len({one.contact for one in rows}) == len(rows):
        kept = [one for one in strangers if one.kind is not NudgeKind.APPRECIATE]
        assert not kept or any(one.circle is Circle.NEW for one in found.cards), "a seat for a stranger"
    if minutes is not None:
        assert found.minutes <= minutes or len(found.cards) == 1, "within the minutes, though one at least"
        assert found.enough == (minutes == 0)


def test_questions_are_ordered_by_waiting_alone():
    near = card(1, NudgeKind.ANSWER, circle=Circle.INNER, worth=0.99, since=NOW - DAY_MS)
    far = card(2, NudgeKind.ANSWER, circle=Circle.NEW, worth=0.8, since=NOW - 9 * DAY_MS)
    found = choose([near, far], [], now_ms=NOW, minutes=None)
    assert [one.row for one in found.cards] == [2, 1]


def test_whoever_owes_much_still_comes_to_give_something_of_their_own_accord():
    debts = [card(row, NudgeKind.ANSWER) for row in range(1, 13)]
    more = [card(row, NudgeKind.RECONNECT, worth=0.7) for row in (20, 21)]
    found = choose([*debts, *more], [], now_ms=NOW, minutes=None)
    assert [one.debt for one in found.cards] == [True] * DEBT_CARDS + [False, False]
    assert [one.row for one in found.waiting] == [7, 6, 5, 4, 3, 2, 1], "the longest waiting first"
    assert all(one.debt for one in choose(debts, [], now_ms=NOW, minutes=None).cards)


def test_a_promise_that_is_due_is_not_lost_behind_many_questions():
    debts = [card(row, NudgeKind.ANSWER) for row in range(1, 13)]
    promise = card(40, NudgeKind.PROMISE, worth=0.85, since=NOW - DAY_MS)
    found = choose([*debts, promise, card(50, NudgeKind.MEET)], [], now_ms=NOW, minutes=None)
    assert promise in found.cards
    assert [one.row for one in found.cards if one.kind is NudgeKind.ANSWER] == [12, 11, 10, 9, 8]


def test_in_few_minutes_what_is_owed_comes_before_a_second_suggestion():
    debts = [card(row, NudgeKind.ANSWER) for row in (1, 2, 3)]
    more = [card(10, NudgeKind.HELP, worth=0.7), card(11, NudgeKind.RECONNECT)]
    found = choose([*debts, card(4, NudgeKind.PROMISE), *more], [], now_ms=NOW, minutes=18)
    assert sorted(one.kind for one in found.cards) == ["answer", "answer", "help"]


def test_to_whom_an_answer_is_owed_nothing_else_is_suggested():
    rows = [card(1, NudgeKind.ANSWER, contact=5), card(2, NudgeKind.RECONNECT, contact=5)]
    assert [one.row for one in choose(rows, [], now_ms=NOW, minutes=None).cards] == [1]
    assert choose(rows[1:], [], now_ms=NOW, minutes=None, resting={5}).cards == (), "put off, not forgotten"
    answered = Decided(NudgeKind.ANSWER, 5, NOW - DAY_MS, True)
    assert choose(rows[1:], [answered], now_ms=NOW, minutes=None).cards == (), "they heard from us this week"


def test_a_day_is_not_all_of_one_kind_where_there_is_something_else():
    rows = [card(row, NudgeKind.RECONNECT, worth=0.7) for row in range(1, 9)]
    found = choose([*rows, card(9, NudgeKind.MEET, worth=0.5)], [], now_ms=NOW, minutes=None)
    assert NudgeKind.MEET in [one.kind for one in found.cards]


def test_enough_for_today_once_the_minutes_are_spent_but_debts_still_show():
    debt, more = card(1, NudgeKind.THANK), card(2, NudgeKind.RECONNECT)
    found = choose([debt, more], [], now_ms=NOW, minutes=8, spent=8)
    assert found.cards == ()
    assert [one.row for one in found.waiting] == [1]
    assert found.enough


def test_a_week_is_spread_over_its_days():
    assert today_minutes(70, spent_before=0, days_left=7) == 10
    assert today_minutes(70, spent_before=40, days_left=2) == 15
    assert today_minutes(70, spent_before=90, days_left=2) == 0
    assert today_minutes(None, spent_before=9, days_left=2) is None


def test_one_suggestion_a_person_and_week_and_one_appreciation():
    rows = [card(1, NudgeKind.RECONNECT, contact=5), card(2, NudgeKind.MEET, contact=5)]
    assert len(choose(rows, [], now_ms=NOW, minutes=None).cards) == 1
    lately = [Decided(NudgeKind.RECONNECT, 5, NOW - 3 * DAY_MS, True)]
    assert choose(rows[1:], lately, now_ms=NOW, minutes=None).cards == ()
    assert (
        len(choose(rows[1:], [replace(lately[0], at=NOW - 8 * DAY_MS)], now_ms=NOW, minutes=None).cards) == 1
    )
    glad = [card(3, NudgeKind.APPRECIATE), card(4, NudgeKind.APPRECIATE)]
    assert len(choose(glad, [], now_ms=NOW, minutes=None).cards) == 1
    said = Decided(NudgeKind.APPRECIATE, 3, NOW - 30 * DAY_MS, True)
    assert [one.row for one in choose(glad, [said], now_ms=NOW, minutes=None).cards] == [4], (
        "not twice a season"
    )


def test_what_was_shown_this_week_stays_the_card_of_that_person():
    rows = [
        card(1, NudgeKind.RECONNECT, contact=5, worth=0.4, shown_day=19_998),
        card(2, NudgeKind.HELP, contact=5),
    ]
    assert [one.row for one in choose(rows, [], now_ms=NOW, minutes=None).cards] == [1]


def test_nothing_decided_changes_nothing():
    assert learn([]) is NOTHING
    assert NOTHING.score(kind="thank", circle="close", worth=0.5) == pytest.approx(0)


@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=40), st.randoms())
def test_weights_do_not_depend_on_the_order_of_decisions(pairs, chance):
    decisions = [Decision(str(kind), "close", 0.5, done) for kind, done in pairs]
    shuffled = decisions[:]
    chance.shuffle(shuffled)
    one, other = learn(decisions).weights, learn(shuffled).weights
    assert one.keys() == other.keys()
    assert all(one[name] == pytest.approx(other[name], abs=1e-6) for name in one)


@given(KINDS, st.integers(1, 30))
def test_what_is_always_done_rises_and_what_never_is_falls(kind, count):
    done = learn([Decision(str(kind), "close", 0.5, True)] * count).weights[str(kind)]
    never = learn([Decision(str(kind), "close", 0.5, False)] * count).weights[str(kind)]
    assert done > 0 > never
    assert done == pytest.approx(-never, abs=1e-6)


def test_after_twenty_decisions_more_of_the_first_three_are_done_than_in_the_first_order():
    """Somebody who likes to congratulate and to reconnect, and does little else: a world of its own, with chance."""
    chance = np.random.default_rng(7)
    liked = {NudgeKind.CONGRATULATE: 0.9, NudgeKind.RECONNECT: 0.8}
    kinds = [kind for kind in NudgeKind if kind not in DEBTS]
    before = after = 0
    for _ in range(200):
        days = [[card(10 * day + n, kinds[chance.integers(len(kinds))], worth=float(chance.uniform(0.3, 0.7)))
                 for n in range(1, 9)] for day in range(30)]  # fmt: skip
        decided: list[Decision] = []
        for day, rows in enumerate(days):
            does = {one.row: bool(chance.random() < liked.get(one.kind, 0.15)) for one in rows}
            first = choose(rows, [], now_ms=NOW, minutes=None).cards[:3]
            if day >= 20:
                learned = choose(rows, [], now_ms=NOW, minutes=None, learned=learn(decided[:20])).cards[:3]
                before += sum(does[one.row] for one in first)
                after += sum(does[one.row] for one in learned)
            else:
                decided += [
                    Decision(str(one.kind), str(one.circle), one.worth, does[one.row]) for one in first[:1]
                ]
    assert after > 1.3 * before, (before, after)
