"""The pure ledger: what is given and taken, by quarters, each thing once, under editable weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.kinds import ActName
from mutuals.relate.ledger import (
    DEFAULTS,
    GIVES,
    TAKES,
    UNKNOWN_DAY,
    BadWeight,
    Balance,
    Columns,
    balance_of,
    balances,
    sums,
    weights_checked,
)
from mutuals.relate.quarters import quarter_number

counts = st.dictionaries(
    st.tuples(st.sampled_from(sorted(ActName)), st.booleans()), st.integers(0, 30), max_size=12
)
# Pairs, acts, directions, events and days in few values, so that things come twice.
things = st.lists(
    st.tuples(
        st.integers(1, 2), st.integers(3, 5), st.sampled_from(sorted(map(int, ActName))), st.integers(0, 1),
        st.integers(0, 9), st.one_of(st.just(UNKNOWN_DAY), st.integers(19_000, 20_500)),
    ),
    max_size=60,
)  # fmt: skip


def columns(rows) -> Columns:
    table = np.array(rows, dtype=np.int64).reshape(-1, 6)
    return Columns(*table.T)


def test_every_act_either_gives_or_takes_and_has_a_weight():
    assert set(GIVES) | set(TAKES) == set(ActName) == set(DEFAULTS)
    assert not set(GIVES) & set(TAKES)


def test_what_we_give_is_given_and_what_we_ask_for_is_taken():
    found = balance_of({(ActName.HELPED, True): 2, (ActName.ASKED, True): 4, (ActName.THANKED, False): 2})
    assert found == Balance(given=6.0, taken=3.0, entries=8)
    assert found.share == pytest.approx(2 / 3)


def test_what_they_ask_of_us_weighs_nothing_until_it_is_answered():
    assert balance_of({(ActName.ASKED, False): 9}).share is None
    assert balance_of({(ActName.ASKED, False): 1, (ActName.ANSWERED, True): 1}).share == 1.0


@given(counts)
def test_turned_around_what_was_given_is_what_they_received(found):
    turned = {(act, not ours): n for (act, ours), n in found.items()}
    gives = {key: n for key, n in found.items() if key[0] in GIVES}
    gives_turned = {key: n for key, n in turned.items() if key[0] in GIVES}
    one, other = balance_of(gives), balance_of(gives_turned)
    assert (one.given, one.taken) == pytest.approx((other.taken, other.given))


@given(counts, st.sampled_from(sorted(ActName)))
def test_one_more_gift_never_lowers_the_share_and_one_more_ask_never_raises_it(found, act):
    before = balance_of(found).share
    after = balance_of({**found, (act, True): found.get((act, True), 0) + 1}).share
    if before is not None:
        assert after >= before - 1e-12 if act in GIVES else after <= before + 1e-12


@given(counts)
def test_with_no_weights_nothing_is_given_or_taken(found):
    assert balance_of(found, dict.fromkeys(ActName, 0.0)).share is None


@given(things)
def test_each_event_counts_once_for_each_act_and_direction_of_a_pair(rows):
    found = sums(columns(rows))
    assert sum(one.n for one in found) == len({row[:5] for row in rows})
    assert len({one[:5] for one in found}) == len(found)


@given(things, st.randoms())
def test_the_order_of_what_was_read_changes_nothing(rows, chance):
    turned = list(rows)
    chance.shuffle(turned)
    assert sums(columns(turned)) == sums(columns(rows))


@given(things)
def test_the_balances_of_all_quarters_are_the_balance_of_the_whole(rows):
    found = sums(columns(rows))
    whole = balances(found, DEFAULTS, since=-1)
    for pair, one in whole.items():
        counted = {}
        for a, b, act, out, _, n, _ in found:
            if (a, b) == pair:
                counted[ActName(act), out] = counted.get((ActName(act), out), 0) + n
        other = balance_of(counted)
        assert (one.given, one.taken, one.entries) == pytest.approx((other.given, other.taken, other.entries))


def test_what_has_no_known_time_is_in_no_quarter_and_in_no_year():
    found = sums(columns([(1, 3, int(ActName.HELPED), 1, 7, UNKNOWN_DAY)]))
    assert [(one.quarter, one.last, one.n) for one in found] == [(0, None, 1)]
    assert balances(found, DEFAULTS, since=quarter_number(0)) == {}


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(0, 1970 * 4), (89, 1970 * 4), (90, 1970 * 4 + 1), (-1, 1969 * 4 + 3), (10**9, 9999 * 4 + 3)],
)
def test_quarters_are_those_of_the_calendar(day, quarter):
    assert quarter_number(day) == quarter


@pytest.mark.parametrize(
    "bad", [{"helped": -1}, {"helped": 21}, {"helped": "much"}, {"liked": 1}, {"helped": "nan"}]
)
def test_a_weight_is_a_number_within_bounds(bad):
    with pytest.raises(BadWeight):
        weights_checked(bad)


def test_weights_keep_their_defaults_where_nothing_is_said():
    assert weights_checked({"thanked": "1,5"}) == {**DEFAULTS, ActName.THANKED: 1.5}
