"""Promises and notes at the terminal: one JSON document, and a plain no for what makes no sense."""

import json
import time

import pytest
from typer.testing import CliRunner

from mutuals.people.cli import app
from mutuals.people.models import Note, Promise
from mutuals.people.services.contacts import contact_add
from mutuals.relate.selectors.documents import contact_document

pytestmark = pytest.mark.django_db

NOW = int(time.time() * 1000)


@pytest.fixture
def run(ada, monkeypatch):
    """Runs a command in this very database."""
    monkeypatch.setattr("mutuals.team.home.prepare", lambda: None)
    return lambda *words: CliRunner().invoke(app, list(words))


def test_a_promise_is_noted_with_its_day_and_printed_as_one_document(ada, run) -> None:
    mia = contact_add(actor=ada, name="Mia Lind", now_ms=NOW)
    done = run("promise", "Mia", "send the drawing", "--by", "2026-12-01", "--theirs", "--json")
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["name"], told["contact"], told["text"], told["due"], told["ours"], told["shared"]) == (
        "Mia Lind", str(mia.public_id), "send the drawing", "2026-12-01", False, False
    )  # fmt: skip
    assert str(Promise.objects.get().public_id) == told["promise"]
    (held,) = contact_document(ada, mia, at_day=None, today=NOW // 86_400_000)["promises"]
    assert (held["promise"], held["due"].isoformat()) == (told["promise"], "2026-12-01")


def test_a_note_says_what_it_is_about_and_through_whom(ada, run) -> None:
    contact_add(actor=ada, name="Mia Lind", now_ms=NOW)
    contact_add(actor=ada, name="Jo March", now_ms=NOW)
    done = run(
        "note", "Mia Lind", "over a chair", "--about", "met", "--through", "Jo March", "--shared", "--json"
    )
    told = json.loads(done.stdout)
    assert (told["about"], told["through"], told["shared"]) == ("met", "Jo March", True)
    assert Note.objects.get().through.name == "Jo March"


@pytest.mark.parametrize(
    "words",
    [
        ("promise", "Mia Lind", "x", "--by", "soon"),
        ("promise", "Mia Lind", "  "),
        ("note", "Mia Lind", "x", "--about", "money"),
        ("note", "Mia Lind", "x", "--through", "Jo"),
    ],
)
def test_wrong_use_writes_nothing(ada, run, words) -> None:
    contact_add(actor=ada, name="Mia Lind", now_ms=NOW)
    assert run(*words).exit_code == 2
    assert not Promise.objects.exists()
    assert not Note.objects.exists()


def test_nobody_by_that_name_is_an_error_with_its_sentence(ada, run) -> None:
    done = run("promise", "Nobody", "x")
    assert done.exit_code == 1
    assert "nobody called" in str(done.exception)
