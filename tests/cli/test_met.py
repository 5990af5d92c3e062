"""`mutuals met`: a moment noted at the terminal."""

import json
import re

import pytest
from typer.testing import CliRunner

from mutuals.cli.main import build
from mutuals.people.models import Contact, Encounter
from mutuals.record.models import TieDay

pytestmark = pytest.mark.django_db
NOW = 1_790_000_000_000


@pytest.fixture
def run(ada, monkeypatch):
    from mutuals.people.services.contacts import contact_add

    monkeypatch.setattr("mutuals.team.home.prepare", lambda: None)
    for name in ("Jun Takahashi", "Oksana Shevchenko", "Juna Berg"):
        contact_add(actor=ada, name=name, now_ms=NOW)

    def runs(*arguments: str, code: int = 0):
        found = CliRunner().invoke(build(), ["met", *arguments])
        assert found.exit_code == code, found.output
        return found

    return runs


def test_whom_how_long_where_and_what(run) -> None:
    said = run(
        "Jun Takahashi", "oksana", "we spoke of the kiln", "--for", "1h30", "--place", "Quay", "--json"
    )
    told = json.loads(said.stdout)
    assert [one["name"] for one in told["people"]] == ["Jun Takahashi", "Oksana Shevchenko"]
    assert (told["seconds"], told["place"], told["text"], told["how"]) == (
        5400,
        "Quay",
        "we spoke of the kiln",
        "met",
    )
    assert TieDay.objects.count() == 3


def test_a_card_of_a_day(run) -> None:
    run("Oksana", "--how", "card", "--day", "2026-03-05")
    made = Encounter.objects.get()
    assert (made.how, made.day) == ("card", 20_517)


def test_somebody_unknown_or_one_of_several_notes_nothing(run) -> None:
    assert "There is nobody called 'Zoë'" in run("Zoë", code=1).output
    assert "Several people are called 'jun'" in run("jun", code=1).output
    assert "nobody called 'Zoë'" in run("Oksana", "Zoë", "some words here", code=1).output
    assert not Encounter.objects.exists()
    run("Oksana", "Zoë", "--add")
    assert Contact.objects.filter(name="Zoë").exists()


@pytest.mark.parametrize("wrong", [("--how", "flew"), ("--day", "soon"), ("--for", "long")])
def test_wrong_use_is_said(run, wrong) -> None:
    run("Oksana", *wrong, code=2)
    assert not Encounter.objects.exists()


def test_it_is_taken_back_by_its_id(run) -> None:
    run("Oksana")
    moment = re.search(r"--undo (\S+)", run("Oksana").stdout)[1]
    assert json.loads(run("--undo", moment, "--json").stdout)["undone"] is True
    assert not TieDay.objects.exists()
    run("--undo", moment, code=1)
    run("--undo", "rubbish", code=1)
