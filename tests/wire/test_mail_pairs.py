"""Mail to ActivityStreams by pairs of files: `case.eml` reads as `case.as2.json`. A new case needs no Python."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from mutuals.as2 import UNKNOWN_TIME
from mutuals.wire.mail_cast import Cast, Lists
from mutuals.wire.mail_parts import split
from mutuals.wire.rfc5322 import audience, create, read

CASES = sorted(Path(__file__).parent.glob("mail/*.eml"))


def said(thing):
    """A dataclass as JSON shows it, without what says nothing."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(thing).items()
        if value not in ("", (), 0, UNKNOWN_TIME, tuple(UNKNOWN_TIME)) and name not in ("private",)
    }


def translated(raw):
    """What one mail gives on its own: its actors in their order, then the mail."""
    lists = Lists()
    lists.learn(split(raw)[0])
    cast = Cast(lists, "owner")
    mail = read(raw, lists=lists)
    groups = audience(mail, lists=lists, scope="owner")
    actors = [*cast.wrote(mail.author, machine=mail.machine), *cast.named((*mail.to, *mail.cc))]
    actors += [one for group in groups for one in cast.group(group)]
    activity = create(mail, groups=groups, scope="owner")
    thing = said(activity.object)
    thing["attachment"] = [f"{link.name} ({link.media_type})" for link in activity.object.attachment]
    return {"actors": [said(actor) for actor in actors], "object": {k: v for k, v in thing.items() if v}}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mail_reads_as_its_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    assert json.loads(json.dumps(translated(case.read_bytes()))) == expected


def test_there_are_pairs():
    assert len(CASES) >= 20
