"""LinkedIn's exports of every era: whatever is missing or cut off, what is found is what is there."""

import random

import pytest

from mutuals.as2 import Checkpoint
from mutuals.sources.archives.linkedin import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Reads
from tests.sources.archives import checked
from tests.sources.archives.checked import reading
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_linkedin import ERAS, Maker

items_of = reading(archive)


def said_in(items):
    return {(by, "".join(to), text, ms) for by, to, text, ms, _ in checked.said_in(items)}


def agree_on(items, truth):
    found = checked.agree(items, truth, said=said_in)
    if "contacts" in found.collections:
        assert list(found.collections["contacts"].items) == truth.contacts
        assert found.collections["contacts"].complete == ("Connections.csv" not in truth.broken)


@pytest.mark.parametrize("seed", range(20))
def test_every_era_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, ERAS[seed % 4], messages=5 + 9 * seed).make()
    path = maker.write(tmp_path, packed=seed % 2, root="Complete_LinkedInDataExport/" if seed % 3 else "")
    agree_on(list(items_of(path, tmp_path)), maker.truth())


@pytest.mark.parametrize("era", ERAS)
def test_each_table_may_be_missing(era, tmp_path):
    maker = Maker(77, era).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        path = maker.write(tmp_path / str(at), missing={name})
        agree_on(list(items_of(path, tmp_path)), maker.truth(missing={name}))


@pytest.mark.parametrize("era", ERAS)
def test_each_table_may_come_alone(era, tmp_path):
    maker = Maker(41, era).make()
    for at, name in enumerate(maker.files):
        (tmp_path / str(at)).mkdir()
        missing = set(maker.files) - {name}
        path = maker.write(tmp_path / str(at), missing=missing)
        agree_on(list(items_of(path, tmp_path)), maker.truth(missing=missing))


@pytest.mark.parametrize("seed", range(32))
def test_tables_cut_at_random_bytes_give_all_before_the_cut(seed, tmp_path):
    r = random.Random(seed)
    maker = Maker(seed, ERAS[seed % 4]).make()
    cuts = {name: maker.cut(name, r) for name in r.sample(list(maker.files), 4)}
    path = maker.write(tmp_path, cuts=cuts)
    agree_on(list(items_of(path, tmp_path)), maker.truth(cuts=cuts))


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_stops_the_reading(seed, tmp_path):
    r = random.Random(seed)
    path = Maker(seed, ERAS[seed % 4]).make().write(tmp_path)
    for file in path.rglob("*.csv"):
        data = bytearray(file.read_bytes())
        for _ in range(6):
            at = r.randrange(len(data))
            data[at : at + r.randrange(9)] = bytes(r.choices(b'",\n\r\\\xff\x001e', k=r.randrange(9)))
        file.write_bytes(bytes(data))
    found = count(items_of(path, tmp_path))
    assert all(one.reason and len(one.excerpt) <= 200 for one in found.rejected)


def test_a_longer_export_gives_the_same_ids_for_the_same_messages(tmp_path):
    maker = Maker(3, 2026, messages=200).make()
    whole = count(items_of(maker.write(tmp_path), tmp_path)).posts
    file = maker.files["messages.csv"]
    older = file.data[: file.header] + file.data[file.pieces[99].end + 1 :]
    (tmp_path / "brought" / "messages.csv").write_bytes(older)
    again = count(items_of(tmp_path / "brought", tmp_path)).posts
    assert again < whole
    assert len(whole) - len(again) == sum(1 for piece in file.pieces[:100] if piece.said)


def test_the_same_parcel_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, messages=2600).make().write(tmp_path)
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(
        one.startswith(("https://", "tag:", "mailto:")) for item in first for one in ids_in(item) if one
    )
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) > 10


def test_words_of_an_invitation_stand_once_though_messages_repeat_them(tmp_path):
    maker = Maker(2, 2026)
    maker.make()
    path = maker.write(tmp_path, missing=set(maker.files) - {"Invitations.csv"})
    kai = "https://www.linkedin.com/in/kai"
    (path / "Invitations.csv").write_text(
        "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
        f'Mara,Kai,"2/14/26, 9:30 AM",We met,OUTGOING,{maker.me[1]},{kai}\n'
    )
    alone = said_in(items_of(path, tmp_path))
    (path / "messages.csv").write_text(
        "CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT,FOLDER\n"
        f"2-a==,Mara,{maker.me[1]},Kai,{kai},2026-02-14 09:30:12 UTC,We met,INBOX\n"
    )
    both = said_in(items_of(path, tmp_path))
    assert [len(alone), len(both)] == [1, 1]
    assert both != alone


def test_private_tables_are_left_alone_with_a_reason(tmp_path):
    parcel = OpenedParcel(Maker(9).make().write(tmp_path), spool=tmp_path)
    claim = archive.find(parcel)[0]
    assert {name for name, _ in claim.left_alone} == set(Maker.PRIVATE)
    assert all(reason for _, reason in claim.left_alone)


def test_what_is_left_out_is_counted(tmp_path):
    found = count(items_of(Maker(10, 2026).make().write(tmp_path), tmp_path))
    note = found.files["messages.csv"].note
    assert all(word in note for word in ("drafts (1)", "spam folder (1)", "advertisements (1)"))
    assert "closed their accounts (1)" in found.files["Connections.csv"].note


@pytest.mark.parametrize(
    ("me", "actor", "sure"),
    [
        ("www.linkedin.com/in/Mara-Other", "https://www.linkedin.com/in/mara-other", True),
        ("nobody here", "tag:owner.mutuals.invalid,2026:linkedin/me", False),
    ],
)
def test_connections_alone_take_the_persons_answer(me, actor, sure, tmp_path):
    maker = Maker(6, 2026).make()
    path = maker.write(tmp_path, missing=set(maker.files) - {"Connections.csv"})
    found = count(items_of(path, tmp_path, me=("mara@gmail.com", me)))
    assert [(one.actor, one.sure) for one in found.mine] == [(actor, sure)]
    assert bool(found.questions) != sure
    assert found.collections["contacts"].attributed_to == actor


def test_bad_rows_say_where_and_why(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "messages.csv").write_text(
        "CONVERSATION ID,FROM,TO,DATE,CONTENT,FOLDER\n"
        'x,Ola,,2026-01-01,"two\nlines",INBOX\n'
        "x,Ola\n"
        "x,Ola,Kai,2026-01-01,well,INBOX\n"
    )
    found = count(items_of(tmp_path / "a", tmp_path))
    assert [(one.line, one.reason) for one in found.rejected] == [
        (4, "It has too many or too few columns."),
    ]
    assert found.files["messages.csv"].items == 2


def test_two_exports_in_one_folder_are_two(tmp_path):
    for seed in (1, 2):
        Maker(seed, 2026).make().write(tmp_path, root=f"export-{seed}/")
    parcel = OpenedParcel(tmp_path / "brought", spool=tmp_path)
    assert [claim.root for claim in archive.find(parcel)] == ["export-1/", "export-2/"]
