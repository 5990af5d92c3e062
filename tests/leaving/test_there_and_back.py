"""An export brought into an empty home gives the same record, the same people and the same relationships."""

import datetime
import json
import shutil

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings

from mutuals.leaving.services.export import export_make
from mutuals.people.models import Contact, Match
from mutuals.record.kinds import State
from mutuals.record.models import TieDay
from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import Ingest
from mutuals.relate.selectors.ties import ties_ours
from mutuals.sources.models import ImportReject
from mutuals.sources.services.imports import import_add, import_run
from mutuals.team.place import elsewhere
from tests.record.worlds import canonical, empty, small
from tests.sizes import amount

NOW = 1_700_000_000_000
pytestmark = pytest.mark.django_db
slowly = settings(
    max_examples=amount(25, 1000),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
KEPT = ("posts", "texts", "facts", "joined", "interactions", "tie days", "rooms", "found")


def brought(user, path):
    """Reads an export as the worker would."""
    run = import_run(import_add(actor=user, path=path), clock=lambda: NOW)
    assert list(ImportReject.objects.filter(run=run).values_list("file", "reason")) == []
    return run


@slowly
@given(items=small(), others=small())
def test_the_record_comes_back_as_it_was(ada, tmp_path, items, others):
    mail, chats = (account_for(network=one, holder=ada) for one in ("mail", "whatsapp"))
    empty()
    Ingest(account=mail, now_ms=NOW).write(items)
    Ingest(account=chats, now_ms=NOW).write(others)
    was = told_of()
    shutil.rmtree(tmp_path / "export", ignore_errors=True)
    export_make(actor=ada, path=tmp_path / "export", now_ms=NOW)
    empty()
    brought(ada, tmp_path / "export")
    now = told_of()
    differ = {
        part: (gone(was[part], now[part]), gone(now[part], was[part]))
        for part in KEPT
        if now[part] != was[part]
    }
    assert differ == {}


def told_of():
    """The record in words, without posts that are known by nothing but what others said or took back: whatever came of
    them stands with these others."""
    found = canonical()
    found["posts"] = [row for row in found["posts"] if row[1] != State.STUB]
    return found


def gone(before, after):
    """What is in one list and not in the other."""
    if isinstance(before, dict):
        return {key: value for key, value in before.items() if after.get(key) != value}
    return [one for one in before if one not in after]


TODAY = datetime.date(2026, 3, 12)
NOON = 1_773_273_600_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory, django_db_setup, django_db_blocker):
    """Mara's world, an export of it, and an empty home that took the export up: (world, home, export)."""
    from django.conf import settings as here

    from mutuals.around.services.world import heroine, world_make
    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.models import User

    folder, was = tmp_path_factory.mktemp("sample"), here.MUTUALS_HOME
    with django_db_blocker.unblock():
        here.MUTUALS_HOME = folder
        world = world_make(TODAY)
        with elsewhere(world):
            written(heroine())
            export_make(actor=heroine(), path=folder / "export.zip", now_ms=NOON)
        with elsewhere(folder / "new.db"):
            call_command("migrate", verbosity=0, interactive=False)
            noor = User.objects.create_user("noor", None, name="Noor", role="owner", joined_at=NOON)
            run = import_run(import_add(actor=noor, path=folder / "export.zip"), clock=lambda: NOON)
            assert not ImportReject.objects.filter(run=run).exists()
            ties_refresh(now_ms=NOON)
        here.MUTUALS_HOME = was
    return world, folder / "new.db", folder / "export.zip"


def written(user):
    """Something of every kind that people write, beside what Mara has."""
    from mutuals.people import models as p
    from mutuals.relate import models as r

    one, other = list(p.Contact.objects.filter(ours=False, merged_into=None).order_by("pk")[:2])
    text = {"author": user, "at": NOON}
    p.Promise.objects.create(contact=one, ours=True, text="the loaf recipe", due=20_000, **text)
    p.Aim.objects.create(contact=one, text="open a second stall", **text)
    p.ShelfItem.objects.create(kind="skill", title="Sourdough", **text)
    p.Occasion.objects.create(contact=one, title="birthday", month=5, day=3, **text)
    met = p.Encounter.objects.create(how="met", text="at the mill", day=20_000, **text)
    p.EncounterWith.objects.create(encounter=met, contact=one)
    p.EncounterWith.objects.create(encounter=met, contact=other)
    p.Trip.objects.create(place="Ghent", since=20_001, until=20_003, **text)
    mine = {"user": user, "at": NOON}
    r.Declaration.objects.create(
        contact=one, about="trust", says="trusted", reason="she kept my keys", **mine
    )
    r.PlanFor.objects.get_or_create(plan=r.Plan.objects.get(user=user), contact=one)
    r.Nudge.objects.create(kind="thank", contact=one, other=other, key="k", facts={"post": "00ff"}, **mine)
    r.Introduction.objects.create(a=one, b=other, reason="both bake", facts={}, **mine)
    r.Outcome.objects.create(contact=other, kind="referral", text="sent a cousin", day=20_000, **mine)
    r.Weights.objects.create(values={"thanked": 1.0}, **mine)


def facts():
    """All that must come back, in words that hold nothing of this database's own numbers."""
    from mutuals.record.models import Account, Actor, Identifier, Interaction

    uri = dict(Actor.objects.values_list("pk", "uri"))
    place = {0: "public"} | {one.pk: f"{one.network}/{one.title}" for one in Account.objects.all()}
    rows = TieDay.objects.values_list("a", "b", "day", "kind", "scope", "n", "seconds", "share")
    noted = Interaction.objects.filter(post=None, activity=None)
    return {
        "tie days": sorted((uri[a], uri[b], day, kind, place[scope], *rest) for a, b, day, kind, scope, *rest in rows),
        "noted": sorted((uri[one.a], uri[one.b], one.kind, one.at or 0, one.seconds) for one in noted),
        "handles": sorted(
            (uri[one.actor], one.value)
            for one in Identifier.objects.filter(scheme="handle")
        ),
        "contacts": sorted(
            (str(one.public_id), one.name, one.kind, one.ours, str(one.merged_into and one.merged_into.public_id))
            for one in Contact.objects.select_related("merged_into")
            if not one.ours
        ),
        "matches": sorted(
            (uri[one.actor], str(one.contact.public_id), one.evidence)
            for one in Match.objects.filter(ended_at=None, contact__ours=False).select_related("contact")
        ),
    }  # fmt: skip


@pytest.mark.slow
def test_the_tie_days_of_the_sample_world_come_back_row_by_row(sample):
    with elsewhere(sample[0]):
        was = facts()
    with elsewhere(sample[1]):
        now = facts()
    assert len(was["tie days"]) > 3_000
    assert {
        part: (gone(was[part], now[part])[:3], gone(now[part], was[part])[:3]) for part in was
    } == dict.fromkeys(was, ([], []))


@pytest.mark.slow
def test_depth_and_circle_of_everybody_in_the_sample_world_come_back(sample):
    def ties(path):
        with elsewhere(path):
            from mutuals.team.models import User

            return {row.contact: row for row in ties_ours(User.objects.get(role="owner"))}

    was, now = ties(sample[0]), ties(sample[1])
    assert was.keys() == now.keys()
    assert len(was) > 50
    assert max(abs(was[one].depth - now[one].depth) for one in was) < 1e-9
    for one in was:
        assert (was[one].circle, was[one].rung, was[one].last, was[one].days_active) == (
            now[one].circle, now[one].rung, now[one].last, now[one].days_active,
        ), was[one].name  # fmt: skip


@pytest.mark.slow
def test_what_was_written_in_the_sample_world_comes_back(sample):
    from mutuals.people.services.kept import MODELS
    from mutuals.relate.services.ties import KEPT as OURS

    def told(path):
        with elsewhere(path):
            from mutuals.people.selectors.told import contacts_taken, rows_told
            from mutuals.team.models import User

            user = User.objects.get(role="owner")
            contacts = contacts_taken(user)
            found = {}
            for model in (*MODELS, *OURS):
                rows = [
                    json.dumps(row, sort_keys=True, default=str)
                    for row in rows_told(user, model=model, known=contacts)
                ]
                found[model.__name__] = sorted(row.replace('"mara"', '"noor"') for row in rows)
            return found

    was, now = told(sample[0]), told(sample[1])
    assert [name for name, rows in was.items() if not rows] == ["Exclusion", "Deed"]
    assert {name: (gone(was[name], now[name]), gone(now[name], was[name])) for name in was} == {
        name: ([], []) for name in was
    }


@pytest.mark.slow
def test_bringing_it_once_more_adds_nothing(sample, monkeypatch):
    from django.conf import settings as here

    from mutuals.relate.services.ties import ties_refresh
    from mutuals.team.models import User

    monkeypatch.setattr(here, "MUTUALS_HOME", sample[2].parent)
    with elsewhere(sample[1]):
        was = facts()
        noor = User.objects.get(role="owner")
        run = import_run(import_add(actor=noor, path=sample[2]), clock=lambda: NOON)
        ties_refresh(now_ms=NOON)
        assert run.new == 0
        assert facts() == was
