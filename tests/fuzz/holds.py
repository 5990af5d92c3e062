"""What must hold of whatever a reader makes of whatever it is given."""

import re
from dataclasses import fields, is_dataclass
from typing import get_args, get_type_hints

from mutuals.as2 import Activity, Actor, Checkpoint, Collection, Link, Object, PropertyValue, Time
from mutuals.sources.seam import Answers, FileReport, Handle, Kept, Mine, Noted, Question, Rejected
from tests.fuzz.shelf import Shelf

ANSWERS = Answers(now_ms=1_767_225_600_000, region="BE", me=("Mara", "mara@one.example"))
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s\x00-\x20]+")
# The years 1 to 9999: what a date can be.
FIRST_MS, LAST_MS = -62_135_596_800_000, 253_402_300_799_999
LONGEST_S = 2**31 - 1
GRAINS = ("ms", "s", "min", "day", "unknown")
TYPES = {
    Actor: ("Person", "Group", "Organization", "Service", "Application"),
    Object: ("Note", "Article", "Question", "ChatMessage", "Event"),
    Activity: ("Create", "Update", "Delete", "Announce", "Like", "Follow", "Undo", "Join", "Leave"),
}
ASKED = get_args(get_type_hints(Question)["kind"])
LISTS = ("followers", "following", "members", "contacts")
STATES = ("reading", "understood", "left alone", "unknown", "asks", "broken")
# Lists of ids; what may be missing in one that stands alone.
IDS = frozenset(("also_known_as", "to", "cc", "audience", "items"))
ID_OR_NOTHING = frozenset(("actor", "attributed_to", "in_reply_to", "context"))
NESTED = {"tag": Link, "attachment": (Link, PropertyValue)}


def read(reader, files, torn=None, answers=ANSWERS):
    """Everything that the reader hands out for these files."""
    parcel = Shelf(files, torn)
    return [thing for claim in reader.find(parcel) for thing in reader.read(parcel, claim, answers)]


def check(reader, files, torn=None):
    """Reads twice; raises AssertionError for what no reader may hand out, and whatever the reader raised."""
    for claim in reader.find(Shelf(files, torn)):
        for text in texts((claim.title, claim.root, claim.left_alone)):
            _text(text, f"of a claim: {text!r:.200}")
        assert set(claim.files) <= set(files)
    things = read(reader, files, torn)
    size = sum(map(len, files.values())) + sum(map(len, files))
    # A meeting that comes back every day is told as many.
    most = 12_000 + size
    assert len(things) <= most, f"{len(things)} things of {size} bytes"
    for thing in things:
        sound(thing)
    told = sum(len(text) for text in {id(text): text for thing in things for text in texts(thing)}.values())
    assert told <= 40_000 + 120 * size, f"{told} characters of {size} bytes"
    again = read(reader, files, torn)
    assert things == again, "another reading gives other things"
    return things


def texts(value):
    """The texts in a thing, wherever they stand."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple) or is_dataclass(value):
        parts = value if isinstance(value, tuple) else (getattr(value, one.name) for one in fields(value))
        for part in parts:
            yield from texts(part)


def sound(thing):
    """Asserts that a thing can travel: every field of its type, ids absolute, texts storable, times in range."""
    if isinstance(thing, (Actor, Object, Activity, Collection)):
        for one in fields(thing):
            _field(thing, one.name, getattr(thing, one.name))
    _rules[type(thing)](thing)


def _field(thing, name, value):
    where = f"{type(thing).__name__}.{name}: {value!r:.200}"
    if name in ("published", "updated"):
        _time(value, where)
    elif name in IDS:
        assert type(value) is tuple, where
        for one in value:
            _id(one, where)
    elif name in NESTED:
        assert type(value) is tuple, where
        for one in value:
            _part(one, NESTED[name], where)
    elif name == "id" or (name in ID_OR_NOTHING and value):
        _id(value, where)
    elif isinstance(value, str):
        _text(value, where)


def _part(value, types, where):
    assert isinstance(value, types), where
    for one in fields(value):
        part = getattr(value, one.name)
        assert type(part) is bool if one.name == "private" else _text(part, where), where


def _time(value, where):
    assert type(value) is Time, where
    ms, grain, zone = value
    assert grain in GRAINS, where
    assert (ms is None) == (grain == "unknown"), where
    assert ms is None or (type(ms) is int and FIRST_MS <= ms <= LAST_MS), where
    assert zone is None or (type(zone) is int and abs(zone) <= 14 * 60), where


def _id(value, where):
    _text(value, where)
    assert ABSOLUTE.fullmatch(value), where


def _text(value, where):
    assert type(value) is str, where
    assert "\0" not in value, where
    try:
        value.encode()
    except UnicodeEncodeError:
        raise AssertionError(where) from None
    return True


def _strings(thing, *names):
    for name in names:
        assert type(getattr(thing, name)) is str, f"{name}: {thing!r:.300}"


def _actor(thing):
    assert thing.type in TYPES[Actor], thing.type
    _strings(thing, "name", "preferred_username", "summary", "url", "icon")


def _object(thing):
    assert thing.type in TYPES[Object], thing.type
    _strings(thing, "content", "name", "summary", "url", "language", "in_reply_to", "quote_url", "context")
    assert type(thing.duration) is int, thing.duration
    assert 0 <= thing.duration <= LONGEST_S, thing.duration


def _activity(thing):
    assert thing.type in TYPES[Activity], thing.type
    _strings(thing, "summary", "actor")
    if isinstance(thing.object, Object):
        sound(thing.object)
        assert thing.type != "Create" or thing.id == f"{thing.object.id}#create", thing.id
    else:
        assert thing.type != "Create", thing
        _id(thing.object, f"object of {thing!r:.300}")


def _collection(thing):
    assert thing.name in LISTS, thing.name
    _id(thing.attributed_to, f"{thing!r:.300}")
    assert type(thing.complete) is bool, thing.complete


def _report(thing):
    assert thing.status in STATES, thing.status
    assert type(thing.items) is int, thing
    assert thing.items >= 0, thing
    _text(thing.name, "name of a report")


def _rejected(thing):
    assert thing.line is None or (type(thing.line) is int and 0 <= thing.line < 2**63), thing.line
    assert thing.reason, thing
    assert len(thing.excerpt) <= 200, thing
    _strings(thing, "file", "reason", "excerpt")


def _mine(thing):
    _id(thing.actor, f"{thing!r:.300}")
    assert thing.evidence, thing


def _question(thing):
    assert thing.kind in ASKED, thing.kind
    for uri, name in thing.choices:
        _id(uri, f"{thing!r:.300}") if thing.kind == "me" else None
        _text(name, f"{thing!r:.300}")


def _noted(thing):
    for one in (thing.a, thing.b):
        _id(one, f"{thing!r:.300}")
    _strings(thing, "kind")
    _time(thing.published, f"{thing!r:.300}")
    assert type(thing.seconds) is type(thing.share) is int
    assert 0 <= thing.seconds <= LONGEST_S
    assert 0 < thing.share <= 100


def _handle(thing):
    _id(thing.actor, f"{thing!r:.300}")
    _strings(thing, "value")
    assert thing.value, thing
    for moment in (thing.since, thing.until):
        assert moment is None or (type(moment) is int and abs(moment) < 2**63), thing


_rules = {
    Actor: _actor,
    Object: _object,
    Activity: _activity,
    Collection: _collection,
    Checkpoint: lambda thing: _strings(thing, "cursor"),
    FileReport: _report,
    Rejected: _rejected,
    Mine: _mine,
    Question: _question,
    Noted: _noted,
    Handle: _handle,
    Kept: lambda thing: _strings(thing, "kind", "document"),
}
