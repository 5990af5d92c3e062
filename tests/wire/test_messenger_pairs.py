"""Messengers to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no Python."""

import json
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mutuals.as2 import UNKNOWN_TIME, Activity, Object
from mutuals.wire import discord, signal, slack, telegram

HERE = Path(__file__).parent
BRUSSELS = ZoneInfo("Europe/Brussels")
MARA = "tag:telegram.mutuals.invalid,2026:user/5"


def read_telegram(case):
    row = case["row"]
    if case["what"] == "owner":
        return [one for one in (telegram.owner_actor(row),) if one]
    if case["what"] == "contact":
        return [telegram.contact_actor(row, "owner", BRUSSELS, "BE")]
    head = {"kind": "personal_chat", "number": "7", "name": "Ola", "other": MARA[:-1] + "7"} | case.get(
        "chat", {}
    )
    chat = telegram.Chat(scope="owner", zone=BRUSSELS, owner=MARA, handles={"mara_m": MARA}, **head)
    return telegram.presence(row, chat) if telegram.left_out(row) else telegram.message_items(row, chat)


def read_slack(case):
    row = case["row"]
    team = slack.Team("T1A", "owner", channels={"C1A": "general"})
    for number, name in (("U1A", "Mara"), ("U2A", "Ola")):
        slack.user_actor({"id": number, "profile": {"real_name": name}}, team)
    if case["what"] == "user":
        return [slack.user_actor(row, team)]
    if case["what"] == "room":
        return slack.room_items(slack.room_of(row, case["kind"]), team)
    room = slack.Room(**{"number": "C1A", "kind": "channel", "name": "general"} | case.get("room", {}))
    return slack.presence(row, room, team) if slack.left_out(row) else slack.message_items(row, room, team)


def read_discord(case):
    row = case["row"]
    package = discord.Package(
        "https://discord.com/users/5", names={"7": "Ola"}, index={"222": "general in Wood"}
    )
    if case["what"] == "owner":
        return [one for one in (discord.owner_actor(row),) if one]
    if case["what"] == "friend":
        return [one for one in (discord.friend_of(row, package),) if one]
    if case["what"] == "channel":
        return discord.channel_items(discord.channel_of(row, "111", case.get("index", "")), package)
    channel = discord.channel_of(
        case.get("channel", {"id": "222", "guild": {"id": "9", "name": "Wood"}}), "222", ""
    )
    return discord.message_items(row, channel, package, discord.reached(channel, package))


def read_signal(case):
    row = case["row"]
    people = row.get("people")
    some = tuple(one for one in people if isinstance(one, str)) if isinstance(people, list) else ("Ola", "Me")
    chat = signal.Chat("owner", case.get("title", "Ola"), some, "Me", BRUSSELS)
    text = row.get("text")
    found = signal.messages(text.splitlines(keepends=True) if isinstance(text, str) else ())
    said = [one for one in found if isinstance(one, signal.Message) and one.sender]
    items = signal.room_items(chat) if chat.room else []
    pairs = [(signal.person(one.sender, chat), signal.post(one, chat)) for one in said]
    return items + [one for pair in pairs for one in pair]


READERS = {"discord": read_discord, "signal": read_signal, "slack": read_slack, "telegram": read_telegram}
CASES = sorted(one for name in READERS for one in (HERE / name).glob("*.json") if ".as2." not in one.name)


def said(thing):
    """A dataclass as JSON shows it, without what says nothing."""
    kept = {}
    for name, value in asdict(thing).items():
        if isinstance(getattr(thing, name), Object):
            kept[name] = said(getattr(thing, name))
        elif value not in ("", (), 0, UNKNOWN_TIME):
            kept[name] = value
    return {"is": type(thing).__name__, **kept}


def items_of(path, case):
    return list(READERS[path.parent.name](case))


def label(path):
    return f"{path.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", CASES, ids=label)
def test_it_reads_as_its_pair_says(path):
    expected = json.loads(path.with_suffix(".as2.json").read_text("utf-8"))
    items = items_of(path, json.loads(path.read_text("utf-8")))
    assert json.loads(json.dumps([said(one) for one in items])) == expected


@pytest.mark.parametrize("name", sorted(READERS))
def test_there_are_pairs(name):
    assert sum(path.parent.name == name for path in CASES) >= 12


def assert_words(thing):
    """Every field that holds text does, and every message goes to somebody."""
    for one in fields(thing):
        value = getattr(thing, one.name)
        if isinstance(value, Object):
            assert_words(value)
        assert one.default != "" or isinstance(value, str | Object)
        assert one.name not in ("to", "cc", "audience") or all(isinstance(uri, str) and uri for uri in value)
    if isinstance(thing, Activity) and thing.type == "Create":
        assert thing.to


ODD = (None, [], {}, 5, True, -1.5, "x", ["y"], [[]], [None], {"id": 7}, "\ufffd", 10**30)


def odd(value):
    """Every way to put one odd value somewhere into a record."""
    yield from ODD
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        for other in odd(inner):
            copy = dict(value) if isinstance(value, dict) else list(value)
            copy[key] = other
            yield copy


@pytest.mark.parametrize("path", CASES, ids=label)
def test_whatever_stands_in_a_field_a_record_is_read_or_refused(path):
    case = json.loads(path.read_text("utf-8"))
    for row in odd(case["row"]):
        if isinstance(row, dict):
            with suppress(ValueError):
                for item in items_of(path, {**case, "row": row}):
                    assert_words(item)
