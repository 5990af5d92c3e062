"""What a reader handed out, as sets of ids: actors, posts, activities; and its reports."""

from collections import Counter
from dataclasses import dataclass, field, fields

from mutuals.as2 import PUBLIC, Activity, Actor, Checkpoint, Collection, Object
from mutuals.sources.seam import FileReport, Mine, Question, Rejected


@dataclass
class Counted:
    actors: set = field(default_factory=set)
    posts: set = field(default_factory=set)
    activities: set = field(default_factory=set)
    collections: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)
    rejected: list = field(default_factory=list)
    mine: list = field(default_factory=list)
    questions: list = field(default_factory=list)
    things: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    kinds: Counter = field(default_factory=Counter)
    longest: int = 0


def count(items):
    """Counts a stream; an actor counts as soon as anything refers to it."""
    all_, since = Counted(), 0
    for item in items:
        since = 0 if isinstance(item, Checkpoint) else since + 1
        all_.longest = max(all_.longest, since)
        _take(all_, item)
    return all_


def _take(all_, item):
    keep = {FileReport: _report, Rejected: _reject, Mine: _mine, Question: _question}
    act = {Actor: _actor, Activity: _activity, Collection: _collection, **keep}.get(type(item))
    if act is not None:
        act(all_, item)


def _report(all_, item):
    all_.files[item.name] = item


def _reject(all_, item):
    all_.rejected.append(item)


def _mine(all_, item):
    all_.mine.append(item)


def _question(all_, item):
    all_.questions.append(item)


def _actor(all_, item):
    all_.actors.add(item.id)
    all_.people[item.id] = item


def _activity(all_, item):
    all_.activities.add(item.id)
    all_.kinds[item.type] += 1
    _refer(all_, (item.actor, *item.to, *item.cc))
    if isinstance(item.object, Object):
        all_.things[item.object.id] = item.object
        _refer_object(all_, item.object)
        if item.type == "Create":
            all_.posts.add(item.object.id)


def _collection(all_, item):
    all_.collections[item.name] = item
    _refer(all_, (item.attributed_to, *item.items))


def _refer_object(all_, thing):
    mentions = (link.href for link in thing.tag if link.type == "Mention")
    _refer(all_, (thing.attributed_to, *thing.to, *thing.cc, *thing.audience, *mentions))


def _refer(all_, ids):
    all_.actors |= {
        one for one in ids if one and one != PUBLIC and not one.endswith(("/followers", "/following"))
    }


def ids_in(item):
    """Every id in an item, wherever it stands, for a test that they are absolute."""
    names = {
        "id",
        "actor",
        "attributed_to",
        "in_reply_to",
        "quote_url",
        "context",
        "to",
        "cc",
        "audience",
        "items",
    }
    for one in fields(item) if hasattr(item, "__dataclass_fields__") else ():
        value = getattr(item, one.name)
        if isinstance(value, Object):
            yield from ids_in(value)
        elif (one.name in names and not isinstance(value, int)) or (
            one.name == "object" and isinstance(value, str)
        ):
            yield from value if isinstance(value, tuple) else (value,)
        elif one.name == "tag":
            yield from (link.href for link in value if link.type == "Mention")
