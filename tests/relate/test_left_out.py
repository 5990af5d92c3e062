"""Left out of the reckoning: no selector gives a tie of such a person to anybody, and all comes back exactly."""

import inspect
import time

import pytest
from django.test import Client

from mutuals.people.models import Contact
from mutuals.people.services.joins import contacts_join_by
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.selectors.chance import chance_of
from mutuals.relate.selectors.documents import contact_document
from mutuals.relate.selectors.people import Wanted, people_list
from mutuals.relate.selectors.person import days_between, happenings, steps_of
from mutuals.relate.selectors.ties import TieRow, tie_counts, tie_of, ties_frame, ties_ours, ties_stored
from mutuals.relate.selectors.trust import evidence_of
from mutuals.relate.services.left_out import contact_leave_out, contact_take_in
from mutuals.relate.trust import Evidence
from mutuals.team.permissions import NotAllowed
from tests.record.test_privacy import REFUSALS, parts, selectors
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME = "mailto:ada@house.example"
MANY = 8


@pytest.fixture
def eight(ada) -> list[Contact]:
    letters = [
        pair
        for number in range(MANY)
        for day in range(0, 5 * (13 - number), 5)
        for pair in ((f"mailto:p{number}@one.example", ME, day), (ME, f"mailto:p{number}@one.example", day))
    ]
    # Two others who also write to one another: a tie that is none of ours.
    letters += [("mailto:p0@one.example", "mailto:p1@one.example", day) for day in range(6)]
    bring(ada, ME, {f"mailto:p{n}@one.example": f"Person {n}" for n in range(MANY)}, letters, now_ms=NOW)
    refreshed(NOW)
    return [Contact.objects.get(name=f"Person {n}") for n in range(MANY)]


def state(viewer) -> tuple[object, ...]:
    ties = list(Tie.objects.filter(reckoning__current=True).order_by("a", "b").values())
    for row in ties:
        del row["id"], row["reckoning_id"]
    kept = [one.kept for one in Reckoning.objects.filter(current=True)]
    people = [(row.name, row.tie) for row in people_list(viewer)]
    return ties, ties_ours(viewer), tie_counts(viewer), people, kept


def rows_in(value: object, seen: set[int]) -> list[TieRow | Tie]:
    """Every tie in a value, however deep."""
    if isinstance(value, TieRow | Tie):
        return [value]
    if id(value) in seen or isinstance(value, str | int | float | None):
        return []
    seen.add(id(value))
    return [row for one in parts(value) for row in rows_in(one, seen)]


def test_their_ties_are_gone_at_once_and_everywhere(eight, ada) -> None:
    gone = eight[1]
    contact_leave_out(actor=ada, contact=gone, now_ms=NOW)
    assert not Tie.objects.filter(b=gone.pk).exists()
    assert not Tie.objects.filter(a=gone.pk).exists()
    names = [row.name for row in ties_ours(ada)]
    assert "Person 1" not in names
    assert len(names) == MANY - 1
    assert tie_counts(ada).total() == MANY - 1
    assert tie_of(ada, gone) is None
    assert chance_of(ada, gone) is None
    assert steps_of(ada, gone) == days_between(ada, gone, at_day=TODAY) == []
    assert evidence_of(ada, gone, today=TODAY) == Evidence()
    assert {row.name: row.tie for row in people_list(ada)}["Person 1"] is None, "they are still here"
    assert happenings(ada, gone), "what was said stays"
    for day in (TODAY - 3, TODAY - 30):
        assert "Person 1" not in {row.name for row in ties_frame(ada, at_day=day)}
        assert "Person 1" not in {row.name for row in ties_ours(ada, at_day=day)}
    document = contact_document(ada, gone, at_day=None, today=TODAY)
    assert (document["depth"], document["circle"], document["days"], document["rungs"]) == (
        None,
        None,
        [],
        [],
    )


def test_whoever_comes_after_them_moves_up_at_once(eight, ada) -> None:
    assert str(tie_of(ada, eight[5]).circle) == "close"
    contact_leave_out(actor=ada, contact=eight[1], now_ms=NOW)
    assert str(tie_of(ada, eight[5]).circle) == "inner"
    refreshed(NOW + 1)
    assert str(tie_of(ada, eight[5]).circle) == "inner"


def asked(function, gone: Contact) -> dict[str, object] | None:
    """What a selector is asked for: of everybody, and of the one who is left out where it is about one; None where it
    wants something that says nothing of ties."""
    everybody = [one.pk for one in Contact.objects.all()]
    values: dict[str, object] = {
        "contact": gone, "contacts": everybody, "people": everybody, "ids": [], "public_id": str(gone.public_id),
        "at_day": TODAY, "today": TODAY, "day": TODAY, "now_ms": NOW, "since_ms": 0, "until_ms": NOW, "limit": 50,
        "wanted": Wanted(), "words": "", "text": "Person 1", "rows": [], "group": "", "mine": [], "theirs": [],
        "contact_pk": gone.pk, "other": gone, "place": "",
    }  # fmt: skip
    parameters = inspect.signature(function).parameters
    needed = [name for name, one in parameters.items() if one.default is inspect.Parameter.empty]
    needed = [name for name in needed if name not in ("viewer", "standing")]
    return {name: values[name] for name in needed} if all(name in values for name in needed) else None


def test_no_selector_of_relate_gives_a_tie_of_theirs(eight, ada) -> None:
    """Every selector that gives something of relationships is asked of everybody, and of who is left out."""
    gone = eight[1]
    contact_leave_out(actor=ada, contact=gone, now_ms=NOW)
    # A reckoning that was under way while they were left out has stored their tie all the same.
    stored = Tie.objects.filter(reckoning__current=True, ours=True).values().first()
    Tie.objects.create(**{**stored, "id": 10**9, "b": gone.pk, "depth": 99.0})
    tied, calls = set(), 0
    for name, function in selectors():
        takes = inspect.signature(function).parameters
        arguments = asked(function, gone)
        if not name.startswith("mutuals.relate.") or "viewer" not in takes or arguments is None:
            continue
        try:
            found = rows_in(function(viewer=ada, **arguments), set())
        except REFUSALS:
            continue
        calls += 1
        people = {row.pk if isinstance(row, TieRow) else row.b for row in found}
        assert gone.pk not in people, f"{name} gives a tie of somebody who is left out"
        tied |= {name.rpartition(".")[2]} if found else set()
    assert calls > 30
    assert tied >= {"ties_ours", "ties_of", "ties_stored", "ties_frame", "people_list"}


def test_it_holds_for_everybody(eight, ada, ben) -> None:
    him, her = "mailto:ben@house.example", "mailto:p1@one.example"
    letters = [pair for day in range(9) for pair in ((her, him, day * 4), (him, her, day * 4))]
    bring(ben, him, {}, letters, now_ms=NOW)
    refreshed(NOW + 1)
    assert [row.name for row in ties_ours(ben)] == ["Person 1"]
    contact_leave_out(actor=ada, contact=eight[1], now_ms=NOW)
    assert ties_ours(ben) == []
    refreshed(NOW + 2)
    assert ties_ours(ben) == []


def test_taken_in_again_everything_is_as_it_was(eight, ada) -> None:
    before = state(ada)
    contact_leave_out(actor=ada, contact=eight[1], now_ms=NOW)
    refreshed(NOW + 1)
    assert state(ada) != before
    contact_take_in(actor=ada, contact=eight[1])
    refreshed(NOW + 2)
    assert state(ada) == before


def test_one_who_is_left_out_takes_the_other_along_in_a_join(eight, ada) -> None:
    """They asked for it as a human, under whatever name."""
    contact_leave_out(actor=ada, contact=eight[1], now_ms=NOW)
    contacts_join_by(actor=ada, kept=eight[0], gone=eight[1], why="the same", now_ms=NOW)
    refreshed(NOW + 1)
    assert Contact.objects.get(pk=eight[1].pk).merged_into == eight[0]
    assert tie_of(ada, eight[0]) is None
    contact_take_in(actor=ada, contact=eight[0])
    refreshed(NOW + 2)
    assert tie_of(ada, eight[0]) is not None


def test_only_who_may_edit_ties_leaves_out_and_nobody_leaves_themselves_out(eight, ada, cleo) -> None:
    with pytest.raises(NotAllowed):
        contact_leave_out(actor=cleo, contact=eight[1], now_ms=NOW)
    with pytest.raises(NotAllowed):
        contact_take_in(actor=cleo, contact=eight[1])
    with pytest.raises(ValueError, match="yourself"):
        contact_leave_out(actor=ada, contact=Contact.objects.get(ours=True, holder=ada), now_ms=NOW)


def test_the_page_says_so_calmly_and_one_click_takes_it_back(eight, ada) -> None:
    client = Client()
    client.force_login(ada)
    page = f"/people/{eight[1].public_id}"
    answer = client.post(f"{page}/leave-out", follow=True).content.decode()
    assert "is left out of the reckoning" in answer
    assert 'id="depth"' not in answer
    assert 'class="ladder"' not in answer
    assert f'action="{page}/take-in"' in answer
    assert "Person 1" not in client.get("/circles").content.decode()
    assert client.get(f"{page}/days").status_code == 200
    client.post(f"{page}/take-in")
    refreshed(NOW + 1)
    assert 'id="depth"' in client.get(page).content.decode()
    assert ties_stored(ada).filter(b=eight[1].pk).exists()
