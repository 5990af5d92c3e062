"""Mail in every container: whatever the kind of mbox, the language, the dirt or the cut, what is found is there."""

import gzip
import random

import pytest

from mutuals.as2 import Activity, Checkpoint
from mutuals.sources.archives.mail import STEP, archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Reads
from mutuals.wire.mail_people import MAX_PEOPLE
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_mail import LIST, ME, Maker, write

LAYOUTS = ("o", "rd", "cl", "cl2", "takeout", "maildir", "eml")
CONTAINERS = ("folder", "zip", "tar.gz")


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(found, truth):
    assert found.posts == truth.posts
    assert found.actors == truth.actors
    assert not found.rejected


@pytest.mark.parametrize("seed", range(35))
def test_every_layout_gives_what_the_maker_put_in(seed, tmp_path):
    layout = LAYOUTS[seed % len(LAYOUTS)]
    maker = Maker(seed, mails=30 + 5 * seed, start=1996 + seed % 28)
    files = maker.files(layout, crlf=seed % 2 == 1 and layout != "maildir")
    found = count(items_of(write(files, tmp_path, CONTAINERS[seed % 3]), tmp_path))
    agree(found, maker.counted())
    assert [(one.actor, one.sure) for one in found.mine] == [(f"mailto:{ME}", True)]
    assert found.people[f"mailto:{LIST}"].type == "Group"
    assert {one.status for one in found.files.values()} == {"understood"}
    assert sum(one.items for one in found.files.values()) == len(maker.counted().posts)


@pytest.mark.parametrize("layout", ["rd", "maildir", "eml"])
def test_each_folder_may_be_missing(layout, tmp_path):
    maker = Maker(7, mails=60)
    whole = maker.letters
    for at, gone in enumerate(("inbox", "sent", "list", "drafts", "spam", "trash")):
        (tmp_path / str(at)).mkdir()
        maker.letters = [one for one in whole if one.use != gone]
        path = write(maker.files(layout), tmp_path / str(at), "folder")
        agree(count(items_of(path, tmp_path)), maker.counted())


@pytest.mark.parametrize("seed", range(30))
def test_an_mbox_cut_at_a_random_byte_gives_every_mail_whose_heads_are_whole(seed, tmp_path):
    maker = Maker(100 + seed, mails=25)
    letters = [one for one in maker.letters if one.use in ("inbox", "sent", "list")]
    data, ends = maker.mbox(letters, ("o", "rd", "cl", "cl2")[seed % 4], crlf=seed % 3 == 0)
    cut = random.Random(seed).randrange(200, len(data))
    (tmp_path / "cut.mbox").write_bytes(data[:cut])
    found = count(items_of(tmp_path / "cut.mbox", tmp_path))
    assert (
        found.posts
        == maker.counted([one for one, end in zip(letters, ends, strict=True) if end <= cut]).posts
    )
    if data[:cut][-1:] != b"\n":
        assert found.files["cut.mbox"].status == "broken"
        assert found.files["cut.mbox"].note


def test_a_cut_gzip_gives_what_came_before(tmp_path):
    maker = Maker(3, mails=400)
    letters = [one for one in maker.letters if one.use in ("inbox", "sent", "list")]
    packed = gzip.compress(maker.mbox(letters)[0])
    (tmp_path / "mail.mbox.gz").write_bytes(packed[: len(packed) // 2])
    found = count(items_of(tmp_path / "mail.mbox.gz", tmp_path))
    assert found.files["mail.mbox"].status == "broken"
    assert found.posts < maker.counted(letters).posts
    assert len(found.posts) > len(letters) // 4


def test_a_sentence_that_begins_with_from_parts_no_mail(tmp_path):
    mail = b"From a@b.example Thu Jan  2 03:57:04 2003\nFrom: a@b.example\nMessage-ID: <1@b>\n\nHello\n\n"
    mail += b"From here on\nall is well.\n\n"
    forwarded = b"From the desk of Ana, Monday 10:15 2003\n\nis no separator either.\n\n"
    (tmp_path / "a.mbox").write_bytes(mail + forwarded + mail.replace(b"<1@", b"<2@"))
    found = count(items_of(tmp_path / "a.mbox", tmp_path))
    assert found.posts == {"mid:1@b", "mid:2@b"}
    assert "From here on\nall is well." in found.things["mid:1@b"].content


def test_separators_of_thunderbird_and_eudora_are_known_and_swept_mail_stays_away(tmp_path):
    mails = (
        b"From \r\nFrom: a@b.example\r\nMessage-ID: <1@b>\r\n\r\nOne\r\n\r\n"
        b"From - Thu Jan 02 03:57:04 2003\r\nX-Mozilla-Status: 0009\r\nFrom: a@b.example\r\n"
        b"Message-ID: <2@b>\r\n\r\nGone\r\n\r\n"
        b"From ???@??? Thu Jan 02 03:57:04 2003\r\nFrom: a@b.example\r\nMessage-ID: <3@b>\r\n\r\nThree\r\n"
    )
    (tmp_path / "Inbox").write_bytes(mails)
    found = count(items_of(tmp_path / "Inbox", tmp_path))
    assert found.posts == {"mid:1@b", "mid:3@b"}
    assert found.files["Inbox"].note == "Left alone: 1 thrown away."


def test_a_huge_mail_is_read_from_its_beginning_and_the_next_one_is_found(tmp_path):
    huge = b"".join(b"x" * 75 + b"\n" for _ in range(120_000))
    mail = (
        b"From a@b.example Thu Jan  2 03:57:04 2003\nFrom: a@b.example\nMessage-ID: <%d@b>\n\nHello\n\n%s\n"
    )
    (tmp_path / "a.mbox").write_bytes(mail % (1, huge) + mail % (2, b""))
    items = list(items_of(tmp_path / "a.mbox", tmp_path))
    found = count(items)
    assert found.posts == {"mid:1@b", "mid:2@b"}
    assert len(found.things["mid:1@b"].content) <= 20_000


def test_a_sent_copy_to_a_list_is_known_by_the_lists_own_mails(tmp_path):
    heads = b"To: crew@ships.example\nSubject: x\n"
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.eml").write_bytes(
        b"From: me@home.example\nMessage-ID: <1@h>\n" + heads + b"\nmine\n"
    )
    (tmp_path / "a" / "2.eml").write_bytes(
        b"From: a@b.example\nMessage-ID: <2@b>\nList-Id: <crew.ships.example>\n" + heads + b"\ntheirs\n"
    )
    found = count(items_of(tmp_path / "a", tmp_path))
    assert found.people["mailto:crew@ships.example"].type == "Group"
    assert {one.audience for one in found.things.values()} == {("mailto:crew@ships.example",)}


def test_a_person_is_named_by_the_fuller_name_and_no_machine_for_one_newsletter(tmp_path):
    mail = "From: {}\nTo: me@home.example\nSubject: x\nMessage-ID: <{}@b>\n{}\nhello\n"
    bulk = "List-Unsubscribe: <mailto:x@y.example>\nPrecedence: bulk\n"
    (tmp_path / "a").mkdir()
    boxes = (("ana <ana@b.example>", bulk), ("Ana Ruiz <ana@b.example>", ""), ("ana@b.example", ""))
    for number, (box, more) in enumerate(boxes):
        (tmp_path / "a" / f"{number}.eml").write_text(mail.format(box, number, more))
    found = count(items_of(tmp_path / "a", tmp_path))
    assert (found.people["mailto:ana@b.example"].name, found.people["mailto:ana@b.example"].type) == (
        "Ana Ruiz",
        "Person",
    )


def test_a_public_lists_archive_belongs_to_nobody_so_it_is_asked(tmp_path):
    maker = Maker(1, mails=60)
    for one in maker.letters:
        one.raw = one.raw.replace(b"Delivered-To: " + ME.encode(), b"X-Other: 1")
    letters = [one for one in maker.letters if one.use == "list"]
    (tmp_path / "list.mbox").write_bytes(maker.mbox(letters)[0])
    found = count(items_of(tmp_path / "list.mbox", tmp_path))
    assert not [one for one in found.mine if one.sure]
    told = count(items_of(tmp_path / "list.mbox", tmp_path, me=("P1@host1.EXAMPLE",)))
    assert [(one.actor, one.sure) for one in told.mine] == [("mailto:p1@host1.example", True)]
    assert not told.questions


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path, monkeypatch):
    monkeypatch.setattr("mutuals.sources.archives.mail.STEP", 150)
    maker = Maker(8, mails=600)
    path = write({"all.mbox": maker.mbox(maker.letters)[0]}, tmp_path, "folder")
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("mailto:", "mid:", "tag:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 150 + 10
    assert sum(isinstance(item, Checkpoint) for item in first) >= 4
    assert STEP + 3 * MAX_PEOPLE <= 5000
    last = max(at for at, item in enumerate(first) if isinstance(item, FileReport))
    assert isinstance(first[last + 1], Checkpoint)


def test_mail_without_a_sender_is_rejected_with_its_line(tmp_path):
    mail = b"From - Thu Jan  2 03:57:04 2003\nFrom: a@b.example\nMessage-ID: <1@b>\n\nHello\n\n"
    (tmp_path / "a.mbox").write_bytes(mail + b"From - Thu Jan  2 03:57:04 2003\nSubject: nobody\n\nHello\n")
    found = count(items_of(tmp_path / "a.mbox", tmp_path))
    assert [(one.line, one.reason) for one in found.rejected] == [(7, "This mail names no sender.")]
    assert found.posts == {"mid:1@b"}


def test_many_single_mails_are_reported_as_their_folder(tmp_path):
    maker = Maker(9, mails=150, locale="en")
    found = count(items_of(write(maker.files("maildir"), tmp_path, "folder"), tmp_path))
    assert "Maildir/cur/" in found.files
    assert found.files["Maildir/cur/"].items > 50


def test_what_is_no_mail_is_not_claimed(tmp_path):
    (tmp_path / "notes.txt").write_text("From here: nothing\nTo: nobody\n\nSubject matters.\n")
    (tmp_path / "c.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nEND:VCARD\n")
    assert archive.find(OpenedParcel(tmp_path, spool=tmp_path / "spool")) == []


def test_two_mails_without_ids_are_two_and_the_same_twice_is_one(tmp_path):
    mail = "From: a@b.example\nTo: c@d.example\nDate: Thu, 2 Jan 2003 03:57:04 +0000\nSubject: x\n\n{}\n"
    (tmp_path / "a").mkdir()
    for number, text in enumerate(("one", "two", "one")):
        (tmp_path / "a" / f"{number}.eml").write_text(mail.format(text))
    found = count(items_of(tmp_path / "a", tmp_path))
    assert len(found.posts) == 2
    assert all(one.endswith("@missing.mutuals.invalid") for one in found.posts)
    assert all(
        isinstance(one.object.published.ms, int)
        for one in items_of(tmp_path / "a", tmp_path)
        if isinstance(one, Activity)
    )


def test_apples_single_mails_and_saved_ones_with_a_separator_are_read(tmp_path):
    mail = b"From: a@b.example\nTo: c@d.example\nSubject: x\nMessage-ID: <%d@b>\n\nhello\n"
    (tmp_path / "INBOX.mbox" / "Messages").mkdir(parents=True)
    first = mail % 1
    (tmp_path / "INBOX.mbox" / "Messages" / "1.emlx").write_bytes(
        b"%d      \n%s<?xml?><plist/>" % (len(first), first)
    )
    (tmp_path / "saved").write_bytes(b"From a@b.example Thu Jan  2 03:57:04 2003\n" + mail % 2)
    (tmp_path / "Drafts").mkdir()
    (tmp_path / "Drafts" / "3.eml").write_bytes(mail % 3)
    (tmp_path / "Draft.eml").write_bytes(mail % 4)
    found = count(items_of(tmp_path, tmp_path))
    assert found.posts == {"mid:1@b", "mid:2@b", "mid:4@b"}
    assert found.things["mid:1@b"].content == "hello"
    (claim,) = archive.find(OpenedParcel(tmp_path, spool=tmp_path / "spool"))
    assert [name for name, _ in claim.left_alone] == ["Drafts/3.eml"]


def test_mail_to_my_address_with_a_tag_is_mail_to_me(tmp_path):
    mail = "From: {}\nTo: {}\nSubject: x\nMessage-ID: <{}@b>\n\nhello\n"
    (tmp_path / "a").mkdir()
    boxes = (("ana@b.example", "me+shop@home.example"), ("me@home.example", "ana+x@b.example"))
    for number, (author, reader) in enumerate(boxes):
        (tmp_path / "a" / f"{number}.eml").write_text(mail.format(author, reader, number))
    found = count(items_of(tmp_path / "a", tmp_path, me=("me@home.example",)))
    assert {(one.actor, one.sure) for one in found.mine} == {
        ("mailto:me@home.example", True),
        ("mailto:me+shop@home.example", True),
    }
