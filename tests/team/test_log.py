"""The event log: whoever changes it is refused by the database, and found out where the database was got round."""

import json
import sqlite3
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from mutuals.team import chain, selectors, services
from mutuals.team.models import LogDetail, LogEntry, LogKey, LogTip

PERSON = "01932c07-95b1-7cc3-98c4-dc0c0c07398f"


def write(count: int = 5) -> None:
    for number in range(count):
        services.log_append(
            actor=None, verb="try", subject=f"s{number}", details={"n": number}, person=PERSON
        )


def verify() -> selectors.LogReport:
    return selectors.log_verify(viewer=None)


@pytest.mark.django_db
def test_an_untouched_log_is_whole() -> None:
    write()
    report = verify()
    assert report.whole
    assert report.entries == 5


@pytest.mark.django_db
def test_an_empty_log_is_whole() -> None:
    assert verify().whole


@pytest.mark.django_db
def test_a_hash_can_be_recomputed_by_hand() -> None:
    import hashlib

    write(2)
    first, second = LogEntry.objects.order_by("id")
    row = [second.id, second.at, "", "try", "s1", second.digest, first.hash]
    told = json.dumps(row, separators=(",", ":"), ensure_ascii=False)
    assert hashlib.sha256(told.encode()).hexdigest() == second.hash


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE team_logentry SET verb = 'x' WHERE id = 2",
        "UPDATE team_logentry SET id = 99 WHERE id = 2",
        "DELETE FROM team_logentry WHERE id = 5",
        "DELETE FROM team_logentry",
    ],
)
def test_the_database_refuses_to_change_an_entry(statement: str) -> None:
    write()
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().whole


@pytest.mark.django_db
def test_the_database_refuses_to_replace_an_entry() -> None:
    write()
    if connection.vendor == "sqlite":
        statement = (
            "INSERT OR REPLACE INTO team_logentry SELECT id, at, actor, 'x', subject, digest, prev, hash "
        )
        statement += "FROM team_logentry WHERE id = 3"
    else:
        statement = "TRUNCATE team_logentry"
    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().whole


TAMPERING = {
    "a verb": "UPDATE team_logentry SET verb = 'forged' WHERE id = 3",
    "a moment": "UPDATE team_logentry SET at = at + 1 WHERE id = 3",
    "an actor": "UPDATE team_logentry SET actor = 'somebody' WHERE id = 3",
    "a subject": "UPDATE team_logentry SET subject = '' WHERE id = 3",
    "a digest": "UPDATE team_logentry SET digest = 'ff' WHERE id = 3",
    "the last entry": "UPDATE team_logentry SET verb = 'forged' WHERE id = 5",
    "removed in the middle": "DELETE FROM team_logentry WHERE id = 3",
    "removed at the start": "DELETE FROM team_logentry WHERE id = 1",
    "cut off at the end": "DELETE FROM team_logentry WHERE id = 5",
    "removed altogether": "DELETE FROM team_logentry",
    "details removed": "DELETE FROM team_logdetail WHERE entry_id = 3",
    "details emptied": "UPDATE team_logdetail SET sealed = '' WHERE entry_id = 3",
    "details of another entry": "UPDATE team_logdetail SET sealed = "
    "(SELECT sealed FROM team_logdetail WHERE entry_id = 2) WHERE entry_id = 3",
    "details blurred": "UPDATE team_logdetail SET sealed = 'gAAAAA' WHERE entry_id = 3",
    "the key lost": "DELETE FROM team_logkey",
    "the count": "UPDATE team_logtip SET count = 4",
    "the seal": "UPDATE team_logtip SET seal = 'ff'",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(what: str, tamper) -> None:
    write()
    with tamper(), connection.cursor() as cursor:
        cursor.execute(TAMPERING[what])
    report = verify()
    assert not report.whole
    assert report.faults


@pytest.mark.django_db(transaction=True)
def test_a_rewritten_chain_is_found_by_its_seal(tamper) -> None:
    """Somebody who has the database but not the keys makes a chain that fits together, and cannot seal it."""
    write(3)
    prev = chain.GENESIS
    with tamper(), connection.cursor() as cursor:
        for entry in LogEntry.objects.order_by("id"):
            row = {name: getattr(entry, name) for name in ("id", "at", "actor", "subject", "digest")}
            made = chain.hash_of(**row, verb="forged", prev=prev)
            cursor.execute(
                "UPDATE team_logentry SET verb = 'forged', prev = %s, hash = %s WHERE id = %s",
                [prev, made, entry.id],
            )
            prev = made
        cursor.execute("UPDATE team_logtip SET hash = %s", [prev])
    report = verify()
    assert [fault.what for fault in report.faults] == [
        "the seal of the last entry is not that of this installation's keys"
    ]


@pytest.mark.django_db(transaction=True)
def test_a_file_changed_behind_our_back_is_found() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's file is what is changed here; PostgreSQL's cases are above")
    write()
    connection.close()
    raw = sqlite3.connect(connection.settings_dict["NAME"])
    raw.executescript(
        "DROP TRIGGER team_logentry_no_update; UPDATE team_logentry SET subject = 'x' WHERE id = 2;"
    )
    raw.close()
    try:
        assert [fault.id for fault in verify().faults] == [2]
    finally:
        raw = sqlite3.connect(connection.settings_dict["NAME"])
        raw.execute(
            "CREATE TRIGGER team_logentry_no_update BEFORE UPDATE ON team_logentry "
            "BEGIN SELECT RAISE(ABORT, 'the event log only grows: no entry can be changed'); END"
        )
        raw.close()


@pytest.mark.django_db
def test_erasing_a_person_makes_the_details_unreadable_and_leaves_the_chain_whole() -> None:
    write(3)
    services.log_append(actor=None, verb="other", subject="", details={"kept": True}, person="another")
    copy = list(LogDetail.objects.filter(person=PERSON).values_list("sealed", flat=True))
    assert services.log_erase(actor=None, person=PERSON) == 3
    report = verify()
    assert report.whole
    assert report.erased == 3
    assert LogKey.objects.get(person=PERSON).key == ""
    assert all(copy)
    assert not LogDetail.objects.filter(person=PERSON).exclude(sealed="").exists()
    read = {entry.verb: entry.details for entry in selectors.log_entries(viewer=None)}
    assert read["try"] is None
    assert read["other"] == {"kept": True}


@pytest.mark.django_db
def test_what_is_logged_of_an_erased_person_later_is_not_kept() -> None:
    write(1)
    services.log_erase(actor=None, person=PERSON)
    write(1)
    report = verify()
    assert report.whole
    assert report.erased == 2


@pytest.mark.django_db
def test_equal_details_cannot_be_told_from_their_digests() -> None:
    for _ in range(2):
        services.log_append(actor=None, verb="try", subject="", details={"was": "yes"}, person=PERSON)
    assert len(set(LogEntry.objects.values_list("digest", flat=True))) == 2


@pytest.mark.django_db
def test_details_are_not_readable_in_the_database() -> None:
    services.log_append(actor=None, verb="try", subject="", details={"secret": "marzipan"}, person=PERSON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM team_logdetail")
        sealed = cursor.fetchone()[0]
        cursor.execute("SELECT key FROM team_logkey")
        key = cursor.fetchone()[0]
    assert "marzipan" not in sealed
    assert key != LogKey.objects.get().key


@pytest.mark.django_db
def test_an_append_that_is_rolled_back_leaves_no_gap() -> None:
    write(1)
    with transaction.atomic():
        write(1)
        transaction.set_rollback(True)
    write(1)
    report = verify()
    assert report.whole
    assert report.entries == 2


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "naïve", "\u2028", "\ud800", "日本" * 100, '"\\\n'])
def test_any_text_can_be_logged(text: str) -> None:
    details = {"text": text, f"name {text}": 1}
    services.log_append(actor=None, verb="try", subject="", details=details, person=PERSON)
    assert verify().whole
    assert selectors.log_entries(viewer=None)[0].details == details


@pytest.mark.django_db(transaction=True)
def test_many_who_append_at_once_make_one_chain() -> None:
    def many(name: str) -> None:
        try:
            for number in range(12):
                with transaction.atomic():
                    services.log_append(actor=None, verb=name, subject=str(number), details={}, person=name)
        finally:
            connection.close()

    threads = [threading.Thread(target=many, args=(f"t{n}",)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify()
    assert report.whole, report.faults
    assert report.entries == 60
    assert LogTip.objects.get().count == 60


@pytest.mark.django_db
def test_a_long_log_is_read_in_pieces(django_assert_max_num_queries) -> None:
    write(30)
    with django_assert_max_num_queries(8):
        assert verify().entries == 30
