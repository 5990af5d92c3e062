"""What is brought is read whole, asked about where it must be, and reported honestly, whatever else goes wrong."""

import random
from collections import Counter
from datetime import UTC, datetime

import pytest

from mutuals.record.models import Actor, Own, Post
from mutuals.record.services import turns
from mutuals.record.services.turns import LEASE, holder_name
from mutuals.sources.archives.whatsapp import WhatsApp
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportState
from mutuals.sources.selectors.report import import_report
from mutuals.sources.services import imports
from mutuals.sources.services.imports import NOBODY, import_add, import_answer, import_run
from mutuals.sources.services.reading import Overtaken
from mutuals.team.models import Job, Lease
from mutuals.team.services.common import now_ms
from tests.record.worlds import canonical, empty
from tests.sources.small_archives import folder

DAY_MS = 86_400_000
COUNTS = ("actors", "posts", "activities", "interactions", "new", "known")


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(turns, "REST_S", 0.0)


def bring(user, path, *, ask=False, **answers):
    """Imports a path and gives its report."""
    run = import_add(actor=user, path=path, answers={"zone": "UTC", **answers})
    return import_report(user, import_run(run, ask=ask)), Import.objects.get(pk=run.pk)


def counts(run):
    return {name: getattr(run, name) for name in COUNTS}


def day(*date):
    return int(datetime(*date, tzinfo=UTC).timestamp() * 1000) // DAY_MS


def doubtful(path):
    """A folder with mail and two chats whose dates can be read two ways."""
    folder(path, seed=3, mails=25, lines=0, posts=0)
    for one in (
        "WhatsApp Chat with Ola.txt",
        "WhatsApp Chat with Harbour.txt",
        "x/data/tweets.js",
        "x/data/account.js",
    ):
        (path / one).unlink()
    rnd = random.Random(5)
    for name in ("Ola", "Ida"):
        rows = [f"03/04/2021, 10:{n:02} - {rnd.choice(['Mara', name])}: tea {n}\n" for n in range(40)]
        (path / f"WhatsApp Chat with {name}.txt").write_text("".join(rows))
    return path


def test_several_archives_in_one_folder_are_read_at_once(ada, home, tmp_path):
    report, _ = bring(ada, folder(tmp_path / "all", seed=3, mails=30, lines=40, posts=30), dates="dmy")
    assert report["formats"] == ["mail", "twitter", "whatsapp"]
    assert {one["status"] for one in report["files"]} == {"understood"}
    assert report["posts"] == 30 + 80 + 30
    assert (report["known"], report["error"]) == (0, None)


def test_overlapping_archives_add_nothing_twice(ada, home, tmp_path):
    older, newer = tmp_path / "older", tmp_path / "newer"
    folder(older, seed=3, mails=20, lines=30, posts=20)
    folder(newer, seed=3, mails=20, lines=30, posts=20)
    text = (newer / "WhatsApp Chat with Ola.txt").read_text().splitlines(keepends=True)
    (older / "WhatsApp Chat with Ola.txt").write_text("".join(text[:20]))
    bring(ada, older, dates="dmy", me=["Mara"])
    again, _ = bring(ada, newer, dates="dmy", me=["Mara"])
    assert again["new"] == 10
    after = canonical()
    empty()
    bring(ada, newer, dates="dmy", me=["Mara"])
    assert canonical() == after


def test_nothing_of_a_file_is_kept_until_its_dates_are_answered(ada, home, tmp_path):
    report, run = bring(ada, doubtful(tmp_path / "all"), ask=True, me=["Mara"])
    assert (run.state, report["posts"]) == (ImportState.ASKS, 25)
    assert {one["name"]: one["status"] for one in report["files"]} == {
        "mail.mbox": "understood", "WhatsApp Chat with Ola.txt": "asks", "WhatsApp Chat with Ida.txt": "asks",
    }  # fmt: skip
    assert Post.objects.count() == Post.objects.filter(uri__startswith="mid:").count() == 25
    assert not Actor.objects.filter(uri__contains="whatsapp").exists()


def test_an_answer_reads_the_waiting_file_alone_and_keeps_the_counts(ada, home, tmp_path):
    path = doubtful(tmp_path / "all")
    _, run = bring(ada, path, ask=True, me=["Mara"])
    questions = ImportQuestion.objects.filter(run=run, kind="dates").order_by("pk")
    assert len(questions) == 2
    for number, question in enumerate(questions, 1):
        before = counts(run)
        import_answer(actor=ada, question=question, answer="dmy")
        run.refresh_from_db()
        assert (run.state, counts(run)) == (ImportState.WAITING, before)
        assert Job.objects.filter(key=str(run.public_id)).count() == 1
        run = import_run(run, ask=True)
        assert (run.posts, run.known) == (25 + 40 * number, 0)
        assert run.new > before["new"] + 40
    assert run.state == ImportState.DONE
    assert {one.status for one in ImportFile.objects.filter(run=run)} == {"understood"}
    asked, totals = canonical(), counts(run)
    empty()
    told, _ = bring(ada, path, me=["Mara"], dates="dmy")
    assert canonical() == asked
    assert {name: told[name] for name in COUNTS} == totals


def test_each_file_is_read_by_its_own_answer(ada, home, tmp_path):
    path = doubtful(tmp_path / "all")
    _, run = bring(ada, path, ask=True, me=["Mara"])
    for question in ImportQuestion.objects.filter(run=run, kind="dates"):
        import_answer(actor=ada, question=question, answer="mdy" if "Ola" in question.about else "dmy")
    import_run(run, ask=True)
    days = Counter(post.at // DAY_MS for post in Post.objects.exclude(uri__startswith="mid:"))
    assert days == {day(2021, 3, 4): 40, day(2021, 4, 3): 40}


def test_somebody_who_is_in_none_of_it_can_say_so_and_is_not_asked_again(ada, home, tmp_path):
    _, run = bring(ada, doubtful(tmp_path / "all"), ask=True, dates="dmy")
    asked = list(ImportQuestion.objects.filter(run=run, kind="me", answer=""))
    assert asked
    assert all(ImportFile.objects.filter(run=run, name=one.about).exists() for one in asked)
    own = Own.objects.count()
    for question in asked:
        import_answer(actor=ada, question=question, answer=NOBODY)
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert Own.objects.count() == own


def test_a_file_that_waits_is_not_lost_when_its_answer_comes_while_others_are_read(ada, home, tmp_path):
    _, run = bring(ada, doubtful(tmp_path / "all"), ask=True, me=["Mara"])
    Import.objects.filter(pk=run.pk).update(state=ImportState.READING)
    for question in ImportQuestion.objects.filter(run=run, kind="dates"):
        import_answer(actor=ada, question=question, answer="dmy")
    run.refresh_from_db()
    assert run.state == ImportState.READING
    assert import_run(run, ask=True).posts == 25 + 80


def test_a_reader_with_a_fault_does_not_lose_the_other_archives(ada, home, tmp_path, monkeypatch):
    path = folder(tmp_path / "all", seed=4, mails=30, lines=40, posts=30)
    read = WhatsApp.read

    def faulty(self, parcel, claim, answers):
        for number, item in enumerate(read(self, parcel, claim, answers)):
            if number == 25:
                raise KeyError("a bug")
            yield item

    monkeypatch.setattr(WhatsApp, "read", faulty)
    report, run = bring(ada, path, dates="dmy")
    broken = [one for one in report["files"] if one["format"] == "whatsapp"]
    assert {one["status"] for one in broken} == {"broken"}
    assert "KeyError" in broken[0]["note"]
    assert "mail" in report["formats"]
    assert "twitter" in report["formats"]
    assert run.state == ImportState.DONE
    assert Post.objects.filter(uri__startswith="mid:").count() == 30


def test_what_nothing_recognises_is_a_failure_that_says_so(ada, home, tmp_path):
    (tmp_path / "thing.bin").write_bytes(b"\x01\x02" * 400)
    report, run = bring(ada, tmp_path / "thing.bin")
    assert (report["formats"], run.state) == ([], ImportState.FAILED)
    assert [one["status"] for one in report["files"]] == ["unknown"]
    assert "recognised" in report["error"]


def test_an_empty_folder_is_a_failure_that_says_so(ada, home, tmp_path):
    (tmp_path / "empty").mkdir()
    report, run = bring(ada, tmp_path / "empty")
    assert (report["formats"], report["files"], run.state) == ([], [], ImportState.FAILED)
    assert report["error"] == "There is nothing in it."


def test_a_failure_while_writing_leaves_the_batch_out_and_the_next_start_brings_it(
    ada, home, tmp_path, monkeypatch
):
    path = folder(tmp_path / "all", seed=6, mails=40, lines=30, posts=30)
    whole, _ = bring(ada, path, dates="dmy")
    expected = canonical()
    empty()
    Import.objects.all().delete()
    write = imports.Reading._write
    calls = []

    def failing(self, *arguments):
        calls.append(1)
        self.turns.size = 20
        write(self, *arguments)
        if len(calls) == 2:
            raise ConnectionError("the disk went away")

    monkeypatch.setattr(imports.Reading, "_write", failing)
    run = import_add(actor=ada, path=path, answers={"zone": "UTC", "dates": "dmy"})
    with pytest.raises(ConnectionError):
        import_run(run)
    monkeypatch.setattr(imports.Reading, "_write", write)
    again = import_add(actor=ada, path=path, answers={"zone": "UTC", "dates": "dmy"})
    assert again.pk == run.pk
    assert counts(import_run(again)) == {name: whole[name] for name in COUNTS}
    assert canonical() == expected


def test_a_second_import_waits_for_the_first(ada, home, tmp_path, monkeypatch):
    path = folder(tmp_path / "all", seed=7, mails=5, lines=5, posts=5)
    Lease.objects.create(name=LEASE, holder="import other elsewhere 1", until_ms=now_ms() + 60_000)
    told = []

    def tell(progress):
        told.append(progress.title)
        Lease.objects.filter(holder__contains="elsewhere").update(holder="", until_ms=0)

    run = import_run(import_add(actor=ada, path=path, answers={"dates": "dmy"}), tell=tell)
    assert told[0] == "Waiting until another import is done"
    assert run.state == ImportState.DONE


def test_the_lease_of_a_process_that_died_is_free_at_once(ada, home, tmp_path):
    path = folder(tmp_path / "all", seed=7, mails=5, lines=5, posts=5)
    dead = holder_name("import dead").rsplit(" ", 1)[0] + " 4194399"
    Lease.objects.create(name=LEASE, holder=dead, until_ms=now_ms() + 10**9)
    run = import_add(actor=ada, path=path, answers={"dates": "dmy"})
    assert import_run(run).state == ImportState.DONE


def test_of_two_processes_on_one_import_the_one_behind_writes_nothing(ada, home, tmp_path, monkeypatch):
    path = folder(tmp_path / "all", seed=8, mails=60, lines=60, posts=60)
    run = import_add(actor=ada, path=path, answers={"zone": "UTC", "dates": "dmy"})
    take = turns.Turns.take
    monkeypatch.setattr(turns, "SMALLEST", 30)
    monkeypatch.setattr(turns, "LARGEST", 30)
    written = []

    def overtaken(self):
        take(self)
        self.size = 30
        written.append(Post.objects.count())
        if len(written) == 4:
            Import.objects.filter(pk=run.pk).update(consumed=10_000)

    monkeypatch.setattr(turns.Turns, "take", overtaken)
    with pytest.raises(Overtaken):
        import_run(run)
    assert Post.objects.count() == written[-1]


MONTH_FIRST = "".join(
    f"{month}/{date}/21, 10:{minute:02} - {name}: {text}\n"
    for month, date in ((3, 4), (4, 3), (3, 4), (4, 3), (3, 9))
    for minute, name, text in ((1, "Ola", "tea"), (1, "Mara", "ok"), (1, "Ola", "ok"), (9, "Mara", "ok"))
)


def month_first(path, *, group=False):
    name = "Harbour" if group else "Ola"
    path.mkdir()
    rows = MONTH_FIRST.replace("09 - Mara", "09 - Ida") if group else MONTH_FIRST
    (path / f"WhatsApp Chat with {name}.txt").write_text(rows)
    return path


@pytest.mark.parametrize("group", [False, True])
def test_a_chat_read_again_in_the_other_order_is_as_if_it_had_been_read_so_at_once(
    group, ada, home, tmp_path
):
    path = month_first(tmp_path / "chat", group=group)
    bring(ada, path, me=["Mara"], dates="mdy")
    right = canonical()
    empty()
    Import.objects.all().delete()
    guessed, _ = bring(ada, path, me=["Mara"])
    assert [one["kind"] for one in guessed["questions"]] == ["dates"]
    assert canonical() != right
    again, _ = bring(ada, path, me=["Mara"], dates="mdy")
    assert (again["new"], again["posts"]) == (0, guessed["posts"])
    assert canonical() == right
    bring(ada, path, me=["Mara"])
    bring(ada, path, me=["Mara"], dates="mdy")
    assert canonical() == right


def test_of_two_orders_told_the_last_one_counts(ada, home, tmp_path):
    path = month_first(tmp_path / "chat")
    for order in ("mdy", "dmy", "mdy", "dmy", "dmy"):
        bring(ada, path, me=["Mara"], dates=order)
        days = {post.at // DAY_MS for post in Post.objects.all()}
        first, second = (day(2021, 3, 9), day(2021, 9, 3))[:: 1 if order == "mdy" else -1]
        assert first in days
        assert second not in days
        assert Post.objects.count() == 20


def test_a_later_export_is_read_in_the_order_that_was_told_of_an_earlier_one(ada, home, tmp_path):
    path = month_first(tmp_path / "chat")
    bring(ada, path, me=["Mara"], dates="mdy")
    longer = path / "WhatsApp Chat with Ola.txt"
    longer.write_text(longer.read_text() + "5/6/21, 10:00 - Ola: later\n")
    report, _ = bring(ada, path, me=["Mara"])
    assert (report["questions"], report["new"]) == ([], 1)
    assert "as you said" in report["files"][0]["note"]
    assert Post.objects.order_by("at").last().at // DAY_MS == day(2021, 5, 6)


def test_what_was_stopped_and_is_started_with_another_answer_is_read_anew(ada, home, tmp_path):
    path = month_first(tmp_path / "chat")
    stopped = import_add(actor=ada, path=path, answers={"zone": "UTC"})
    Import.objects.filter(pk=stopped.pk).update(state=ImportState.READING)
    _, run = bring(ada, path, dates="mdy")
    assert run.pk != stopped.pk
    assert day(2021, 3, 9) in {post.at // DAY_MS for post in Post.objects.all()}
    stopped.refresh_from_db()
    assert (stopped.state, stopped.error) == (ImportState.FAILED, imports.AGAIN)


def test_mail_that_reached_me_as_a_hidden_recipient_is_mail_to_me(ada, home, tmp_path):
    mail = "{}: me@home.example\nFrom: Ana <ana@b.example>\n{}Subject: x\nMessage-ID: <{}@b>\n\nhello\n"
    (tmp_path / "a").mkdir()
    cases = (("Delivered-To", ""), ("X-Original-To", "To: undisclosed-recipients:;\n"),
             ("Envelope-To", "Precedence: bulk\n"), ("Delivered-To", "List-Id: <crew.b.example>\n"))  # fmt: skip
    for number, (head, more) in enumerate(cases):
        (tmp_path / "a" / f"{number}.eml").write_text(mail.format(head, more, number))
    report, _ = bring(ada, tmp_path / "a", me=["me@home.example"])
    assert (report["posts"], report["interactions"]) == (4, 2)


def test_in_a_large_room_a_plain_name_says_whom_a_message_is_for(ada, home, tmp_path):
    names = ["Mara", *(f"Friend {number}" for number in range(11))]
    rows = [f"13/02/2024, 21:{at:02} - {name}: hello\n" for at, name in enumerate(names)]
    rows += [
        "13/02/2024, 22:00 - Mara: @Friend 1 are you coming?\n",
        "13/02/2024, 22:01 - Friend 1: @mara yes\n",
    ]
    (tmp_path / "WhatsApp Chat with Harbour.txt").write_text("".join(rows))
    report, _ = bring(ada, tmp_path / "WhatsApp Chat with Harbour.txt", me=["Mara"])
    assert (report["posts"], report["interactions"]) == (14, 2)
