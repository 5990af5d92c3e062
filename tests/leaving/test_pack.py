"""An export is there whole or not at all; what it says of its files is so."""

import csv
import errno
import hashlib
import io
import json
import zipfile

import pytest

from mutuals.leaving import file
from mutuals.leaving.pack import Exists, Pack
from mutuals.leaving.services import export as exporting
from mutuals.leaving.services.export import NoRoomLeft, export_make
from mutuals.team.permissions import NotAllowed
from mutuals.ui.csv import rows_write, safe
from mutuals.wire.vcard_out import Card, card_text

NOW = 1_700_000_000_000


@pytest.mark.parametrize("name", ["export.zip", "export"])
def test_nothing_is_at_its_place_before_all_is_written(tmp_path, name):
    pack = Pack(tmp_path / name)
    with pack.text("a/b.txt") as out:
        out.write("wörds")
        out.rows = 3
    assert not (tmp_path / name).exists()
    pack.done()
    assert sorted(one.name for one in tmp_path.iterdir()) == [name]
    data = (
        zipfile.ZipFile(tmp_path / name).read("a/b.txt")
        if name.endswith("zip")
        else (tmp_path / name / "a/b.txt").read_bytes()
    )
    assert data.decode() == "wörds"
    assert pack.files == [("a/b.txt", len(data), hashlib.sha256(data).hexdigest(), 3)]


@pytest.mark.parametrize("name", ["export.zip", "export"])
def test_what_is_there_is_never_overwritten(tmp_path, name):
    path = tmp_path / name
    path.write_text("mine") if name.endswith("zip") else (path.mkdir(), (path / "x").write_text("mine"))
    with pytest.raises(Exists):
        Pack(path)


def test_what_an_earlier_try_left_is_cleared_away(tmp_path):
    Pack(tmp_path / "export.zip")
    again = Pack(tmp_path / "export.zip")
    again.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["export.zip", "export"])
def test_a_full_disk_leaves_nothing_behind_and_says_so(ada, home, tmp_path, name, monkeypatch):
    real = exporting._rows

    def full(pack, path, rows):
        if path.startswith("own/"):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(pack, path, rows)

    monkeypatch.setattr(exporting, "_rows", full)
    place = tmp_path / "out"
    place.mkdir()
    with pytest.raises(NoRoomLeft, match="no room left"):
        export_make(actor=ada, path=place / name, now_ms=NOW)
    assert list(place.iterdir()) == []


@pytest.mark.django_db
def test_the_manifest_names_every_file_with_its_digest(ada, home, tmp_path):
    export_make(actor=ada, path=tmp_path / "export", now_ms=NOW)
    manifest = json.loads((tmp_path / "export" / "manifest.json").read_text())
    told = {one["name"]: one["sha256"] for one in manifest["files"]}
    found = {
        str(path.relative_to(tmp_path / "export")): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (tmp_path / "export").rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert told == found
    assert manifest["format"] == "mutuals-export"


@pytest.mark.django_db
def test_who_may_not_read_may_not_export(cleo, tmp_path):
    cleo.role = "outside_approver"
    with pytest.raises(NotAllowed):
        export_make(actor=cleo, path=tmp_path / "x", now_ms=NOW)


@pytest.mark.parametrize("cell", ["=1+1", "+49", "-1", "@x", "\tx", "\rx", "＝1"])
def test_no_cell_begins_like_a_formula(cell):
    assert safe(cell) == f"'{cell}"
    out = io.StringIO()
    assert rows_write(out, ["a"], [[cell], [7], [None]]) == 3
    rows = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert rows[0] == ["a"]
    assert rows[1][0].startswith("'")


def test_a_card_is_a_vcard_of_the_fourth_version_with_folded_lines():
    card = Card(
        uid="urn:uuid:1",
        name="Ö" * 60 + ", Ola;\nBerg",
        emails=("a@x",),
        phones=("+49123",),
        born="1980-05-03",
        groups=("a,b",),
    )
    text = card_text(card)
    assert text.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    plain = text.replace("\r\n ", "")
    assert "\\, Ola\\;\\nBerg\r\n" in plain
    assert "TEL;VALUE=uri:tel:+49123\r\n" in plain
    assert "BDAY:19800503\r\n" in plain
    assert "CATEGORIES:a\\,b\r\n" in plain


def test_what_is_held_is_one_file_that_loads_nothing_and_runs_nothing():
    rows = [{"words": "<script>alert(1)</script>", "at": NOW}]
    text = file.file_begin(name="<b>", made="today", by="Ada", not_included=["x"]) + "".join(
        [
            *file.file_part("posts", "Posts", 1, rows),
            *file.file_part("log", "Log", 1, [{"time": NOW, "by": "<i>"}]),
            file.file_end(),
        ]
    )
    assert "<script" not in text
    assert "src=" not in text
    assert "http" not in text
    assert "14 November 2023" in text
