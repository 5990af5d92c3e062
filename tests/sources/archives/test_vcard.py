"""Address books in every dialect: whatever the version, the folds, the container or the cut, all cards are found."""

import random

import pytest

from mutuals.as2 import Actor, Checkpoint
from mutuals.sources.archives.vcard import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, Reads
from tests.sources.archives.counted import count, ids_in
from tests.sources.archives.generate_vcard import DIALECTS, Maker

LAYOUTS = ("one", "folder", "zip", "bom")


def items_of(path, tmp_path, **answers):
    parcel = OpenedParcel(path, spool=tmp_path / "spool")
    for claim in archive.find(parcel):
        yield from archive.read(parcel, claim, Answers(**answers))


def agree(items, truth):
    actors = [one for one in items if isinstance(one, Actor)]
    ids, names = truth
    assert {one for actor in actors for one in (actor.id, *actor.also_known_as)} == ids
    assert {actor.id: actor.name for actor in actors} == names


@pytest.mark.parametrize("seed", range(36))
def test_every_dialect_gives_what_the_maker_put_in(seed, tmp_path):
    maker = Maker(seed, cards=5 + 6 * seed)
    items = list(items_of(maker.write(tmp_path, LAYOUTS[seed // 4 % 4]), tmp_path))
    agree(items, maker.truth())
    found = count(items)
    assert not found.rejected
    assert {one.status for one in found.files.values()} == {"understood"}
    assert sum(one.items for one in found.files.values()) == len(maker.cards)


@pytest.mark.parametrize("seed", range(32))
def test_a_book_cut_at_a_random_byte_gives_the_cards_before(seed, tmp_path):
    maker = Maker(200 + seed, cards=12, dialect=DIALECTS[seed % 4])
    whole = b"".join(raw for raw, _, _ in maker.cards)
    cut = random.Random(seed).randrange(60, len(whole))
    (tmp_path / "cut.vcf").write_bytes(whole[:cut])
    kept, size = [], 0
    for card in maker.cards:
        size += len(card[0])
        if size - len(maker.eol) <= cut:
            kept.append(card)
    items = list(items_of(tmp_path / "cut.vcf", tmp_path))
    if kept:
        agree(items, maker.truth(kept))
    if cut < len(whole) - len(maker.eol) and kept and sum(len(raw) for raw, _, _ in kept) + 20 < cut:
        assert count(items).files["cut.vcf"].status == "broken"
        assert [one.reason for one in count(items).rejected] == ["This card is cut off."]


def test_each_file_may_be_missing(tmp_path):
    maker = Maker(5, cards=9)
    path = maker.write(tmp_path, "folder")
    for at, file in enumerate(sorted(path.rglob("*.vcf"), key=lambda one: one.name)):
        data = file.read_bytes()
        file.unlink()
        agree(items_of(path, tmp_path), maker.truth(maker.cards[:at] + maker.cards[at + 1 :]))
        file.write_bytes(data)


def test_national_numbers_identify_only_where_the_country_is_known(tmp_path):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nTEL:0470 12 34 56\nUID:7\nEND:VCARD\n"
    (tmp_path / "a.vcf").write_text(card)
    here = next(iter(items_of(tmp_path / "a.vcf", tmp_path, region="BE")))
    nowhere = next(iter(items_of(tmp_path / "a.vcf", tmp_path)))
    assert here.id == "tel:+32470123456"
    assert nowhere.id == "tag:owner.mutuals.invalid,2026:vcard/7"
    assert [(fact.name, fact.value, fact.private) for fact in nowhere.attachment] == [
        ("phone", "0470 12 34 56", True)
    ]


def test_who_i_am_is_never_guessed_and_taken_from_the_answer(tmp_path):
    maker = Maker(2, cards=20, dialect="3.0")
    path = maker.write(tmp_path, "one")
    unsaid = count(items_of(path, tmp_path))
    assert not unsaid.mine
    assert not unsaid.questions
    _, met, name = next(card for card in maker.cards if card[1][0].startswith("mailto:"))
    for said in (met[0].removeprefix("mailto:").upper(), name, met[0]):
        assert [one.actor for one in count(items_of(path, tmp_path, me=(said,))).mine] == [met[0]]


def test_a_card_that_names_nobody_is_rejected_with_its_line(tmp_path):
    good = "BEGIN:VCARD\r\nFN:Ana\r\nEND:VCARD\r\n"
    (tmp_path / "a.vcf").write_text(good + "BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n" + good, newline="")
    found = count(items_of(tmp_path / "a.vcf", tmp_path))
    assert [(one.line, one.reason) for one in found.rejected] == [(4, "This card names nobody.")]
    assert found.files["a.vcf"].items == 2


def test_lines_that_are_too_long_are_told_with_their_number_and_the_card_is_kept(tmp_path):
    folded = "\r\n ".join(["NOTE:x", *["y" * 70] * 1_200])
    lines = [
        "BEGIN:VCARD", "VERSION:3.0", "FN:Ola Lind", "EMAIL:ola@two.example", "NOTE:" + "a" * 70_000, "ORG:Oak",
        "PHOTO;ENCODING=b:" + "A" * 90_000, "END:VCARD", "BEGIN:VCARD", "VERSION:3.0", "FN:Kai", "TEL:+4723000000",
        folded, "END:VCARD", "",
    ]  # fmt: skip
    (tmp_path / "a.vcf").write_text("\r\n".join(lines), newline="")
    found = count(items_of(tmp_path / "a.vcf", tmp_path))
    assert [(one.line, one.excerpt[:6]) for one in found.rejected] == [(5, "NOTE:a"), (13, "NOTE:x")]
    assert all("65,536 bytes" in one.reason for one in found.rejected)
    assert {one.name for one in found.people.values()} == {"Ola Lind", "Kai"}
    assert any(fact.value == "Oak" for one in found.people.values() for fact in one.attachment)


def test_a_quoted_printable_line_without_end_takes_no_memory_without_end(tmp_path):
    with (tmp_path / "a.vcf").open("w", newline="") as out:
        out.write(
            "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ola\r\nTEL:+4723000000\r\nNOTE;ENCODING=QUOTED-PRINTABLE:a=\r\n"
        )
        for _ in range(20_000):
            out.write("b" * 70 + "=\r\n")
        out.write("c\r\nORG:Oak\r\nEND:VCARD\r\n")
    found = count(items_of(tmp_path / "a.vcf", tmp_path))
    assert [one.line for one in found.rejected] == [5]
    (one,) = found.people.values()
    assert max(len(fact.value) for fact in one.attachment) <= 66_000
    assert "Oak" in {fact.value for fact in one.attachment}


def test_the_same_book_gives_the_same_items_with_absolute_ids_and_checkpoints(tmp_path):
    path = Maker(8, cards=2100, dialect="apple").write(tmp_path, "one")
    first, second = list(items_of(path, tmp_path)), list(items_of(path, tmp_path))
    assert first == second
    assert isinstance(archive, Reads)
    assert all(one.startswith(("mailto:", "tel:+", "tag:")) for item in first for one in ids_in(item) if one)
    assert count(first).longest <= 5000
    assert sum(isinstance(item, Checkpoint) for item in first) == 2


def test_cards_are_known_by_their_beginning_not_their_name(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "export.txt").write_text("\n begin:vcard\nFN:Ana\nEMAIL:a@b.example\nend:vcard\n")
    (tmp_path / "a" / "fake.vcf").write_text("FN:Nobody\n")
    (claim,) = archive.find(OpenedParcel(tmp_path / "a", spool=tmp_path / "spool"))
    assert claim.files == ("export.txt",)
    assert count(items_of(tmp_path / "a", tmp_path)).actors == {"mailto:a@b.example"}


def card(name, *lines):
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""))


HOME = "TEL;TYPE=HOME:+32 9 223 45 67"
FAMILY = (
    card("Jan Jansen", HOME, "EMAIL:jan@x.example"),
    card("Mia Maes", "EMAIL:mia@x.example", HOME, "TEL;TYPE=CELL:+32 471 00 00 02"),
    card("The Jansens", HOME),
)


@pytest.mark.parametrize("layout", ["one", "single"])
def test_a_number_on_the_cards_of_several_people_makes_them_nobody_in_common(layout, tmp_path):
    (tmp_path / "a").mkdir()
    for number, one in enumerate(("".join(FAMILY),) if layout == "one" else FAMILY):
        (tmp_path / "a" / f"{number}.vcf").write_text(one)
    actors = [one for one in items_of(tmp_path / "a", tmp_path) if isinstance(one, Actor)]
    found = {one.name: {one.id, *one.also_known_as} for one in actors}
    assert found["Jan Jansen"] == {"mailto:jan@x.example"}
    assert found["Mia Maes"] == {"mailto:mia@x.example", "tel:+32471000002"}
    assert "tel:+3292234567" not in found["The Jansens"]
    assert all("+3292234567" in {fact.value for fact in one.attachment} for one in actors)


def test_cards_of_one_person_stay_joined_under_a_shorter_name_or_in_another_book(tmp_path):
    (tmp_path / "a").mkdir()
    mine = card("Anna Peeters", "TEL:+32 471 00 00 02", "EMAIL:anna@x.example") + card(
        "Peeters, Anna M.", "EMAIL:anna@work.example", "TEL:+32 471 00 00 02"
    )
    theirs = card("Mum", "TEL:+32 471 00 00 02") + card("Dad", "EMAIL:dad@x.example")
    (tmp_path / "a" / "mine.vcf").write_text(mine)
    (tmp_path / "a" / "theirs.vcf").write_text(theirs)
    actors = [one for one in items_of(tmp_path / "a", tmp_path) if isinstance(one, Actor)]
    joined = [one.name for one in actors if "tel:+32471000002" in (one.id, *one.also_known_as)]
    assert sorted(joined) == ["Anna Peeters", "Mum", "Peeters, Anna M."]


def ids_by_name(path, tmp_path, **answers):
    actors = [one for one in items_of(path, tmp_path, **answers) if isinstance(one, Actor)]
    return {one.name: {one.id, *one.also_known_as} for one in actors}


@pytest.mark.parametrize(
    ("line", "personal"),
    [
        ("TEL;TYPE=HOME:+32 9 223 45 67", False),
        ("TEL;TYPE=CELL:+32 9 223 45 67", False),
        ("TEL:+49 30 901820", False),
        ("TEL;TYPE=HOME:+32 471 00 00 02", True),
        ("TEL:+44 7400 123456", True),
        ("TEL;TYPE=CELL:+1 212 555 0142", True),
        ("TEL:+1 212 555 0142", True),
        ("TEL;TYPE=HOME,VOICE:+1 212 555 0142", False),
        ("item1.TEL:+1 212 555 0142\r\nitem1.X-ABLabel:_$!<Home>!$_", False),
        ("TEL;TYPE=WORK;TYPE=CELL:+1 212 555 0142", True),
        ("TEL:+1 800 555 0199", False),
    ],
)
def test_only_a_number_of_one_person_is_an_identifier(line, personal, tmp_path):
    (tmp_path / "a.vcf").write_text(card("Jan Jansen", line, "EMAIL:jan@x.example"))
    (jan,) = [one for one in items_of(tmp_path / "a.vcf", tmp_path) if isinstance(one, Actor)]
    number = "+" + "".join(sign for sign in line.splitlines()[0].partition(":")[2] if sign.isdigit())
    assert (jan.also_known_as == (f"tel:{number}",)) is personal
    assert (("phone", number) in {(fact.name, fact.value) for fact in jan.attachment}) is not personal


def test_two_books_that_share_a_landline_do_not_make_two_people_one(tmp_path):
    mine, theirs = tmp_path / "mine.vcf", tmp_path / "theirs.vcf"
    mine.write_text(card("Jan Jansen", HOME, "UID:1"))
    theirs.write_text(card("Mia Maes", HOME, "UID:2") + card("JAN  JANSEN", "UID:3", HOME))
    first, second = ids_by_name(mine, tmp_path), ids_by_name(theirs, tmp_path)
    assert first["Jan Jansen"].isdisjoint(second["Mia Maes"])
    assert first["Jan Jansen"] == second["JAN JANSEN"] == {
        "tag:owner.mutuals.invalid,2026:vcard/line/+3292234567/jan%20jansen"
    }  # fmt: skip


def test_a_landline_may_say_who_i_am_and_is_an_organisations_own(tmp_path):
    company = "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Harbour\r\nTEL;TYPE=work:+32 9 223 45 67\r\nEND:VCARD\r\n"
    (tmp_path / "a.vcf").write_text(card("Jan Jansen", "TEL;TYPE=HOME:+32 9 223 45 68") + company)
    assert ids_by_name(tmp_path / "a.vcf", tmp_path)["Harbour"] == {"tel:+3292234567"}
    (mine,) = count(items_of(tmp_path / "a.vcf", tmp_path, me=("+32 9 2234568",))).mine
    assert mine.actor.endswith("vcard/line/+3292234568/jan%20jansen")
