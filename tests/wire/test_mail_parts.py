"""The pieces of mail one by one: addresses, dates, ids, charsets, folders, own words; and that no bytes break them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Time
from mutuals.wire.mail_cast import Lists
from mutuals.wire.mail_codes import param_of, text_of, words_of
from mutuals.wire.mail_dates import time_of
from mutuals.wire.mail_folders import use_of_labels, use_of_path
from mutuals.wire.mail_ids import place
from mutuals.wire.mail_lists import looks_like_list, machine_address
from mutuals.wire.mail_own import own_html, own_words
from mutuals.wire.mail_parts import READ, heads_of
from mutuals.wire.mail_people import Mailbox, mailboxes
from mutuals.wire.rfc5322 import Unreadable, read


@pytest.mark.parametrize(
    ("head", "boxes"),
    [
        ("ana@x.org", [("", "ana@x.org")]),
        ("Ana Ruiz <Ana@X.org>", [("Ana Ruiz", "ana@x.org")]),
        (
            '"Ruiz, Ana" <ana@x.org>, ben@y.org (Ben Gun)',
            [("Ana Ruiz", "ana@x.org"), ("Ben Gun", "ben@y.org")],
        ),
        ('"Ruiz, Ana, Inc." <ana@x.org>', [("Ruiz, Ana, Inc.", "ana@x.org")]),
        ("\"'ana@x.org'\" <ana@x.org>", [("", "ana@x.org")]),
        ("'Ana Ruiz' <ana@x.org>", [("Ana Ruiz", "ana@x.org")]),
        ("Ana <ana@x.org>; Ben <ben@y.org>", [("Ana", "ana@x.org"), ("Ben", "ben@y.org")]),
        ("Crew: ana@x.org, Ben <ben@y.org>;", [("", "ana@x.org"), ("Ben", "ben@y.org")]),
        ("undisclosed-recipients:;", []),
        ("unlisted-recipients:; (no To-header on input)", []),
        ("<@relay.org,@b.org:ana@x.org>", [("", "ana@x.org")]),
        ("Ana <mailto:ana@x.org>", [("Ana", "ana@x.org")]),
        ("Ana Ruiz ana@x.org", [("Ana Ruiz", "ana@x.org")]),
        ("ana at x.org (Ana Ruiz)", [("Ana Ruiz", "ana@x.org")]),
        ("Ana [mailto:ana@x.org]", [("Ana", "ana@x.org")]),
        ("Ana (by way of Ben <ben@y.org>) <ana@x.org>", [("Ana", "ana@x.org")]),
        ('"Ana Ruiz <ana@x.org>', [("Ana Ruiz", "ana@x.org")]),
        ("Ana Ruiz", [("Ana Ruiz", "")]),
        ("=?utf-8?q?Ruiz,_Ana?= <ana@x.org>", [("Ana Ruiz", "ana@x.org")]),
        ("Ana O'Neil <o'neil@x.org>", [("Ana O'Neil", "o'neil@x.org")]),
        ("ana@x.org, Ana <ana@x.org>", [("", "ana@x.org"), ("Ana", "ana@x.org")]),
        ("", []),
        (",;<>", []),
    ],
)
def test_mailboxes_are_read_as_people_meant_them(head, boxes):
    assert list(mailboxes(head)) == [Mailbox(*one) for one in boxes]


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("Thu, 1 Jan 1970 00:00:00 +0000", Time(0, "s", 0)),
        ("01 Jan 70 01:00 +0100", Time(0, "min", 60)),
        ("Thu, 01 Jan 1970 05:45:59 +0545 (NPT)", Time(59_000, "s", 345)),
        ("Wed, 31 Dec 69 16:00:00 PST", Time(0, "s", -480)),
        ("Sat, 01 Jan 100 00:00:00 -0000", Time(946_684_800_000, "s", None)),
        ("Thu Jan  1 00:00:00 1970", Time(0, "s", None)),
        ("Thu Jan  1 01:00:00 CET 1970", Time(0, "s", 60)),
        ("Thu, 1 Jan 1970 0:00:07 GMT+0000", Time(7_000, "s", 0)),
        ("1970-01-01T00:00:07.250Z", Time(7_000, "s", 0)),
        ("Do, 1 Mai 2003 12:00:00 +0200", Time(1_051_783_200_000, "s", 120)),
        ("1 févr. 2003 00:00:00 +0000", Time(1_044_057_600_000, "s", 0)),
        ("January 2, 1970 1:00 PM", Time(133_200_000, "min", None)),
        ("2 Jan 1970", Time(86_400_000, "day", None)),
        ("1 Jan 1970 00:00:60 +0000", Time(59_000, "s", 0)),
        ("Thu, 1 Jan 1970 00:00:00 +9900", Time(0, "s", None)),
        ("30 Feb 2003 10:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_dates_keep_what_stands_there_with_grain_and_zone(said, time):
    assert time_of(said) == time


@pytest.mark.parametrize(
    ("replied", "references", "parent", "root"),
    [
        ([], "", "", "me@x"),
        (["<a@x>"], "", "a@x", "a@x"),
        ([], "<a@x> <b@x>", "b@x", "a@x"),
        (["<b@x>"], "<a@x>\n <b@x>", "b@x", "a@x"),
        (["<c@x>"], "<a@x> <b@x>", "c@x", "a@x"),
        (["a@x"], "", "a@x", "a@x"),
        (['Your message of "Mon, 6 Jan." <a@x>'], "", "a@x", "a@x"),
        (['Ben <ben@y.org> "Re: tea" (Feb 5)'], "", "", "me@x"),
        (['Ben <ben@y.org> "Re: tea" (Feb 5)'], "<a@x>", "a@x", "a@x"),
        (["<a@x> (Ben's message of today <ben@y.org>)"], "", "a@x", "a@x"),
        (["<a@x>; from ben@y.org on Monday"], "", "a@x", "a@x"),
        (["<me@x>"], "<me@x>", "", "me@x"),
        (["<a@x>", "<b@x>"], "", "a@x", "a@x"),
        ([""], "garbage", "", "me@x"),
    ],
)
def test_threads_are_found_through_prose_and_repetition(replied, references, parent, root):
    found = place(own="me@x", replied=replied, references=references, made_of=())
    assert found == ("mid:me@x", f"mid:{parent}" if parent else "", f"mid:{root}")


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        (b"plain", "x-nonsense", "plain"),
        ("Grüße".encode(), "us-ascii", "Grüße"),
        ("Grüße".encode("cp1252"), "utf-8", "Grüße"),
        ("Привет".encode("koi8-r"), "KOI8-R", "Привет"),
        ("Привет".encode("cp1251"), "windows-1251http-equivContent-Type", "Привет"),
        ("吉藤".encode("gb18030"), "gb2312", "吉藤"),
        ("吉藤英明".encode("iso-2022-jp"), "iso-2022-jp", "吉藤英明"),
        ("황재욱".encode("cp949"), "ks_c_5601-1987", "황재욱"),
        (b"\x93quoted\x94", "iso-8859-1", "“quoted”"),
        (b"caf\xe9", "rot13", "café"),
    ],
)
def test_charsets_that_lie_are_seen_through(data, charset, text):
    assert text_of(data, charset) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("=?iso-8859-1?q?a=20b?=", "a b"),
        ("=?iso-8859-1?q?a b?=", "a b"),
        ("=?utf-8?B?w7w?=", "ü"),
        ("=?utf-8?B?w7w=", "ü"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=BC?=", "ü"),
        ("=?utf-8*de?Q?=C3=BC?= x", "ü x"),
        ("x=?utf-8?Q?=C3=BC?=y", "xüy"),
        ("=?utf-8?Q?a?=  b =?utf-8?Q?c?=", "a b c"),
        ("Re: =?=", "Re: =?="),
    ],
)
def test_encoded_words_are_read_also_when_broken(said, text):
    assert words_of(said) == text


def test_parameters_are_found_quoted_continued_and_encoded():
    assert param_of('text/plain; charset="utf-8"; format=flowed', "charset") == "utf-8"
    assert param_of("text/plain;\n CHARSET = utf-8", "charset") == "utf-8"
    assert param_of("a; filename*0=one; filename*1=two", "filename") == "onetwo"
    assert param_of("a; filename*=utf-8''%C3%BC.txt", "filename") == "ü.txt"
    assert not param_of("a; filename2=x", "filename")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Hello\n", "Hello"),
        ("Yes.\n\nOn Mon, 6 Jan 2003, Ben wrote:\n> a\n> b\n", "Yes."),
        ("On Mon, 6 Jan 2003 at 10:00, Ben Gun\n<ben@y.org> wrote:\n\n> a\n\nYes.\n", "Yes."),
        ("Ben writes:\n > a\nYes.\n", "Yes."),
        ("He wrote a book:\nthe one about boats.", "He wrote a book:\nthe one about boats."),
        ("a\n-- \nAna\n", "a"),
        ("a\n--\nAna\n", "a"),
        ("a\n\n-----Original Message-----\nFrom: Ben\n\nold", "a"),
        ("a\n\n-----Message d'origine-----\nDe : Ben\n\nold", "a"),
        (
            "a\n________________________________\nFrom: Ben <b@x.org>\nSent: Monday\nTo: Ana\nSubject: x\n\nold",
            "a",
        ),
        ("a\n\nVon: Ben\nGesendet: Montag\nAn: Ana\nBetreff: x\n\nalt", "a"),
        ("From: nowhere in particular\nthe wind blows.", "From: nowhere in particular\nthe wind blows."),
        ("Begin forwarded message:\n\nFrom: Ben\nold", ""),
        ("a\n_______________________________________________\nboats mailing list\nhttp://x", "a"),
        ("a\n\nLe 2 avr. 2019 à 10:00, Ben <b@x.org> a écrit :\n> vieux", "a"),
        ("a\n\nAm 2.4.2019 um 10:00 schrieb Ben:\n> alt", "a"),
        ("a\n\n2019年4月2日 Ben のメール:\n> 古い", "a"),
        ('>>>>> "ben" == Ben Gun writes:\nben> old\n>> older\n\na', "a"),
        ("begin 644 a.gif\nM1TE&.#EA\n`\nend\nafter", "begin 644 a.gif\nM1TE&.#EA\n`\nend\nafter"),
        ("see\nbegin 644 a.gif\nM1TE&.#EA\n`\nend\nafter", "see\n\nafter"),
        ("if a > b:\n    c", "if a > b:\n    c"),
        ("> only\n> quoted\n", ""),
        ("", ""),
    ],
)
def test_only_the_authors_own_words_stay(text, own):
    assert own_words(text) == own


def test_html_quotes_are_taken_out_wherever_they_stand():
    page = "<p>one</p><blockquote>old <blockquote>older</blockquote></blockquote><p>two</p>"
    assert "old" not in own_html(page)
    assert "one" in own_html(page)
    assert "two" in own_html(page)
    assert own_html('<p>a</p><div id="divRplyFwdMsg"><b>From:</b> Ben</div>') == "<p>a</p>"
    assert own_html('<p>a</p><div dir="ltr" class="gmail_signature">Ana</div>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("path", "use"),
    [
        ("Mail/Sent.mbox", "sent"),
        ("Maildir/.Gesendete Objekte/cur/1:2,S", "sent"),
        ("Maildir/.INBOX.Drafts/cur/1", "drafts"),
        ("ImapMail/imap.x.org/[Gmail].sbd/Papierkorb", "trash"),
        ("x/Junk E-mail/1.eml", "spam"),
        ("[Gmail]/Bin", "trash"),
        ("home/bin/mail.mbox", ""),
        ("Takeout/Mail/All mail Including Spam and Trash.mbox", ""),
        ("INBOX", ""),
    ],
)
def test_folders_are_known_by_their_names_in_many_languages(path, use):
    assert use_of_path(path) == use


def test_labels_thrown_away_count_before_sent():
    assert use_of_labels(("Important", "Sent")) == "sent"
    assert use_of_labels(("Gesendet", "Papierkorb")) == "trash"
    assert use_of_labels(("Work", "Inbox")) == ""


def test_lists_and_machines_are_told_from_people_by_their_address():
    for address in ("boats@lists.x.org", "x@vger.kernel.org", "a@googlegroups.com", "gimp-users@x.org"):
        assert looks_like_list(address)
    for address in ("ana@ml.com", "ivan@list.ru", "lists@x.org", "noreply@lists.x.org"):
        assert not looks_like_list(address)
    for address in (
        "no-reply@x.org",
        "ana-noreply@x.org",
        "MAILER-DAEMON@x.org".lower(),
        "notifications@github.com",
    ):
        assert machine_address(address)
    for address in ("ana@x.org", "info@x.org", "noreen@x.org", "newton@x.org"):
        assert not machine_address(address)


def quietly(raw):
    """The mail, or None where the reader says plainly that there is none; any other error fails the test."""
    try:
        return read(raw, lists=Lists())
    except Unreadable:
        return None


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(noise):
    quietly(noise)
    mail = quietly(b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" + noise)
    assert mail is not None
    mail.content.encode()
    assert mail.place.id.startswith("mid:")


@given(st.text(alphabet='From: <>@",;()=?\\\t .aé-/0>', max_size=300))
def test_no_heads_break_the_reader(noise):
    heads = (
        f"From: a@b.example\nTo: {noise}\nSubject: {noise}\nReferences: {noise}\nDate: {noise}\n\n{noise}\n"
    )
    mail = quietly(heads.encode())
    assert mail is not None
    assert mail.author.address == "a@b.example"


@pytest.mark.parametrize(
    "evil",
    [
        "(" * 90_000,
        "<" * 90_000,
        '"' * 90_001,
        "a" * 90_000,
        "a@" * 45_000,
        " " * 90_000 + "x",
        "=?" * 45_000,
        "*1" * 45_000,
    ],
)
def test_hostile_heads_take_no_time(evil):
    raw = f"From: a@b.example {evil}\nTo: {evil}\nIn-Reply-To: {evil}\nDate: {evil}\nMessage-ID: {evil}\n"
    raw += f"Content-Type: {evil}; boundary={evil}\n\nx\n"
    began = time.process_time()
    read(raw.encode(), lists=Lists())
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "evil",
    ["<div ", "<blockquote ", "<blockquote>", "On 10:00 wrote:\n> \n", "From: \n", "begin 644 a\n", ">"],
)
def test_hostile_bodies_take_no_time(evil):
    body = evil * (300_000 // len(evil))
    for kind in ("plain", "html"):
        began = time.process_time()
        read(f"From: a@b.example\nContent-Type: text/{kind}\n\n{body}\n".encode(), lists=Lists())
        assert time.process_time() - began < 4


NAMES = st.sampled_from(
    [b"From", b"to", b"SUBJECT", b"Received", b"X-Other", b"List-Id", b"Message-ID ", b"Delivered-To\t"]
)
VALUES = st.binary(max_size=30).map(lambda text: text.replace(b"\n", b" ").replace(b"\r", b""))
FOLDS = st.sampled_from([b"", b"\n more", b"\n\tmore: of it", b"\n \n  "])
LINES = st.builds(lambda name, value, fold: name + b":" + value + fold, NAMES, VALUES, FOLDS)
BROKEN = st.one_of(VALUES, st.sampled_from([b"From", b"no colon", b">From a", b"spaced name: x", b":", b""]))


def slowly(block):
    """Heads one line at a time, by the rules alone: a line that is no head goes on with the one before."""
    pairs = []
    for line in block.replace(b"\n\t", b"\t").replace(b"\n ", b" ").split(b"\n"):
        name, colon, value = line.partition(b":")
        name = name.rstrip(b" \t")
        if colon and name and all(33 <= sign <= 126 for sign in name):
            pairs.append((name.lower().decode(), value))
        elif pairs and line.strip() and not line.startswith((b"From ", b">From ")):
            pairs[-1] = (pairs[-1][0], pairs[-1][1] + b" " + line.strip())
    return {name: [value for other, value in pairs if other == name] for name in READ if name in dict(pairs)}


@given(st.lists(LINES, max_size=8))
def test_whole_heads_are_read_as_one_by_one(lines):
    assert heads_of(b"\n".join(lines))._found == slowly(b"\n".join(lines))
    assert heads_of(b"\n".join(lines).replace(b"\n", b"\r\n"))._found == slowly(b"\n".join(lines))


@given(st.lists(st.one_of(LINES, LINES, BROKEN), max_size=8))
def test_broken_heads_are_read_as_one_by_one(lines):
    assert heads_of(b"\n".join(lines))._found == slowly(b"\n".join(lines))


@given(st.lists(VALUES, min_size=1, max_size=3))
def test_the_first_head_that_says_something_is_taken(values):
    heads = heads_of(b"\n".join(b"To:" + value for value in values))
    assert heads.first("to") == next((one for one in heads.all("to") if one), "")
