"""The stored ties are what the readable definition says of the record's tie days, today and on any past day."""

import random

import pytest

from mutuals.as2 import Activity, Actor, Object, Time
from tests.people import ada, cleo

pytestmark = pytest.mark.django_db

DAY_MS = 86_400_000
TODAY = 20_000
ME = "mailto:ada@house.example"
ALSO_ME = "mailto:ada@work.example"


def mail(number: int, sender: str, to: list[str], day: int, *, cc: tuple[str, ...] = ()) -> list[object]:
    """One mail on a day, with the actors it needs."""
    note = Object(
        id=f"mid:{number}@world.example",
        attributed_to=sender,
        content=f"letter {number}",
        to=tuple(to),
        cc=cc,
        published=Time(day * DAY_MS + 1000 * (number % 80_000), "s"),
    )
    made = Activity(id=f"{note.id}#create", actor=sender, object=note, published=note.published, to=note.to)
    return [*(Actor(id=one) for one in (sender, *to, *cc)), made]


def world(seed: int, letters: int = 250) -> list[object]:
    """A year of letters among Ada (two addresses) and a dozen others, some among themselves."""
    rnd = random.Random(seed)
    others = [f"mailto:p{i}@world.example" for i in range(12)]
    items: list[object] = []
    for number in range(letters):
        sender, receiver = rnd.choice([ME, ALSO_ME, rnd.choice(others)]), rnd.choice(others)
        if sender.startswith("mailto:p") and rnd.random() < 0.6:
            receiver = rnd.choice([ME, ALSO_ME])
        if sender != receiver:
            copied = (rnd.choice(others),) if rnd.random() < 0.2 else ()
            items += mail(number, sender, [receiver], TODAY - rnd.randrange(400), cc=copied)
    return items


def bring(user: object, items: list[object]) -> object:
    """Ingests items for the user's mail account and says that both addresses are theirs."""
    from mutuals.record.services.accounts import account_for, own_add
    from mutuals.record.services.ingest import ingest

    account = account_for(network="mail", holder=user)
    ingest(items, account=account, now_ms=TODAY * DAY_MS)
    for uri in (ME, ALSO_ME):
        own_add(account=account, uri=uri, sure=True, evidence="a test says so")
    return account


def readable(items: list[object], at: int) -> dict[str, float]:
    """Depth with each other person by the plain definition, from the letters themselves."""
    from mutuals.record.kinds import Kind
    from mutuals.relate.ties import TieDay, tie

    rows: dict[str, list[TieDay]] = {}
    for item in items:
        if not isinstance(item, Activity) or not isinstance(item.object, Object):
            continue
        post, day = item.object, item.object.published.ms // DAY_MS
        if day > at:
            continue
        addressed = [(one, 100) for one in post.to] + [(one, 50) for one in post.cc]
        for other, share in addressed:
            ends = {post.attributed_to in (ME, ALSO_ME), other in (ME, ALSO_ME)}
            if ends != {True, False} or other == post.attributed_to:
                continue
            out = post.attributed_to in (ME, ALSO_ME)
            who = other if out else post.attributed_to
            a, b = (1, 2) if out else (2, 1)
            rows.setdefault(who, []).append(TieDay(a, b, day, Kind.EMAIL, 1, 0, share))
    return {who: tie(days, at=at).depth for who, days in rows.items()}


def stored(user: object, *, at_day: int | None = None) -> dict[str, float]:
    """Depth by the person's address, as the selector gives it."""
    from mutuals.people.models import Contact
    from mutuals.people.selectors.contacts import identities
    from mutuals.relate.selectors.ties import ties_ours

    found = {}
    for row in ties_ours(user, at_day=at_day):
        uris = [one.uri for one in identities(user, Contact.objects.get(pk=row.pk))]
        found[uris[0]] = row.depth
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_stored_ties_equal_the_readable_definition(seed: int) -> None:
    from mutuals.relate.services.ties import ties_refresh

    user, items = ada(), world(seed)
    bring(user, items)
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert stored(user) == pytest.approx(readable(items, TODAY), rel=1e-9)


def test_a_past_day_is_reckoned_truly_from_the_days_up_to_it() -> None:
    from mutuals.relate.services.ties import ties_refresh

    user, items = ada(), world(4)
    bring(user, items)
    ties_refresh(now_ms=TODAY * DAY_MS)
    for at in (TODAY - 30, TODAY - 200):
        assert stored(user, at_day=at) == pytest.approx(readable(items, at), rel=1e-9)


def test_a_new_letter_changes_its_tie_at_the_next_refresh() -> None:
    from mutuals.relate.services.ties import ties_due, ties_refresh

    user, items = ada(), world(5)
    bring(user, items)
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert not ties_due(now_ms=TODAY * DAY_MS)
    more = mail(9_999, ME, ["mailto:p3@world.example"], TODAY)
    bring(user, more)
    assert ties_due(now_ms=TODAY * DAY_MS)
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert stored(user) == pytest.approx(readable(items + more, TODAY), rel=1e-9)


def test_an_interrupted_reckoning_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    from mutuals.relate.services import ties

    user, items = ada(), world(6)
    bring(user, items)
    ties.ties_refresh(now_ms=TODAY * DAY_MS)
    bring(user, mail(9_999, ME, ["mailto:p3@world.example"], TODAY))

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(ties, "reckon", dies)
        with pytest.raises(KeyboardInterrupt):
            ties.ties_refresh(now_ms=TODAY * DAY_MS)
    assert ties.ties_due(now_ms=TODAY * DAY_MS)


def test_private_letters_make_no_tie_for_others_until_they_are_shared() -> None:
    from mutuals.record.services.accounts import account_share
    from mutuals.relate.selectors.ties import ties_frame, ties_ours
    from mutuals.relate.services.ties import ties_refresh

    owner, viewer = ada(), cleo()
    account = bring(owner, world(7))
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert ties_ours(owner)
    assert ties_ours(viewer) == []
    account_share(actor=owner, account=account, shared=True)
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert {row.name for row in ties_ours(viewer)} == {row.name for row in ties_ours(owner)}
    assert ties_frame(viewer, at_day=TODAY - 30)
    account_share(actor=owner, account=account, shared=False)
    assert ties_frame(viewer, at_day=TODAY - 30) == []
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert ties_ours(viewer) == []


def test_ties_among_others_are_reckoned_too() -> None:
    from mutuals.relate.models import Tie
    from mutuals.relate.services.ties import ties_refresh

    bring(ada(), world(8))
    ties_refresh(now_ms=TODAY * DAY_MS)
    assert Tie.objects.filter(ours=False).exists()
    assert all(tie.a < tie.b for tie in Tie.objects.filter(ours=False))


def test_ties_kept_up_over_the_years_end_with_today() -> None:
    from mutuals.relate.circles import Circle
    from mutuals.relate.selectors.ties import kept_of, ties_ours
    from mutuals.relate.services.ties import ties_refresh

    user = ada()
    bring(user, world(9, letters=600))
    ties_refresh(now_ms=TODAY * DAY_MS)
    day, count = kept_of(user)[-1]
    assert day == TODAY
    assert count == sum(row.circle is not Circle.NEW for row in ties_ours(user))
