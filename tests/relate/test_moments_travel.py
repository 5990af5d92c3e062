"""A moment that came from another home is taken back as one's own: its rows bear the actors of that home."""

import time

import pytest

from mutuals.people.models import Encounter, EncounterWith, Match
from mutuals.people.services.contacts import contact_add
from mutuals.people.services.moments import moment_undo
from mutuals.people.services.refresh import contact_ours
from mutuals.record.kinds import Kind
from mutuals.record.models import Actor, Interaction, TieDay
from mutuals.record.services.accounts import account_for
from mutuals.record.services.hand import HandRow, interactions_add

NOW = int(time.time() * 1000)


@pytest.mark.django_db
def test_it_is_taken_back_by_the_actor_of_the_home_before(ada) -> None:
    jun, day = contact_add(actor=ada, name="Jun", now_ms=NOW), NOW // 86_400_000
    mine, theirs = (
        Actor.objects.create(uri=f"tag:x.mutuals.invalid,2026:hand/{one}", type="Person", network="hand").pk
        for one in ("me", "jun")
    )
    for actor, contact in ((mine, contact_ours(ada, now_ms=NOW)), (theirs, jun)):
        Match.objects.create(
            actor=actor, contact=contact, evidence="", confidence=1.0, decided_by="export", at=NOW
        )
    account = account_for(network="hand", holder=ada)
    interactions_add(rows=[HandRow(mine, theirs, Kind.MEETING, day, 600)], account=account)
    moment = Encounter.objects.create(author=ada, how="met", day=day, seconds=600, at=NOW)
    EncounterWith.objects.create(encounter=moment, contact=jun, actor=theirs)
    assert moment_undo(actor=ada, moment=moment, now_ms=NOW)
    assert not Interaction.objects.exists()
    assert not TieDay.objects.exists()
