"""What gives a reason for a card and what does not: silence in one's own gaps, waiting, thanks, promises, limits."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.relate.circles import Circle
from mutuals.relate.reasons import DAY_MS, DEBTS, UNANSWERED, Asked, Day, Due, Gave, NudgeKind, Sight, reasons
from mutuals.relate.rungs import Rung

TODAY = 20_000
NOW = TODAY * DAY_MS + DAY_MS // 2
SEASON = "2024Q4"
ANA = Sight(
    7, "ana", circle=Circle.CLOSE, rung=int(Rung.CONVERSED), depth_out=4.0, depth_in=4.0, days=40,
    first_day=TODAY - 700, last_day=TODAY - 5, last_in=TODAY - 5, gap=6.0, over=5 / 6,
)  # fmt: skip


def kinds(sight: Sight, **more: object) -> list[NudgeKind]:
    return [one.kind for one in reasons(replace(sight, **more), now_ms=NOW, season=SEASON)]


def silent(days: int, gap: float) -> dict[str, object]:
    return {"last_day": TODAY - days, "last_in": TODAY - days, "gap": gap, "over": days / gap}


def test_somebody_in_rhythm_gives_no_reason():
    assert kinds(ANA, rung=int(Rung.MET)) == []


@pytest.mark.parametrize("gap", [1.0, 6.0, 30.0, 120.0])
def test_silence_is_measured_in_their_own_gaps(gap):
    met = {"rung": int(Rung.MET)}
    assert kinds(ANA, **met, **silent(int(gap * 2), gap)) == []
    assert kinds(ANA, **met, **silent(int(gap * 2) + 1, gap)) == [NudgeKind.RECONNECT]


def test_whoever_is_outside_the_circles_is_not_to_be_reconnected():
    assert NudgeKind.RECONNECT not in kinds(ANA, circle=Circle.NEW, **silent(100, 6.0))


def test_a_question_waits_and_the_longer_the_more():
    asked = (Asked("p1", NOW - DAY_MS, 3),)
    long_ago = (Asked("p1", NOW - 20 * DAY_MS, 3),)
    fresh, old = (
        next(one for one in reasons(replace(ANA, asked=one), now_ms=NOW, season=SEASON) if one.kind in DEBTS)
        for one in (asked, long_ago)
    )
    assert fresh.kind is NudgeKind.ANSWER
    assert fresh.worth < old.worth < 1


def test_who_asked_twice_is_one_card_about_the_latest_that_waits_since_the_first():
    asked = (Asked("first", NOW - 9 * DAY_MS, 3), Asked("second", NOW - DAY_MS, 3))
    (one,) = [r for r in reasons(replace(ANA, asked=asked), now_ms=NOW, season=SEASON) if r.kind in DEBTS]
    assert (one.key, one.since, one.facts["asked"]) == ("second", NOW - 9 * DAY_MS, 2)


def test_thanks_for_great_help_are_said_by_card_or_voice():
    gave = (Gave("helped", NOW - DAY_MS, "i1", weight=3.0),)
    ways = {
        step: next(
            one.facts["way"]
            for one in reasons(replace(ANA, gave=gave, rung=int(step)), now_ms=NOW, season=SEASON)
            if one.kind is NudgeKind.THANK
        )
        for step in (Rung.REPLIED, Rung.MET)
    }
    assert ways == {Rung.REPLIED: "card", Rung.MET: "call"}


@given(st.floats(0, 20), st.floats(0, 20))
def test_what_weighs_more_is_thanked_for_sooner_and_what_weighs_nothing_is_not(one, other):
    def worth(weight: float) -> float:
        gave = (Gave("endorsed", NOW - DAY_MS, "i1", weight=weight),)
        found = reasons(replace(ANA, gave=gave), now_ms=NOW, season=SEASON)
        return max((one.worth for one in found if one.kind is NudgeKind.THANK), default=0.0)

    assert (worth(one) == 0) == (one == 0)
    assert (worth(one) <= worth(other)) or one > other
    assert worth(one) < 1


def test_our_promise_comes_the_day_before_and_theirs_once_its_day_is_over():
    ours = Due("a", True, NOW - 9 * DAY_MS, TODAY + 1)
    theirs = Due("b", False, NOW - 9 * DAY_MS, TODAY - 1)
    assert kinds(ANA, promises=(ours,)).count(NudgeKind.PROMISE) == 1
    assert kinds(ANA, promises=(replace(ours, by=TODAY + 2),)).count(NudgeKind.PROMISE) == 0
    assert kinds(ANA, promises=(theirs,)).count(NudgeKind.PROMISE) == 1
    assert kinds(ANA, promises=(replace(theirs, by=TODAY),)).count(NudgeKind.PROMISE) == 0


def test_a_promise_without_a_day_waits_for_one_of_their_usual_gaps():
    due = Due("a", True, NOW - 5 * DAY_MS, None)
    assert NudgeKind.PROMISE not in kinds(ANA, promises=(due,))
    assert NudgeKind.PROMISE in kinds(ANA, promises=(replace(due, at=NOW - 7 * DAY_MS),))


def test_three_tries_without_an_answer_end_all_suggestions_but_not_debts_nor_birthdays():
    quiet = silent(90, 6.0)
    birthday = (Day("k", "birthday", TODAY + 1),)
    assert NudgeKind.RECONNECT in kinds(ANA, unanswered=UNANSWERED - 1, **quiet)
    found = kinds(
        ANA, unanswered=UNANSWERED, asked=(Asked("p", NOW - DAY_MS, 3),), occasions=birthday, **quiet
    )
    assert found == [NudgeKind.ANSWER, NudgeKind.CONGRATULATE]


@pytest.mark.parametrize("mark", ["strained", "guarded"])
def test_nothing_is_suggested_of_whom_is_strained_or_guarded_though_debts_stand(mark):
    everything = {
        "asked": (Asked("p", NOW - DAY_MS, 3),), "moments": ((TODAY - 9, "meeting"),) * 3,
        "occasions": (Day("k", "birthday", TODAY),), **silent(90, 6.0), mark: True,
    }  # fmt: skip
    assert kinds(ANA, **everything) == [NudgeKind.ANSWER]


def test_somebody_back_after_a_silence_long_for_them_is_welcomed():
    assert NudgeKind.WELCOME in kinds(ANA, gap_before=60)
    assert NudgeKind.WELCOME not in kinds(ANA, gap_before=20)
    assert NudgeKind.WELCOME not in kinds(ANA, gap_before=60, asked=(Asked("p", NOW, 3),)), (
        "they are answered"
    )


def test_appreciation_is_for_those_close_to_whom_nothing_is_owed():
    moments = ((TODAY - 40, "meeting"), (TODAY - 80, "gift"), (TODAY - 200, "call"))
    assert NudgeKind.APPRECIATE in kinds(ANA, moments=moments)
    assert NudgeKind.APPRECIATE not in kinds(ANA, moments=moments[:2])
    assert NudgeKind.APPRECIATE not in kinds(ANA, moments=moments, circle=Circle.FAMILIAR)
    assert NudgeKind.APPRECIATE not in kinds(ANA, moments=moments, asked=(Asked("p", NOW, 3),))


def test_many_words_and_never_met_and_where_we_only_talk():
    assert NudgeKind.MEET in kinds(ANA)
    assert NudgeKind.LISTEN in kinds(ANA, depth_in=0.5, depth_out=9.0)
    assert NudgeKind.LISTEN not in kinds(ANA, depth_in=3.0, depth_out=9.0)


@given(
    gap=st.floats(0.5, 400), days=st.integers(0, 4000), unanswered=st.integers(0, 9),
    circle=st.sampled_from(list(Circle)), into=st.floats(0, 50), out=st.floats(0, 50),
)  # fmt: skip
def test_every_reason_has_a_key_a_worth_between_0_and_1_and_one_of_its_kind(
    gap, days, unanswered, circle, into, out
):
    sight = replace(
        ANA, circle=circle, unanswered=unanswered, depth_in=into, depth_out=out, gap_before=days,
        asked=(Asked("p", NOW - days * DAY_MS, 3),), **silent(days, gap),
    )  # fmt: skip
    found = reasons(sight, now_ms=NOW, season=SEASON)
    assert all(one.key and 0 < one.worth < 1 and one.contact == sight.contact for one in found)
    assert len({one.kind for one in found}) == len(found)
