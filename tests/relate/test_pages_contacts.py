"""What is done to contacts: joined and parted exactly, put away, brought back, removed for good, noted in private."""

import random
import time

import pytest

from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
ME = "mailto:ada@house.example"


def town(user, seed: int, size: int = 6) -> list:
    """Contacts of a few people who write to Ada now and then."""
    from mutuals.people.models import Contact

    rnd = random.Random(seed)
    people = {f"mailto:p{i}@town.example": f"Person {i}" for i in range(size)}
    letters = []
    for _ in range(40):
        other = rnd.choice(sorted(people))
        letters.append((*((ME, other) if rnd.random() < 0.5 else (other, ME)), rnd.randrange(1, 300)))
    bring(user, ME, people, letters, now_ms=NOW)
    refreshed(NOW)
    return list(Contact.objects.filter(ours=False, merged_into=None).order_by("pk"))


def picture(user) -> dict:
    """Everything that parting has to restore: ties with their numbers, names, notes, groups, identities."""
    from mutuals.people.selectors.contacts import contacts_visible, groups_by_contact, identities, notes_of
    from mutuals.relate.selectors.ties import ties_ours

    people = list(contacts_visible(user).filter(ours=False))
    groups = groups_by_contact(user, [one.pk for one in people])
    return {
        "ties": [
            (
                row.pk,
                round(row.depth, 9),
                round(row.depth_out, 9),
                row.rung,
                row.rank,
                row.days_active,
                row.last_day,
            )
            for row in ties_ours(user)
        ],
        "people": sorted(
            (
                one.pk,
                one.name,
                [note.text for note in notes_of(user, one)],
                [group.name for group in groups.get(one.pk, ())],
                sorted(each.address for each in identities(user, one)),
            )
            for one in people
        ),
    }


@pytest.mark.parametrize("seed", range(6))
def test_parting_restores_both_sides_exactly(ada, seed) -> None:
    from mutuals.people.models import Contact, Join
    from mutuals.people.services import contacts as acts
    from mutuals.people.services.joins import contacts_join_by, contacts_part

    people, rnd = town(ada, seed), random.Random(seed)
    group = acts.group_add(actor=ada, name="workshop", now_ms=NOW)
    acts.group_put(actor=ada, group=group, contacts=rnd.sample(people, 2))
    acts.note_add(actor=ada, contact=rnd.choice(people), text="plum jam", shared=False, now_ms=NOW)
    before = picture(ada)
    for _ in range(3):  # chains too: what was joined may be joined again
        one, two = rnd.sample(list(Contact.objects.filter(ours=False, merged_into=None)), 2)
        contacts_join_by(actor=ada, kept=one, gone=two, why="", now_ms=NOW)
    refreshed(NOW)
    joined = picture(ada)
    assert len(joined["people"]) == len(before["people"]) - 3
    assert sum(tie[1] for tie in joined["ties"]) <= sum(tie[1] for tie in before["ties"]) + 1e-6
    for join in Join.objects.filter(ended_at=None).order_by("-pk"):
        contacts_part(actor=ada, join=join, now_ms=NOW)
    refreshed(NOW)
    assert picture(ada) == before


def test_what_a_person_parted_is_not_joined_by_itself_again(ada) -> None:
    from mutuals.people.models import Join
    from mutuals.people.services.joins import contacts_join, contacts_join_by, contacts_part

    one, two, *_ = town(ada, 1)
    contacts_join_by(actor=ada, kept=one, gone=two, why="", now_ms=NOW)
    contacts_part(actor=ada, join=Join.objects.get(), now_ms=NOW)
    for each in (one, two):
        each.refresh_from_db()
    again = contacts_join(one, two, evidence="x", confidence=1.0, decided_by="identifier", now_ms=NOW)
    assert not again


def test_whoever_is_put_away_comes_back_for_30_days_and_no_longer(ada) -> None:
    from mutuals.people.models import Contact, Note
    from mutuals.people.selectors.contacts import contacts_visible
    from mutuals.people.services import contacts as acts

    known, other, *_ = town(ada, 2)
    by_hand = acts.contact_add(actor=ada, name="Zoë", now_ms=NOW)
    acts.note_add(actor=ada, contact=known, text="plum jam", shared=False, now_ms=NOW)
    acts.contacts_delete(actor=ada, contacts=[known, by_hand], now_ms=NOW)
    assert acts.contacts_purge(now_ms=NOW + 30 * DAY_MS) == 0
    restored = [str(known.public_id)]
    assert acts.contacts_restore(actor=ada, public_ids=restored, now_ms=NOW + 29 * DAY_MS) == 1
    acts.contacts_delete(actor=ada, contacts=[known, other], now_ms=NOW)
    assert acts.contacts_purge(now_ms=NOW + 30 * DAY_MS + 1) == 3
    assert acts.contacts_purge(now_ms=NOW + 31 * DAY_MS) == 0
    assert not Contact.objects.filter(name="Zoë").exists()
    assert not Note.objects.exists()
    assert acts.contacts_restore(actor=ada, public_ids=restored, now_ms=NOW + 31 * DAY_MS) == 0
    refreshed(NOW)
    assert not contacts_visible(ada).filter(pk__in=[known.pk, other.pk]).exists()
    assert Contact.objects.get(pk=known.pk).name == ""


def test_the_worker_removes_them_at_night(ada, monkeypatch) -> None:
    from mutuals.people import jobs
    from mutuals.people.models import Contact
    from mutuals.people.services import contacts as acts

    gone = acts.contact_add(actor=ada, name="Zoë", now_ms=NOW)
    acts.contacts_delete(actor=ada, contacts=[gone], now_ms=NOW - 40 * DAY_MS)
    assert set(jobs.CRON) == set(jobs.JOBS)
    jobs.JOBS[jobs.PURGE]({})
    assert not Contact.objects.filter(pk=gone.pk).exists()


def test_a_note_is_private_until_its_writer_shares_it(ada, ben) -> None:
    from mutuals.people.selectors.contacts import notes_of
    from mutuals.people.services import contacts as acts
    from mutuals.team.permissions import NotAllowed

    contact, *_ = town(ada, 3)
    note = acts.note_add(actor=ada, contact=contact, text="plum jam", shared=False, now_ms=NOW)
    assert notes_of(ben, contact) == []
    with pytest.raises(NotAllowed):
        acts.note_edit(actor=ben, note=note, text="mine now", shared=True, now_ms=NOW)
    acts.note_edit(actor=ada, note=note, text="plum jam", shared=True, now_ms=NOW)
    assert [one.text for one in notes_of(ben, contact)] == ["plum jam"]
