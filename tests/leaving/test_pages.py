"""The pages of leaving: who may do what, and that each does what it says."""

import io
import json
import zipfile

import pytest
from django.test import Client

from mutuals.leaving.jobs import JOBS
from mutuals.leaving.services.made import MAKE, exports_tidy, folder
from mutuals.people.models import Contact
from mutuals.record.models import Account, Erased
from mutuals.team.models import Job
from mutuals.team.services.users import user_leave
from tests.leaving.test_canary import planted, told
from tests.people import PASSWORD

__all__ = ["planted"]
pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    assert client.login(username=user.username, password=PASSWORD)
    return client


def work():
    """What the worker would do."""
    for job in list(Job.objects.filter(name__startswith="leaving.")):
        JOBS[job.name](job.payload)
        Job.objects.filter(pk=job.pk).delete()


def test_an_export_is_made_fetched_and_removed(ada, cleo, planted, home):
    client = browser(ada)
    assert "Make an export" in client.get("/leaving").content.decode()
    client.post("/leaving/export")
    assert Job.objects.filter(name=MAKE).count() == 1
    assert "being put together" in client.get("/leaving").content.decode()
    work()
    answer = client.get("/leaving/export.zip")
    data = b"".join(answer.streaming_content)
    assert int(answer["Content-Length"]) == len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        assert json.loads(book.read("manifest.json"))["of"] == "Ada Okafor"
    assert browser(cleo).get("/leaving/export.zip").status_code == 404
    client.post("/leaving/remove")
    assert client.get("/leaving/export.zip").status_code == 404


def test_an_export_that_nobody_fetches_goes_after_a_week(ada, home):
    import os

    place = folder() / "x" / "mutuals-export.zip"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"x")
    exports_tidy()
    assert place.exists()
    os.utime(place, (1, 1))
    exports_tidy()
    assert not place.exists()


def test_what_is_held_opens_from_the_persons_page(ada, ben, planted):
    address = f"/people/{planted.public_id}"
    page = browser(ada).get(address).content.decode()
    assert f"{address}/held" in page
    assert f"{address}/erase" in page
    assert f"{address}/erase" not in browser(ben).get(address).content.decode()
    held = browser(ada).get(f"{address}/held").content.decode()
    for title in ("Accounts and addresses", "Notes", "Promises", "Moments", "Posts, mails and messages"):
        assert title in held
    document = json.loads(browser(ada).get(f"{address}/held.json").content)
    assert document["about"] == "Dora"
    assert {"identities", "facts", "posts", "note", "promise", "declaration", "relationship"} <= document[
        "held"
    ].keys()
    assert any(told(json.dumps(row)) for row in document["held"]["posts"])


def test_it_says_what_is_not_in_it_and_how_much_others_hold(ben, planted):
    document = json.loads(browser(ben).get(f"/people/{planted.public_id}/held.json").content)
    others = [one for one in document["not_included"] if "Ada Okafor" in one]
    assert len(others) == 1
    assert "times in touch" in others[0]
    assert not told(json.dumps(document))


def test_the_owner_hands_out_what_those_left_behind_who_left_and_nobody_else_does(ada, ben, cleo, planted):
    from mutuals.leaving.services.about import JSON, about_text
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import Ingest
    from tests.leaving.test_canary import FACE, NOW, Object, Time, create

    theirs = account_for(network="mail", holder=cleo)
    letter = Object(id="mid:cleo@x.example", attributed_to=FACE, to=("mailto:cleo@x.example",), content="velvetgrebe",
                    published=Time(NOW, "s"))  # fmt: skip
    Ingest(account=theirs, now_ms=NOW).write([create(letter)])

    def text(user, everything):
        return about_text(actor=user, contact=planted, name=JSON, now_ms=NOW, everything=everything)

    assert "velvetgrebe" not in text(ada, True), "she is still here and can be asked"
    user_leave(actor=ada, user=cleo)
    assert "velvetgrebe" in text(ada, True)
    assert "velvetgrebe" not in text(ada, False)
    assert "velvetgrebe" not in text(ben, True)
    assert Account.objects.filter(holder=cleo).exists()


def test_erasing_asks_first_says_what_goes_and_takes_them_out_of_sight_at_once(ada, planted):
    client, address = browser(ada), f"/people/{planted.public_id}/erase"
    page = client.get(address).content.decode()
    assert "cannot be undone" in page
    assert "<strong" in page
    assert "note" in page
    assert "Tick the box first" in client.post(address).content.decode()
    assert not Erased.objects.exists()
    assert client.post(address, {"sure": "yes"}).status_code == 302
    assert Erased.objects.exists()
    assert client.get(f"/people/{planted.public_id}").status_code == 404
    work()
    assert not Contact.objects.filter(pk=planted.pk).exists()
    assert not Contact.objects.filter(name="Dora").exists()


@pytest.mark.parametrize("who", ["ben", "cleo"])
def test_whoever_has_no_right_to_erase_is_told_so(planted, who, request):
    client = browser(request.getfixturevalue(who))
    for answer in (
        client.get(f"/people/{planted.public_id}/erase"),
        client.post(f"/people/{planted.public_id}/erase", {"sure": "yes"}),
    ):
        assert answer.status_code == 403
    assert not Erased.objects.exists()


def test_one_of_us_is_not_erased(ada, planted):
    mine = Contact.objects.get(ours=True, holder=ada)
    browser(ada).post(f"/people/{mine.public_id}/erase", {"sure": "yes"})
    assert Contact.objects.filter(pk=mine.pk, deleted_at=None).exists()
