"""What is dropped into the inbox folder is imported once it is whole, for whom it was left, and never lost."""

import os
import socket
import stat
import zipfile

import pytest

from mutuals.record.models import Post
from mutuals.record.services import turns
from mutuals.sources.jobs import CRON, JOBS
from mutuals.sources.models import Import, ImportQuestion, ImportState
from mutuals.sources.services import imports, inbox, inbox_files
from mutuals.sources.services.imports import JOB, import_answer
from mutuals.sources.services.inbox import GAP_MS, LOOK, folder_name, inbox_look, inbox_of
from mutuals.team.models import Job
from mutuals.team.services.common import now_ms

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\nEMAIL:{}@makers.example\r\nEND:VCARD\r\n"
CHAT = "".join(f"2{n}/04/2021, 10:02 - {who}: tea {n}\n" for n in range(8) for who in ("Mara", "Ola"))
DOUBT = "".join(f"03/04/2021, 10:0{n} - {who}: tea {n}\n" for n in range(8) for who in ("Mara", "Ola"))


class Worker:
    """Does what the worker does, one look at a time, with a clock of its own."""

    def __init__(self, root):
        self.root = root
        self.at = now_ms()

    def look(self):
        """The next look, with what the last one left; half the time the timed one comes first."""
        self.at += GAP_MS
        job = Job.objects.filter(name=LOOK, state=Job.WAITING).first()
        payload = job.payload if job else {}
        Job.objects.filter(name=LOOK).delete()
        inbox_look(payload, clock=lambda: self.at)

    def read(self):
        """All imports that wait for the worker."""
        for job in Job.objects.filter(name=JOB):
            JOBS[JOB](job.payload)
            job.delete()

    def all(self):
        """Two looks, the imports, and the look after them."""
        for _ in range(2):
            self.look()
        self.read()
        self.look()

    def names(self, place):
        return sorted(one.name for one in (self.root / place).iterdir())


@pytest.fixture
def worker(settings, tmp_path, ada, monkeypatch):
    monkeypatch.setattr(turns, "REST_S", 0.0)
    settings.MUTUALS_HOME = tmp_path
    made = Worker(tmp_path / "inbox")
    made.look()
    return made


def cards(path, *names):
    path.write_text("".join(CARD.format(name, name.lower()) for name in names))
    return path


def zipped(path, **files):
    with zipfile.ZipFile(path, "w") as book:
        for name, text in files.items():
            book.writestr(name.replace("_", "."), text)
    return path


def test_a_zip_is_read_for_the_owner_and_put_away_with_its_day(worker, ada):
    zipped(worker.root / "mine.zip", people_vcf=CARD.format("Ana", "ana"))
    worker.all()
    (run,) = Import.objects.all()
    assert (run.user, run.state, run.title, run.actors) == (ada, ImportState.DONE, "mine.zip", 1)
    (name,) = worker.names("read")
    assert name.endswith(" mine.zip")
    assert name[:4].isdigit()
    assert run.path == str(worker.root / "read" / name)
    assert worker.names(".") == ["not-read", "read", "reading"]
    assert worker.names("reading") == worker.names("not-read") == []


def test_nothing_is_taken_at_the_first_look(worker):
    cards(worker.root / "people.vcf", "Ana")
    worker.look()
    assert (worker.root / "people.vcf").exists()
    assert not Import.objects.exists()


def test_a_growing_file_is_left_alone_until_it_has_stopped(worker):
    path = cards(worker.root / "people.vcf", "Ana")
    for name in ("Bo", "Cy", "Di"):
        worker.look()
        with path.open("a") as more:
            more.write(CARD.format(name, name.lower()))
    worker.look()
    assert not Import.objects.exists()
    worker.look()
    worker.read()
    assert Import.objects.get().actors == 4


def test_a_second_look_that_comes_too_early_takes_nothing_and_forgets_nothing(worker):
    cards(worker.root / "people.vcf", "Ana")
    worker.look()
    job = Job.objects.get(name=LOOK)
    inbox_look(job.payload, clock=lambda: worker.at + GAP_MS // 3)
    assert not Import.objects.exists()
    worker.look()
    assert Import.objects.count() == 1


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="only Linux tells who writes")
def test_what_somebody_has_open_for_writing_waits(worker):
    path = cards(worker.root / "people.vcf", "Ana")
    with path.open("a"):
        for _ in range(3):
            worker.look()
        assert not Import.objects.exists()
    worker.look()
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    "name", [".hidden.vcf", "people.vcf.part", "people.vcf.crdownload", "~people.vcf", "people.vcf~", "x.tmp"]
)
def test_hidden_and_partial_files_are_left_alone(worker, name):
    path = cards(worker.root / name, "Ana")
    worker.all()
    assert path.exists()
    assert not Import.objects.exists()


def test_the_place_that_a_download_keeps_for_itself_waits_for_it(worker):
    (worker.root / "mine.zip").write_bytes(b"")
    (worker.root / "later.zip").write_bytes(b"PK")
    (worker.root / "later.zip.part").write_bytes(b"PK")
    worker.all()
    assert worker.names(".") == ["later.zip", "later.zip.part", "mine.zip", "not-read", "read", "reading"]


def test_an_empty_file_that_stays_empty_is_not_read(worker):
    (worker.root / "mine.zip").write_bytes(b"")
    worker.at += inbox_files.EMPTY_MS
    worker.all()
    assert len(worker.names("not-read")) == 2


def test_a_folder_counts_as_one_thing(worker):
    folder = worker.root / "phone"
    (folder / "more").mkdir(parents=True)
    cards(folder / "people.vcf", "Ana", "Bo")
    cards(folder / "more" / "people.vcf", "Cy")
    worker.all()
    assert Import.objects.get().actors == 3
    (name,) = worker.names("read")
    assert (worker.root / "read" / name / "more" / "people.vcf").exists()


def test_a_folder_in_which_a_download_goes_on_waits(worker):
    folder = worker.root / "phone"
    folder.mkdir()
    cards(folder / "people.vcf", "Ana")
    (folder / "more.zip.part").write_bytes(b"PK")
    worker.all()
    assert folder.exists()
    (folder / "more.zip.part").unlink()
    worker.all()
    assert not folder.exists()


def test_what_nobody_understands_is_put_away_with_the_reason(worker):
    (worker.root / "backup_final.dat").write_bytes(bytes(range(256)) * 40)
    worker.all()
    name, note = worker.names("not-read")
    assert name.endswith(" backup_final.dat")
    assert note == f"{name}.txt"
    text = (worker.root / "not-read" / note).read_text()
    assert "backup_final.dat was not read." in text
    assert "No format that can be read here was recognised in it." in text
    assert "Nothing of it is in Mutuals." in text
    assert (worker.root / "not-read" / name).stat().st_size == 256 * 40


def test_a_file_that_may_not_be_read_is_put_away_with_the_reason(worker, monkeypatch):
    path = cards(worker.root / "people.vcf", "Ana")
    path.chmod(0)
    # Whoever runs the tests may be the one who may read everything.
    monkeypatch.setattr(os, "access", lambda one, _: bool(stat.S_IMODE(os.lstat(one).st_mode)))
    worker.all()
    assert not Import.objects.exists()
    _, note = worker.names("not-read")
    assert "Mutuals may not read it." in (worker.root / "not-read" / note).read_text()


def test_links_are_refused_and_what_they_lead_to_is_left_as_it_is(worker, tmp_path):
    secret = cards(tmp_path / "secret.vcf", "Ana")
    outside = tmp_path / "outside"
    outside.mkdir()
    cards(outside / "people.vcf", "Bo")
    (worker.root / "file.vcf").symlink_to(secret)
    (worker.root / "folder").symlink_to(outside)
    worker.all()
    assert not Import.objects.exists()
    assert secret.exists()
    assert (outside / "people.vcf").exists()
    assert sum(name.endswith(".txt") for name in worker.names("not-read")) == 2


def test_a_link_inside_a_folder_is_not_followed(worker, tmp_path):
    secret = cards(tmp_path / "secret.vcf", "Ana")
    folder = worker.root / "phone"
    folder.mkdir()
    cards(folder / "people.vcf", "Bo")
    (folder / "all.vcf").symlink_to(secret)
    worker.all()
    run = Import.objects.get()
    assert run.actors == 1
    assert "link to another place" in run.files.get(status="broken").note


def test_a_link_in_place_of_a_folder_of_the_inbox_stops_everything(worker, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (worker.root / "read").rmdir()
    (worker.root / "read").symlink_to(tmp_path / "elsewhere")
    path = cards(worker.root / "people.vcf", "Ana")
    worker.all()
    assert path.exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_neither_file_nor_folder_is_refused_without_opening_it(worker):
    os.mkfifo(worker.root / "pipe")
    door = socket.socket(socket.AF_UNIX)
    door.bind(os.path.relpath(worker.root / "door"))
    worker.all()
    door.close()
    assert not Import.objects.exists()
    assert sum(name.endswith(".txt") for name in worker.names("not-read")) == 2


def test_each_user_has_a_folder_of_their_own(worker, ada, ben):
    worker.look()
    assert inbox_of(ada) == worker.root
    assert inbox_of(ben) == worker.root / "ben"
    cards(worker.root / "mine.vcf", "Ana")
    cards(worker.root / "ben" / "hers.vcf", "Bo")
    worker.all()
    assert {one.title: one.user for one in Import.objects.all()} == {"mine.vcf": ada, "hers.vcf": ben}
    assert [name[11:] for name in worker.names("read")] == ["mine.vcf"]
    assert [name[11:] for name in worker.names("ben/read")] == ["hers.vcf"]


def test_what_a_user_leaves_who_may_not_bring_files_never_becomes_the_owners(worker, cleo):
    (worker.root / "cleo").mkdir()
    cards(worker.root / "cleo" / "hers.vcf", "Bo")
    worker.all()
    assert not Import.objects.exists()
    _, note = worker.names("cleo/not-read")
    assert "ask the owner" in (worker.root / "cleo" / "not-read" / note).read_text()


@pytest.mark.parametrize("username", ["..", ".", ".hidden", "read", "Not-Read", "reading"])
def test_a_username_that_is_no_folder_gets_a_name_that_no_username_is(ben, username):
    ben.username = username
    name = folder_name(ben)
    assert "+" in name
    assert not name.startswith(".")


def test_the_same_archive_a_second_time_adds_nothing(worker):
    for _ in range(2):
        zipped(
            worker.root / "mine.zip",
            people_vcf=CARD.format("Ana", "ana"),
            **{"WhatsApp Chat with Ola_txt": CHAT},
        )
        worker.all()
        posts = Post.objects.count()
    first, second = Import.objects.order_by("pk")
    assert first.new
    assert not second.new
    assert second.known == first.new
    assert posts == Post.objects.count() == first.posts > 0
    assert len(worker.names("read")) == 2


def test_a_question_keeps_the_file_until_it_is_answered(worker, ada):
    (worker.root / "WhatsApp Chat with Ola.txt").write_text(DOUBT)
    worker.all()
    run = Import.objects.get()
    assert run.state == ImportState.ASKS
    assert worker.names("read") == []
    for question in ImportQuestion.objects.all():
        choice = "dmy" if question.kind == "dates" else question.choices[0][0]
        import_answer(actor=ada, question=question, answer=choice)
    worker.read()
    for question in ImportQuestion.objects.filter(answer=""):
        import_answer(actor=ada, question=question, answer=question.choices[0][0])
    worker.look()
    run.refresh_from_db()
    assert (run.state, run.posts) == (ImportState.DONE, 16)
    assert [name[11:] for name in worker.names("read")] == ["WhatsApp Chat with Ola.txt"]


def test_names_that_no_database_takes_and_names_too_long_are_read_too(worker):
    odd = os.fsencode(worker.root) + b"/caf\xe9.vcf"
    with open(odd, "w") as out:
        out.write(CARD.format("Ana", "ana"))
    cards(worker.root / ("é" * 120 + ".vcf"), "Bo")
    worker.all()
    assert Import.objects.filter(state=ImportState.DONE).count() == 2
    assert all(name.endswith(".vcf") for name in worker.names("read"))


def test_nothing_in_read_is_ever_written_over(worker):
    for name in ("Ana", "Bo"):
        cards(worker.root / "people.vcf", name)
        worker.all()
    first, second = worker.names("read")
    assert first != second
    texts = {(worker.root / "read" / one).read_text() for one in (first, second)}
    assert len(texts) == 2


# A kill at any moment: whatever moves or commits is followed by one


class Killed(BaseException):
    """Stands for kill -9: nothing catches it, and nothing after it is done."""


def steps(monkeypatch, after):
    """Lets so many renames, notes and commits happen, then kills; counts from one."""
    left = [after]

    def counted(do):
        def step(*given, **named):
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            done = do(*given, **named)
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return done

        return step

    monkeypatch.setattr(inbox_files.Path, "rename", counted(inbox_files.Path.rename))
    monkeypatch.setattr(inbox_files.Path, "mkdir", counted(inbox_files.Path.mkdir))
    monkeypatch.setattr(inbox_files, "_note", counted(inbox_files._note))
    monkeypatch.setattr(inbox, "import_add", counted(inbox.import_add))
    monkeypatch.setattr(inbox, "import_later", counted(inbox.import_later))


@pytest.mark.parametrize("what", ["people.vcf", "backup.dat"])
@pytest.mark.parametrize("after", range(1, 24))
def test_killed_at_any_step_nothing_is_lost_or_doubled(worker, monkeypatch, what, after):
    path = worker.root / what
    if what == "people.vcf":
        cards(path, "Ana", "Bo")
    else:
        path.write_bytes(bytes(range(256)) * 40)
    contents = path.read_bytes()
    with monkeypatch.context() as patch:
        steps(patch, after)
        try:
            worker.all()
        except Killed:
            # The lease of the dead runs out.
            worker.at += inbox.LEASE_S * 1000
    worker.all()
    worker.all()
    assert Import.objects.count() == 1
    assert Import.objects.get().actors == (2 if what == "people.vcf" else 0)
    everywhere = [one for one in worker.root.rglob("*") if one.is_file()]
    held = [one for one in everywhere if one.read_bytes() == contents]
    assert len(held) == 1
    assert held[0].parent.name == ("read" if what == "people.vcf" else "not-read")
    assert [one for one in everywhere if one not in held] == (
        [] if what == "people.vcf" else [held[0].with_name(held[0].name + ".txt")]
    )
    assert worker.names("reading") == []


def test_killed_between_the_import_and_the_move_it_is_not_imported_again(worker):
    cards(worker.root / "people.vcf", "Ana")
    worker.look()
    worker.look()
    worker.read()
    assert Import.objects.get().state == ImportState.DONE
    assert len(worker.names("reading")) == 1
    worker.all()
    assert Import.objects.count() == 1
    assert len(worker.names("read")) == 1


def test_an_import_that_ends_its_worker_again_and_again_is_put_away(worker):
    cards(worker.root / "people.vcf", "Ana")
    worker.look()
    worker.look()
    Job.objects.filter(name=JOB).update(state=Job.FAILED, error="It ended its worker 5 times.")
    worker.look()
    assert Import.objects.get().state == ImportState.FAILED
    _, note = worker.names("not-read")
    assert "ended its worker" in (worker.root / "not-read" / note).read_text()


def test_a_full_disk_leaves_the_thing_where_it_is_found_again(worker, monkeypatch):
    (worker.root / "backup.dat").write_bytes(b"\0" * 900)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(inbox_files, "_note", full)
        worker.all()
        assert len(worker.names("reading")) == 1
    worker.look()
    assert len(worker.names("not-read")) == 2


def test_two_workers_never_look_at_the_same_time(worker, monkeypatch):
    cards(worker.root / "people.vcf", "Ana")
    worker.look()
    looks = []
    look = inbox._look

    def meanwhile(*given):
        inbox_look({}, clock=lambda: worker.at)
        looks.append(given)
        return look(*given)

    monkeypatch.setattr(inbox, "_look", meanwhile)
    monkeypatch.setattr(inbox, "holder_name", lambda _: f"holder {len(looks)} {os.urandom(4).hex()}")
    worker.look()
    assert len(looks) == 1
    assert Import.objects.count() == 1


def test_an_import_in_the_browser_is_no_business_of_the_inbox(worker, ada, tmp_path):
    run = imports.import_add(actor=ada, path=cards(tmp_path / "people.vcf", "Ana"))
    imports.import_later(run)
    worker.all()
    assert (tmp_path / "people.vcf").exists()


def test_what_lies_there_for_good_is_left_to_the_timed_look(worker):
    (worker.root / "phone").mkdir()
    (worker.root / "phone" / "given-up.zip.part").write_bytes(b"PK")
    worker.look()
    assert Job.objects.filter(name=LOOK).exists()
    worker.look()
    assert not Job.objects.filter(name=LOOK).exists()
    (worker.root / "phone" / "given-up.zip.part").rename(worker.root / "phone" / "people.dat")
    worker.all()
    assert len(worker.names("not-read")) == 2


def test_an_idle_inbox_asks_for_nothing(worker):
    worker.look()
    assert CRON[LOOK] == "* * * * *"
    assert not Job.objects.filter(name=LOOK).exists()
