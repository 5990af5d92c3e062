"""The page and the document of the first look: what they show, to whom, and when they are made anew."""

import time

import pytest
from django.test import Client

from tests.people import ada, cleo
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
ME = "mailto:ada@house.example"
MIA, TOM = "mailto:mia@one.example", "mailto:tom@one.example"


def letters() -> list[tuple[str, str, int]]:
    """Half a year with Mia, who is answered; Tom wrote a week ago and was not."""
    found = [pair for ago in range(200, 4, -7) for pair in ((MIA, ME, ago), (ME, MIA, ago - 1))]
    return [*found, (ME, TOM, 150), (TOM, ME, 8)]


@pytest.fixture
def lived():
    user = ada()
    bring(user, ME, {MIA: "Mia Lind", TOM: "Tom Abara"}, letters(), now_ms=NOW)
    refreshed(NOW)
    return user


def page(user: object) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get("/first-look")
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_nothing_brought_the_page_says_what_to_bring():
    text = page(ada())
    assert "There is nobody to look at yet" in text
    assert "/bring" in text


def test_the_page_tells_who_waits_with_their_words_and_where_they_open(lived):
    from mutuals.people.models import Contact

    text = page(lived)
    tom = Contact.objects.get(name="Tom Abara")
    day = (NOW - 8 * DAY_MS) // DAY_MS
    assert "1 person waits for a word from you." in text
    assert "Answer Tom Abara." in text
    assert f"/people/{tom.public_id}/days/{day}" in text
    assert "letter" in text
    assert "You answer." in text


def test_a_new_letter_makes_the_look_anew(lived):
    assert "Answer Tom Abara." in page(lived)
    bring(lived, ME, {}, [(ME, TOM, 0)], now_ms=NOW)
    refreshed(NOW + 1)
    assert "Answer Tom Abara." not in page(lived)


def test_nobody_reads_of_anothers_letters(lived):
    text = page(cleo())
    assert "Tom Abara" not in text
    assert "Mia Lind" not in text


def test_what_is_no_longer_shared_is_gone_at_once(lived):
    from mutuals.measure.services.first_look import look_kept
    from mutuals.record.models import Account
    from mutuals.record.services.accounts import account_share

    account, viewer = Account.objects.get(network="mail", holder=lived), cleo()
    account_share(actor=lived, account=account, shared=True)
    refreshed(NOW + 1)
    assert "Tom Abara" in page(viewer)
    account_share(actor=lived, account=account, shared=False)
    assert "Tom Abara" not in page(viewer)
    assert look_kept(viewer, now_ms=NOW).facts["waits"] == []


def test_the_worker_makes_looks_anew_that_somebody_opened(lived):
    from mutuals.measure.jobs import CRON, JOBS
    from mutuals.measure.models import FirstLook

    (run,) = JOBS.values()
    assert set(CRON) == set(JOBS)
    run({})
    assert not FirstLook.objects.exists()
    page(lived)
    before = FirstLook.objects.get(user=lived)
    bring(lived, ME, {}, [(ME, TOM, 0)], now_ms=NOW)
    refreshed(NOW + 1)
    run({})
    after = FirstLook.objects.get(user=lived)
    assert after.made_at > before.made_at
    assert after.facts["waits"] == []


def test_the_document_has_everything_the_page_has(lived):
    import io
    import json

    from mutuals.measure.selectors.first_look import look_document
    from mutuals.measure.services.first_look import look_make
    from mutuals.ui.json import write

    out = io.StringIO()
    write(look_document(lived, look_make(lived, now_ms=NOW)), out)
    told = json.loads(out.getvalue())
    assert [one["name"] for one in told["waits"]] == ["Tom Abara"]
    assert told["answers"]["ours"]["answered"] == 28
    assert told["steps"][0]["people"][0]["name"] == "Tom Abara"
    assert [len(day) for day in told["hours"]["ours"]] == [24] * 7
    assert sum(map(sum, told["hours"]["ours"])) == 29
    assert told["heard"] == ["mail"]
