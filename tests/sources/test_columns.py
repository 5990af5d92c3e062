"""What the columns of a table hold is asked, shown with what it would make, and nothing is kept before the yes."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mutuals.record.models import Actor, Fact, Interaction, Post
from mutuals.record.services import turns
from mutuals.sources.jobs import JOBS
from mutuals.sources.models import Import, ImportFile, ImportQuestion, ImportReject, ImportState, Table
from mutuals.sources.services.columns import columns_answer, columns_left
from mutuals.sources.services.imports import JOB, import_add, import_run
from mutuals.team.models import Job
from mutuals.team.permissions import NotAllowed
from mutuals.wire.csv_columns import BadMapping, Mapping
from mutuals.wire.csv_shape import Shape

PEOPLE = (
    b"Name,E-mail,Works at\n"
    b"Ana Demo,ana@demo.example,Mill\n"
    b"Ben Doe,ben@demo.example,\n"
    b",,\n"
    b",,Bakery\n"
    b"Cy Fo,,\n"
    b",nothing,\n"
)
LOG = b"Date,Who,Type,Minutes\n04/03/2024,Ana Demo,Coffee,45\n05/03/2024,Ben Doe,Call,10\n"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(turns, "REST_S", 0.0)
    settings.MUTUALS_HOME = tmp_path / "home"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "home" / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir(parents=True)


def work():
    for job in Job.objects.filter(name=JOB):
        payload = job.payload
        job.delete()
        JOBS[JOB](payload)


@pytest.fixture
def browser(client, ada):
    client.force_login(ada)
    return client


def bring(browser, *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    browser.post(reverse("sources:upload"), {"files": sent})
    work()
    return Import.objects.latest("created_at")


def the_question(run):
    return run.questions.get(kind="columns")


def address(run):
    return reverse("sources:columns", args=[the_question(run).public_id])


def text_of(answer):
    words = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return " ".join(html.unescape(words).split())


def test_nothing_is_kept_before_the_yes(browser):
    run = bring(browser, ("people.csv", PEOPLE))
    assert run.state == ImportState.ASKS
    assert ImportFile.objects.get(run=run).status == "asks"
    assert not Actor.objects.exists()
    browser.get(address(run))
    browser.post(address(run), {"act": "look", "column0": "name"})
    assert not Actor.objects.exists()
    assert not Table.objects.exists()


def test_the_page_of_the_import_leads_to_the_columns(browser):
    run = bring(browser, ("people.csv", PEOPLE))
    shown = browser.get(reverse("sources:import", args=[run.public_id]))
    assert address(run) in shown.content.decode()


def test_the_page_shows_rows_guesses_and_what_it_would_make(browser):
    run = bring(browser, ("people.csv", PEOPLE))
    answer = browser.get(address(run))
    said = text_of(answer)
    assert "4 people, 2 with a mail address" in said
    assert "2 known by name alone" in said
    assert "1 row cannot be read: It names nobody. (line 7)" in said
    assert "ana@demo.example" in said
    assert "Mill" in said
    chosen = re.findall(
        r'id="column(\d)"[^>]*>.*?<option value="(\w+)" selected', answer.content.decode(), re.S
    )
    assert chosen == [("0", "name"), ("1", "email"), ("2", "org")]


def test_a_change_is_counted_anew_with_or_without_a_script(browser):
    run = bring(browser, ("people.csv", PEOPLE))
    plain = browser.post(address(run), {"act": "look", "column0": "name", "column1": "note"})
    assert "0 with a mail address" in text_of(plain)
    swapped = browser.post(address(run), {"column2": "org"}, headers={"HX-Request": "true"})
    assert "No column says who" in text_of(swapped)


def test_the_yes_reads_it_and_tells_what_could_not_be_read(browser):
    run = bring(browser, ("people.csv", PEOPLE))
    browser.post(address(run), {"act": "read", "column0": "name", "column1": "email", "column2": "org"})
    work()
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    row = ImportFile.objects.get(run=run)
    assert (row.status, row.rejected) == ("understood", ImportReject.objects.count())
    assert set(Actor.objects.filter(uri__startswith="mailto:").values_list("uri", flat=True)) == {
        "mailto:ana@demo.example", "mailto:ben@demo.example",
    }  # fmt: skip
    assert Fact.objects.filter(name="org", value="Mill").count() == 1


def test_the_same_header_is_read_as_it_was_said_and_adds_nothing_twice(browser):
    first = bring(browser, ("people.csv", PEOPLE))
    browser.post(address(first), {"act": "read", "column0": "name", "column1": "email", "column2": "note"})
    work()
    second = bring(browser, ("people again.csv", PEOPLE + b"Di Re,di@demo.example,Fir\n"))
    assert second.state == ImportState.DONE
    assert not second.questions.exists()
    assert second.new == 1
    assert set(Fact.objects.filter(value__in=["Mill", "Fir"]).values_list("name", flat=True)) == {"note"}


def test_what_was_said_can_be_forgotten(browser):
    first = bring(browser, ("people.csv", PEOPLE))
    browser.post(address(first), {"act": "read", "column0": "name", "column1": "email"})
    work()
    shown = browser.get(reverse("sources:tables"))
    assert "Name is name, E-mail is mail address" in text_of(shown)
    browser.post(reverse("sources:forget", args=[Table.objects.get().public_id]))
    assert bring(browser, ("people.csv", PEOPLE)).state == ImportState.ASKS
    assert "None yet" in text_of(browser.get(reverse("sources:tables")))


def test_tables_with_the_same_header_are_asked_about_once(browser):
    run = bring(browser, ("north.csv", PEOPLE), ("south.csv", PEOPLE.replace(b"demo", b"south")))
    assert run.questions.count() == 2
    one = run.questions.order_by("pk").first()
    browser.post(
        reverse("sources:columns", args=[one.public_id]),
        {"act": "read", "column0": "name", "column1": "email"},
    )
    work()
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert Actor.objects.filter(uri__startswith="mailto:").count() == 4


def test_a_table_may_be_left_out(browser):
    run = bring(browser, ("people.csv", PEOPLE))
    browser.post(address(run), {"act": "leave"})
    work()
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert ImportFile.objects.get(run=run).status == "left alone"
    assert not Actor.objects.exists()


def test_reading_a_log_in_another_way_mends_it(browser):
    first = bring(browser, ("log.csv", LOG))
    roles = {"column0": "date", "column1": "name", "column2": "kind", "column3": "duration"}
    browser.post(address(first), {"act": "read", "dates": "mdy", **roles})
    work()
    before = sorted(Post.objects.values_list("at", flat=True))
    browser.post(reverse("sources:forget", args=[Table.objects.get().public_id]))
    again = bring(browser, ("log.csv", LOG))
    browser.post(address(again), {"act": "read", "dates": "dmy", **roles})
    work()
    after = sorted(Post.objects.values_list("at", flat=True))
    # 3 April and 3 May become 4 and 5 March.
    assert [one - other for one, other in zip(before, after, strict=True)] == [
        30 * 86_400_000,
        59 * 86_400_000,
    ]
    # A meeting, and a call that counts for both.
    assert Interaction.objects.count() == 3


def test_what_nobody_can_be_read_from_is_not_taken(browser, ada):
    run = bring(browser, ("people.csv", PEOPLE))
    browser.post(address(run), {"act": "read", "column2": "org"})
    assert the_question(run).answer == ""
    shape = Shape("", ",", 0, header=True, names=("Name", "E-mail", "Works at"))
    with pytest.raises(BadMapping):
        columns_answer(
            actor=ada, question=the_question(run), shape=shape, mapping=Mapping(("org", "", "")), now_ms=1
        )


def test_only_who_may_bring_files_says_what_they_hold(browser, ada, cleo):
    run = bring(browser, ("people.csv", PEOPLE))
    with pytest.raises(NotAllowed):
        columns_left(actor=cleo, question=the_question(run))
    browser.force_login(cleo)
    assert browser.get(address(run)).status_code == 404


def test_a_question_is_answered_once(browser, ada):
    run = bring(browser, ("people.csv", PEOPLE))
    asked = the_question(run)
    browser.post(address(run), {"act": "leave"})
    with pytest.raises(LookupError):
        columns_left(actor=ada, question=asked)
    assert browser.get(reverse("sources:columns", args=[asked.public_id])).status_code == 302


def test_a_file_that_is_gone_is_said_to_be(browser, tmp_path):
    run = bring(browser, ("people.csv", PEOPLE))
    Import.objects.filter(pk=run.pk).update(path=str(tmp_path / "nowhere.csv"))
    shown = browser.get(address(run), follow=True)
    assert "no longer here" in text_of(shown)


def test_values_of_a_table_are_only_text(browser):
    data = b"Name,E-mail\n<script>alert(1)</script>,x@demo.example\n=HYPERLINK(1),y@demo.example\n"
    run = bring(browser, ("people.csv", data))
    assert b"<script>alert" not in browser.get(address(run)).content


def brought(tmp_path, data, name="people.csv"):
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def test_the_terminal_reads_by_a_sure_guess_and_says_so(ada, tmp_path):
    run = import_run(import_add(actor=ada, path=brought(tmp_path, PEOPLE)))
    row = ImportFile.objects.get(run=run)
    assert row.status == "understood"
    assert "Read by a guess: Name (name), E-mail (mail address), Works at (organisation)." in row.note
    assert not ImportQuestion.objects.exists()


def test_the_terminal_reads_nothing_by_an_unsure_guess(ada, tmp_path):
    run = import_run(import_add(actor=ada, path=brought(tmp_path, LOG)))
    row = ImportFile.objects.get(run=run)
    assert (row.status, row.items) == ("unknown", 0)
    assert "could be read two ways" in row.note
    assert not Actor.objects.exists()


def test_the_terminal_is_told_columns_in_words(ada, tmp_path):
    path = brought(tmp_path, LOG)
    words = "date=Date,name=Who,duration=Minutes,dates=dmy"
    run = import_run(import_add(actor=ada, path=path, answers={"map": words}))
    assert ImportFile.objects.get(run=run).items == 2
    said = Post.objects.count()
    again = import_run(import_add(actor=ada, path=path, answers={"map": words + ",kind=Type"}))
    assert Post.objects.count() == said
    assert again.new == 0


def test_a_column_that_is_not_there_is_named(ada, tmp_path):
    run = import_run(import_add(actor=ada, path=brought(tmp_path, PEOPLE), answers={"map": "name=Nom"}))
    assert "no column called Nom" in ImportFile.objects.get(run=run).note
