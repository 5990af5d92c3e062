"""The balance of meeting and writing, who is likely to have been met, and what is worth a card."""

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.kinds import Kind
from mutuals.relate import in_person_words as words
from mutuals.relate.card_words import worth_writing
from mutuals.relate.in_person import (
    BY_HAND,
    Days,
    Share,
    aim_in,
    by_circle,
    by_quarter,
    whole,
)
from mutuals.relate.likely import likely
from mutuals.relate.moment_words import day_typed, noted, typed, when_words
from mutuals.relate.quarters import quarter_begins, quarter_of

TODAY = (dt.date(2026, 11, 22) - dt.date(1970, 1, 1)).days
DAYS = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.integers(TODAY - 800, TODAY),
        st.sampled_from(list(Kind)),
        st.integers(0, 9000),
    )
)


@given(DAYS)
def test_every_day_with_a_person_is_counted_once_and_quarters_add_up(days) -> None:
    found = whole(Days.of(days))
    kinds: dict[tuple[int, int], set[Kind]] = {}
    for person, day, kind, _ in days:
        kinds.setdefault((person, day), set()).add(kind)
    met = sum(1 for forms in kinds.values() if forms & {Kind.MEETING, Kind.EVENT})
    assert found.met == met
    assert found.met + found.online == sum(1 for forms in kinds.values() if forms - BY_HAND)
    quarters = by_quarter(Days.of(days))
    assert sum(one.met for one in quarters.values()) == met
    assert sum(one.seconds for one in quarters.values()) == found.seconds
    assert 0 <= found.share <= 1


@given(DAYS, st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_matter(days, chance) -> None:
    turned = list(days)
    chance.shuffle(turned)
    assert whole(Days.of(turned)) == whole(Days.of(days))
    assert by_quarter(Days.of(turned)) == by_quarter(Days.of(days))


def test_only_people_in_a_circle_stand_in_circles() -> None:
    days = Days.of([(1, TODAY, Kind.MEETING, 0), (2, TODAY, Kind.EMAIL, 0), (9, TODAY, Kind.EMAIL, 0)])
    found = by_circle(days, {1: "inner", 2: "close"})
    assert {name: (one.met, one.online) for name, one in found.items()} == {"inner": (1, 0), "close": (0, 1)}


def test_a_card_alone_is_neither_in_person_nor_online() -> None:
    found = whole(Days.of([(1, TODAY, Kind.CARD, 0)]))
    assert (found.met, found.online, found.by_hand) == (0, 0, 1)


@given(st.integers(-50_000, 60_000), st.integers(0, 12))
def test_quarters_begin_where_they_say(day, back) -> None:
    begin = quarter_begins(day)
    assert begin <= day
    assert quarter_of(begin) == quarter_of(day) != quarter_of(begin - 1)
    earlier = quarter_begins(day, back)
    assert 88 * back <= begin - earlier <= 93 * back


@pytest.mark.parametrize(
    ("plan", "aim"),
    [("30 % in person, and a card a month", 0.3), ("I want to be in person at least 25%", 0.25), ("in person", None),
     ("", None), ("110 % in person", None), ("Answer 50 % faster.\nMore in person.", None)],
)  # fmt: skip
def test_an_aim_is_read_off_the_plan(plan, aim) -> None:
    assert aim_in(plan) == aim


def share(met: int, online: int) -> Share:
    return Share("", met, online, 0, 3, 9, 0)


def test_the_sentence_says_what_is_and_how_far_the_aim_is() -> None:
    said = words.sentence(share(19, 81), share(10, 90), aim=0.25)
    assert "19\u00a0% in person, 10\u00a0% the quarter before" in said
    assert "8 more days together would even this out" in said
    assert "Too few days to compare" in words.sentence(share(1, 2), share(50, 50), aim=None)
    assert "Nothing" in words.sentence(share(0, 0), share(3, 3), aim=None)


def test_too_few_days_have_no_picture() -> None:
    assert words.bar(share(1, 2), "x").picture is None
    assert words.bar(share(5, 20), "x", aim=0.3).picture is not None


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [(TODAY, TODAY, "22 November 2026"), (TODAY, TODAY + 3, "22 to 25 November 2026"),
     (TODAY, TODAY + 12, "22 November to 4 December 2026"), (TODAY, TODAY + 60, "22 November 2026 to 21 January 2027")],
)  # fmt: skip
def test_a_stay_in_words(since, until, said) -> None:
    assert words.stay(since, until) == said


# Who is likely


def test_who_was_met_lately_comes_before_who_is_close_and_a_weekday_counts() -> None:
    days = {1: {TODAY - 40}, 2: {TODAY - 7}, 3: {TODAY - 6}}
    assert likely(days, {4: 500.0, 1: 1.0, 2: 1.0, 3: 1.0}, today=TODAY) == [2, 3, 4, 1]


def test_who_was_noted_a_moment_ago_comes_first() -> None:
    assert likely({1: {TODAY - 1}}, {1: 0.0, 2: 0.0}, today=TODAY, lately=[2])[0] == 2


# What is typed


def test_ones_own_today_is_the_day_of_now() -> None:
    east = typed({"when": "day", "date": "2026-11-23"}, (), ())
    assert day_typed(east, today=TODAY, local=TODAY + 1) == TODAY
    assert day_typed(typed({"when": "yesterday"}, (), ()), today=TODAY, local=TODAY) == TODAY - 1
    assert day_typed(typed({"when": "day", "date": "20000"}, (), ()), today=TODAY, local=TODAY) is None
    assert day_typed(typed({"when": "day", "date": "9999-01-01"}, (), ()), today=TODAY, local=TODAY) is None


def test_what_was_noted_in_words() -> None:
    assert noted("met", ["Ana", "Jun"], TODAY, today=TODAY) == "Noted: you met Ana and Jun today."
    assert noted("card", ["Ana"], TODAY - 1, today=TODAY) == "Noted: you wrote a card to Ana yesterday."
    assert noted("met", ["Ana"], TODAY + 5, today=TODAY) == "Noted: you will meet Ana on 27 November."
    assert when_words(TODAY - 400, today=TODAY) == "on 18 October 2025"


@given(
    st.dictionaries(
        st.sampled_from(["how", "when", "date", "minutes", "place", "text", "q"]), st.text(max_size=20)
    )
)
def test_whatever_is_typed_is_read(values) -> None:
    form = typed(values, ("a", "a"), (" ", "Zoë"))
    assert form.who == ("a",)
    assert form.new == ("Zoë",)
    day_typed(form, today=TODAY, local=TODAY)


# What is worth a card


@dataclass
class Said:
    text: str
    ours: bool = False
    kind: Any = Kind.EMAIL
    labels: dict[str, float] = field(default_factory=dict)
    emotions: dict[str, float] = field(default_factory=dict)
    tone: str = "neutral"
    at: int | None = 1
    moment: Any = None

    @property
    def reading(self) -> Any:
        return SimpleNamespace(reading=self)


def chosen(*passed: Said) -> list[tuple[str, str]]:
    return [(one.why, one.passed.text) for one in worth_writing(passed, {"thanks": 0.5, "praise": 0.5})]


def test_three_things_each_for_its_own_reason() -> None:
    tea = Said("We sat by the harbour", ours=True, kind=Kind.MEETING)
    thanks = Said("Thank you for the bearing puller", labels={"thanks": 0.9})
    glad = Said("The kiln came out whole today", emotions={"joy": 0.8}, tone="positive")
    last = Said("The last words that they wrote to me, about nothing at all")
    assert chosen(last, tea, thanks, glad) == [
        ("together", tea.text), ("thanks", thanks.text), ("glad", glad.text),
    ]  # fmt: skip
    assert chosen(last, thanks) == [("thanks", thanks.text), ("wrote", last.text)]


def test_nothing_sad_unsure_or_ours_is_passed_off_as_their_joy() -> None:
    sad = Said("The kiln cracked again, alas", emotions={"joy": 0.9}, tone="negative")
    mine = Said("How lovely this all is, dear", ours=True, emotions={"joy": 0.9})
    unsure = Said("Thanks or so, perhaps, who knows", labels={"thanks": 0.3})
    assert [why for why, _ in chosen(sad, mine, unsure)] == ["wrote", "wrote"]
    assert chosen() == [] == chosen(Said("ok"))
