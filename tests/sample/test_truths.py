"""What is planted in the sample world is in it: the truths, told from the plan, counted again in the items by hand."""

import datetime
import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from mutuals.as2 import Activity, Actor, Object
from mutuals.sample.truths import TODAY, text, truths
from mutuals.sample.world import World
from tests.sample import reading
from tests.sample.reading import made

KEPT = Path(__file__).with_name("truths.json")
DAYS = [TODAY, datetime.date(2025, 9, 3), datetime.date(2027, 1, 1)]


@cache
def planted(today: datetime.date = TODAY):
    return json.loads(KEPT.read_text(encoding="utf-8")) if today == TODAY else truths(today)


def test_the_file_is_what_the_plan_says() -> None:
    assert KEPT.read_text(encoding="utf-8") == text(TODAY), (
        "run: python -m mutuals.sample.truths > tests/sample/truths.json"
    )


VERBS = {"Like": "likes", "Announce": "boosts", "Follow": "follows"}
FORMS = {"thread": "instagram_messages", "comment": "instagram_comments", "post": "instagram_posts"}


def done(world_: World):
    """(who, what, when) of everything that anybody but Mara did, and of what was done with her."""
    who = reading.owners(world_)
    for network, thing in reading.told(world_):
        by = who[thing.attributed_to]
        if network == "phone":
            yield by if by != "me" else who[thing.to[0]], "calls", thing.published
        elif network == "ical":
            yield from ((who[uri], "meetings", thing.published) for uri in thing.to)
        else:
            what = FORMS[reading.form(thing)] if network == "instagram" else network
            yield by, {"mastodon": "mastodon_posts"}.get(what, what), thing.published
    for network, item in reading.items(world_, "mastodon", "instagram"):
        if isinstance(item, Activity) and item.type in VERBS:
            yield who[item.actor], f"{network}_{VERBS[item.type]}", item.published


@cache
def counted(today: datetime.date):
    """How often everybody did what, and on which days they spoke, called or met."""
    counts, days = defaultdict(Counter), defaultdict(list)
    for slug, what, time in done(made(today)):
        counts[slug][what] += 1
        if not what.endswith(("likes", "boosts", "follows")):
            days[slug].append(reading.offset(time, today))
    return counts, days


@pytest.mark.parametrize("today", DAYS)
def test_everybody_did_as_often_as_planned(today: datetime.date) -> None:
    counts, _ = counted(today)
    names = {"brotpost": "Brotpost", "muehlentag": "Mühlentag aktuell", "kassendienst": "Kassendienst"}
    wrong = {
        slug: (life["counts"], dict(counts[names.get(slug, slug)]))
        for slug, life in planted(today)["people"].items()
        if life["counts"] != dict(counts[names.get(slug, slug)])
    }
    assert wrong == {}


@pytest.mark.parametrize("today", DAYS)
def test_everybody_came_and_was_last_heard_as_planned(today: datetime.date) -> None:
    _, days = counted(today)
    wrong = {
        slug: ((life["first"], life["last"]), (min(days[slug]), max(days[slug])))
        for slug, life in planted(today)["people"].items()
        if days[slug] and (life["first"], life["last"]) != (min(days[slug]), max(days[slug]))
    }
    assert wrong == {}


@cache
def talks():
    return reading.conversations(made())


def talk(slug: str):
    """What was said between Mara and somebody alone."""
    return talks().get(frozenset(("me", slug)), [])


def day_of(ms: int) -> int:
    return (datetime.datetime.fromtimestamp(ms / 1000 + 3600, datetime.UTC).date() - TODAY).days


@pytest.mark.parametrize("kind", ["mara_owes_answer", "owed_to_mara"])
def test_nothing_was_answered_where_somebody_waits(kind: str) -> None:
    rows = planted()[kind]
    assert sum(row["recent"] for row in rows) >= 5
    assert any(not row["recent"] for row in rows)
    for row in rows:
        network = reading.NETS[row["network"]]
        said = [one for one in talk(row["with"]) if one[1] == network]
        ms, _, by, words = said[-1]
        assert words.startswith(row["words"])
        assert by == row["by"]
        assert day_of(ms) == row["day"]
        assert (by == "me") == (kind == "owed_to_mara")
        assert row["recent"] == (row["day"] >= -60)


def test_no_other_talk_ends_with_a_question() -> None:
    rows = [
        row for kind in ("mara_owes_answer", "owed_to_mara", "asked_by_salesmen") for row in planted()[kind]
    ]
    known = {(row["with"], reading.NETS[row["network"]]) for row in rows}
    open_ = set()
    for pair, said in talks().items():
        for network in {one[1] for one in said}:
            words = [one for one in said if one[1] == network][-1][3]
            open_ |= {(slug, network) for slug in pair - {"me"} if "?" in words}
    assert open_ <= known
    assert len(open_) > 12


def test_everything_marked_was_said_on_its_day() -> None:
    who, said = reading.owners(made()), defaultdict(list)
    for network, thing in reading.told(made(), "whatsapp", "mail", "mastodon", "instagram"):
        said[network, who[thing.attributed_to], reading.offset(thing.published, TODAY)].append(thing.content)
    kinds = ("thanks", "help", "asks", "promises", "introductions", "mara_owes_thanks")
    rows = [row for kind in kinds for row in planted()[kind]]
    missing = [
        row
        for row in rows
        if not any(
            words.startswith(row["words"])
            for words in said[reading.NETS[row["network"]], row["by"], row["day"]]
        )
    ]
    assert missing == []
    assert len(planted()["thanks"]) > 60
    assert len(planted()["help"]) > 50
    assert len(planted()["asks"]) > 30


def test_mara_never_thanked_those_whom_she_owes_thanks() -> None:
    for row in planted()["mara_owes_thanks"]:
        after = [
            words.lower()
            for ms, _, by, words in talk(row["by"])
            if by == "me" and row["day"] <= day_of(ms) <= row["day"] + 60
        ]
        assert not any("dank" in words or "thank" in words for words in after), row["by"]


def test_promises_were_kept_or_not() -> None:
    states = Counter(row["state"] for row in planted()["promises"])
    assert states["kept"] >= 8
    assert states["forgotten"] >= 4
    assert states["open"] >= 4
    assert all(row["due"] < 0 for row in planted()["promises"] if row["state"] == "forgotten")
    assert all(row["day"] <= row["kept"] < 0 for row in planted()["promises"] if row["state"] == "kept")
    assert {row["by"] == "me" for row in planted()["promises"]} == {True, False}


def spoken_days(slug: str) -> list[int]:
    _, days = counted(TODAY)
    return sorted(set(days[slug]))


def test_whoever_came_back_was_silent_for_long() -> None:
    for slug, back in planted()["came_back"].items():
        before = [day for day in spoken_days(slug) if day < back]
        assert back in spoken_days(slug)
        assert back - max(before) > 200
        assert len(before) > 15


def test_whoever_fell_silent_is_silent() -> None:
    for slug, since in planted()["silent_since"].items():
        assert max(spoken_days(slug)) <= since
        assert len(spoken_days(slug)) > 10


def test_whoever_drifts_was_closer_before() -> None:
    for slug in planted()["drifting"]:
        days = spoken_days(slug)
        assert sum(day < -365 for day in days) > 2 * sum(day >= -182 for day in days)
        assert max(days) < -30


def test_newcomers_came_in_the_last_two_months() -> None:
    assert len(planted()["newcomers"]) >= 6
    for slug, day in planted()["newcomers"].items():
        assert min(spoken_days(slug)) == day >= -62


def test_whoever_only_reacts_says_nothing() -> None:
    counts, _ = counted(TODAY)
    for slug in planted()["only_react"]:
        assert set(counts[slug]) <= {"mastodon_likes", "mastodon_follows", "instagram_likes"}
        assert sum(counts[slug].values()) > 10


def test_one_friendship_lives_in_meetings_alone() -> None:
    counts, _ = counted(TODAY)
    for slug in planted()["only_met"]:
        assert counts[slug]["meetings"] > 60
        assert sum(counts[slug].values()) - counts[slug]["meetings"] <= 3


def test_mara_always_writes_first_to_some_and_some_always_ask() -> None:
    for slug in planted()["mara_writes_first"]:
        last, opened = 0, Counter()
        for ms, _, by, _ in talk(slug):
            if ms - last > 12 * 3_600_000:
                opened[by] += 1
            last = ms
        assert set(opened) == {"me"}
        assert opened["me"] > 15
    for slug in planted()["always_asks"]:
        asked = [row for row in planted()["asks"] if row["by"] == slug]
        assert len(asked) >= 3 or slug == "dirk-petersen"


def test_the_fire_fills_the_days_and_the_list_of_those_who_came() -> None:
    crisis = planted()["crisis"]
    assert len(crisis["showed_up"]) >= 30
    assert set(crisis["cleaned"]) <= set(crisis["showed_up"])
    who, per_day, spoke = reading.owners(made()), Counter(), defaultdict(set)
    for network, thing in reading.told(made()):
        day = reading.offset(thing.published, TODAY)
        per_day[day] += network in ("whatsapp", "mail", "mastodon")
        spoke[day].update(who[uri] for uri in (thing.attributed_to, *thing.to) if uri in who)
    assert per_day.most_common(1)[0][0] == crisis["day"]
    around = set().union(*(spoke[day] for day in range(crisis["day"], crisis["day"] + 17)))
    assert set(crisis["showed_up"]) <= around
    assert len(crisis["mean"]) == 3
    assert min(crisis["mean_days"]) == -262


@pytest.mark.parametrize("today", DAYS)
def test_the_weekly_chat_is_on_wednesdays_at_eight(today: datetime.date) -> None:
    who, evenings = reading.owners(made(today)), defaultdict(set)
    said = planted(today)["weekly_chat"]
    opened = []
    for _, thing in reading.told(made(today), "mastodon"):
        if any(link.name == "#breadhour" for link in thing.tag) and not thing.in_reply_to:
            when = reading.local(thing.published)
            if (when.weekday(), when.hour) == (2, 20):
                opened.append(thing.id)
                evenings[thing.id].add(who[thing.attributed_to])
    roots = set(opened)
    for _, thing in reading.told(made(today), "mastodon"):
        if thing.context in roots:
            evenings[thing.context].add(who[thing.attributed_to])
    assert len(opened) == said["evenings"] >= 104
    came = Counter(slug for some in evenings.values() for slug in some)
    assert dict(sorted(came.items())) == said["evenings_of"]
    assert all(came[slug] >= 30 for slug in said["regulars"])
    assert len(said["hosted_by_mara"]) == 4


def test_one_human_on_many_networks() -> None:
    pairs = planted()["same_person"]
    who = reading.owners(made())
    assert all(who[pair["a"]] == who[pair["b"]] == pair["person"] for pair in pairs)
    also = {
        (item.id, other)
        for _, item in reading.items(made())
        if isinstance(item, Actor)
        for other in item.also_known_as
    }
    tied = {frozenset((pair["a"], pair["b"])) for pair in pairs if pair["tie"] != "name"}
    assert {frozenset(one) for one in also} == tied
    assert Counter(pair["tie"] for pair in pairs)["mail"] >= 4
    assert Counter(pair["tie"] for pair in pairs)["name"] >= 50


def test_some_share_a_first_name_and_some_are_no_people() -> None:
    assert ["sabine-koch", "sabine-thoma", "sabine-reimer"] in planted()["same_first_name"]
    kinds = {item.type for _, item in reading.items(made(), "mail") if isinstance(item, Actor)}
    assert kinds == {"Person", "Service", "Group"}
    assert len(planted()["not_people"]) == 4


def test_birthdays_stand_in_the_address_book() -> None:
    who = reading.owners(made())
    cards = {
        who[item.id]: fact.value
        for _, item in reading.items(made(), "vcard")
        for fact in item.attachment
        if fact.name == "birthday"
    }
    assert len(cards) > 10
    assert all(value == f"--{planted()['birthdays'][slug]}" for slug, value in cards.items())


def test_stollen_is_asked_for_in_its_season() -> None:
    who = reading.owners(made())
    said = [
        (who[thing.attributed_to], reading.local(thing.published))
        for _, thing in reading.told(made(), "whatsapp")
        if "stollen" in thing.content.lower() and isinstance(thing, Object)
    ]
    assert {when.month for _, when in said} <= {11, 12}
    asked = {(slug, (when.date() - TODAY).days) for slug, when in said}
    assert {(row["by"], row["day"]) for row in planted()["stollen"]} <= asked
    assert len(planted()["stollen"]) >= 25
