"""Moments noted by hand: what they add to the record, who reads them, and that taking one back leaves no trace."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mutuals.people.models import Contact, Encounter
from mutuals.people.selectors.moments import (
    moment_get,
    moments_between,
    moments_with,
    people_lately,
    places_lately,
)
from mutuals.people.services.contacts import contact_add
from mutuals.people.services.moments import (
    MOST,
    NoMoment,
    moment_add,
    moment_edit,
    moment_happened,
    moment_note,
    moment_undo,
)
from mutuals.record.kinds import Kind
from mutuals.record.models import Dirty, Interaction, TieDay
from mutuals.relate.rungs import Rung
from mutuals.relate.selectors.person import steps_of
from mutuals.relate.selectors.ties import ties_ours
from mutuals.relate.services.ties import ties_refresh
from mutuals.team.permissions import NotAllowed
from tests import people
from tests.relate import mornings as letters

NOW = int(time.time() * 1000)
TODAY = NOW // 86_400_000
TURNS = ((letters.ANA, letters.ME), (letters.ME, letters.ANA))
COLUMNS = ("a", "b", "day", "kind", "scope", "n", "seconds", "share")


def known(user, *names: str) -> list[Contact]:
    return [contact_add(actor=user, name=name, now_ms=NOW) for name in names]


def add(user, contacts, **more) -> Encounter:
    return moment_add(actor=user, contacts=contacts, **{"how": "met", "day": TODAY, "now_ms": NOW, **more})


def tie_days() -> list[tuple[int, ...]]:
    return sorted(TieDay.objects.values_list(*COLUMNS))


def kinds() -> list[tuple[Kind, int]]:
    return sorted(
        (Kind(kind), seconds) for kind, seconds in Interaction.objects.values_list("kind", "seconds")
    )


@pytest.mark.django_db
def test_who_met_met_each_other_too(ada) -> None:
    add(ada, known(ada, "Jun", "Oksana"), seconds=2700)
    assert kinds() == [(Kind.MEETING, 2700)] * 3


@pytest.mark.django_db
def test_a_talk_has_two_sides_with_each_and_none_between_the_others(ada) -> None:
    add(ada, known(ada, "Jun", "Oksana"), how="talked", seconds=600)
    assert kinds() == [(Kind.CALL, 600)] * 4


@pytest.mark.django_db
def test_a_card_and_a_gift_go_one_way(ada) -> None:
    jun, oksana = known(ada, "Jun", "Oksana")
    add(ada, [jun], how="card")
    add(ada, [oksana], how="gift")
    assert kinds() == [(Kind.GIFT, 0), (Kind.CARD, 0)]


@pytest.mark.django_db
def test_a_crowd_is_an_event_and_of_the_others_nobody_knows(ada) -> None:
    add(ada, known(ada, *(f"Guest {n}" for n in range(14))))
    assert kinds() == [(Kind.EVENT, 0)] * 14


@pytest.mark.django_db
def test_a_button_pressed_twice_is_one_moment(ada) -> None:
    (jun,) = known(ada, "Jun")
    first, second = add(ada, [jun], text="the lathe"), add(ada, [jun], text="the lathe")
    assert first.pk == second.pk
    assert len(kinds()) == 1
    add(ada, [jun], text="in the evening, about something else")
    assert len(kinds()) == 2


@pytest.mark.django_db
def test_a_moment_without_words_is_noted_once_a_day(ada) -> None:
    (jun,) = known(ada, "Jun")
    assert moment_note(actor=ada, contact=jun, how="met", day=TODAY, now_ms=NOW)
    assert not moment_note(actor=ada, contact=jun, how="met", day=TODAY, now_ms=NOW)
    assert len(moments_with(ada, jun)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, MOST + 1])
def test_nobody_and_a_multitude_are_no_moment(ada, count) -> None:
    with pytest.raises(NoMoment):
        add(ada, known(ada, *(f"Guest {n}" for n in range(count))))
    assert not Encounter.objects.exists()


@pytest.mark.django_db
def test_a_moment_to_come_counts_once_it_happened(ada) -> None:
    (jun,) = known(ada, "Jun")
    moment = add(ada, [jun], day=TODAY + 3)
    assert moment_get(ada, str(moment.public_id)).planned
    assert tie_days() == []
    assert moments_with(ada, jun) == []
    assert not moment_happened(actor=ada, moment=moment, now_ms=NOW), "its day has not come"
    later = NOW + 3 * 86_400_000
    assert moment_happened(actor=ada, moment=moment, now_ms=later)
    moment.refresh_from_db()
    assert not moment_happened(actor=ada, moment=moment, now_ms=later)
    assert [row[2] for row in tie_days()] == [TODAY + 3]
    assert [one.planned for one in moments_with(ada, jun)] == [False]


@pytest.mark.django_db
def test_a_plan_is_called_off_without_a_trace(ada) -> None:
    moment = add(ada, known(ada, "Jun"), day=TODAY + 3)
    assert moment_undo(actor=ada, moment=moment, now_ms=NOW)
    assert tie_days() == []
    assert moments_between(ada, since=TODAY, until=TODAY + 9) == []


@pytest.mark.django_db
def test_undoing_marks_the_ties_to_be_reckoned_again(ada) -> None:
    moment = add(ada, known(ada, "Jun"))
    Dirty.objects.all().delete()
    assert moment_undo(actor=ada, moment=moment, now_ms=NOW)
    assert not moment_undo(actor=ada, moment=moment, now_ms=NOW)
    assert Dirty.objects.count() == 1


@pytest.mark.django_db
def test_words_are_their_writers_until_shared(ada, ben, cleo) -> None:
    (jun,) = known(ada, "Jun")
    Contact.objects.update(holder=None)
    from mutuals.record.models import ActorSighting

    moment = add(ada, [jun], text="about his father", place="at the harbour")
    ActorSighting.objects.create(actor=moment.people.get().actor, account=0)
    assert [one.text for one in moments_with(ada, jun)] == ["about his father"]
    for other in (ben, cleo):
        assert moments_with(other, jun) == [] == moments_between(other, since=0, until=TODAY)
        with pytest.raises(Encounter.DoesNotExist):
            moment_get(other, str(moment.public_id))
        assert people_lately(other) == [] == places_lately(other)
    moment_edit(actor=ada, moment=moment, text="about his father", place="at the harbour", shared=True)
    (seen,) = moments_with(cleo, jun)
    assert (seen.text, seen.author, seen.own) == ("about his father", "Ada Okafor", False)


@pytest.mark.django_db
def test_of_a_shared_moment_only_people_one_knows_are_named(ada, ben) -> None:
    add(ada, known(ada, "Jun", "Oksana"), shared=True)
    assert moments_between(ben, since=0, until=TODAY) == []


@pytest.mark.django_db
def test_only_who_may_change_people_notes_and_only_the_writer_takes_back(ada, ben, cleo) -> None:
    (jun,) = known(ada, "Jun")
    with pytest.raises(NotAllowed):
        add(cleo, [jun])
    moment = add(ada, [jun], shared=True)
    for act in (
        lambda: moment_undo(actor=ben, moment=moment, now_ms=NOW),
        lambda: moment_edit(actor=ben, moment=moment, text="", place="", shared=False),
        lambda: moment_happened(actor=ben, moment=moment, now_ms=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert len(kinds()) == 1


HOWS = ("met", "talked", "card", "gift")
NOTED = st.tuples(
    st.sets(st.integers(0, 3), min_size=1), st.sampled_from(HOWS), st.integers(TODAY - 3, TODAY + 1),
    st.sampled_from([0, 600]), st.sampled_from(["", "a word"]),
)  # fmt: skip


class Undoing(TestCase):
    """Whatever is noted and taken back in whatever order: what is left is what was kept, as if noted afresh."""

    @settings(max_examples=25)
    @given(st.lists(st.tuples(NOTED, st.booleans()), max_size=8), st.randoms(use_true_random=False))
    def test_what_is_left_is_as_if_the_rest_had_never_been(self, noted, chance) -> None:
        ada = people.ada()
        guests = known(ada, "Jun", "Oksana", "Thabo", "Linh")
        made = []
        for (who, how, day, seconds, text), keep in noted:
            contacts = [guests[one] for one in sorted(who)]
            more = {"how": how, "day": day, "seconds": seconds, "text": text}
            made.append((add(ada, contacts, **more), contacts, more, keep))
        kept_at_all = {moment.pk for moment, *_, keep in made if keep}
        gone = [moment for moment, *_ in made if moment.pk not in kept_at_all]
        chance.shuffle(gone)
        for moment in gone:
            moment_undo(actor=ada, moment=moment, now_ms=NOW)
        left, rows = tie_days(), kinds()
        for moment, *_ in made:
            moment_undo(actor=ada, moment=moment, now_ms=NOW)
        assert tie_days() == []
        assert kinds() == []
        for moment, contacts, more, _ in made:
            if moment.pk in kept_at_all:
                add(ada, contacts, **more)
        assert (tie_days(), kinds()) == (left, rows)


@pytest.mark.django_db
def test_something_done_together_is_the_last_step_opens_its_day_and_goes_with_it(ada) -> None:
    jun, oksana = known(ada, "Jun", "Oksana")
    add(ada, [jun], day=TODAY - 9)
    add(ada, [oksana], day=TODAY - 9)
    made = add(ada, [jun], how="did", day=TODAY - 3)
    ties_refresh(now_ms=NOW)
    rung_of = {one.name: one.rung for one in ties_ours(ada)}
    assert rung_of == {"Jun": Rung.TOGETHER, "Oksana": Rung.MET}
    last = steps_of(ada, jun)[-1]
    assert (last.rung, (last.at_ms or 0) // 86_400_000) == (Rung.TOGETHER, TODAY - 3)
    assert len(last.evidence) == 1
    moment_undo(actor=ada, moment=made, now_ms=NOW)
    ties_refresh(now_ms=NOW)
    assert {one.name: one.rung for one in ties_ours(ada)}["Jun"] == Rung.MET
    assert steps_of(ada, jun)[-1].rung == Rung.MET


@pytest.mark.django_db
def test_something_done_together_is_found_behind_all_that_came_before(ada, monkeypatch) -> None:
    monkeypatch.setattr("mutuals.relate.selectors.person.EARLIEST", 6)
    letters.bring(ada, *(letters.mail(one, *TURNS[one % 2], 60 - one, "Hello") for one in range(20)))
    ana = Contact.objects.get(name="Ana Silva")
    add(ada, [ana], day=TODAY - 9)
    add(ada, [ana], how="did", day=TODAY - 3)
    last = steps_of(ada, ana)[-1]
    assert (last.rung, (last.at_ms or 0) // 86_400_000) == (Rung.TOGETHER, TODAY - 3)


@pytest.mark.django_db
def test_what_somebody_else_did_together_is_no_step_of_mine(ada, ben) -> None:
    jun = known(ada, "Jun")[0]
    add(ada, [jun], day=TODAY - 3)
    moment_add(actor=ben, contacts=[jun], how="did", day=TODAY - 3, now_ms=NOW)
    ties_refresh(now_ms=NOW)
    assert steps_of(ada, jun)[-1].rung == Rung.MET
