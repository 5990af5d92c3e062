"""Containers and folders of any kind: a clear word about what is bad in them, bounded cost, and the rest is kept."""

import io
import os
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from mutuals.record.services.accounts import account_for
from mutuals.sources import parcel as parcels
from mutuals.sources.parcel import ParcelError
from mutuals.sources.parcel_folder import MAX_DEPTH
from mutuals.sources.parcel_zip import OVERLAPS
from mutuals.sources.seam import Claim, FileReport, Question, Rejected
from mutuals.sources.services.imports import import_add
from mutuals.sources.services.reports import Reports
from tests.sources.generate_hostile import CHAT, overlapping, put, zipped
from tests.sources.test_reading import bring

DEEP = 100_000


def texts_of(parcel):
    found = {}
    for entry in parcel.entries():
        with parcel.open(entry.name) as stream:
            found[entry.name] = stream.read(1 << 20)
    return found


# Containers


def test_files_that_share_their_bytes_are_not_opened(tmp_path, opened):
    path = put(tmp_path / "x.zip", overlapping(200, b"0" * 1_000_000, {"fine.txt": b"ok"}))
    parcel = opened(path)
    assert {why for _, why in parcel.problems} == {OVERLAPS}
    assert len(parcel.problems) == 199
    assert parcel.total <= 1_000_002
    assert texts_of(parcel)["fine.txt"] == b"ok"


def test_zips_in_zips_in_zips_fill_neither_disk_nor_time(tmp_path, opened, monkeypatch):
    monkeypatch.setattr(parcels, "SPOOL_LEAST", 3_000_000)
    data = zipped({"zeros.txt": b"0" * 900_000})
    for _ in range(4):
        data = zipped({"fine.txt": b"ok"} | {f"{number:02}.zip": data for number in range(9)}, stored=True)
    parcel = opened(put(tmp_path / "x.zip", data))
    assert sum(one.stat().st_size for one in (tmp_path / "spool").iterdir()) <= 50 * len(data)
    assert any(one.name == "fine.txt" for one in parcel.entries())


def test_thousands_of_zips_in_one_another_are_said_to_be_too_many(tmp_path, opened, monkeypatch):
    monkeypatch.setattr(parcels, "MAX_CONTAINERS", 30)
    inner = zipped({f"{number}.zip": zipped({"a.txt": b"a"}) for number in range(20)})
    parcel = opened(put(tmp_path / "x.zip", zipped({f"{number}.zip": inner for number in range(20)})))
    assert {why for _, why in parcel.problems} == {parcels.MANY}
    assert len(parcel.entries()) >= 20


def test_a_zip_of_many_small_files_is_read_as_far_as_allowed(tmp_path, opened):
    path = put(tmp_path / "x.zip", zipped({f"{number:05}.txt": b"x" for number in range(3_000)}))
    parcel = opened(path, max_files=500)
    assert len(parcel.entries()) == 500
    assert "Bring it in smaller parts" in parcel.problems[-1][1]


def test_a_tar_of_links_and_devices_gives_its_files(tmp_path, opened):
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as book:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("p", tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            book.addfile(info)
        for name in ("b", "c"):
            info = tarfile.TarInfo(name)
            info.type, info.devmajor = {"b": tarfile.BLKTYPE, "c": tarfile.CHRTYPE}[name], 1
            book.addfile(info)
        info = tarfile.TarInfo("/abs/../C:\\fine.txt")
        info.size = 2
        book.addfile(info, io.BytesIO(b"ok"))
    parcel = opened(path)
    assert texts_of(parcel) == {"abs/C:/fine.txt": b"ok"}
    assert [name for name, _ in parcel.problems] == ["s", "h", "p", "b", "c"]
    assert all(why.endswith(".") for _, why in parcel.problems)


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_whose_names_have_gigabytes_costs_no_memory(mode, tmp_path, opened):
    path = tmp_path / ("x.tar" if mode == "w" else "x.tgz")
    with tarfile.open(path, mode) as book:
        info = tarfile.TarInfo("fine.txt")
        info.size = 2
        book.addfile(info, io.BytesIO(b"ok"))
        head = tarfile.TarInfo("././@LongLink")
        head.type, head.size = tarfile.GNUTYPE_LONGNAME, 8_000_000_000
        book.fileobj.write(head.tobuf(tarfile.GNU_FORMAT) + b"a" * 10_240)
    parcel = opened(path)
    assert texts_of(parcel) == {"fine.txt": b"ok"}
    ((_, why),) = parcel.problems
    assert "longer than any can be" in why


def test_a_directory_that_promises_more_than_there_is_costs_nothing(tmp_path, opened):
    data = bytearray(zipped({"fine.txt": b"ok"}))
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<HHL", data, at + 8, 0xFFFE, 0xFFFE, 4_000_000_000)
    assert texts_of(opened(put(tmp_path / "x.zip", bytes(data)))) == {"fine.txt": b"ok"}


# Folders


def test_a_folder_a_thousand_deep_is_named_and_the_rest_is_read(tmp_path, opened):
    put(tmp_path / "f" / "z.txt", b"ok")
    path = tmp_path / "f"
    for _ in range(MAX_DEPTH + 30):
        path = path / "d"
    path.mkdir(parents=True)
    parcel = opened(tmp_path / "f")
    assert texts_of(parcel) == {"z.txt": b"ok"}
    assert len(parcel.problems) == 1


def test_a_pipe_or_a_device_alone_is_refused_at_once(tmp_path, opened):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ParcelError, match="no file but a pipe"):
            opened(path)


def test_a_million_problems_are_counted_and_not_listed(tmp_path, opened, monkeypatch):
    monkeypatch.setattr(parcels, "MAX_PROBLEMS", 10)
    (tmp_path / "f").mkdir()
    for number in range(40):
        (tmp_path / "f" / f"{number}").symlink_to("nowhere")
    problems = opened(tmp_path / "f").problems
    assert len(problems) == 11
    assert "more problems like these" in problems[-1][1]


NAMES = [
    *(
        "שלום.txt",
        "مرحبا.txt",
        "\u202egnp.txt",
        "e\u0301\u0301\u0301.txt",
        "👩‍👩‍👧‍👦.txt",
        "नमस्ते.txt",
        "ไทย.txt",
    ),
    *(
        "new\nline.txt",
        "tab\t.txt",
        "C:\\x.txt",
        "CON",
        "a" * 250,
        "%00.txt",
        "'; DROP TABLE x;--.txt",
        "<b>.txt",
    ),
]


@pytest.mark.django_db
def test_names_of_every_kind_are_reported_as_they_are(ada, home, tmp_path):
    for name in NAMES:
        put(tmp_path / "f" / name, b"nothing known")
    raw = os.path.join(os.fsencode(tmp_path / "f"), b"caf\xe9 \xff.txt")
    with open(raw, "wb") as out:
        out.write(b"nothing known")
    put(tmp_path / "f" / "WhatsApp Chat with Ola.txt", CHAT.encode())
    report, _ = bring(ada, tmp_path / "f")
    told = {one["name"] for one in report["files"]}
    assert set(NAMES) <= told
    assert "caf\ufffd \ufffd.txt" in told
    assert (report["posts"], report["error"]) == (16, None)


@pytest.mark.django_db
def test_members_with_names_that_no_disk_takes_are_reported(ada, home, tmp_path):
    names = ["x" * 60_000 + ".txt", "nul\0inside.txt", "../../etc/passwd", "C:\\Windows\\win.ini", "/opt/x"]
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as book:
        for name in names:
            info = zipfile.ZipInfo("placeholder")
            info.filename = name
            book.writestr(info, b"nothing known")
        book.writestr("WhatsApp Chat with Ola.txt", CHAT)
    report, _ = bring(ada, path)
    told = {one["name"] for one in report["files"]}
    assert max(map(len, told)) < 1_100
    assert {"etc/passwd", "C:/Windows/win.ini", "opt/x"} <= told
    assert report["posts"] == 16
    assert not (tmp_path.parent / "etc").exists()


@pytest.mark.django_db
def test_reports_of_a_strangers_reader_are_kept_without_what_no_database_takes(ada, home, tmp_path):
    run = import_add(actor=ada, path=put(tmp_path / "x.txt", b"x"), answers={})
    claim = Claim(format="x", root="", title="X", files=("x.txt",))
    told = [
        Rejected(file="x.txt", line=1, reason="It has a \0 in it.", excerpt="a\0b\ud800"),
        Question(kind="me", about="x.txt", choices=(("tag:x,2026:a", "O\0la"),)),
        FileReport(name="x.txt", status="understood", note="half \udcff"),
    ]
    Reports(run, ask=True).write(account_for(network="x", holder=ada), claim, told)
    assert [one.excerpt for one in run.rejects.all()] == ["ab\ufffd"]
    assert run.questions.get().choices == [["tag:x,2026:a", "Ola"]]
    assert run.files.get().note == "half \ufffd"


@pytest.mark.django_db
def test_one_folder_of_everything_bad_with_a_chat_in_it(ada, home, tmp_path):
    folder = tmp_path / "f"
    put(folder / "WhatsApp Chat with Ola.txt", CHAT.encode())
    put(folder / "bomb.zip", overlapping(50, b"0" * 1_000_000, {}))
    put(folder / "cut.zip", zipped({"a.txt": b"a" * 9_000})[:-40])
    put(folder / "deep.json", b'{"messages":' + b"[" * DEEP)
    put(folder / "data/tweets.js", b"window.YTD.tweets.part0 = " + b'[{"tweet":' * DEEP)
    put(folder / "noise.mbox", bytes(range(256)) * 400)
    put(folder / "empty.csv", b"")
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    report, _ = bring(ada, folder)
    states = {one["name"]: one["status"] for one in report["files"]}
    assert (report["posts"], report["error"]) == (16, None)
    assert states["WhatsApp Chat with Ola.txt"] == "understood"
    assert {states["pipe"], states["loop"]} == {"broken"}
    assert set(states) >= {"deep.json", "noise.mbox", "empty.csv"}
    assert all(one["note"] for one in report["files"] if one["status"] in ("broken", "unknown"))
