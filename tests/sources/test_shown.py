"""The list of an import's files folds what nobody has to look at, and nothing else."""

from dataclasses import dataclass

import pytest

from mutuals.sources.shown import FEW, lines


@dataclass
class One:
    name: str
    format: str = "twitter"
    status: str = "understood"
    items: int = 2
    rejected: int = 0


def archive(count: int, **more) -> list[One]:
    return [One(f"x.zip/data/{at}.js", **more) for at in range(count)]


def test_many_quiet_files_of_an_archive_are_one_line_with_their_sum() -> None:
    (found,) = lines(archive(FEW + 1))
    assert (found.title, found.items, len(found.files), found.many) == ("x.zip", 2 * (FEW + 1), FEW + 1, True)


def test_a_few_files_stand_by_themselves() -> None:
    assert [one.title for one in lines(archive(FEW))] == [one.name for one in archive(FEW)]


@pytest.mark.parametrize(
    "trouble", [{"status": "broken"}, {"status": "asks"}, {"status": "unknown"}, {"rejected": 1}]
)
def test_a_file_that_wants_to_be_looked_at_is_never_folded_away(trouble) -> None:
    files = archive(9, **trouble)
    assert [one.first for one in lines(files)] == files
    amid = [*archive(5), One("x.zip/data/odd.js", **trouble), *archive(5)]
    assert [len(one.files) for one in lines(amid)] == [5, 1, 5]


def test_two_archives_stay_two_lines() -> None:
    other = [One(f"y.zip/{at}.js") for at in range(5)]
    assert [one.title for one in lines([*archive(5), *other])] == ["x.zip", "y.zip"]
