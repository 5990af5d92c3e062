"""What a person brings is opened whatever its wrapping, and never harms."""

import gzip
import io
import os
import random
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from mutuals.sources import parcel as parcels
from mutuals.sources.parcel import OpenedParcel, ParcelError
from tests.sources.generate_hostile import put

TEXT = b"".join(b"line %d of a letter to Ana\n" % number for number in range(20_000))


@pytest.fixture
def opened(tmp_path):
    def open_it(path, **more):
        return OpenedParcel(path, spool=tmp_path / "spool", **more)

    return open_it


def zipped(files, *, method=zipfile.ZIP_DEFLATED, streamed=False):
    """A ZIP as bytes; `streamed` writes data descriptors, as phones and web servers do."""
    out = io.BytesIO()
    target = Unseekable(out) if streamed else out
    with zipfile.ZipFile(target, "w", method) as book:
        for name, data in files.items():
            book.writestr(name, data)
    return out.getvalue()


class Unseekable(io.RawIOBase):
    def __init__(self, out):
        super().__init__()
        self.out = out

    def writable(self):
        return True

    def write(self, data):
        return self.out.write(data)


def tarred(files, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as book:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            book.addfile(info, io.BytesIO(data))
    return out.getvalue()


def read(parcel):
    """Name to what could be read of it before any error."""
    found = {}
    for entry in parcel.entries():
        found[entry.name] = b""
        try:
            with parcel.open(entry.name) as stream:
                while data := stream.read(1000):
                    found[entry.name] += data
        except parcels.READ_ERRORS:
            pass
    return found


FILES = {"a/chat.txt": TEXT, "b.txt": b"hello", "empty.txt": b""}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.zip", zipped(FILES)),
        ("x.zip", zipped(FILES, streamed=True)),
        ("x.zip", zipped(FILES, method=zipfile.ZIP_STORED)),
        ("x.zip", zipped(FILES, method=zipfile.ZIP_LZMA)),
        ("x.tar", tarred(FILES)),
        ("x.tar.gz", tarred(FILES, "w:gz")),
        ("x.tgz", tarred(FILES, "w:gz")),
        ("x.tar.bz2", tarred(FILES, "w:bz2")),
        ("x.tar.xz", tarred(FILES, "w:xz")),
        ("a name that lies", zipped(FILES)),
    ],
)
def test_every_container_gives_its_files(tmp_path, opened, name, data):
    parcel = opened(put(tmp_path / name, data))
    assert read(parcel) == FILES
    assert parcel.problems == []
    assert {entry.name: entry.size for entry in parcel.entries()} == {n: len(d) for n, d in FILES.items()}
    assert parcel.done == parcel.total == sum(map(len, FILES.values()))


def test_a_single_file_and_an_empty_file(tmp_path, opened):
    assert read(opened(put(tmp_path / "one.txt", b"hi"))) == {"one.txt": b"hi"}
    assert read(opened(put(tmp_path / "none.txt", b""))) == {"none.txt": b""}


@pytest.mark.parametrize("pack", [gzip.compress, __import__("bz2").compress, __import__("lzma").compress])
def test_a_packed_single_file_loses_its_ending(tmp_path, opened, pack):
    ending = {"gzip": "gz", "bz2": "bz2", "lzma": "xz"}[pack.__module__]
    assert read(opened(put(tmp_path / f"list.mbox.{ending}", pack(TEXT)))) == {"list.mbox": TEXT}


def test_a_packed_file_tells_its_true_size_for_progress(tmp_path, opened):
    assert opened(put(tmp_path / "list.mbox.gz", gzip.compress(TEXT))).total == len(TEXT)


def test_a_folder_with_containers_in_containers(tmp_path, opened):
    inner = zipped({"_chat.txt": b"inner", "mail.mbox.gz": gzip.compress(b"packed")})
    put(tmp_path / "f/A chat.zip", inner)
    put(tmp_path / "f/deep/outer.tar.gz", tarred({"more/A chat.zip": inner, "x.txt": b"x"}, "w:gz"))
    assert read(opened(tmp_path / "f")) == {
        "A chat.zip/_chat.txt": b"inner",
        "A chat.zip/mail.mbox": b"packed",
        "deep/outer.tar.gz/more/A chat.zip/_chat.txt": b"inner",
        "deep/outer.tar.gz/more/A chat.zip/mail.mbox": b"packed",
        "deep/outer.tar.gz/x.txt": b"x",
    }


def test_the_only_zip_of_a_folder_keeps_its_name_since_it_may_name_a_chat(tmp_path, opened):
    put(tmp_path / "f/WhatsApp Chat - Ola.zip", zipped({"_chat.txt": b"x"}))
    assert list(read(opened(tmp_path / "f"))) == ["WhatsApp Chat - Ola.zip/_chat.txt"]


def test_nesting_ends_at_a_depth(tmp_path, opened):
    data = b"deep"
    for level in range(6):
        data = zipped({f"{level}.zip" if level else "core.txt": data})
    (name,) = read(opened(put(tmp_path / "doll.zip", data)))
    assert name.count("/") == parcels.MAX_NESTING - 1
    assert name.endswith(".zip")


def test_names_that_climb_out_stay_inside(tmp_path, opened):
    files = {"../../etc/passwd": b"1", "/opt/x": b"2", "..\\..\\win.ini": b"3", "a/./b//c": b"4"}
    for name, data in (("x.zip", zipped(files)), ("x.tar", tarred(files)), ("x.tgz", tarred(files, "w:gz"))):
        parcel = opened(put(tmp_path / name, data))
        assert sorted(read(parcel)) == ["a/b/c", "etc/passwd", "opt/x", "win.ini"]
    assert not (tmp_path.parent / "etc").exists()


def test_two_files_of_one_name_are_both_kept(tmp_path, opened):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as book:
        book.writestr("chat.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            book.writestr("chat.txt", b"2")
    assert read(opened(tmp_path / "x.zip")) == {"chat.txt": b"1", "chat (2).txt": b"2"}


def test_names_in_every_script(tmp_path, opened):
    names = {"Discussion avec Zoé.txt", "Чат с Ольгой.txt", "与小明.txt", "צ׳אט.txt"}
    assert set(read(opened(put(tmp_path / "x.zip", zipped(dict.fromkeys(names, b"x")))))) == names
    for name in names:
        put(tmp_path / "f" / name, b"x")
    assert set(read(opened(tmp_path / "f"))) == names


def test_utf8_names_without_the_flag_for_it_are_read_as_utf8(tmp_path, opened):
    plain = zipped({"Caf\u00e9.txt": b"x"})
    unflagged = plain.replace(b"\x00\x08", b"\x00\x00", 1)
    place = unflagged.index(b"PK\x01\x02") + 8
    assert unflagged[place : place + 2] == b"\x00\x08"
    unflagged = unflagged[:place] + b"\x00\x00" + unflagged[place + 2 :]
    assert list(read(opened(put(tmp_path / "x.zip", unflagged)))) == ["Café.txt"]


def test_a_zip_bomb_is_named_and_not_opened(tmp_path, opened):
    bomb = zipped({"zeros.txt": b"\0" * 20_000_000, "fine.txt": b"ok"})
    grown = bomb.replace(struct.pack("<I", 20_000_000), struct.pack("<I", 4_000_000_000))
    parcel = opened(put(tmp_path / "x.zip", grown))
    assert read(parcel) == {"fine.txt": b"ok"}
    assert [name for name, _ in parcel.problems] == ["zeros.txt"]


def test_a_gz_bomb_stops_when_it_has_grown_too_much(tmp_path, opened, monkeypatch):
    monkeypatch.setattr(parcels, "MAX_RATIO", 10)
    parcel = opened(put(tmp_path / "zeros.gz", gzip.compress(b"\0" * 5_000_000)))
    with parcel.open("zeros") as stream, pytest.raises(OSError, match="far more"):
        stream.read()
    assert parcel.done < 400_000


def test_a_tar_bomb_fills_no_disk(tmp_path, opened, monkeypatch):
    monkeypatch.setattr(parcels, "MAX_RATIO", 10)
    files = {f"{number}.txt": b"\0" * 500_000 for number in range(9)}
    parcel = opened(put(tmp_path / "x.tgz", tarred(files, "w:gz")))
    assert parcel.problems
    assert (
        sum(one.stat().st_size for one in (tmp_path / "spool").iterdir()) < 600_000
        if parcel.entries()
        else True
    )


def test_a_locked_zip_says_so(tmp_path, opened):
    data = bytearray(zipped({"secret.txt": b"x", "open.txt": b"y"}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    parcel = opened(put(tmp_path / "x.zip", bytes(data)))
    assert read(parcel) == {"open.txt": b"y"}
    assert [(name, "password" in why) for name, why in parcel.problems] == [("secret.txt", True)]


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_cut_anywhere_gives_what_came_before_the_cut(tmp_path, opened, method, streamed):
    files = {f"{number}.txt": os.urandom(300) + TEXT[: number * 2_000] for number in range(8)}
    data = zipped(files, method=method, streamed=streamed)
    most = 0
    for share in range(5, 100, 6):
        parcel = opened(put(tmp_path / f"{share}.zip", data[: len(data) * share // 100]))
        found = read(parcel)
        assert parcel.problems
        assert all(files[name].startswith(text) for name, text in found.items() if name in files)
        whole = sum(found.get(name) == text for name, text in files.items())
        assert len(found) - whole <= 1
        most = max(most, whole)
    assert most >= 7


def test_the_last_piece_before_a_cut_is_not_lost(tmp_path, opened):
    data = zipped({"chat.txt": os.urandom(400_000)}, method=zipfile.ZIP_STORED)
    parcel = opened(put(tmp_path / "x.zip", data[:300_000]))
    assert len(read(parcel)["chat.txt"]) == 300_000 - 38
    with parcel.open("chat.txt") as stream:
        assert len(stream.read()) == 300_000 - 38
        with pytest.raises(EOFError):
            stream.read()


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_a_cut_tar_gives_what_came_before_the_cut(tmp_path, opened, mode):
    files = {f"{number}.txt": os.urandom(20_000) for number in range(8)}
    data = tarred(files, mode)
    for share in (10, 45, 80):
        parcel = opened(put(tmp_path / f"{share}.tar", data[: len(data) * share // 100]))
        found = read(parcel)
        whole = sum(found.get(name) == text for name, text in files.items())
        assert whole >= share * 8 // 100 - 1
        assert all(files[name].startswith(text) for name, text in found.items() if name in files)


def test_a_cut_gz_raises_after_giving_what_it_has(tmp_path, opened):
    data = gzip.compress(TEXT)
    parcel = opened(put(tmp_path / "list.mbox.gz", data[: len(data) // 2]))
    found = read(parcel)["list.mbox"]
    assert len(found) > len(TEXT) // 4
    assert TEXT.startswith(found)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_containers_never_raise_on_opening(tmp_path, opened, seed):
    dice = random.Random(seed)
    for name, data in (("x.zip", zipped(FILES)), ("x.tar", tarred(FILES)), ("x.tgz", tarred(FILES, "w:gz"))):
        broken = bytearray(data)
        for _ in range(20):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        read(opened(put(tmp_path / f"{seed}{name}", bytes(broken))))


def test_links_are_named_and_not_followed(tmp_path, opened):
    put(tmp_path / "outside.txt", b"private")
    put(tmp_path / "f/inside.txt", b"mine")
    (tmp_path / "f/link.txt").symlink_to(tmp_path / "outside.txt")
    (tmp_path / "f/loop").symlink_to(tmp_path / "f")
    (tmp_path / "f/gone").symlink_to(tmp_path / "nothing")
    parcel = opened(tmp_path / "f")
    assert read(parcel) == {"inside.txt": b"mine"}
    assert sorted(name for name, _ in parcel.problems) == ["gone", "link.txt", "loop"]


def test_pipes_and_unreadable_files_do_not_stop_the_rest(tmp_path, opened, monkeypatch):
    put(tmp_path / "f/fine.txt", b"ok")
    locked = put(tmp_path / "f/locked.txt", b"x")
    os.mkfifo(tmp_path / "f/pipe")
    true_open = Path.open

    def refuse(path, *args, **more):
        if path == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return true_open(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    parcel = opened(tmp_path / "f")
    assert read(parcel) == {"fine.txt": b"ok"}
    assert parcel.problems == [
        ("locked.txt", "This file cannot be read (Permission denied)."),
        ("pipe", "This is no file but a pipe, a device or a socket; it was left out."),
    ]


def test_a_document_that_is_a_zip_inside_stays_one_file(tmp_path, opened):
    put(tmp_path / "f/letter.docx", zipped({"word/document.xml": b"x"}))
    assert list(read(opened(tmp_path / "f"))) == ["letter.docx"]


def test_media_in_a_packed_tar_are_not_copied_but_can_be_read(tmp_path, opened):
    parcel = opened(put(tmp_path / "x.tgz", tarred({"a.txt": b"a", "photo.jpg": b"p" * 9000}, "w:gz")))
    assert sum(one.stat().st_size for one in (tmp_path / "spool").iterdir()) == 1
    assert read(parcel)["photo.jpg"] == b"p" * 9000


def test_head_and_peek_do_not_count_as_progress(tmp_path, opened):
    parcel = opened(put(tmp_path / "x.zip", zipped(FILES)))
    assert parcel.head("a/chat.txt", 10) == TEXT[:10]
    with parcel.peek("a/chat.txt") as stream:
        assert stream.read() == TEXT
    assert parcel.done == 0


def test_a_missing_path_is_said(opened, tmp_path):
    with pytest.raises(ParcelError, match="no file or folder"):
        opened(tmp_path / "nothing")


@pytest.mark.parametrize("how", ["folder", "zip", "tar", "tgz"])
def test_of_too_many_files_the_first_are_kept_and_the_rest_is_counted(how, opened, tmp_path):
    files = {f"{number}.txt": b"%d" % number for number in range(5)}
    packed = {"zip": zipped, "tar": tarred, "tgz": lambda files: tarred(files, "w:gz")}
    for name, data in files.items():
        put(tmp_path / "f" / name, data)
    path = tmp_path / "f" if how == "folder" else put(tmp_path / f"x.{how}", packed[how](files))
    parcel = opened(path, max_files=3)
    assert read(parcel) == {"0.txt": b"0", "1.txt": b"1", "2.txt": b"2"}
    ((name, why),) = parcel.problems
    assert "more than 3 files; 2 or more were not looked at" in why


def test_many_containers_use_few_file_handles(tmp_path, opened):
    for number in range(60):
        put(tmp_path / f"f/{number:02}.zip", zipped({"a.txt": b"%d" % number}))
    parcel = opened(tmp_path / "f")
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0
    found = read(parcel)
    assert [found[f"{number:02}.zip/a.txt"] for number in range(60)] == [
        b"%d" % number for number in range(60)
    ]
    assert before < 60
