"""Archives are found by looking, and every file of a parcel ends in exactly one place."""

import random
from dataclasses import dataclass, field

import pytest

from mutuals.sources import discover
from mutuals.sources.discover import EMPTY, UNKNOWN, archives, harmless, sort_out
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Claim, Info, Reads


@dataclass
class Takes:
    """An archive that claims what ends as it likes."""

    name: str
    ends: tuple = ()
    skips: tuple = ()
    info: Info = field(init=False)

    def __post_init__(self):
        self.info = Info(name=self.name, title=self.name, mark=self.name)

    def find(self, parcel):
        names = [entry.name for entry in parcel.entries()]
        files = tuple(name for name in names if name.endswith(self.ends))
        left = tuple((name, "private") for name in names if self.skips and name.endswith(self.skips))
        return (
            [Claim(format=self.name, root="", title="", files=files, left_alone=left)]
            if files or left
            else []
        )

    def read(self, parcel, claim, answers):
        yield from ()


@pytest.fixture
def parcel(tmp_path):
    def make(*names):
        for name in names:
            path = tmp_path / "f" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"" if "empty" in name else b"x")
        return OpenedParcel(tmp_path / "f", spool=tmp_path / "spool")

    return make


def test_the_archives_of_the_house_are_found_in_order():
    found = archives()
    names = [one.info.name for one in found]
    special = [one.info.name for one in found if not one.info.general]
    assert names == [*sorted(special), "csv"]
    assert "whatsapp" in names
    assert all(isinstance(one, Reads) for one in found)


def test_plug_ins_are_found_and_a_broken_one_takes_nobody_with_it(monkeypatch):
    class Point:
        def __init__(self, name, thing):
            self.name, self.thing = name, thing

        def load(self):
            if self.thing is None:
                raise ImportError("no such module")
            return self.thing

    points = [Point("good", Takes("aardvark")), Point("bad", None), Point("odd", object())]
    monkeypatch.setattr(discover, "entry_points", lambda group: points if group == discover.GROUP else [])
    with pytest.warns(UserWarning, match="bad cannot be loaded"):
        found = archives()
    assert found[0].info.name == "aardvark"
    assert all(isinstance(one, Reads) for one in found)


def test_a_file_belongs_to_the_first_that_reads_it(parcel):
    both = parcel("a.txt", "b.txt", "b.csv")
    claims, unknown = sort_out(both, [Takes("one", (".txt",)), Takes("two", (".txt", ".csv"), (".txt",))])
    assert [(claim.format, claim.files, claim.left_alone) for claim in claims] == [
        ("one", ("a.txt", "b.txt"), ()),
        ("two", ("b.csv",), ()),
    ]
    assert unknown == []


def test_what_nobody_knows_is_unknown_with_a_reason(parcel):
    claims, unknown = sort_out(parcel("a.txt", "b.xyz", "empty.bin"), [Takes("one", (".txt",))])
    assert unknown == [("b.xyz", UNKNOWN), ("empty.bin", EMPTY)]
    assert [claim.format for claim in claims] == ["one"]


def test_media_are_grouped_and_not_called_unknown(parcel):
    names = ("a.txt", "1.jpg", "2.JPG", "v.mp4", ".DS_Store", "__MACOSX/._a.txt")
    claims, unknown = sort_out(parcel(*names), [Takes("one", (".txt",), ("v.mp4",))])
    assert unknown == []
    assert [name for name, _ in claims[0].left_alone] == [
        "v.mp4",
        "2 pictures, such as 1.jpg",
    ] or claims[0].files == ("__MACOSX/._a.txt", "a.txt")


def test_media_alone_are_told_as_one_line_a_kind(parcel):
    claims, unknown = sort_out(parcel("1.jpg", "2.jpg", "3.opus"), [])
    assert (claims, [name for name, _ in unknown]) == ([], ["2 pictures, such as 1.jpg", "3.opus"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a/B.JPG", "pictures"),
        ("x.opus", "sounds"),
        ("Thumbs.db", discover.SYSTEM),
        ("a.txt", ""),
        ("jpg", ""),
    ],
)
def test_harmless_files_are_known_by_name(name, kind):
    assert harmless(name) == kind


@pytest.mark.parametrize("seed", range(20))
def test_every_file_is_told_exactly_once(seed, parcel):
    dice = random.Random(seed)
    names = [f"{number}.{dice.choice(['txt', 'csv', 'json', 'bin'])}" for number in range(12)]
    ends = [(".txt", ".csv"), (".csv", ".json"), (".json",)]
    takers = [Takes(str(at), one, (".bin",) if dice.random() < 0.5 else ()) for at, one in enumerate(ends)]
    claims, unknown = sort_out(parcel(*names), takers)
    read = [name for claim in claims for name in claim.files]
    left = {name for claim in claims for name, _ in claim.left_alone}
    lost = [name for name, _ in unknown]
    assert len(read) == len(set(read))
    assert sorted({*read, *left, *lost}) == sorted(names)
    assert not left & {*read, *lost}
