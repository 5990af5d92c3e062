"""Tables of other tools: whatever their language, delimiter, encoding and columns, who is found is who is there."""

import json
import random
import resource
import string
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Activity, Actor, Checkpoint
from mutuals.sources.archives.csv_people import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Question, Reads, Rejected
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_csv import Maker
from tests.sources.archives.mangle import damaged

NOW = 1_767_225_600_000
BRUSSELS = ZoneInfo("Europe/Brussels")


def brought(tmp_path, data, name="table.csv"):
    (tmp_path / "brought").mkdir(exist_ok=True)
    (tmp_path / "brought" / name).write_bytes(data)
    return tmp_path / "brought"


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    said = Answers(**{"region": "BE", "now_ms": NOW, "zone": "Europe/Brussels", **answers})
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, said)


def is_me(one):
    return one.id.endswith("csv/me")


def known(items):
    people = [one for one in items if isinstance(one, Actor) and not is_me(one)]
    return [
        (one.name, {uri for uri in (one.id, *one.also_known_as) if not uri.startswith("tag:")})
        for one in people
    ]


def order(maker):
    return "mdy" if maker.form == "mdy" else "dmy"


@pytest.mark.parametrize("seed", range(40))
def test_every_table_of_people_gives_who_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, rows=2 + seed)
    items = list(items_of(brought(tmp_path, maker.data()), tmp_path, dates=order(maker)))
    assert known(items) == [(one.name, one.ids) for one in maker.rows]
    found = count(items)
    assert found.rejected == []
    assert {one.status for one in found.files.values()} == {"understood"}
    actors = [one for one in items if isinstance(one, Actor) and not is_me(one)]
    for actor, one in zip(actors, maker.rows, strict=True):
        facts = {(fact.name, fact.value) for fact in actor.attachment}
        assert {value for name, value in facts if name == "birthday"} == ({one.born} if one.born else set())
        assert {value for name, value in facts if name == "label"} == one.labels
        assert "mailto:boss@makers.example" not in (actor.id, *actor.also_known_as)


@pytest.mark.parametrize("seed", range(40))
def test_every_log_gives_the_moments_that_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, log=True, rows=20 + seed)
    items = list(items_of(brought(tmp_path, maker.data()), tmp_path, dates=order(maker)))
    there = [one for one in maker.rows if one.kind != "task" and one.at]
    acts = [one for one in items if isinstance(one, Activity)]
    assert [one.published.ms for one in acts] == [
        int(row.at.replace(tzinfo=BRUSSELS).astimezone(UTC).timestamp() * 1000) for row in there
    ]
    found = count(items)
    assert len(found.rejected) == sum(one.kind != "task" and one.at is None for one in maker.rows)
    assert [one.object.type for one in acts] == [
        "Event" if row.kind == "meeting" else "ChatMessage" for row in there
    ]
    assert [one.object.duration for one in acts] == [
        row.minutes * 60 if row.kind in ("meeting", "call") else 0 for row in there
    ]
    for act, row in zip(acts, there, strict=True):
        mine = act.actor.endswith("csv/me")
        assert mine is not row.inward
        others = act.object.to if mine else (act.actor,)
        assert [found.people[one].name for one in others] == list(row.people)
    tasks = sum(one.kind == "task" for one in maker.rows)
    (report,) = found.files.values()
    assert (f"{tasks} tasks" in report.note) is bool(tasks)


@pytest.mark.parametrize("seed", range(30))
def test_tables_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    maker = Maker(seed, rows=30)
    data = maker.data()
    cut = random.Random(seed).randrange(len(data) // 2, len(data))
    found = known(items_of(brought(tmp_path, data[:cut]), tmp_path, dates=order(maker)))
    there = [(one.name, one.ids) for one in maker.rows]
    # The last row may be cut inside.
    assert len(found) >= 10
    assert found[:-1] == there[: len(found) - 1]


def test_a_table_without_header_is_asked_about_and_read_as_it_is_said(tmp_path):
    maker = Maker(0, rows=9, header=False)
    maker.columns = ["email", "name"]
    path = brought(tmp_path, maker.data())
    unsure = count(items_of(path, tmp_path))
    assert [one.kind for one in unsure.questions] == ["columns"]
    assert unsure.actors == set()
    told = known(items_of(path, tmp_path, columns="email=1,name=2"))
    assert told == [(one.name, {uri for uri in one.ids if uri.startswith("mailto")}) for one in maker.rows]


def test_the_same_table_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    maker = Maker(8, rows=4_100)
    maker.columns = ["name", "email"]
    path = brought(tmp_path, maker.data())
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("mailto:", "tel:", "tag:owner.")) for x in first for one in ids_in(x) if one)
    assert count(first).longest <= 5_000
    assert sum(isinstance(item, Checkpoint) for item in first) > 1


def test_what_was_said_of_a_header_before_is_used_without_asking(tmp_path):
    path = brought(tmp_path, b"Name,E-mail\nAna Demo,ana@demo.example\n")
    (question,) = [one for one in items_of(path, tmp_path) if isinstance(one, Question)]
    from mutuals.wire.csv_columns import header_key
    from mutuals.wire.csv_shape import shape_of

    key = header_key(shape_of(b"Name,E-mail\nx,y\n", whole=True)[0])
    mapping = json.dumps({**json.loads(question.default), "roles": ["note", "email"]})
    found = list(items_of(path, tmp_path, tables=((key, mapping),)))
    assert not any(isinstance(one, Question) for one in found)
    assert [fact.value for one in found if isinstance(one, Actor) for fact in one.attachment] == ["Ana Demo"]


@pytest.mark.parametrize("words", ["name=A,email=B,dates=dmy", "email=B,name=A", "name=1,email=2", "NAME"])
def test_columns_said_in_words(words, tmp_path):
    path = brought(tmp_path, b"A,B\nAna Demo,ana@demo.example\n")
    found = known(items_of(path, tmp_path, columns=words))
    assert found == ([] if words == "NAME" else [("Ana Demo", {"mailto:ana@demo.example"})])


def test_a_column_with_a_comma_in_its_name_can_be_said(tmp_path):
    path = brought(tmp_path, b'"Name, as on card";Box\nAna Demo;ana@demo.example\n')
    found = known(items_of(path, tmp_path, columns="name=Name, as on card,email=Box"))
    assert found == [("Ana Demo", {"mailto:ana@demo.example"})]


def test_an_address_of_two_people_is_nobodys_own(tmp_path):
    data = b"Name,E-mail\nAna Demo,office@demo.example\nBen Doe,office@demo.example\n"
    assert known(items_of(brought(tmp_path, data), tmp_path)) == [("Ana Demo", set()), ("Ben Doe", set())]


def test_rows_that_cannot_be_read_are_told_with_their_line(tmp_path):
    data = b"Name,E-mail\nAna,a@demo.example\n,,\nBen,b@demo.example,too,many\n,not an address\n"
    bad = [one for one in items_of(brought(tmp_path, data), tmp_path) if isinstance(one, Rejected)]
    assert [(one.line, one.reason) for one in bad] == [
        (4, "It has too many or too few columns."),
        (5, "It names nobody."),
    ]


def test_bytes_of_windows_in_a_table_that_begins_as_utf8(tmp_path):
    data = "Name,E-mail\nZoë Ünal,z@demo.example\n".encode() + "Søren,s@demo.example\n".encode("cp1252")
    names = [name for name, _ in known(items_of(brought(tmp_path, data), tmp_path))]
    assert names == ["Zoë Ünal", "Søren"]


def test_numbers_that_spreadsheets_dress_up_are_undressed(tmp_path):
    data = b'Name,Mobile\nAna Demo,"=""0470 00 00 01"""\n'
    assert known(items_of(brought(tmp_path, data), tmp_path)) == [("Ana Demo", {"tel:+32470000001"})]


def test_reading_in_another_way_keeps_the_ids_of_moments_and_ranks_above(tmp_path):
    path = brought(tmp_path, b"Date,Who,Type\n04/03/2024,Ana Demo,Coffee\n05/03/2024,Ben,Call\n")
    one = [a for a in items_of(path, tmp_path, dates="mdy") if isinstance(a, Activity)]
    said = json.dumps({"roles": ["date", "name", "subject"], "dates": "dmy", "turn": 2})
    other = [a for a in items_of(path, tmp_path, columns=said) if isinstance(a, Activity)]
    assert [a.id for a in one] == [a.id for a in other]
    assert [a.object.updated.ms for a in one + other] == [None, None, 2, 2]
    assert datetime.fromtimestamp(other[0].published.ms / 1000, UTC).month == 3


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\x00" * 500, b"just words\nand more words\n", b"a,b,c\n" * 3, b'{"name": 1, "email": 2}',
        b"<html>,<body>\n", b"\xff\xfe", b"name", b"Name,E-mail" + b"," * 10_000,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        b"id,permalink,date,ip\n1,/r/x,2023-05-01 12:00:00 UTC,1.2.3.4\n",
        b"Video ID,Comment\nx,y\n", b"\"" * 5_000,
    ],
)  # fmt: skip
def test_what_speaks_of_nobody_is_not_claimed_beside_other_files(data, tmp_path):
    path = brought(tmp_path, data)
    brought(tmp_path, b"x", "other.bin")
    assert archive.find(OpenedParcel(path, spool=tmp_path / "spool")) == []


def test_a_table_brought_alone_may_be_about_anything(tmp_path):
    path = brought(tmp_path, b"aa,bb\n1,2\n3,4\n")
    (report,) = [x for x in items_of(path, tmp_path) if isinstance(x, FileReport) and x.status != "reading"]
    assert report.status == "unknown"
    assert "aa, bb" in report.note


def test_a_line_without_end_takes_bounded_time_and_memory_and_the_next_is_read(tmp_path):
    data = b"Name,E-mail\nAna,a@demo.example\n" + b"x" * 40_000_000 + b"\nBen,b@demo.example\n"
    path = brought(tmp_path, data)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    items = list(items_of(path, tmp_path))
    assert [name for name, _ in known(items)] == ["Ana", "Ben"]
    assert [one.line for one in items if isinstance(one, Rejected)] == [3]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert time.process_time() - began < 10


def test_a_quote_that_never_ends_costs_only_what_it_swallows(tmp_path):
    rows = b"".join(b"P%d,p%d@demo.example\n" % (n, n) for n in range(8_000))
    items = list(items_of(brought(tmp_path, b'Name,E-mail\nAna,a@demo.example\n"Ben,b\n' + rows), tmp_path))
    found = known(items)
    assert found[0][0] == "Ana"
    assert len(found) > 1_000
    assert any(isinstance(one, Rejected) for one in items)


@given(seed=st.integers(0, 10**9))
def test_nothing_breaks_the_reader(seed, tmp_path_factory):
    dice = random.Random(seed)
    maker = Maker(seed % 120, log=seed % 2 == 1, rows=5)
    folder = tmp_path_factory.mktemp("fuzz")
    words = dice.choice(["", "name=1", "date=1,name=2", "email=1,birthday=2,fact=3"])
    list(items_of(brought(folder, damaged(maker.data(), dice)), folder, columns=words))


CELLS = st.text(alphabet=string.printable + "éøß姓名０１\u202e\ud800", max_size=25)


@given(
    header=st.lists(
        st.sampled_from(["Name", "E-mail", "Phone", "Date", "Who", "Type", "Duration", "x"]),
        min_size=2, max_size=6,
    ),
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=8), delimiter=st.sampled_from(",;\t|"),
)  # fmt: skip
def test_any_cells_are_read_without_a_fault(header, rows, delimiter, tmp_path_factory):
    folder = tmp_path_factory.mktemp("cells")
    text = "\n".join(delimiter.join(one) for one in [header, *rows])
    items = list(items_of(brought(folder, text.encode("utf-8", "surrogatepass")), folder))
    assert all(one.id.startswith(("mailto:", "tel:", "tag:")) for one in items if isinstance(one, Actor))
