"""Trust and strain from the record: counted of what the viewer reads, shown with its posts, and kept out of Today."""

import time

import pytest
from django.test import Client

from mutuals.as2 import Activity, Actor, Object, Time
from mutuals.people.models import Contact, Promise
from mutuals.people.services.moments import moment_note
from mutuals.record.services.accounts import account_for, own_add
from mutuals.record.services.ingest import ingest
from mutuals.record.services.readings import readings_make
from mutuals.record.services.turns import Turns
from mutuals.relate.models import Nudge
from mutuals.relate.selectors.sights import sights_of
from mutuals.relate.selectors.trust import evidence_of, strain_of, strains_of
from mutuals.relate.services.declared import declaration_end, declaration_make
from mutuals.relate.services.nudges import nudges_refresh
from mutuals.relate.trust import suggested
from tests.record.reader import MadeUp
from tests.relate.letters import DAY_MS, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME, HER, HIM = "mailto:ada@house.example", "mailto:mia@one.example", "mailto:tom@one.example"


def mail(number: int, sender: str, receiver: str, ago: int, text: str) -> Activity:
    at = Time(NOW - ago * DAY_MS, "s")
    note = Object(
        id=f"mid:{number}@small.example", attributed_to=sender, content=text, to=(receiver,), published=at
    )
    return Activity(id=f"{note.id}#create", actor=sender, object=note, published=at, to=note.to)


def wrote(user, mails) -> None:
    """Mails as (from, to, days ago, words), read by the made-up reader."""
    account = account_for(network="mail", holder=user)
    start = abs(hash(str(mails))) % 10**9
    items = [Actor(id=HER, name="Mia Lind"), Actor(id=HIM, name="Tom Abara"), Actor(id=ME, name=user.name)]
    ingest([*items, *(mail(start + n, *one) for n, one in enumerate(mails))], account=account, now_ms=NOW)
    own_add(account=account, uri=ME, sure=True, evidence="a test says so")
    readings_make(MadeUp(), turns=Turns("tests", lambda: NOW), clock=lambda: NOW)
    refreshed(NOW)


def contact(name: str) -> Contact:
    return Contact.objects.get(name=name)


@pytest.fixture
def hard(ada) -> Contact:
    wrote(ada, [
        (HER, ME, 20, "it is broken, the first one"), (HER, ME, 10, "broken again, the second one"),
        (HIM, ME, 20, "a calm letter"), (ME, HIM, 15, "another"), (HIM, ME, 3, "it is broken here too"),
    ])  # fmt: skip
    return contact("Mia Lind")


def test_two_complaints_to_us_strain_it_and_the_page_shows_them(hard, ada) -> None:
    found = strain_of(ada, hard, now_ms=NOW)
    assert (found.strained, found.declared, len(found.posts)) == (True, "", 2)
    assert not strain_of(ada, contact("Tom Abara"), now_ms=NOW).strained
    both = strains_of(ada, [hard.pk, contact("Tom Abara").pk], now_ms=NOW)
    assert [one.strained for one in both.values()] == [True, False]
    assert both[hard.pk] == found
    client = Client()
    client.force_login(ada)
    page = client.get(f"/people/{hard.public_id}").content.decode()
    assert "It may be strained" in page
    assert page.index("broken again") < page.index("the first one")


def test_it_is_for_nobody_else(hard, ben, cleo) -> None:
    for other in (ben, cleo):
        assert strain_of(other, hard, now_ms=NOW).posts == ()


def test_a_warm_answer_of_ours_mends_it(hard, ada) -> None:
    wrote(ada, [(ME, HER, 5, "thanks for telling me, I mend it today")])
    assert not strain_of(ada, hard, now_ms=NOW).strained


def test_ones_own_word_stands_over_the_rule_both_ways(hard, ada) -> None:
    tom = contact("Tom Abara")
    said = {"about": "strained", "instead": "", "now_ms": NOW}
    over = declaration_make(actor=ada, contact=hard, says="no", **said)
    declaration_make(actor=ada, contact=tom, says="yes", **said)
    found = strains_of(ada, [hard.pk, tom.pk], now_ms=NOW)
    assert (found[hard.pk].strained, found[hard.pk].posts != ()) == (False, True)
    assert found[tom.pk].strained
    declaration_end(actor=ada, declaration=over, now_ms=NOW + 1)
    assert strain_of(ada, hard, now_ms=NOW).strained


def test_today_suggests_nothing_to_whom_we_guard_or_where_it_is_strained(hard, ada) -> None:
    tom = contact("Tom Abara")
    declaration_make(actor=ada, contact=tom, about="trust", says="guarded", instead="known", now_ms=NOW)
    sights = {one.contact: one for one in sights_of(ada, [hard.pk, tom.pk], now_ms=NOW)}
    assert (sights[hard.pk].strained, sights[hard.pk].guarded) == (True, False)
    assert (sights[tom.pk].strained, sights[tom.pk].guarded) == (False, True)


def test_a_word_on_trust_changes_the_cards_at_once(ada) -> None:
    gone = [(pair, day) for day in range(60, 200, 6) for pair in ((HER, ME), (ME, HER))]
    wrote(ada, [(*pair, day, "a letter") for pair, day in gone])
    mia = contact("Mia Lind")
    nudges_refresh(ada, now_ms=NOW)
    open_ones = Nudge.objects.filter(user=ada, contact=mia, state="open")
    assert "reconnect" in set(open_ones.values_list("kind", flat=True))
    said = declaration_make(
        actor=ada, contact=mia, about="trust", says="guarded", instead="known", now_ms=NOW
    )
    assert "reconnect" not in set(open_ones.values_list("kind", flat=True))
    declaration_end(actor=ada, declaration=said, now_ms=NOW + 1)
    assert "reconnect" in set(open_ones.values_list("kind", flat=True))


def test_the_evidence_is_counted_and_the_page_opens_each_count(ada) -> None:
    wrote(ada, [(*pair, day, "a letter") for day in range(0, 900, 20) for pair in ((HER, ME), (ME, HER))])
    mia = contact("Mia Lind")
    for day in (TODAY - 5, TODAY - 50, TODAY - 90):
        moment_note(actor=ada, contact=mia, how="met", day=day, now_ms=NOW)
    told = {"contact": mia, "ours": False, "text": "the drawing", "at": NOW}
    Promise.objects.create(author=ada, kept_at=NOW, **told)
    Promise.objects.create(author=ada, due=TODAY - 9, **told)
    found = evidence_of(ada, mia, today=TODAY)
    assert (found.private_out, found.private_in, found.met) == (45, 45, 3)
    assert (found.kept, found.broken) == (1, 1)
    assert 2.3 < found.years < 2.5
    client = Client()
    client.force_login(ada)
    page = client.get(f"/people/{mia.public_id}").content.decode()
    assert "45 days with private words both ways" in page
    assert "met on 3 days" in page
    assert f"evidence suggests {suggested(found)}" in page


def test_what_somebody_else_noted_privately_counts_for_them_alone(hard, ada, ben) -> None:
    Promise.objects.create(contact=hard, author=ada, ours=False, text="the key", at=NOW, kept_at=NOW)
    assert evidence_of(ada, hard, today=TODAY).kept == 1
    assert evidence_of(ben, hard, today=TODAY).kept == 0
    Promise.objects.update(shared=True)
    assert evidence_of(ben, hard, today=TODAY).kept == 1
