"""No constant in days decides a card: what a person says, decides and weighs, and their rhythm with somebody, change
Today, the circles and what is told of the past."""

import pytest

from mutuals.people.models import Contact
from mutuals.people.services.deeds import help_note
from mutuals.record.kinds import ActName
from mutuals.relate.circles import Circle
from mutuals.relate.models import Nudge
from mutuals.relate.selectors.cards import today_view
from mutuals.relate.selectors.give_and_take import give_and_take
from mutuals.relate.selectors.ties import tie_of
from mutuals.relate.services.declared import declaration_end, declaration_make
from mutuals.relate.services.ledger import ledgers_refresh
from mutuals.relate.services.nudges import nudge_decide, nudge_undo
from mutuals.relate.services.weights import weights_now, weights_set
from tests.relate.mornings import ANA, DAY_MS, KIM, NOW, again, bring, cards, talk

pytestmark = pytest.mark.django_db

TODAY = NOW // DAY_MS
BOTH = [("reconnect", "Ana Silva"), ("reconnect", "Kim Ho")]


@pytest.fixture
def two(ada) -> dict[str, Contact]:
    """Ana and Kim, both of whom Ada wrote with every ten days until a month ago."""
    bring(ada, *talk(ANA, 300, 10, 30), *talk(KIM, 301, 10, 31))
    assert sorted(cards(ada)) == BOTH
    return {one.name.split()[0]: one for one in Contact.objects.exclude(ours=True)}


def test_an_override_changes_today_and_the_circle_from_its_day_on(ada, two):
    before = tie_of(ada, two["Kim"]).circle
    said = declaration_make(
        actor=ada, contact=two["Kim"], about="circle", says="new", instead=str(before), now_ms=NOW,
        reason="we shared a project, and it is over",
    )  # fmt: skip
    again(ada)
    assert cards(ada) == BOTH[:1]
    assert tie_of(ada, two["Kim"]).circle is Circle.NEW is not before
    assert tie_of(ada, two["Kim"], at_day=TODAY).circle is Circle.NEW
    assert tie_of(ada, two["Kim"], at_day=TODAY - 40).circle is before, "what was, was"
    declaration_end(actor=ada, declaration=said, now_ms=NOW)
    again(ada)
    assert sorted(cards(ada)) == BOTH
    assert tie_of(ada, two["Kim"]).circle is before


def test_a_dismissal_changes_today_and_what_it_teaches(ada, two):
    nudge = Nudge.objects.get(kind="reconnect", contact=two["Kim"])
    nudge_decide(actor=ada, nudge=nudge, decision="dismissed", now_ms=NOW)
    assert cards(ada) == BOTH[:1]
    taught = {one.name: one.weight for one in today_view(ada, now_ms=NOW).taught}
    assert taught["reconnect"] < 0
    nudge_undo(actor=ada, nudge=nudge)
    assert sorted(cards(ada)) == BOTH
    assert today_view(ada, now_ms=NOW).taught == ()


def test_a_weight_changes_today_and_the_quarters_behind(ada, two):
    help_note(
        actor=ada,
        contact=two["Ana"],
        act=ActName.HELPED,
        ours=False,
        day=TODAY - 5,
        text="the roof",
        now_ms=NOW,
    )
    again(ada)
    ledgers_refresh(now_ms=NOW)
    (thank,) = Nudge.objects.filter(kind="thank", state="open")
    assert thank.facts["way"] == "card", "what weighs much is thanked for by hand"
    name, taken = "Ana Silva", give_and_take(ada).year.taken
    assert ("thank", name) in cards(ada)
    given = {act.name.lower(): weight for act, weight in weights_now().items()}
    weights_set(actor=ada, values=given | {"helped": 0}, reason="we always do", now_ms=NOW)
    again(ada)
    ledgers_refresh(now_ms=NOW)
    assert ("thank", name) not in cards(ada), "what weighs nothing is no debt"
    assert give_and_take(ada).year.taken == taken - 3
    weights_set(actor=ada, values=given | {"helped": 1}, reason="", now_ms=NOW)
    again(ada)
    ledgers_refresh(now_ms=NOW)
    assert ("thank", name) in cards(ada)
    assert give_and_take(ada).year.taken == taken - 2


def test_a_persons_own_gap_changes_today_and_what_is_told_of_it(ada, two):
    over = Nudge.objects.get(kind="reconnect", contact=two["Kim"]).facts["over"]
    # Older letters come to light: with Kim it always was every fifty days, but for one busy year.
    bring(ada, *talk(KIM, 2800, 50, 310))
    now = dict.fromkeys((name for kind, name in cards(ada) if kind == "reconnect"), True)
    kim = tie_of(ada, two["Kim"])
    assert kim.usual_gap > 10
    assert (TODAY - kim.last_day) / kim.usual_gap < over
    assert now == {"Ana Silva": True}
