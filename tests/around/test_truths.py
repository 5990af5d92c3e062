"""What is planted in the sample world is measured back by the first look, from truths that the code cannot see."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from mutuals.around.services.world import world_make
from mutuals.sample.world import world
from mutuals.team.place import elsewhere

TRUTHS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "sample" / "truths.json").read_text(encoding="utf-8")
)
TODAY = dt.date.fromisoformat(TRUTHS["today"])
EPOCH = dt.date(1970, 1, 1)


@pytest.fixture(scope="module")
def looked(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker
) -> dict[str, Any]:
    """The facts of Mara's first look, people by slug instead of by contact."""
    from django.conf import settings

    from mutuals.measure.models import FirstLook
    from mutuals.people.selectors.actors import roots_by_actor
    from mutuals.record.models import Actor
    from mutuals.relate.models import Nudge

    own, settings.MUTUALS_HOME = settings.MUTUALS_HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), elsewhere(world_make(TODAY)):
        facts = FirstLook.objects.get().facts
        uris = {uri: one.slug for one in world(TODAY).people for uri in one.actors}
        actors = dict(Actor.objects.filter(uri__in=uris).values_list("pk", "uri"))
        since = (TODAY - EPOCH).days * 86_400_000 - 60 * 86_400_000
        answers = [
            one.contact_id
            for one in Nudge.objects.filter(kind="answer", state="open")
            if one.facts["since"] > since
        ]
        slugs = {root: uris[actors[actor]] for actor, root in roots_by_actor(actors).items()}
    settings.MUTUALS_HOME = own
    return facts | {"slugs": slugs, "answers": answers}


def people(looked: dict[str, Any], rows: list[Any]) -> set[str]:
    """The slugs of contacts, or of rows about contacts."""
    ids = [
        row["person"] if isinstance(row, dict) else row[0] if isinstance(row, list) else row for row in rows
    ]
    return {looked["slugs"].get(one, f"somebody else: {one}") for one in ids}


def test_everybody_whom_mara_owes_an_answer_waits(looked):
    owed = {one["with"] for one in TRUTHS["mara_owes_answer"] if one["recent"]}
    assert owed
    assert owed <= people(looked, looked["waits"])
    asked = people(looked, [row for row in looked["waits"] if row["asked"]])
    assert len(owed & asked) >= 0.5 * len(owed), "most of them asked with a question mark"


def test_the_cards_of_today_find_most_who_are_owed_an_answer_and_few_others(looked):
    """Two of nine are missed: letters that want an answer without asking for one."""
    owed = {one["with"] for one in TRUTHS["mara_owes_answer"] if one["recent"]}
    cards = people(looked, looked["answers"])
    assert len(owed & cards) >= 0.75 * len(owed)
    assert len(cards - owed) <= 0.4 * len(cards), "not everybody whose the last word is"


def test_nobody_waits_for_longer_than_sixty_days(looked):
    old = {one["with"] for one in TRUTHS["mara_owes_answer"] if not one["recent"]}
    assert not old & people(looked, looked["waits"])
    assert looked["waits_older"] >= len(old)


def test_what_is_no_person_never_waits(looked):
    assert not set(TRUTHS["not_people"]) & people(looked, looked["waits"])
    assert not [one for one in people(looked, looked["waits"]) if one.startswith("somebody else")]


def test_who_drifts_is_found_and_who_is_in_rhythm_is_not(looked):
    found = people(looked, looked["drifting"])
    assert set(TRUTHS["drifting"]) <= found
    recent = {slug for slug, one in TRUTHS["people"].items() if one["last"] and one["last"] >= -13}
    assert not recent & found


def test_who_came_back_lately_is_welcomed_and_who_did_long_ago_is_not(looked):
    found = people(looked, looked["returned"])
    for slug, day in TRUTHS["came_back"].items():
        assert (slug in found) is (day > -60), slug


def test_newcomers_are_new(looked):
    found = people(looked, looked["new"])
    assert set(TRUTHS["newcomers"]) - found <= set(TRUTHS["only_react"]) | set(TRUTHS["on_no_network"])
    old = {slug for slug, one in TRUTHS["people"].items() if one["first"] and one["first"] < -200}
    assert len(found & old) <= 0.2 * len(found), "an old friend on another network may look new"


def test_who_only_reacts_was_never_talked_with(looked):
    assert not set(TRUTHS["only_react"]) & people(looked, looked["by_person"])


def test_with_whom_mara_writes_first_is_found(looked):
    shares = {
        looked["slugs"].get(row["person"]): row["we_begin"] / max(1, row["we_begin"] + row["they_begin"])
        for row in looked["by_person"]
    }
    for slug in TRUTHS["mara_writes_first"]:
        assert shares[slug] >= 0.85


def test_a_friendship_of_meetings_alone_counts_as_one(looked):
    met = {looked["slugs"].get(row["person"]): row["days"] for row in looked["met"]}
    for slug in TRUTHS["only_met"]:
        assert met[slug] >= 10
        assert slug not in people(looked, looked["by_person"]) or slug in met


def test_the_steps_begin_with_somebody_who_waits_for_an_answer(looked):
    first = looked["steps"][0]
    assert first["rule"] == "answer"
    assert people(looked, first["people"]) <= {one["with"] for one in TRUTHS["mara_owes_answer"]}
