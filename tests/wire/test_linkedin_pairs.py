"""LinkedIn's tables to ActivityStreams by pairs of files: `case.json` reads as `case.as2.json`. A new case needs no
Python; a row that must be refused reads as the reason."""

import io
import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import UNKNOWN_TIME, Object
from mutuals.wire import linkedin as wire
from mutuals.wire.linkedin_files import HEADERS, kind_of, left_alone
from mutuals.wire.linkedin_messages import Talks, message
from mutuals.wire.linkedin_people import Cast
from mutuals.wire.linkedin_table import Table
from mutuals.wire.linkedin_values import profile_uri, profile_uris, thing_uri, time_of
from mutuals.wire.repeats import Repeats

CASES = sorted(one for one in Path(__file__).parent.glob("linkedin/*.json") if ".as2." not in one.name)
MARA = "https://www.linkedin.com/in/mara-demo"


def said(thing):
    """A dataclass as JSON shows it, without what says nothing."""
    kept = {}
    for name, value in asdict(thing).items():
        if isinstance(getattr(thing, name), Object):
            kept[name] = said(getattr(thing, name))
        elif value not in ("", (), 0, UNKNOWN_TIME):
            kept[name] = value
    return {"is": type(thing).__name__, **kept}


def items_of(case):
    cast, row, repeats = Cast("me", MARA, "Mara Demo"), case["row"], Repeats()
    for name, uri in case.get("names", {}).items():
        cast.learn(name, uri)
    if case["what"] == "connection":
        actor = wire.connection(row, cast)
        return [actor] if actor else []
    if case["what"] == "message":
        talks = Talks(cast)
        talks.look(row)
        return [*message(row, cast, talks.people(row), repeats), *talks.groups()]
    one = {
        "invitation": lambda: wire.invitation(row, cast, repeats),
        "endorsed": lambda: wire.endorsement(row, cast, given=True),
        "endorser": lambda: wire.endorsement(row, cast, given=False),
        "recommended": lambda: wire.recommendation(row, cast, given=True),
        "recommender": lambda: wire.recommendation(row, cast, given=False),
        "share": lambda: wire.share(row, cast, repeats),
        "comment": lambda: wire.comment(row, cast, repeats),
    }
    return one[case["what"]]() if case["what"] in one else getattr(wire, case["what"])(row, cast)


def outcome(case):
    try:
        return json.loads(json.dumps([said(one) for one in items_of(case)]))
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_linkedin_reads_as_its_pair_says(case):
    expected = json.loads(case.with_suffix(".as2.json").read_text("utf-8"))
    assert outcome(json.loads(case.read_text("utf-8"))) == expected


def test_there_are_pairs():
    assert len(CASES) >= 30


@pytest.mark.parametrize(
    ("text", "uri"),
    [
        ("https://www.linkedin.com/in/Ola-Demo/", MARA.replace("mara", "ola")),
        ("www.linkedin.com/in/ola-demo", MARA.replace("mara", "ola")),
        ("http://de.linkedin.com/pub/ola-demo/1/2/3", MARA.replace("mara", "ola")),
        ("https://www.linkedin.com/in/zo%C3%AB", "https://www.linkedin.com/in/zo%C3%AB"),
        ("https://www.linkedin.com/in/zoë", "https://www.linkedin.com/in/zo%C3%AB"),
        ("https://www.linkedin.com/in/zoe\u0308?x=1", "https://www.linkedin.com/in/zo%C3%AB"),
        ("https://www.linkedin.com/company/Timber/", "https://www.linkedin.com/company/timber"),
        ("https://www.linkedin.com/in/", ""),
        ("https://example.org/in/ola", ""),
        ("", ""),
    ],
)
def test_a_page_has_one_address(text, uri):
    assert profile_uri(text) == uri


def test_a_list_of_pages_is_split_at_its_addresses():
    assert len(profile_uris(f"{MARA},www.linkedin.com/in/ola,{MARA}, https://nl.linkedin.com/in/kai")) == 3


@pytest.mark.parametrize(
    ("text", "ms", "grain"),
    [
        ("12 Mar 2021", 1615507200000, "day"),
        ("4-Apr-21", 1617494400000, "day"),
        ("2026-02-14 09:30:00 UTC", 1771061400000, "s"),
        ("2026-02-14 09:30 UTC", 1771061400000, "min"),
        ("2/14/26, 9:30 AM", 1771061400000, "min"),
        ("2/14/26, 9:30\u202fAM", 1771061400000, "min"),
        ("14/2/26, 9:30 AM", 1771061400000, "min"),
        ("2/14/26, 12:00 AM", 1771027200000, "min"),
        ("2021/09/01 12:41:31 UTC", 1630500091000, "s"),
        ("Wed Jun 24 12:43:42 UTC 2026", 1782305022000, "s"),
        ("2025-04-01", 1743465600000, "day"),
        ("31 Feb 2021", None, "unknown"),
        ("13/13/21", None, "unknown"),
        ("soon", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_every_form_of_a_date(text, ms, grain):
    assert time_of(text)[:2] == (ms, grain)


def test_links_of_posts_have_one_form():
    post = "https://www.linkedin.com/feed/update/urn:li:activity:7401"
    assert thing_uri("https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7401/?utm=1") == post
    assert thing_uri("http://linkedin.com/feed/update/urn:li:activity:7401") == post
    assert thing_uri("not a link") == ""


NAMED = "From,To,Date,Content,Conversation ID,Folder\n"


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        (
            "Connections.csv",
            'Notes:\n"Some, paragraph"\n\nFirst Name,Last Name,URL,Connected On\n',
            "connections",
        ),
        ("x.csv", "\ufeffLast Name,First Name,Connected On,Company\n", "connections"),
        ("messages.csv", '"CONVERSATION ID","FROM","TO","DATE","CONTENT"\n', "messages"),
        ("guide_messages.csv", NAMED, ""),
        ("learning_role_play_messages.csv", NAMED, ""),
        ("Comments_252701747.csv", "Date,Link,Message\n", "comments"),
        ("Reactions.csv", "Date,Type,Link\n", "reactions"),
        ("bank.csv", "Date,Type,Link\n", ""),
        ("mail.csv", "From,To,Date,Content\n", ""),
        ("Skills.csv", "Name\n", ""),
        ("Profile.csv", "First Name,Last Name,Maiden Name,Headline\n", "profile"),
        ("Endorsement_Given_Info.csv", "Endorsement Date,Skill Name,Endorsee First Name\n", "endorsed"),
        ("contacts.csv", "First Name,Middle Name,Last Name,E-mail 1 - Value\n", ""),
        ("Connections.pdf", "First Name,Last Name,Connected On\n", ""),
    ],
)
def test_tables_are_told_apart_by_their_headers(name, head, kind):
    assert kind_of(f"some/{name}", head.encode()) == kind


@pytest.mark.parametrize(
    "name", ["Ad_Targeting.csv", "Logins.csv", "Jobs/Job Applications.csv", "SearchQueries.csv", "Skills.csv",
             "ImportedContacts.csv", "guide_messages.csv", "Security Challenges.csv", "Articles/Articles/oak.html"],
)  # fmt: skip
def test_what_is_private_or_of_no_use_is_left_alone_with_a_reason(name):
    assert left_alone(name).endswith((".", "of no use here."))


def rows_of(data, kind="connections", **options):
    table = Table(io.BytesIO(data), HEADERS[kind], **options)
    return list(table.rows()), table


def test_columns_go_by_their_names_and_lines_before_the_header_are_passed_over():
    data = b'Notes:\n"a\n\nb"\n\nConnected On,Last Name,First Name\n1 Jan 2020,Demo,Ola\n'
    rows, table = rows_of(data)
    assert [(row.line, row.cells["first name"]) for row in rows] == [(7, "Ola")]
    assert not table.cut


def test_a_last_line_may_lack_its_line_break_but_not_its_columns():
    head = b"First Name,Last Name,Connected On\n"
    assert [len(rows_of(head + b"Ola,Demo,1 Jan 2020")[0]), rows_of(head + b"Ola,Demo,1")[1].cut] == [
        1,
        False,
    ]
    rows, table = rows_of(head + b"Ola,Demo,1 Jan 2020\nKai,De")
    assert (len(rows), table.cut) == (1, True)
    rows, table = rows_of(head + b'Ola,"Demo,1 Jan 2020\nKai,Demo,x\n')
    assert (len(rows), table.cut) == (0, True)


def test_a_line_without_an_end_costs_no_memory_and_stops_nothing():
    head = b"First Name,Last Name,Connected On\n"
    rows, _ = rows_of(head + b"a" * 3_000_000 + b"\nOla,Demo,1 Jan 2020\n")
    assert [row.cells["first name"] for row in rows if not row.wrong] == ["Ola"]
    assert any(row.wrong for row in rows)


def test_quotes_in_comments_may_be_escaped_by_a_backslash():
    data = b'Date,Link,Message\n2026-06-10 18:53:49,https://x.example/1,"the \\"tea, Earl Grey\\" team,\n\nhot."\n'
    rows, _ = rows_of(data, "comments", backslash=True)
    assert [row.cells["message"] for row in rows] == ['the "tea, Earl Grey" team,\n\nhot.']


def test_a_table_saved_again_in_utf16_is_read():
    rows, _ = rows_of("First Name,Last Name,Connected On\nZoë,Šample,1 Jan 2020\n".encode("utf-16"))
    assert rows[0].cells["last name"] == "Šample"


CELL = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "LinkedIn Member", MARA, "2/14/26, 9:30 AM", "12 Mar 2021", "\x00", "\ud800", "a" * 9000]
    ),
)


@given(st.sampled_from(CASES), st.data())
def test_whatever_stands_in_a_cell_a_row_is_read_or_refused(path, data):
    case = json.loads(path.read_text("utf-8"))
    case["row"] = {name: data.draw(st.one_of(st.just(cell), CELL)) for name, cell in case["row"].items()}
    assert isinstance(outcome(case), list | str)
