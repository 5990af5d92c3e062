"""Exports of Facebook and Instagram unpacked into one folder: each network reads its own files and all of them."""

import shutil

import pytest

from mutuals.sources.archives.facebook import archive as facebook
from mutuals.sources.archives.instagram import archive as instagram
from mutuals.sources.parcel import OpenedParcel
from tests.sources.archives import generate_facebook, generate_instagram
from tests.sources.archives.checked import agree, reading

PAIRS = [(one, other) for one in ("2019", "2022", "2024") for other in generate_instagram.LAYOUTS]
ARCHIVES = (facebook, instagram)


def together(tmp_path, one, other):
    """Two exports in one folder, as when one unpacks both there."""
    for number, maker in enumerate((one, other)):
        (tmp_path / str(number)).mkdir()
        shutil.copytree(maker.write(tmp_path / str(number)), tmp_path / "both", dirs_exist_ok=True)
    return tmp_path / "both"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_each_network_gives_what_its_maker_put_in(one, other, seed, tmp_path):
    makers = (
        generate_facebook.Maker(2 * seed, one, messages=3).make(),
        generate_instagram.Maker(2 * seed + 1, other, messages=3).make(),
    )
    path = together(tmp_path, *makers)
    for archive, maker in zip(ARCHIVES, makers, strict=True):
        agree(list(reading(archive)(path, tmp_path)), maker.truth())


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_file_belongs_to_both_and_none_is_lost(one, other, tmp_path):
    makers = (
        generate_facebook.Maker(8, one, messages=2).make(),
        generate_instagram.Maker(8, other, messages=2).make(),
    )
    parcel = OpenedParcel(together(tmp_path, *makers), spool=tmp_path)
    ((mine,), (theirs,)) = (archive.find(parcel) for archive in ARCHIVES)
    spoken = [*mine.files, *theirs.files, *(name for one in (mine, theirs) for name, _ in one.left_alone)]
    assert sorted(spoken) == sorted(entry.name for entry in parcel.entries())
    assert set(mine.files) | set(theirs.files) == {*makers[0].files, *makers[1].files}


def test_the_folder_around_an_export_says_nothing_against_what_is_in_it(tmp_path):
    maker = generate_instagram.Maker(5, "2023").make()
    parcel = OpenedParcel(maker.write(tmp_path, root="facebook-downloads/x/"), spool=tmp_path)
    assert facebook.find(parcel) == []
    assert len(instagram.find(parcel)) == 1
