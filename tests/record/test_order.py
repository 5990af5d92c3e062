"""The law of order: however a stream is ordered and cut, the record ends the same; brought again, it stays the same."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import Ingest
from tests.record.worlds import canonical, empty, small
from tests.sizes import amount

NOW = 1_700_000_000_000
pytestmark = pytest.mark.django_db
slowly = settings(
    max_examples=amount(12, 1000),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def bring(items, cuts, account):
    """Takes items in, cut into batches of these sizes."""
    run, at = Ingest(account=account, now_ms=NOW), 0
    for size in cuts:
        run.write(items[at : at + size])
        at += size
    run.write(items[at:])
    return run.counts


@slowly
@given(items=small(), data=st.data())
def test_every_order_and_every_cut_gives_the_same_record(ada, items, data):
    account = account_for(network="test", holder=ada)
    empty()
    bring(items, [], account)
    whole = canonical()
    empty()
    shuffled = data.draw(st.permutations(items))
    cuts = data.draw(st.lists(st.integers(1, 6), max_size=12))
    bring(shuffled, cuts, account)
    assert canonical() == whole


@slowly
@given(items=small(), data=st.data())
def test_two_accounts_in_any_order_give_the_same_record(ada, ben, items, data):
    hers, his = account_for(network="test", holder=ada), account_for(network="test", holder=ben)
    parts = data.draw(st.lists(st.integers(0, 2), min_size=len(items), max_size=len(items)))
    stream = [
        (item, one)
        for item, part in zip(items, parts, strict=True)
        for one in ((hers,), (his,), (hers, his))[part]
    ]
    results = []
    for order in (stream, data.draw(st.permutations(stream))):
        empty()
        for item, account in order:
            bring([item], [], account)
        results.append(canonical())
    assert results[0] == results[1]


@slowly
@given(items=small(), data=st.data())
def test_what_is_brought_again_adds_nothing(ada, items, data):
    account = account_for(network="test", holder=ada)
    empty()
    first = bring(items, data.draw(st.lists(st.integers(1, 6), max_size=12)), account)
    before = canonical()
    second = bring(items, data.draw(st.lists(st.integers(1, 6), max_size=12)), account)
    assert canonical() == before
    assert second.new == 0
    assert (second.actors, second.posts, second.activities) == (first.actors, first.posts, first.activities)
    assert second.known == first.new + first.known


@slowly
@given(items=small(), data=st.data())
def test_counts_do_not_depend_on_the_cut(ada, items, data):
    account = account_for(network="test", holder=ada)
    empty()
    one = bring(items, [], account)
    empty()
    assert bring(items, data.draw(st.lists(st.integers(1, 6), max_size=12)), account) == one
