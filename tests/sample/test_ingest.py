"""The record takes the sample world in whole, and once."""

import datetime
from collections import Counter

import pytest

from mutuals.as2 import Activity, Actor
from mutuals.record.models import Activity as ActivityRow
from mutuals.record.models import Actor as ActorRow
from mutuals.record.models import Post
from mutuals.record.services.accounts import account_for
from mutuals.record.services.ingest import ingest
from mutuals.sample.world import world

TODAY = datetime.date(2026, 3, 12)
NOW = 1_773_273_600_000
pytestmark = pytest.mark.django_db


def test_all_of_it_goes_in_and_a_second_time_adds_nothing(ada) -> None:
    made = world(TODAY)
    told, news = Counter(), 0
    for account in made.accounts:
        row = account_for(network=account.network, holder=ada)
        counts = ingest(account.items, account=row, now_ms=NOW)
        told["posts"] += sum(isinstance(one, Activity) and one.type == "Create" for one in account.items)
        told["acts"] += sum(isinstance(one, Activity) and one.type != "Create" for one in account.items)
        news += counts.new
    assert Post.objects.filter(state=2).count() == told["posts"]
    assert ActivityRow.objects.exclude(type="Create").count() == told["acts"]
    known = {one.id for account in made.accounts for one in account.items if isinstance(one, Actor)}
    assert ActorRow.objects.filter(uri__in=known).count() > 0.9 * len(known)
    assert news > 9_000
    for account in made.accounts:
        row = account_for(network=account.network, holder=ada)
        again = ingest(account.items, account=row, now_ms=NOW + 1)
        assert again.new == 0, account.network
