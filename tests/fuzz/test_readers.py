"""Every reader on small archives that were bent by chance: fields dropped and retyped, bytes flipped, files cut,
renamed, spliced, put where they do not belong. What must hold stands in `holds`; `by_hand` goes further."""

import random
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutuals.sources.parcel import READ_ERRORS
from tests.fuzz.by_hand import containers, opened
from tests.fuzz.corpus import READERS, small_archives
from tests.fuzz.holds import check
from tests.fuzz.mutate import bent, bent_bytes
from tests.fuzz.shelf import packed, unpacked
from tests.sizes import amount

FEW, MANY = 15, amount(20, 1000)
ERRORS = (
    OSError(5, "Input/output error"),
    EOFError("the file is cut off here"),
    zipfile.BadZipFile("Bad CRC-32"),
)
CALM = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
each = pytest.mark.parametrize("name", sorted(READERS))


@pytest.fixture(scope="module")
def archives(tmp_path_factory):
    """The small archives of a reader by its name, made once."""
    made = {}

    def of(name):
        if name not in made:
            made[name] = small_archives(name, tmp_path_factory.mktemp("made"), seeds=4)
        return made[name]

    return of


def bent_archives(all_):
    """Archives with things done to them; chance comes from hypothesis, so that what fails is made small."""
    dice = st.randoms(use_true_random=False)
    return st.tuples(st.sampled_from(all_), dice).map(lambda both: bent(both[0], all_, both[1]))


@each
def test_bent_archives_never_raise(name, archives):
    @settings(max_examples=FEW, derandomize=True, **CALM)
    @given(bent_archives(archives(name)))
    def holds(files):
        check(READERS[name], files)

    holds()


@each
@pytest.mark.slow
def test_many_bent_archives_never_raise(name, archives):
    @settings(max_examples=MANY, **CALM)
    @given(bent_archives(archives(name)))
    def holds(files):
        check(READERS[name], files)

    holds()


@each
def test_a_disk_that_fails_anywhere_ends_the_file_alone(name, archives):
    dice = random.Random(name)
    for files in archives(name)[:3]:
        for error in ERRORS:
            torn = {one: (dice.randrange(len(files[one]) + 1), error) for one in files if dice.random() < 0.5}
            check(READERS[name], files, torn)


def test_the_errors_of_the_disk_are_declared():
    assert all(isinstance(error, READ_ERRORS) for error in ERRORS)


@pytest.mark.parametrize("seed", range(40))
def test_bent_containers_never_raise(seed, tmp_path):
    dice = random.Random(seed)
    for files in containers():
        ((name, data),) = files.items()
        opened({name: bent_bytes(data, dice)}, tmp_path)


def test_an_archive_goes_into_one_string_and_back(archives):
    for files in archives("twitter"):
        assert unpacked(packed(files)) == files
        for size in range(0, len(packed(files)), 97):
            unpacked(packed(files)[:size])
