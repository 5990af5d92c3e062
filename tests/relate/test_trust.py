"""Evidence for trust: counts that are shrunk, and nothing that comes from others."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.declared import Trust
from mutuals.relate.trust import CONFIDED_DAYS, Evidence, agreement, suggested, support

counts = st.integers(0, 400)
evidence = st.builds(
    Evidence, private_out=counts, private_in=counts, years=st.floats(0, 40), met=counts, kept=st.integers(0, 30),
    broken=st.integers(0, 30), acts=counts, strained=st.booleans(),
)  # fmt: skip


def test_nothing_known_suggests_nothing() -> None:
    assert (support(Evidence()), suggested(Evidence())) == (0.0, Trust.UNKNOWN)


@given(
    evidence,
    st.sampled_from(["private_out", "private_in", "years", "met", "kept", "acts"]),
    st.integers(1, 50),
)
def test_more_of_what_speaks_for_it_never_suggests_less(one, name, more) -> None:
    richer = replace(one, **{name: getattr(one, name) + more})
    assert support(richer) >= support(one)
    assert suggested(richer).height >= suggested(one).height


@given(evidence, st.integers(1, 20))
def test_a_broken_promise_never_suggests_more(one, more) -> None:
    assert suggested(replace(one, broken=one.broken + more)).height <= suggested(one).height


@given(evidence)
def test_guarded_is_only_ever_said(one) -> None:
    assert suggested(one) is not Trust.GUARDED


@given(evidence)
def test_while_strained_nothing_beyond_known_is_suggested(one) -> None:
    assert suggested(replace(one, strained=True)).height <= Trust.KNOWN.height


@given(evidence)
def test_nobody_is_suggested_to_confide_in_who_never_answered_in_private(one) -> None:
    found = suggested(replace(one, private_in=CONFIDED_DAYS - 1))
    assert found is not Trust.CONFIDED


def test_one_case_of_each_says_little() -> None:
    assert suggested(Evidence(private_out=1, private_in=1, years=0.1, acts=1)) is Trust.UNKNOWN
    assert suggested(Evidence(1, 1, 0.1, met=1, acts=1)) is Trust.KNOWN


def test_an_old_friend_whom_one_meets_and_writes_to() -> None:
    friend = Evidence(private_out=40, private_in=31, years=4.0, met=6, acts=5)
    assert suggested(friend) is Trust.CONFIDED
    assert agreement(Trust.CONFIDED, friend) == "agrees"
    assert agreement(Trust.KNOWN, friend) == "more"
    assert agreement(Trust.TRUSTED, Evidence()) == "silent"
    assert agreement(Trust.TRUSTED, Evidence(3, 3, 1.0)) == "less"
