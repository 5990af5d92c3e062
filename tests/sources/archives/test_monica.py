"""Exports of Monica: in either form, wrapped or cut, everything is told once and in the same words."""

import json
import random
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.as2 import Actor, Checkpoint
from mutuals.sources.archives.monica import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from mutuals.wire.monica_sql import Inserts
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_monica import LAYOUTS, Maker
from tests.sources.archives.mangle import mangled_json

LEFT = re.compile(r"([\d,]+) ([^\d.]+?)(?=, \d|\.)")


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def told(found):
    """What was told, in the maker's words."""
    all_ = Counter()
    for thing in found.things.values():
        kind = "Event" if thing.type == "Event" else "call" if thing.duration else "message"
        words = thing.summary if kind == "call" else thing.content
        all_[(kind, thing.name, words, thing.published.ms, thing.attributed_to, tuple(sorted(thing.to)))] += 1
    return all_


@pytest.mark.parametrize("seed", range(40))
def test_either_form_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, LAYOUTS[seed % 4], contacts=4 + seed, year=2015 + seed % 8).make()
    items = list(items_of(maker.write(tmp_path, container=("folder", "zip")[seed // 4 % 2]), tmp_path))
    found = count(items)
    truth, actors = maker.truth()
    assert told(found) == truth
    assert found.actors == actors
    assert not found.rejected
    (report,) = found.files.values()
    assert (report.status, report.items) == ("understood", sum(truth.values()) + len(actors) - 1)
    said = report.note.partition("Left out: ")[2]
    assert {what: int(number) for number, what in LEFT.findall(said)} == maker.left()
    assert [(one.actor, one.sure) for one in found.mine] == [("mailto:mara@one.example", True)]


@pytest.mark.parametrize("seed", range(16))
def test_what_is_known_of_contacts_is_kept_as_private_facts(seed, tmp_path):
    maker = Maker(50 + seed, LAYOUTS[seed % 4], contacts=20).make()
    known = {}
    for one in items_of(maker.write(tmp_path), tmp_path):
        if isinstance(one, Actor) and "/contact/" in one.id:
            ids, facts = known.setdefault(one.id, (set(), set()))
            ids.update(one.also_known_as)
            facts.update((fact.name, fact.value) for fact in one.attachment)
            assert all(fact.private for fact in one.attachment)
    assert known == maker.facts()


def test_both_forms_of_one_account_give_the_same_ids(tmp_path):
    posts = []
    for layout in ("json", "sql"):
        (tmp_path / layout).mkdir()
        # Of the same seed everything is the same but the form.
        found = count(items_of(Maker(9, layout, contacts=30).make().write(tmp_path / layout), tmp_path))
        posts.append((found.posts, found.actors))
    assert posts[0] == posts[1]


@pytest.mark.parametrize("seed", range(48))
def test_files_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    maker = Maker(200 + seed, LAYOUTS[seed % 4], contacts=8).make()
    cut = random.Random(seed).randrange(700, len(maker.data) - 2)
    found = count(items_of(maker.write(tmp_path, cut=cut), tmp_path))
    truth, actors = maker.truth(cut)
    assert told(found) == truth
    assert found.actors == actors
    assert {one.reason for one in found.rejected} <= {"This row is cut off."}
    if not maker.layout.endswith("1.8"):
        assert {one.status for one in found.files.values()} == {"broken"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_damaged_files_never_raise(tmp_path_factory, seed):
    r = random.Random(seed)
    folder = tmp_path_factory.mktemp("damaged")
    maker = Maker(seed, LAYOUTS[seed % 4], contacts=4).make()
    head, data = bytes(maker.data[:300]), bytes(maker.data)
    whole = mangled_json(data, r)
    for _ in range(r.randrange(6)):
        at = r.randrange(len(whole) + 1)
        whole = (
            whole[:at]
            + r.choice((b"'", b"\\", b"(", b"),(", b";", b"''", b"NULL", b"`", b"\xff", b"{"))
            + whole[at:]
        )
    maker.data = bytearray(whole if r.random() < 0.7 else head + whole)
    found = count(items_of(maker.write(folder), folder))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, "json", contacts=800).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("mailto:", "tag:", "tel:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) >= 2


def test_another_export_after_changes_gives_the_same_ids(tmp_path):
    (tmp_path / "then").mkdir()
    maker = Maker(4, "json", contacts=9).make()
    before = count(items_of(maker.write(tmp_path / "then"), tmp_path))
    text = maker.data.decode().replace(maker.acts[0].summary, "Something else")
    maker.data = bytearray(text.encode())
    (tmp_path / "now").mkdir()
    after = count(items_of(maker.write(tmp_path / "now"), tmp_path))
    assert before.posts == after.posts
    assert "Something else" in {one.name for one in after.things.values()}


def test_the_contact_that_is_me_does_not_meet_itself(tmp_path):
    maker = Maker(3, "json", contacts=6).make()
    one = next(one for one in maker.people if not one.partial)
    whole = maker.data.decode().replace('"locale": "en"', f'"locale": "en", "me_contact": "{one.uuid}"')
    maker.data = bytearray(whole.encode())
    found = count(items_of(maker.write(tmp_path), tmp_path))
    assert [mine.actor for mine in found.mine] == ["mailto:mara@one.example", maker.key(one)]
    assert all(maker.key(one) not in thing.to for thing in found.things.values() if thing.type == "Event")


def test_who_made_an_export_of_several_people_is_told_by_it_or_asked(tmp_path):
    maker = Maker(3, "sql", contacts=5).make()
    second = b",\n (2,'Finn','Berg','finn@two.example','x');\nSET"
    maker.data = bytearray(
        bytes(maker.data).replace(b";\nSET FOREIGN_KEY_CHECKS=1", second + b" FOREIGN_KEY_CHECKS=1")
    )
    found = count(items_of(maker.write(tmp_path), tmp_path))
    assert [one.actor for one in found.mine] == ["mailto:mara@one.example"]
    maker.data = bytearray(bytes(maker.data).replace(b"# Mara Lind dump", b"# Somebody dump"))
    asked = count(items_of(maker.write(tmp_path), tmp_path))
    assert {one for one, _ in asked.questions[0].choices} == {
        "mailto:mara@one.example",
        "mailto:finn@two.example",
    }
    said = count(items_of(maker.write(tmp_path), tmp_path, me=("Finn@two.example",)))
    assert [one.actor for one in said.mine] == ["mailto:finn@two.example"]


def test_the_dump_of_a_whole_installation_is_left_alone(tmp_path):
    line = "# ************************************************************\n"
    (tmp_path / "all.sql").write_text(
        f"{line}# Monica data export.\n# Export date: x\n{line}INSERT INTO a (b) VALUES (1);\n"
    )
    (claim,) = archive.find(OpenedParcel(tmp_path / "all.sql", spool=tmp_path / "spool"))
    assert not claim.files
    assert claim.left_alone[0][0] == "all.sql"


@pytest.mark.parametrize(
    "text",
    [
        '{"version": "1", "app_version": "2"}',
        '{"account": {}, "exported_by": "x"}',
        "INSERT INTO contacts (id) VALUES (1);",
        "# Mara dump of data\n",
        "-- MySQL dump 10.13\nCREATE TABLE `contacts` (\n",
        "[]",
    ],
)
def test_other_files_are_not_taken(text, tmp_path):
    for name in ("a.json", "a.sql"):
        (tmp_path / name).write_text(text)
        assert archive.find(OpenedParcel(tmp_path / name, spool=tmp_path / "spool")) == []


def rows_of(text, size=7):
    """The rows read in small bites."""
    data, at = text.encode(), 0

    def read(_):
        nonlocal at
        at += size
        return data[at - size : at]

    rows = Inserts(read)
    return list(rows), rows.cut


@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_values_are_read_as_php_escaped_them(size):
    text = "INSERT IGNORE INTO `m_notes` (`id`, `body`) VALUES\n (1,'it\\'s \\\\ \\\"x\\\"),('),\n"
    text += " (007,''),(NULL,'a\nb'), (+32470,'\\0');\n"
    rows, cut = rows_of(text, size)
    assert [(one.table, one.line, one.row["id"], one.row["body"]) for one in rows] == [
        ("m_notes", 2, "1", 'it\'s \\ "x"),('),
        ("m_notes", 3, "007", ""),
        ("m_notes", 3, None, "a\nb"),
        ("m_notes", 4, "+32470", ""),
    ]
    assert not cut


def test_a_broken_row_stops_neither_its_file_nor_time():
    text = (
        "INSERT INTO a (b) VALUES (1 2 (3);\nINSERT INTO a (b,c) VALUES (1);\nINSERT INTO a (b) VALUES (4);\n"
    )
    rows, cut = rows_of(text * 2_000, 10_000)
    assert sum(one.row == {"b": "4"} for one in rows) == 2_000
    assert sum(bool(one.problem) for one in rows) == 4_000
    assert not cut


def test_deeply_nested_and_huge_values_are_bounded(tmp_path):
    head = '{"version": "1.0", "app_version": "4.0.0", "exported_by": "x", "account": {"data": ['
    for number, inner in enumerate(
        ("[" * 100_000, '{"type": "contact", "values": [' + "{" * 50_000, '"' + "x" * 3_000_000)
    ):
        (tmp_path / f"{number}.json").write_text(head + inner)
        found = count(items_of(tmp_path / f"{number}.json", tmp_path))
        assert {one.status for one in found.files.values()} == {"broken"}


def test_fields_of_wrong_types_are_no_harm(tmp_path):
    maker = Maker(5, "json", contacts=5).make()
    whole = json.loads(maker.data)
    whole["account"]["data"][1]["values"][0]["properties"] = []
    whole["account"]["data"][1]["values"][1]["data"] = {"x": 1}
    whole["account"]["data"][-1]["values"][0]["properties"]["happened_at"] = {"date": 5}
    maker.data = bytearray(json.dumps(whole).encode())
    found = count(items_of(maker.write(tmp_path), tmp_path))
    assert {one.reason for one in found.rejected} == {
        "This contact has no name.",
        "It does not say when it was.",
    }
