"""What stands beside a whole reckoning: made by the job, taken over within a day, no more than its viewer may know."""

import time

import pytest
from django.test import Client

from mutuals.people.models import Contact
from mutuals.people.services.contacts import contacts_delete
from mutuals.relate import keeping
from mutuals.relate.circles import Circle
from mutuals.relate.models import Declaration, Reckoning, Tie
from mutuals.relate.refit import LEAST, parameters_with
from mutuals.relate.selectors.beside import calibration_of, keeping_of, parameters_of, refit_of
from mutuals.relate.selectors.person import days_between
from mutuals.relate.selectors.ties import ties_ours
from mutuals.relate.services.declared import declaration_make
from mutuals.relate.services.left_out import contact_leave_out
from mutuals.relate.services.reckon import reckon
from mutuals.relate.services.ties import ties_due
from mutuals.relate.ties import DEFAULTS
from tests.relate.letters import DAY_MS, bring, refreshed

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)
TODAY = NOW // DAY_MS
ME = "mailto:ada@house.example"
PEOPLE = 40


def uri(number: int) -> str:
    return f"mailto:p{number}@one.example"


def letters(people: int = PEOPLE, *, years: int = 2) -> list[tuple[str, str, int]]:
    """Each is written with every so many days for years: the first every four, the last every three hundred."""
    return [
        (uri(n), ME, day) if turn % 2 else (ME, uri(n), day)
        for n in range(people)
        for turn, day in enumerate(range(n % 4, 365 * years, 4 + n * 2 if n < 20 else n * 8))
    ]


@pytest.fixture
def known(ada) -> None:
    bring(ada, ME, {uri(n): f"Person {n}" for n in range(PEOPLE)}, letters(), now_ms=NOW)
    refreshed(NOW)


@pytest.fixture
def client(ada) -> Client:
    found = Client()
    found.force_login(ada)
    return found


def one(number: int) -> Contact:
    return Contact.objects.get(name=f"Person {number}")


def whole(now: int) -> None:
    """A whole reckoning, as on another day."""
    Reckoning.objects.update(as_of=-5)
    refreshed(now)


def test_chances_are_judged_by_the_windows_that_closed(known, ada, client) -> None:
    found = calibration_of(ada)
    assert found.windows == 6
    assert found.cases == sum(one.cases for one in found.bins) > 100
    assert not found.early
    page = client.get("/how-we-know").content.decode()
    assert "Said against happened" in page
    assert f"Of {found.cases:,} chances" in page


def test_while_it_is_too_early_the_page_says_from_how_many_on(ada, client) -> None:
    page = client.get("/how-we-know").content.decode()
    assert "Too early to tell" in page
    bring(ada, ME, {uri(0): "Person 0"}, [(uri(0), ME, day) for day in range(0, 90, 3)], now_ms=NOW)
    refreshed(NOW)
    page = client.get("/how-we-know").content.decode()
    assert "from 100 on" in page
    assert "Said against happened" not in page


def test_within_a_day_nothing_is_worked_out_twice(known, ada, monkeypatch) -> None:
    before = Reckoning.objects.get(current=True).beside
    monkeypatch.setattr(keeping, "moves", lambda *a, **k: pytest.fail("worked out again"))
    Reckoning.objects.update(whole_at=0)
    refreshed(NOW + 1)
    assert Reckoning.objects.get(current=True).beside == before


def test_how_many_are_kept_and_the_shape_of_the_years(known, ada, client) -> None:
    found = keeping_of(ada)
    ages = {n: {row[2] for row in letters() if uri(n) in row[:2] and row[2] < 365} for n in range(PEOPLE)}
    assert found.kept[-1].monthly == sum(len({age // 28 for age in some}) >= 10 for some in ages.values()) > 9
    assert found.kept[-1].weekly == sum(len({age // 7 for age in some}) >= 39 for some in ages.values()) > 1
    assert [len(one.shares) for one in found.signatures] == [10, 10]
    assert found.signatures[-1].same == 5
    page = client.get("/circles/keep").content.decode()
    assert "How many can you keep?" in page
    assert "The shape of your year" in page
    assert 'href="/circles/keep"' in client.get("/circles").content.decode()


def test_who_came_as_others_left_is_told_by_name_and_not_of_who_is_gone(ada, client) -> None:
    rows = [(ME, uri(n), day) for n in range(15) for day in range(0, 700, 6)]
    rows += [(ME, uri(20), day) for day in range(0, 100, 1)]
    rows = [row for row in rows if row[1] != uri(14) or row[2] > 200]
    bring(ada, ME, {uri(n): f"Person {n}" for n in (*range(15), 20)}, rows, now_ms=NOW)
    refreshed(NOW)
    moves = keeping_of(ada).moves
    came = {who.name for one in moves for who in one.came if TODAY - one.day < 100}
    quiet = {who.name for one in moves for who in one.quiet if TODAY - one.day < 100}
    assert (came, quiet) == ({"Person 20"}, {"Person 14"})
    page = client.get("/circles/keep").content.decode()
    assert "Went quiet" in page
    contacts_delete(actor=ada, contacts=[one(20)], now_ms=NOW)
    assert "Person 20" not in client.get("/circles/keep").content.decode()
    contact_leave_out(actor=ada, contact=one(14), now_ms=NOW)
    assert "Person 14" not in client.get("/circles/keep").content.decode()


def test_an_empty_home_and_a_young_record_say_so(ada, client) -> None:
    assert "There is nobody here yet" in client.get("/circles/keep").content.decode()
    bring(ada, ME, {uri(0): "Person 0"}, [(uri(0), ME, day) for day in range(0, 60, 3)], now_ms=NOW)
    refreshed(NOW)
    page = client.get("/circles/keep").content.decode()
    assert "a year after the first day" in page


def say(user, contact: Contact, circle: Circle, **more) -> None:
    declaration_make(
        actor=user, contact=contact, about="circle", says=str(circle), instead="", reason="so it is", now_ms=NOW, **more
    )  # fmt: skip


def test_weights_move_by_what_one_says_and_only_for_oneself(known, ada, ben, monkeypatch) -> None:
    """The whole way: said, fitted, reckoned with, shown with its version, and taken back with the words."""
    him = "mailto:ben@house.example"
    bring(ben, him, {}, [(uri(0), him, day) for day in range(9)], now_ms=NOW)
    refreshed(NOW)
    from mutuals.relate.services import beside

    truth = {row.pk: row.circle for row in ties_ours(ada)}
    seen: list[int] = []

    def fitted(columns, said, **more):
        seen.append(len(said))
        from mutuals.relate.refit import Refit

        return Refit(len(said), 0, 1, 1, group="p", factor=2.0, gain=0.5, low=0.2, high=0.8, used=True)

    monkeypatch.setattr(beside, "refit", fitted)
    for number in range(LEAST):
        say(ada, one(number), truth[one(number).pk])
    whole(NOW + 1)
    assert seen == [LEAST], "nobody else said anything"
    mine = Reckoning.objects.get(view=ada.pk, current=True)
    his = Reckoning.objects.get(view=ben.pk, current=True)
    assert mine.version.startswith("ties-1~p2/")
    assert his.version.startswith("ties-1/")
    assert parameters_of(ada) == parameters_with("p", 2.0)
    assert parameters_of(ben) is DEFAULTS
    assert refit_of(ada).used
    assert refit_of(ben).n == 0
    assert not ties_due(now_ms=NOW + 1), "a version of its own is no reason to reckon again"
    depth = Tie.objects.get(reckoning=mine, ours=True, b=one(3).pk).depth
    usual = next(line for line in reckon(ada.pk, at_day=TODAY).lines if line.b == one(3).pk).depth
    assert depth == pytest.approx(2 * usual)
    assert sum(row.adds for row in days_between(ada, one(3), at_day=TODAY)) == pytest.approx(depth)
    Declaration.objects.all().delete()
    whole(NOW + 2)
    assert Reckoning.objects.get(view=ada.pk, current=True).version.startswith("ties-1/")


def test_what_is_shared_moves_the_team_and_what_is_not_does_not(known, ada, ben, cleo, monkeypatch) -> None:
    from mutuals.relate.services.beside import _circles_said
    from mutuals.relate.services.reckon import TEAM

    say(ada, one(1), Circle.INNER)
    say(ada, one(2), Circle.INNER, shared=True)
    assert _circles_said(ada.pk) == {one(1).pk: Circle.INNER, one(2).pk: Circle.INNER}
    assert _circles_said(TEAM) == {one(2).pk: Circle.INNER}
    assert _circles_said(ben.pk) == {}


def test_the_page_says_how_much_was_said_and_from_how_much_on_it_counts(known, ada, client) -> None:
    say(ada, one(9), Circle.INNER)
    whole(NOW + 1)
    page = client.get("/how-we-know").content.decode()
    assert "You said of 1 person in which circle they are" in page
    assert f"from {LEAST} circles on" in page
