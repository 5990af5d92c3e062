"""Our own export is read as it was written: every field there and back, and what is damaged is said and passed over."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Link, Object, PropertyValue, Time
from mutuals.sources.archives.mutuals import archive
from mutuals.sources.discover import archives, sort_out
from mutuals.sources.seam import Answers, FileReport, Handle, Kept, Mine, Noted, Rejected
from mutuals.wire import mutuals as wire

DATA = Path(__file__).parent / "data" / "mutuals"
ANSWERS = Answers(now_ms=1_767_225_600_000)

texts = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0\r"), max_size=12)
ids = st.integers(0, 9).map(lambda n: f"https://one.example/{n}")
times = st.one_of(
    st.just(Time(None, "unknown")),
    st.builds(Time, st.integers(-(10**13), 10**14), st.sampled_from(["ms", "s", "min", "day"]),
              st.one_of(st.none(), st.integers(-840, 840))),
)  # fmt: skip
mentions = st.lists(st.builds(Link, ids, st.just("Mention"), texts), max_size=2).map(tuple)
pictures = st.lists(st.builds(Link, ids, st.just("Image"), texts, texts), max_size=2).map(tuple)
some = st.lists(ids, max_size=3).map(tuple)
posts = st.builds(
    Object, id=ids, type=st.sampled_from(wire.OBJECTS), attributed_to=ids, content=texts, name=texts, summary=texts,
    url=texts, language=st.sampled_from(["", "en", "pt-BR"]), in_reply_to=st.sampled_from(["", "mid:1@x"]),
    quote_url=st.sampled_from(["", "https://two.example/q"]), context=st.sampled_from(["", "urn:mutuals:thread:0"]),
    to=some, cc=some, audience=some, tag=mentions, attachment=pictures, published=times, updated=times,
    duration=st.sampled_from([0, 1, 3600]),
)  # fmt: skip
actors = st.builds(
    Actor, id=ids, type=st.sampled_from(wire.ACTORS), name=texts, preferred_username=texts, summary=texts, url=texts,
    icon=texts, also_known_as=some, published=times, updated=times,
    attachment=st.lists(st.builds(PropertyValue, texts, texts, st.booleans()), max_size=2).map(tuple),
)  # fmt: skip


def again(document):
    """A document as it comes back from a file."""
    return json.loads(json.dumps(document))


@given(actors)
def test_an_actor_comes_back_whole(actor):
    assert wire.actor_in(again(wire.actor_out(actor))) == actor


@given(posts)
def test_a_post_comes_back_whole(post):
    made = Activity(id=f"{post.id}#create", actor=post.attributed_to, object=post, published=post.published)
    assert wire.activity_in(again(wire.activity_out(made))) == made


@given(
    ids,
    ids,
    times,
    st.sampled_from([(), (PUBLIC,)]),
    st.sampled_from(["Like", "Announce", "Follow", "Undo", "Delete"]),
)
def test_an_activity_comes_back_whole(who, about, at, to, kind):
    act = Activity(id="https://one.example/act", type=kind, actor=who, object=about, published=at, to=to)
    assert wire.activity_in(again(wire.activity_out(act))) == act


@given(some, some, st.booleans())
def test_a_list_comes_back_with_who_was_in_it_once(here, gone, complete):
    found = Collection(
        id="https://x/c", name="followers", attributed_to="https://x/a", items=here, complete=complete
    )
    told = wire.collections_in(again(wire.collection_out(found, gone=gone)))
    assert told[-1].items == here
    assert set(told[0].items) == {*here, *gone}
    if not gone:
        assert told == [found]


@pytest.mark.parametrize("kind", ["meeting", "call", "event", "gift", "card"])
def test_what_was_noted_by_hand_is_a_fitting_activity_and_comes_back(kind):
    row = {
        "a": "tag:x,1:a",
        "b": "tag:x,1:b",
        "kind": kind,
        "published": Time(5, "day"),
        "seconds": 60,
        "share": 100,
    }
    told = again(wire.noted_out(**row))
    assert told["type"] == ("Offer" if kind in ("gift", "card") else "Join")
    assert wire.noted_in(told) == tuple(row.values())


@pytest.mark.parametrize("bent", [{"actor": "ola"}, {"handle": ""}, {"handle": 7}, {"handle": None}])
def test_what_is_no_handle_is_refused_and_a_bent_moment_is_unknown(bent):
    told = again(wire.handle_out(actor="https://x.example/a", value="a@x.example", since=5, until=None))
    assert wire.handle_in(told) == ("https://x.example/a", "a@x.example", 5, None)
    assert wire.handle_in(told | {"since": "5", "until": 1 << 70})[2:] == (None, None)
    with pytest.raises(ValueError, match=r"is no absolute id|names no handle"):
        wire.handle_in(told | bent)


def test_a_list_mail_is_one_again_though_its_list_is_not_known():
    post = Object(id="mid:1@x", attributed_to="mailto:a@x")
    told = again(wire.object_out(post, medium=wire.LIST_MAIL))
    assert wire.object_in(told) == replace(post, audience=("mailto:a@x",))


def read(path, opened):
    parcel = opened(path)
    return [thing for claim in archive.find(parcel) for thing in archive.read(parcel, claim, ANSWERS)]


def test_the_sample_is_read_account_by_account_and_its_tables_are_left_alone(opened):
    claims, unknown = sort_out(opened(DATA), archives())
    assert unknown == []
    assert [claim.account for claim in claims] == [
        None, ("mutuals", ""), ("mail", ""), ("mastodon", "one.example"), ("hand", "")
    ]  # fmt: skip
    things = read(DATA, opened)
    assert not [one for one in things if isinstance(one, Rejected)]
    left = {one.name for one in things if isinstance(one, FileReport) and one.status == "left alone"}
    assert {name.rsplit("/", 1)[-1] for name in left} == {
        "README.txt", "context.json", "interactions.csv", "manifest.json", "people.csv", "people.vcf"
    }  # fmt: skip
    assert sorted(one.kind for one in things if isinstance(one, Noted)) == ["gift", "meeting"]
    assert {one.kind for one in things if isinstance(one, Kept)} == {"contact", "note", "correction", "act"}
    ola = "https://one.example/users/ola"
    assert [one for one in things if isinstance(one, Handle)] == [
        Handle(actor=ola, value="ola.berg@one.example", since=1_600_000_000_000, until=1_650_000_000_000),
        Handle(actor=ola, value="ola@one.example", since=1_650_000_000_000),
    ]
    assert {one.actor for one in things if isinstance(one, Mine)} >= {"mailto:mara@one.example"}


def test_a_bad_line_is_rejected_and_the_rest_is_read(opened, tmp_path):
    folder = tmp_path / "export"
    shutil.copytree(DATA, folder)
    path = folder / "accounts" / "01-mail" / "activities.jsonl"
    good = path.read_text()
    path.write_text('{"type": "Create", "object": {"id": "no id at all"}}\nrubbish\n[1]\n' + good)
    things = read(folder, opened)
    bad = [one for one in things if isinstance(one, Rejected)]
    assert [one.line for one in bad] == [1, 2, 3]
    assert sum(isinstance(one, Activity) for one in things) == sum(
        isinstance(one, Activity) for one in read(DATA, opened)
    )


def test_a_file_that_was_cut_off_says_so(opened, tmp_path):
    folder = tmp_path / "export"
    shutil.copytree(DATA, folder)
    path = folder / "accounts" / "01-mail" / "activities.jsonl"
    path.write_bytes(path.read_bytes()[:-30])
    reports = {
        one.name.rsplit("/", 1)[-1]: one for one in read(folder, opened) if isinstance(one, FileReport)
    }
    assert any(one.status == "broken" for one in read(folder, opened) if isinstance(one, FileReport))
    assert reports["note.jsonl"].status == "understood"


def test_another_manifest_is_no_export(opened, tmp_path):
    (tmp_path / "manifest.json").write_text('{"format": "something else", "version": 1}')
    assert archive.find(opened(tmp_path)) == []
