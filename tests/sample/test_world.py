"""The sample world is the same everywhere, lies in the past, leads nowhere, hangs together and seldom repeats."""

import datetime
import os
import re
import subprocess
import sys
import time
from collections import Counter

import pytest

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Object
from mutuals.sample.world import world
from tests.sample import reading
from tests.sample.reading import made

TODAY = datetime.date(2026, 3, 12)
DAYS = [
    TODAY,
    datetime.date(2024, 2, 29),
    datetime.date(2025, 9, 3),
    datetime.date(2027, 1, 1),
    datetime.date(2028, 7, 19),
]
FREE_NUMBERS = re.compile(
    r"tel:\+(49171392\d{4}|4917604069\d{3}|4930231250?\d{2,3}|447700900\d{3}|3363998\d{4})"
)
HOSTS = re.compile(r"(?:https?://|@)([\w.-]+\.[a-z]{2,})")
TELLING_WORDS = {
    "de": {"und", "ich", "nicht", "das", "ist"},
    "en": {"the", "and", "is", "that", "you"},
    "pt": {"não", "obrigada", "pão", "estou", "meu", "minha", "já", "está", "uma", "mãe"},
    "fr": {"vous", "merci", "est", "pas", "les", "votre", "oui"},
    "it": {"che", "sono", "grazie", "della", "bene", "oggi", "ciao", "tua"},
    "tr": {"çok", "kızım", "teşekkürler", "yarın", "bugün", "ekmek", "sana"},
    "pl": {"dzień", "jest", "dziękuję", "się", "pani", "proszę", "kasia", "czy"},
}
LEAST = {"de": 1_500, "en": 1_000, "pt": 100, "fr": 25, "it": 50, "tr": 30, "pl": 20}


def test_two_processes_make_the_same_bytes() -> None:
    code = (
        "import datetime, hashlib; from mutuals.sample.world import world;"
        "print(hashlib.sha256(repr(world(datetime.date(2026, 3, 12))).encode()).hexdigest())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "4711")
    }
    assert len(said) == 1
    assert len(said.pop()) > 60


def test_a_world_is_made_in_a_moment() -> None:
    best = 60.0
    for _ in range(2):
        begun = time.process_time()
        world(TODAY)
        best = min(best, time.process_time() - begun)
    assert best < 2.5  # under 1.5 on an idle machine


def test_it_has_the_size_of_a_life() -> None:
    assert 8_000 <= sum(len(account.items) for account in made().accounts) <= 14_000
    assert 140 <= len(made().people) <= 170
    assert {"whatsapp", "mail", "mastodon", "instagram", "ical", "phone"} <= {
        one.network for one in made().accounts
    }


@pytest.mark.parametrize("today", DAYS)
def test_everything_happened_within_the_two_years_before_today(today: datetime.date) -> None:
    days = [reading.offset(thing.published, today) for _, thing in reading.told(made(today))]
    days += [
        reading.offset(item.published, today)
        for _, item in reading.items(made(today))
        if isinstance(item, Activity) and item.type != "Create"
    ]
    assert max(days) == -1
    assert min(days) >= -730
    assert all(
        today - datetime.timedelta(730) <= one.day < today
        for one in (*made(today).moments, *made(today).notes)
    )


@pytest.mark.parametrize("today", DAYS)
def test_ids_are_unique(today: datetime.date) -> None:
    acts = [item.id for _, item in reading.items(made(today)) if isinstance(item, Activity)]
    things = [thing.id for _, thing in reading.told(made(today))]
    assert len(acts) == len(set(acts))
    assert len(things) == len(set(things))


def test_whoever_does_or_gets_something_is_told_of_by_that_network() -> None:
    for account in made().accounts:
        known = {item.id for item in account.items if isinstance(item, Actor)}
        named: set[str] = set()
        for item in account.items:
            if isinstance(item, Activity):
                named |= {item.actor, *item.to, *item.cc}
                named |= {item.object.attributed_to} if isinstance(item.object, Object) else set()
                named |= {item.object} if item.type == "Follow" else set()
            elif isinstance(item, Collection):
                named |= {*item.items, item.attributed_to}
        named = {one for one in named if one != PUBLIC and not one.endswith("/followers")}
        assert named - known == set(), account.network


@pytest.mark.parametrize("today", DAYS[:2])
def test_answers_and_reactions_come_after_what_they_are_about(today: datetime.date) -> None:
    when = {thing.id: thing.published.ms for _, thing in reading.told(made(today))}
    answers = [thing for _, thing in reading.told(made(today)) if thing.in_reply_to]
    assert [one.content for one in answers if when[one.in_reply_to] >= one.published.ms] == []
    reactions = [
        item
        for _, item in reading.items(made(today))
        if isinstance(item, Activity) and item.type in ("Like", "Announce")
    ]
    about = [one.object.id if isinstance(one.object, Object) else one.object for one in reactions]
    assert [one for one, act in zip(about, reactions, strict=True) if when[one] >= act.published.ms] == []
    assert len(answers) > 1_000
    assert len(reactions) > 1_000


def test_nobody_likes_a_thing_twice() -> None:
    acts = [item for _, item in reading.items(made()) if isinstance(item, Activity) and item.type == "Like"]
    pairs = [(one.actor, one.object.id if isinstance(one.object, Object) else one.object) for one in acts]
    assert len(pairs) == len(set(pairs))


def test_addresses_and_numbers_are_those_that_nobody_can_have() -> None:
    everything = repr(made())
    hosts = set(HOSTS.findall(everything))
    assert {host for host in hosts if not host.endswith(".example")} <= {"www.w3.org"}
    numbers = set(re.findall(r"tel:[^'\"]+", everything))
    assert len(numbers) > 20
    assert [one for one in numbers if not FREE_NUMBERS.fullmatch(one)] == []
    outside = [
        item.id
        for _, item in reading.items(made())
        if isinstance(item, Actor)
        and not re.match(
            r"(mailto:[^@]+@[\w.-]+\.example|tel:|https://[\w.-]+\.example/|tag:sample\.mutuals\.invalid,)",
            item.id,
        )
    ]
    assert outside == []


def test_every_text_has_words_and_no_blanks_of_a_template() -> None:
    for network, thing in reading.told(made()):
        text = thing.name if thing.type == "Event" else thing.content
        if thing.type == "ChatMessage" and thing.duration:
            assert network == "phone"
            continue
        assert text.strip(), thing
        assert re.search(r"[\[\]{}|^]|<|>|\n\.\n", text + thing.name) is None, text
        assert "  " not in text, text


def test_long_texts_are_seldom_said_twice() -> None:
    """Of messages of over 30 characters less than a fifth stood before in any chat; in one chat at most an eighth."""
    said = [thing for network, thing in reading.told(made(), "whatsapp") if len(thing.content) > 30]
    assert len(said) > 1_500
    assert 1 - len({one.content for one in said}) / len(said) < 0.19
    by_chat: dict[str, list[str]] = {}
    for one in said:
        by_chat.setdefault(one.context, []).append(one.content)
    chats = [texts for texts in by_chat.values() if len(texts) >= 20]
    assert len(chats) > 25
    assert [texts[:2] for texts in chats if 1 - len(set(texts)) / len(texts) > 0.12] == []


def test_posts_seldom_repeat_each_other() -> None:
    said = [thing.content for _, thing in reading.told(made(), "mastodon") if len(thing.content) > 50]
    assert len(said) > 700
    assert 1 - len(set(said)) / len(said) < 0.25
    assert max(Counter(said).values()) <= 9


@pytest.mark.parametrize("language", TELLING_WORDS)
def test_each_language_is_spoken(language: str) -> None:
    found = 0
    for _, thing in reading.told(made()):
        words = {word.strip(".,!?:;").lower() for word in thing.content.split()}
        found += bool(words & TELLING_WORDS[language])
    assert found >= LEAST[language]


def test_every_chat_is_told_in_its_order() -> None:
    last: dict[str, int] = {}
    for _, thing in reading.told(made(), "whatsapp"):
        assert last.get(thing.context, 0) < thing.published.ms
        last[thing.context] = thing.published.ms


def test_what_she_notes_by_hand_is_about_people_of_the_world() -> None:
    one = made()
    slugs = {person.slug for person in one.people}
    named = {*one.named.people, *(note.person for note in one.notes)}
    named |= {slug for moment in one.moments for slug in moment.people}
    named |= {slug for group in one.groups for slug in group.people}
    kept = one.kept
    named |= {about.person for about in (*kept.promises, *kept.aims, *kept.occasions)} | set(kept.plan.people)
    assert named <= slugs
    assert set(kept.plan.groups) <= {group.name for group in one.groups}
    assert {promise.ours for promise in kept.promises} == {True, False}
    assert kept.shelf
    assert all(trip.since < trip.until for trip in kept.trips)
    assert len(one.named.people) == 5
    assert len(one.moments) > 40
    assert {moment.kind for moment in one.moments} == {"meeting", "call", "gift", "card"}
    assert all((moment.minutes > 0) == (moment.kind in ("meeting", "call")) for moment in one.moments)
    assert 3 <= len(one.story) <= 4
    assert all(group.people for group in one.groups)


def test_no_two_people_share_an_address() -> None:
    uris = [uri for one in made().people for uri in one.actors]
    assert len(uris) == len(set(uris))
    assert len({one.name for one in made().people}) == len(made().people)
