"""Lines of exported chats, one by one: heads, names, kinds, titles; and whole chats beside their translation."""

import json
from dataclasses import asdict
from datetime import UTC, date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.as2 import Activity, Actor
from mutuals.wire import whatsapp_lines as lines
from mutuals.wire.whatsapp import actor_id, post
from mutuals.wire.whatsapp_dates import Day, Order, day_of, grammar_of
from mutuals.wire.whatsapp_lines import Line, alike, came, created, is_sender, name_of, title_of, understand
from mutuals.wire.whatsapp_mentions import known, mentioned
from mutuals.wire.whatsapp_survey import Survey, Uncut

CASES = sorted((Path(__file__).parent / "whatsapp").glob("*.txt"))

HEADS = [
    ("[01/02/2024, 12:00:01] Ola: x", "dmy", (2024, 2, 1), "12:00:01"),
    ("1/2/24, 9:05\u202fPM - Ola: x", "mdy", (2024, 1, 2), "21:05"),
    ("1/2/24, 12:05 AM - Ola: x", "dmy", (2024, 2, 1), "00:05"),
    ("\u200f[12\u200f/3\u200f/2022\u060c 4:05:00\u00a0م] سارة: x", "dmy", (2022, 3, 12), "16:05:00"),
    ("[18:56:01, 18/3/22] Ola: x", "dmy", (2022, 3, 18), "18:56:01"),
    ("[3/18/R4, 14:56:01] Ola: x", "mdy", (2022, 3, 18), "14:56:01"),
    ("[3/18/2565 BE, 14:56:01] Ola: x", "mdy", (2022, 3, 18), "14:56:01"),
    ("1/2/67 12:05 - Ola: x", "dmy", (2024, 2, 1), "12:05"),
    ("2024. 2. 1. 오후 9:05 - Ola: x", "ymd", (2024, 2, 1), "21:05"),
    ("2024/2/1 下午9:05 - Ola: x", "ymd", (2024, 2, 1), "21:05"),
    ("2024年2月1日 上午9:05 - Ola: x", "ymd", (2024, 2, 1), "09:05"),
    ("1.02.24 г., 12:05 - Ola: x", "dmy", (2024, 2, 1), "12:05"),
    ("[1.2.2024 klo 12.00.07] Ola: x", "dmy", (2024, 2, 1), "12:00:07"),
    ("2024-02-01, 9:05 a. m. - Ola: x", "ymd", (2024, 2, 1), "09:05"),
    ("٠١/٠٢/٢٠٢٤، ٩:٠٥ م - سارة: x", "dmy", (2024, 2, 1), "21:05"),
    ("۱۴۰۲/۱۱/۱۲،\u200f ۲۱:۰۵ - Ola: x", "ymd", (2024, 2, 1), "21:05"),
    ("12 Jan 2015, 14:02 - Ola: x", "dmy", (2015, 1, 12), "14:02"),
    ("Jan 2, 2015, 3:04 PM - Ola: x", "dmy", (2015, 1, 2), "15:04"),
    ("12 de ene. de 2015 14:02 - Ola: x", "dmy", (2015, 1, 12), "14:02"),
    ("01/02/2024 à 14:05 - Ola: x", "dmy", (2024, 2, 1), "14:05"),
    ("2024-02-01 14 h 05 - Ola: x", "ymd", (2024, 2, 1), "14:05"),
    ("1/2/15, 9:05:00 PM: Ola: x", "dmy", (2015, 2, 1), "21:05:00"),
    ("[20. 12. 2024 9:05:01] Ola: x", "dmy", (2024, 12, 20), "09:05:01"),
    ("01-02-2024 21:05 - Ola: x", "dmy", (2024, 2, 1), "21:05"),
    ("1/2/24, 9:05:01 μ.μ. - Ola: x", "dmy", (2024, 2, 1), "21:05:01"),
    ("\ufeff[01.02.24, 09:05:01 PM] Ola: x", "dmy", (2024, 2, 1), "21:05:01"),
    ("1.2.2024 ÖS 9:05 - Ola: x", "dmy", (2024, 2, 1), "21:05"),
    ("1/2/2024, 9:05 de la noche - Ola: x", "dmy", (2024, 2, 1), "21:05"),
]


@pytest.mark.parametrize(("line", "order", "day", "time"), HEADS)
def test_a_head_is_read(line, order, day, time):
    grammar, places = grammar_of([line])
    head = grammar.head(line)
    assert places == [0]
    assert day_of(head.parts, order, head.month) == day
    seconds = "" if head.second is None else f":{head.second:02}"
    assert f"{head.hour:02}:{head.minute:02}{seconds}" == time
    assert line[head.text_at :].endswith(": x")


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "12:05 - Ola: x",
        "01/02/2024 was a fine day - Ola: x",
        "99/99/2024, 25:00 - Ola: x",
        "[12:05] <ola> x",
        "2024-02-01 12:00:01,123 - root - INFO: x",
        "1/2, 12:05 - Ola: x",
        "",
    ],
)
def test_what_is_no_head_is_not_read_as_one(line):
    assert grammar_of([line]) is None


@given(st.dates(date(2009, 2, 24), date(2099, 12, 31)), st.sampled_from(["dmy", "mdy", "ymd"]))
def test_a_date_written_in_an_order_is_read_in_it(day, order):
    written = {"d": f"{day.day:02}", "m": f"{day.month}", "y": f"{day.year}"}
    assert day_of(tuple(written[part] for part in order), order) == Day(day.year, day.month, day.day)


@given(st.dates(date(2009, 6, 1), date(2090, 12, 31)), st.integers(2, 40), st.sampled_from(["dmy", "mdy"]))
def test_some_weeks_of_days_tell_their_order(first, count, order):
    collected = Order()
    for step in range(count + 28):
        day = date.fromordinal(first.toordinal() + step)
        parts = (str(day.day), str(day.month)) if order == "dmy" else (str(day.month), str(day.day))
        collected.feed((*parts, str(day.year)))
    assert collected.decide().order == order


def test_days_one_after_the_other_are_likelier_than_months():
    for order, parts in (("dmy", [(d, 2) for d in range(3, 9)]), ("mdy", [(2, d) for d in range(3, 9)])):
        collected = Order()
        for first, second in parts:
            collected.feed((str(first), str(second), "2024"))
        assert collected.decide()[:2] == (order, "gaps")


@pytest.mark.parametrize(
    ("text", "name", "chosen"),
    [
        ("Ola", "Ola", False),
        ("~\u202fKai", "Kai", True),
        ("~Kai ", "Kai", True),
        ("\u202a+32\u00a0470\u00a000\u00a000\u00a000\u202c", "+32 470 00 00 00", False),
        ("\u200e\u202bעידו\u202c", "עידו", False),
        ("Jose\u0301", "José", False),
        ("\u200e", "(no name)", False),
    ],
)
def test_names_are_cleaned(text, name, chosen):
    assert name_of(text) == (name, chosen)


def test_ids_of_people():
    assert actor_id("Ola Demo", "owner") == "tag:owner.mutuals.invalid,2026:whatsapp/name/Ola%20Demo"
    assert actor_id("+32 470 12 34 56", "owner") == "tel:+32470123456"
    assert actor_id("0470 12 34 56", "owner", "BE") == "tel:+32470123456"
    assert actor_id("", "team 1") == "tag:team%201.mutuals.invalid,2026:whatsapp/me"


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Ola", True),
        ("Ana:work", True),
        ('Ada "Countess" L', True),
        ('Ola changed the subject from "Trip', False),
        ("Ola hat die Gruppe „Rom", False),
        ("Ольга создала группу «Рим", False),
    ],
)
def test_a_quoted_colon_is_no_sender(text, sender):
    assert is_sender(text) is sender


def test_what_is_too_long_for_a_name_is_a_notice():
    assert lines.split("x" * 200 + ": y", False, False).sender == ""
    assert lines.split(": y", False, False).sender == ""


@pytest.mark.parametrize(
    ("text", "bracket", "kind"),
    [
        ("ok : fine", False, "text"),
        ("<3", False, "text"),
        ("<grin>", False, "text"),
        ("<insert joke here>", False, "text"),
        ("<Media omitted>", False, "media"),
        ("<Média vynechány>", False, "media"),
        ("<Без медиафайлов>\nnotes.pdf", False, "media"),
        ("IMG-20240201-WA0003.jpg (irgendein Wort)", False, "media"),
        ("report.pdf (file attached)", False, "media"),
        ("report.pdf (see page 3)", False, "text"),
        ("\u200ereport.pdf (ملف)", False, "media"),
        ("\u200e<attached: 00000003-PHOTO.jpg>", True, "media"),
        ("notes.pdf • \u200e2 pages \u200e<bijgevoegd: 0001-notes.pdf>", True, "media"),
        ("\u200eimage omitted", True, "media"),
        ("our view \u200eimage omitted", True, "media"),
        ("image omitted", True, "media"),
        ("I omitted the image", True, "text"),
        ("\u200eContact card omitted", True, "media"),
        ("\u200eThis message was deleted.", True, "deleted"),
        ("This message was deleted by admin Ola", False, "deleted"),
        ("Bu mesajı sildiniz", False, "deleted"),
        ("This message was deleted and I am sad", False, "text"),
        ("\u200eMissed voice call", True, "call"),
        ("\u200eOla added Kai", True, "notice"),
        ("location: https://maps.google.com/?q=52.1,4.3", False, "place"),
        ("live location shared", False, "place"),
        ("POLL:\nWhen?\nOPTION: now (1 vote)", False, "poll"),
        ("", False, "text"),
    ],
)
def test_kinds_of_messages(text, bracket, kind):
    line = Line("Ola", text, bracket and text.startswith("\u200e"))
    assert understand(line, bracket=bracket).kind == kind


def test_captions_are_what_a_person_said():
    line = Line("Ola", "our view \u200e<attached: 00000003-PHOTO.jpg>", True)
    assert understand(line, bracket=True).content == "our view"
    line = Line("Ola", "notes.pdf • \u200e2 pages \u200e<attached: 00000001-notes.pdf>", True)
    said = understand(line, bracket=True)
    assert (said.content, said.attachment[0].type, said.attachment[0].name) == (
        "",
        "Document",
        "00000001-notes.pdf",
    )


def test_the_mark_of_an_edit_is_no_part_of_the_text():
    for text, bracket in (("x \u200e<This message was edited>", True), ("x <Se editó este mensaje.>", False)):
        assert understand(Line("Ola", text, False), bracket=bracket).content == "x"
    assert understand(Line("Ola", "x <wink wink>", False), bracket=False).content == "x <wink wink>"


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("WhatsApp Chat with Ola.txt", "Ola"),
        ("WhatsApp Chat with Ola (2).txt", "Ola"),
        ("WhatsApp_Chat_with_Ola_Demo.txt", "Ola Demo"),
        ("WhatsApp%20Chat%20with%20%2B32%20470.txt", "+32 470"),
        ("android_WhatsApp Chat with Ola.txt", "Ola"),
        ("WhatsApp Chat - Ola - work.zip", "Ola - work"),
        ("WhatsApp-Chat mit Ola.txt", "Ola"),
        ("Chat de WhatsApp con Ola.txt", "Ola"),
        ("Discussion WhatsApp avec Zoé.txt", "Zoé"),
        ("Conversa do WhatsApp com Ola.txt", "Ola"),
        ("Chat WhatsApp con Ola.txt", "Ola"),
        ("WhatsApp-chat met Ola.txt", "Ola"),
        ("WhatsApp-chatt med Ola.txt", "Ola"),
        ("Чат WhatsApp с\u00a0контактом Ольга.txt", "Ольга"),
        ("Chat WhatsApp s\u00a0uživatelem Ola.txt", "Ola"),
        ("Ola ile WhatsApp Sohbeti.txt", "Ola"),
        ("محادثة واتساب مع سارة.txt", "سارة"),
        ("与小明的 WhatsApp 聊天.txt", "小明"),
        ("OlaとのWhatsAppチャット.txt", "Ola"),
        ("Ola님과의 WhatsApp 대화.txt", "Ola"),
        ("_chat.txt", ""),
        ("notes with Ola.txt", ""),
    ],
)
def test_a_chat_is_named_by_its_file(path, title):
    assert title_of(path) == title


def test_names_are_alike_without_signs():
    assert alike("Ola 🌊", "ola")
    assert alike("+32 470 00", "+3247000")
    assert not alike("Ola", "Ole")
    assert not alike("🌊", "🔥")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ola added Kai and Zoe", ["Kai", "Zoe"]),
        ("Ola added +32 470 00 00 00", ["+32 470 00 00 00"]),
        ("Kai joined using this group's invite link", ["Kai"]),
        ("Kai left", ["Kai"]),
        ("You added Kai", ["Kai"]),
        ("Ola added you", []),
        ("Ola hat Kai hinzugefügt", ["Kai"]),
        ("Ola añadió a Kai", ["Kai"]),
        ("Ola a ajouté Kai", ["Kai"]),
        ("Ola adicionou Kai", ["Kai"]),
        ("Ola ha aggiunto Kai", ["Kai"]),
        ("Ola heeft Kai toegevoegd", ["Kai"]),
        ("Ola added a group description", []),
        ("Ola changed this group's icon", []),
    ],
)
def test_notices_tell_who_was_there(text, names):
    assert came(text) == names


def test_a_new_group_is_told():
    assert created('Ola created group "Rome: the trip"')
    assert created("Du hast die Gruppe „Rom“ erstellt")
    assert not created("Ola changed the group description")


def test_a_cut_head_at_the_end_is_dropped():
    rows = ["01/02/2024, 12:00 - Ola: x\n", "01/02/20"]
    grammar, _ = grammar_of(rows[:1])
    uncut = Uncut(rows, grammar)
    assert (list(uncut), uncut.cut) == (rows[:1], True)
    whole = Uncut([rows[0], "01 is the number"], grammar)
    assert (len(list(whole)), whole.cut) == (2, False)


@given(st.text(max_size=60), st.booleans())
def test_no_text_breaks_the_reader(text, bracket):
    for rest in (text, f"Ola: {text}", f"\u200e{text}"):
        understand(lines.split(rest, False, bracket), bracket=bracket, early=True)
    title_of(text)
    came(text)
    grammar_of([text, f"[01/02/2024, 12:00:01] {text}"])


def translated(path):
    """A chat through the pure part alone, as far as a test needs it."""
    rows = path.read_bytes().decode().splitlines(keepends=True)
    grammar, _ = grammar_of(rows)
    survey = Survey(path.name, grammar, title_of(path.name))
    for row in rows:
        survey.feed(row)
    survey.close()
    chat = survey.chat("owner", survey.order.decide(), UTC, None)
    found = []
    for message in lines.messages(rows, grammar):
        line = lines.split(message.rest, message.led, survey.bracket)
        said = understand(line, bracket=survey.bracket, early=not found)
        if said.kind not in ("notice", "call", "deleted"):
            day = day_of(message.head.parts, chat.order, message.head.month)
            found.append(
                post(message.head, name_of(line.sender)[0], said, day, chat, chat.mentioned(line.text))
            )
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_chat_beside_its_translation(path):
    wanted = json.loads(path.with_suffix(".as2.json").read_text())
    assert json.loads(json.dumps([slim(asdict(one)) for one in translated(path)])) == wanted


def slim(thing):
    """Without the fields that say nothing."""
    return {
        name: slim(value) if isinstance(value, dict) else value
        for name, value in thing.items()
        if value not in ("", (), 0, (None, "unknown", None))
    }


def test_there_are_cases():
    assert len(CASES) >= 4
    assert all(
        isinstance(one, Activity) and not isinstance(one, Actor) for path in CASES for one in translated(path)
    )


CREW = ("Kim", "Kim Ray", "Zoé", "Ann (work)", "kai", "Kai", "+44 7700 900123", "🌊 Lou", "all", "")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Kim look", ["Kim"]),
        ("hey @kim ray, and @ZOÉ!", ["Kim Ray", "Zoé"]),
        ("@Kim\u00a0Ray's idea", ["Kim Ray"]),
        ("@Kimberly", []),
        ("mail kim@Kim.example or a.b@Kim", []),
        ("@Ann (work) and (@Kim)", ["Ann (work)", "Kim"]),
        ("@kai", []),
        ("@all @everyone", []),
        ("@🌊 Lou", ["🌊 Lou"]),
        ("@+44 7700 900123 hi", ["+44 7700 900123"]),
        ("@447700900123 hi", ["+44 7700 900123"]),
        ("@+44\u00a07700\u00a0900123 2 apples", ["+44 7700 900123"]),
        ("@+44 7700 900999", []),
        ("@447700900999", ["+447700900999"]),
        ("@12 34", []),
        ("@\u2068Kim\u2069 @\u2068Stranger\u2069", ["Kim", "Stranger"]),
        ("@\u2068Kim\u2069 and @Kim", ["Kim"]),
        ("@ Kim", []),
    ],
)
def test_a_name_or_number_of_the_chat_is_mentioned_also_without_marks(text, names):
    assert [name for name, _ in mentioned(text, known(CREW))] == names


def test_without_people_only_marks_and_numbers_mention():
    assert mentioned("@Kim @\u2068Ola\u2069 @32470123456", known([])) == [
        ("Ola", "@Ola"), ("+32470123456", "@32470123456"),
    ]  # fmt: skip
