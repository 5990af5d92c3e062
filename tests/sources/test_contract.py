"""What every archive promises (`sources/seam.py`), tried on each that is found, with the files of its tests.

The files lie in `archives/data/<name>`; an archive without files there fails.
"""

import json
import random
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from mutuals.as2 import Activity, Actor, Checkpoint, Collection, Object
from mutuals.sources.discover import archives, sort_out
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Mine, Question, Reads, Rejected

DATA = Path(__file__).parent / "archives" / "data"
ARCHIVES = {archive.info.name: archive for archive in archives()}
ABSOLUTE = re.compile(r"^[a-z][a-z0-9+.-]*:\S+$")
ANSWERS = Answers(now_ms=1_767_225_600_000)
STATES = {"understood", "left alone", "asks", "broken"}
each = pytest.mark.parametrize("name", sorted(ARCHIVES))


def bring(path, tmp_path):
    return OpenedParcel(path, spool=tmp_path / "spool")


def sample(name):
    path = DATA / name
    assert path.is_dir(), f"{name} has no files in {DATA}"
    return path


def run(name, parcel):
    archive = ARCHIVES[name]
    return [item for claim in archive.find(parcel) for item in archive.read(parcel, claim, ANSWERS)]


def uris(item):
    """Every id that an item speaks of."""
    if isinstance(item, Actor):
        return [item.id, *item.also_known_as]
    if isinstance(item, Collection):
        return [item.id, item.attributed_to, *item.items]
    if isinstance(item, Mine):
        return [item.actor]
    if isinstance(item, Object):
        people = [item.attributed_to, item.context, item.in_reply_to, *item.to, *item.cc, *item.audience]
        return [item.id, *people, *(link.href for link in item.tag if link.type == "Mention")]
    if isinstance(item, Activity):
        thing = uris(item.object) if isinstance(item.object, Object) else [item.object]
        return [item.id, item.actor, *item.to, *item.cc, *thing]
    return []


@each
def test_it_says_what_it_is(name):
    archive = ARCHIVES[name]
    info = archive.info
    assert isinstance(archive, Reads)
    assert info.name == name
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert all((info.title, info.mark, info.ask, info.wait, info.hears, info.cannot_hear))


@each
def test_it_finds_its_own_files_and_names_each_once(name, tmp_path):
    parcel = bring(sample(name), tmp_path)
    claims = ARCHIVES[name].find(parcel)
    files = [file for claim in claims for file in claim.files]
    assert files
    assert {claim.format for claim in claims} == {name}
    assert len(files) == len(set(files))
    assert set(files) <= {entry.name for entry in parcel.entries()}
    assert all(why for claim in claims for _, why in claim.left_alone)


@each
def test_ids_are_absolute_and_the_same_on_every_read(name, tmp_path):
    items = run(name, bring(sample(name), tmp_path))
    assert items
    assert [uri for item in items for uri in uris(item) if uri and not ABSOLUTE.match(uri)] == []
    assert all(item.id for item in items if isinstance(item, (Activity, Actor, Collection)))
    assert items == run(name, bring(sample(name), tmp_path))


@each
def test_the_wrapping_does_not_change_the_ids(name, tmp_path):
    folder = sample(name)
    packed = tmp_path / f"{folder.name}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                book.write(file, file.relative_to(folder))
    plain = {item.id for item in run(name, bring(folder, tmp_path)) if isinstance(item, Activity)}
    assert plain == {item.id for item in run(name, bring(packed, tmp_path)) if isinstance(item, Activity)}


@each
def test_people_come_before_what_they_do(name, tmp_path):
    seen = set()
    for item in run(name, bring(sample(name), tmp_path)):
        if isinstance(item, Actor):
            seen.add(item.id)
        elif isinstance(item, Activity) and item.actor:
            assert item.actor in seen, item.id


@each
def test_a_post_is_created_under_its_own_id(name, tmp_path):
    for item in run(name, bring(sample(name), tmp_path)):
        if isinstance(item, Activity) and item.type == "Create":
            assert isinstance(item.object, Object)
            assert item.id == f"{item.object.id}#create"
            assert item.actor == item.object.attributed_to


@each
def test_times_are_milliseconds_with_an_honest_grain(name, tmp_path):
    for item in run(name, bring(sample(name), tmp_path)):
        if isinstance(item, (Activity, Actor, Collection)):
            time = item.published
            assert (time.ms is None) == (time.grain == "unknown")
            assert time.ms is None or isinstance(time.ms, int)
            assert time.zone is None or abs(time.zone) <= 14 * 60


@each
def test_texts_can_be_stored(name, tmp_path):
    for item in run(name, bring(sample(name), tmp_path)):
        said = repr(item)
        assert "\\x00" not in said
        assert "\\ud8" not in said.lower()


@each
def test_checkpoints_follow_each_file_and_every_file_is_reported(name, tmp_path):
    parcel = bring(sample(name), tmp_path)
    claims = ARCHIVES[name].find(parcel)
    items = run(name, parcel)
    since = 0
    for item in items:
        since = 0 if isinstance(item, Checkpoint) else since + 1
        assert since <= 5_000
    cursors = [item.cursor for item in items if isinstance(item, Checkpoint)]
    assert cursors
    assert all(isinstance(json.loads(cursor), dict) for cursor in cursors)
    ended = {
        item.name: item.status for item in items if isinstance(item, FileReport) and item.status in STATES
    }
    assert {file for claim in claims for file in claim.files} <= set(ended)
    rest = items[max(at for at, item in enumerate(items) if isinstance(item, Checkpoint)) + 1 :]
    assert not any(isinstance(item, (Activity, Actor, Collection)) for item in rest)


@each
def test_going_on_from_any_checkpoint_loses_nothing(name, tmp_path):
    items = run(name, bring(sample(name), tmp_path))
    again = run(name, bring(sample(name), tmp_path))
    for at, item in enumerate(items):
        if isinstance(item, Checkpoint):
            start = next(place for place, other in enumerate(again) if other == item)
            assert again[start + 1 :][-len(items[at + 1 :]) or len(again) :] == items[at + 1 :]


@each
def test_reports_are_sentences_with_places(name, tmp_path):
    for item in run(name, bring(sample(name), tmp_path)):
        if isinstance(item, Rejected):
            assert item.reason
            assert len(item.excerpt) <= 200
        if isinstance(item, Mine):
            assert item.evidence
        if isinstance(item, Question):
            assert item.kind in ("me", "dates", "columns")


@each
@pytest.mark.parametrize("seed", range(4))
def test_cut_and_damaged_files_never_raise(name, seed, tmp_path):
    dice = random.Random(seed)
    folder = sample(name)
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        data = bytearray(file.read_bytes())
        if seed % 2:
            data = data[: dice.randrange(len(data) + 1)]
        else:
            for _ in range(min(len(data), 8)):
                data[dice.randrange(len(data))] = dice.randrange(256)
        copy = tmp_path / "damaged" / file.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(bytes(data))
    items = run(name, bring(tmp_path / "damaged", tmp_path))
    assert [uri for item in items for uri in uris(item) if uri and not ABSOLUTE.match(uri)] == []


@each
def test_noise_is_not_claimed(name, tmp_path):
    dice = random.Random(name)
    (tmp_path / "noise").mkdir()
    for ending in ("txt", "json", "js", "csv", "zip", "mbox", "vcf", "eml", "html", "tar.gz", "bin", "jpg"):
        (tmp_path / "noise" / f"random.{ending}").write_bytes(dice.randbytes(5_000))
        (tmp_path / "noise" / f"empty.{ending}").write_bytes(b"")
        (tmp_path / "noise" / f"words.{ending}").write_text(
            "Only some words.\nAnd a second line: of words.\n" * 9
        )
    assert ARCHIVES[name].find(bring(tmp_path / "noise", tmp_path)) == []


@each
def test_it_leaves_the_files_of_the_others_alone(name, tmp_path):
    folder = sample(name)
    mine = {f"{name}/{file.relative_to(folder).as_posix()}" for file in folder.rglob("*") if file.is_file()}
    (tmp_path / "all").mkdir()
    for other in ARCHIVES:
        shutil.copytree(sample(other), tmp_path / "all" / other)
    claims, _ = sort_out(bring(tmp_path / "all", tmp_path), list(ARCHIVES.values()))
    taken = {file for claim in claims if claim.format == name for file in claim.files}
    assert taken
    assert taken <= mine
