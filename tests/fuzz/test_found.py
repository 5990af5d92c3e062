"""The smallest form of everything that fuzzing found: each failed before it was mended."""

import io
import struct
import zipfile

import pytest

from mutuals.as2 import Activity, Actor
from mutuals.sources.seam import Question
from mutuals.wire.json_values import iso_time
from mutuals.wire.jsonstream import LONGEST, JsonStream
from mutuals.wire.mail_codes import words_of
from mutuals.wire.mail_dates import time_of
from mutuals.wire.mastodon_files import first_actor
from mutuals.wire.mastodon_values import acct_of, ref
from mutuals.wire.monica import local_owner
from mutuals.wire.reddit import permalink, room_id
from mutuals.wire.twitter_messages import room_of
from mutuals.wire.twitter_values import parse_time
from tests.fuzz.by_hand import opened
from tests.fuzz.corpus import READERS, samples
from tests.fuzz.holds import check, read


@pytest.mark.parametrize(
    ("word", "said"),
    [("=?utf-8?b?T1EXAA==?=", "OQ\x17"), ("=?utf-8?q?a=00b?=", "ab"), ("=?utf-7?q?+2AA-?=", "\ufffd")],
)
def test_an_encoded_word_brings_no_nul_and_no_half_of_a_pair(word, said):
    assert words_of(word) == said


def test_a_sender_in_whatsapp_with_nul_can_be_asked_about():
    names = ["Ola", "Ola", "Mara", "O\0la"] * 3
    lines = "".join(f"{at + 10}/03/2014, 17:29 - {name}: hello {at}\n" for at, name in enumerate(names))
    things = read(READERS["whatsapp"], {"WhatsApp Chat with Ola.txt": lines.encode()})
    asked = [name for one in things if isinstance(one, Question) for _, name in one.choices]
    assert things
    assert not any("\0" in name for name in asked)
    assert {one.name for one in things if isinstance(one, Actor)} >= {"Ola"}


@pytest.mark.parametrize(
    "said", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999-14:00", "0001-01-01 00:00:00+0001"]
)
def test_a_moment_that_no_calendar_has_is_unknown(said):
    assert iso_time(said) == (None, "unknown", None)


def test_an_offset_that_no_place_has_is_none():
    assert iso_time("2021-02-03T04:05:06+99:59").zone is None


def test_the_same_of_dates_in_mails_and_posts():
    assert time_of("Mon, 1 Jan 0001 00:00:00 +1400") is None
    assert parse_time("Mon Jan 01 00:00:00 +1400 0001") == (None, "unknown", None)


def test_ids_hold_no_control_characters():
    assert acct_of("friend_\x10@gts.example") == ""
    assert ref("https://social.exa\x01mple/users/neighbour1") == ""
    assert room_id({"channel_url": "https://chat.redd\x14r1"}).endswith("chat.redd%14r1")
    assert permalink("/r/gardens/comments/xdws9g/some_t\x07tle/qk3l05/") == ""


def odd_zip(*changes):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("a.txt", b"fine")
    data = bytearray(out.getvalue())
    for mark, offset, form, value in changes:
        struct.pack_into(form, data, data.rindex(mark) + offset, value)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        odd_zip((b"PK\x01\x02", 6, "<H", 237)),
        odd_zip((b"PK\x01\x02", 28, "<H", 0), (b"PK\x03\x04", 26, "<H", 0)),
        odd_zip((b"PK\x03\x04", 26, "<H", 5), (b"PK\x03\x04", 28, "<H", 60_000))[:40],
        odd_zip((b"PK\x03\x04", 6, "<H", 0x41)),
        odd_zip((b"PK\x03\x04", 6, "<H", 0x20)),
    ],
    ids=["a version of the far future", "no name", "a head beyond the end", "locked inside alone", "patched"],
)
def test_odd_zips_never_raise_what_is_not_declared(data, tmp_path):
    opened({"x.zip": data}, tmp_path)


def test_the_owner_of_a_damaged_file_has_a_name_that_can_be_stored():
    assert local_owner("owner", "Mara\0 Lind").name == "Mara Lind"
    assert len(local_owner("owner", "x" * 9_000).id) < 400


def test_a_scheme_in_capitals_is_the_same_id():
    assert ref("httPs://social.example/users/Ola") == "https://social.example/users/Ola"


def test_a_value_of_a_stream_is_never_held_beyond_what_one_can_be():
    """Two gigabytes in one string took a gigabyte of memory."""
    left = [b'[{"tweet":"', *([b"x" * (1 << 20)] * 40), b'"},{"tweet":"fine"}]']
    most = []

    def some(size):
        most.append(size)
        return left.pop(0) if left else b""

    found = list(JsonStream(some, frozenset(("tweet",))).elements())
    assert [one for one in found if isinstance(one, dict)] == [{"tweet": "fine"}]
    assert found[0].reason == "It is far too long for one entry."
    assert max(most) <= 2 * LONGEST


@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_somebody_in_a_conversation_with_a_nul_can_be_asked_about(network):
    people = '{"participants": [{"name": "Ana"}, {"name": "O\\u0000la"}], "messages": ['
    said = ",".join(
        f'{{"sender_name": "{name}", "timestamp_ms": {1_600_000_000_000 + at}, "content": "hello"}}'
        for at, name in enumerate(["Ana", "O\\u0000la"] * 3)
    )
    told = "your_facebook_activity" if network == "facebook" else "your_instagram_activity"
    names = (f"{told}/messages/inbox/ana_1/message_1.json", f"{told}/messages/inbox/ola_2/message_1.json")
    things = read(READERS[network], {name: f"{people}{said}]}}".encode() for name in names})
    asked = [name for one in things if isinstance(one, Question) for _, name in one.choices]
    assert set(asked) == {"Ana", "Ola"}


@pytest.mark.parametrize("stamp", ["2007-15-05 09:26:36", "2007-02-30 09:26:36", "2007-05-05 24:00:00"])
def test_a_line_of_a_log_on_a_day_that_no_calendar_has_is_read_with_those_before_it(stamp):
    said = "".join(f"2007-05-05 09:2{at}:00\tola\thello {at}\n" for at in range(9))
    log = f"{said}{stamp}\tola\tthere\n{said.replace('05-05', '05-06')}"
    things = read(READERS["irc"], {"logs/irc.libera.#gardens.weechatlog": log.encode()})
    assert sum(isinstance(one, Activity) for one in things) == 19


def test_an_address_in_the_place_of_a_name_is_no_id_at_linkedin():
    who = "FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS"
    header = f"CONVERSATION ID,CONVERSATION TITLE,{who},DATE,SUBJECT,CONTENT,FOLDER"
    link = '"https://www.linkedin.com/feed/update/a\n\x19b"'
    rows = "".join(
        f"c1,,{link},,Mara Lenz,,2021-03-0{day} 10:00:00 UTC,,hello {day},INBOX\n" for day in (1, 2, 3)
    )
    things = check(READERS["linkedin"], {"messages.csv": f"{header}\n{rows}".encode()})
    assert sum(isinstance(one, Activity) for one in things) == 3


def test_the_id_of_a_conversation_at_x_holds_no_control_characters():
    room = room_of("353-56\x01 12", file_is_group=False)
    assert room.uri == "https://x.com/i/messages/353-56%01%2012"
    assert room_of("353-561", file_is_group=False).uri == "https://x.com/i/messages/353-561"


def test_mail_of_which_nothing_is_read_ends_well():
    """A Maildir whose only file is left aside, and then hears of no meeting."""
    files = {"Maildir/tmp/1.host": b"From: a@b.example\nTo: c@d.example\nSubject: hello\n\nhello\n"}
    check(READERS["mail"], {**files, "Maildir/new/.keep": b""})


@pytest.mark.parametrize("name", sorted(READERS))
def test_the_samples_hold_what_fuzzing_asks(name):
    files = samples(name)
    assert any(isinstance(one, (Activity, Actor)) for one in check(READERS[name], files))


@pytest.mark.parametrize("sign", [b"\0", b"\x02", b"\x1f", b" "])
def test_the_first_entry_of_an_outbox_names_nobody_by_a_damaged_id(sign):
    head = (
        b'{"orderedItems":[{"id":"x","type":"Create","actor":"https://social.example/users/ma' + sign + b'ra"'
    )
    assert first_actor(head) == ""
    assert first_actor(head.replace(sign, b"")) == "https://social.example/users/mara"
