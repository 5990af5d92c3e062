"""What the tests of several archives ask of a reader in the same words."""

from hypothesis import strategies as st

from mutuals.as2 import Activity
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers
from tests.sources.archives.counted import count

ODD = st.sampled_from([None, [], {}, 5, True, -1.5, "x", [[]], [None], {"id": 7}, 10**30, "\x00", "[[[["])


def reading(archive):
    """A function that reads what lies at a path by this archive alone."""

    def items_of(path, tmp_path, **answers):
        parcel = OpenedParcel(path, spool=tmp_path / "spool")
        for claim in archive.find(parcel):
            yield from archive.read(parcel, claim, Answers(**answers))

    return items_of


def said_in(items):
    """What was created: by whom, to whom, in which words, when, how long."""
    found = set()
    for item in items:
        if isinstance(item, Activity) and item.type == "Create":
            to = tuple(one for one in item.to if not one.endswith(("#Public", "/followers")))
            found.add((item.actor, to, item.object.content, item.published.ms, item.object.duration))
    return found


def agree(items, truth, said=said_in):
    """Asserts that what was read is what a maker of exports put in; gives it counted."""
    found = count(items)
    assert said(items) == truth.said
    assert len(found.posts) == len(truth.said)
    assert found.actors == truth.actors
    assert (found.kinds["Like"], found.kinds["Follow"]) == (truth.likes, truth.follows)
    assert {one.actor for one in found.mine} == {truth.owner}
    assert {name for name, one in found.files.items() if one.status == "broken"} == truth.broken
    assert not found.rejected
    return found


def scattered(path, r, times=6):
    """Overwrites some bytes in every JSON file under a path."""
    for file in path.rglob("*.json"):
        data = bytearray(file.read_bytes())
        for _ in range(times):
            at = r.randrange(len(data))
            data[at : at + r.randrange(9)] = bytes(r.choices(b'{}[]",:\\\xff\x001e\n', k=r.randrange(9)))
        file.write_bytes(bytes(data))


def bent(value, draw):
    """A document in which fields are dropped, doubled or of another kind."""
    if draw(st.integers(0, 24)) == 0:
        return draw(ODD)
    if isinstance(value, list):
        some = [bent(one, draw) for one in value]
        return some * 2 if draw(st.integers(0, 20)) == 0 else some
    if isinstance(value, dict):
        return {key: bent(one, draw) for key, one in value.items() if draw(st.integers(0, 24))}
    return value
