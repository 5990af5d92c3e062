"""Google's contacts as tables: whatever their columns and encoding, who is found is who is there."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Actor, Checkpoint
from mutuals.sources.archives.google_contacts import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from mutuals.wire.csv_rows import Table, header_of
from mutuals.wire.google_contacts import Columns, is_header
from mutuals.wire.vcard import actor, read
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_google_contacts import Maker
from tests.sources.archives.mangle import damaged

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16")


def brought(tmp_path, data, name="contacts.csv"):
    (tmp_path / "brought").mkdir(exist_ok=True)
    (tmp_path / "brought" / name).write_bytes(data)
    return tmp_path / "brought"


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**{"region": "BE", **answers}))


def known(items):
    people = [one for one in items if isinstance(one, Actor)]
    return [
        (one.name, {uri for uri in (one.id, *one.also_known_as) if not uri.startswith("tag:")})
        for one in people
    ]


@pytest.mark.parametrize("seed", range(36))
def test_every_layout_gives_who_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, old=seed % 2 == 1, people=2 + seed, encoding=ENCODINGS[seed % 3])
    items = list(items_of(brought(tmp_path, maker.data()), tmp_path))
    people, nobody = maker.truth()
    assert known(items) == people
    found = count(items)
    assert len(found.rejected) == nobody
    assert {one.status for one in found.files.values()} == {"understood"}


@pytest.mark.parametrize("seed", range(30))
def test_tables_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    maker = Maker(seed, old=seed % 2 == 1, encoding=ENCODINGS[seed % 3])
    data = maker.data()
    cut = random.Random(seed).randrange(len(data) // 3, len(data))
    found = known(items_of(brought(tmp_path, data[:cut]), tmp_path))
    people, _ = maker.truth(cut)
    assert found[: len(people)] == people
    # A last row that has all its columns is taken, without its last cell.
    assert len(found) <= len(people) + 1
    assert all(
        uris <= maker.known(one)[1] for (_, uris), one in zip(found[-1:], rest(maker, found), strict=False)
    )


def rest(maker, found):
    return [one for one in maker.people if found and one.name == found[-1][0]]


def test_facts_are_kept_and_private(tmp_path):
    row = (
        "Ana,,Demo,,,,,,Annie ::: Nan,,Timber; Co,Cook,Kitchen,--02-03,Tall,,* myContacts ::: * friends ::: Choir,"
        "Mobile,0470 00 00 01,Work Fax,02 555 12 12\n"
    )
    header = ",".join(
        [*Maker(0).header()[:17], "Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value"]
    )
    (one,) = [
        item
        for item in items_of(brought(tmp_path, f"{header}\n{row}".encode()), tmp_path)
        if isinstance(item, Actor)
    ]
    facts = {(fact.name, fact.value) for fact in one.attachment}
    assert one.id == "tel:+32470000001"
    assert facts == {
        ("birthday", "--02-03"), ("note", "Tall"), ("nickname", "Annie"), ("nickname", "Nan"), ("title", "Cook"),
        ("org", "Timber; Co, Kitchen"), ("label", "friends"), ("label", "Choir"), ("fax", "02 555 12 12"),
    }  # fmt: skip
    assert all(fact.private for fact in one.attachment)


def test_a_number_that_two_people_have_is_nobodys_own(tmp_path):
    maker = Maker(1, people=2)
    maker.people[0].mobiles = maker.people[1].mobiles = ["+32 470 99 99 99"]
    found = known(items_of(brought(tmp_path, maker.data()), tmp_path))
    assert not any("tel:+32470999999" in uris for _, uris in found)


def test_a_person_says_which_card_is_theirs(tmp_path):
    maker = Maker(4, people=6)
    name = next(one.name for one in maker.people if one.name)
    found = count(items_of(brought(tmp_path, maker.data()), tmp_path, me=(name.upper(),)))
    assert [found.people[one.actor].name for one in found.mine] == [name]


def test_the_same_table_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = brought(tmp_path, Maker(8, people=4_600).data())
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("mailto:", "tel:", "tag:owner.")) for x in first for one in ids_in(x) if one)
    assert count(first).longest <= 5_000
    assert sum(isinstance(item, Checkpoint) for item in first) > 1


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        (Maker(0).header(), True),
        (Maker(0, old=True).header(), True),
        ("First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(","), False),
        ("Account address,Show boosts".split(","), False),
        (["First Name", "Last Name"], False),
    ],
)
def test_only_googles_columns_are_claimed(header, ours):
    assert is_header(header) is ours


@given(seed=st.integers(0, 10**9))
def test_nothing_breaks_the_reader(seed, tmp_path_factory):
    dice = random.Random(seed)
    maker = Maker(seed % 60, old=seed % 2 == 1, people=5, encoding=ENCODINGS[seed % 3])
    folder = tmp_path_factory.mktemp("fuzz")
    list(items_of(brought(folder, damaged(maker.data(), dice)), folder))


@given(st.lists(st.tuples(st.sampled_from(Maker(0).header()), st.text(max_size=30)), max_size=25))
def test_any_cells_make_a_card(cells):
    raw = Columns([name for name, _ in cells]).card(2, [text for _, text in cells])
    found = actor(read(raw, region="BE"), raw, scope="owner")
    assert found is None or found.id


def test_a_row_without_end_takes_bounded_time_and_the_next_is_read(tmp_path):
    maker = Maker(2, people=2)
    lines = maker.lines()
    data = b"".join([lines[0], b"x" * 3_000_000, b"\n", *lines[1:]])
    found = known(items_of(brought(tmp_path, data), tmp_path))
    assert found == maker.truth()[0]


def test_an_open_quote_at_the_end_is_a_cut(tmp_path):
    path = brought(tmp_path, b'First Name,Last Name,Labels\nAna,Demo,x\nBen,"De')
    with (path / "contacts.csv").open("rb") as stream:
        table = Table(stream, b"First")
        assert [row.cells for row in table.rows()] == [["Ana", "Demo", "x"]]
        assert table.cut
    assert header_of(b"a,b\r\n1,2") == ["a", "b"]
