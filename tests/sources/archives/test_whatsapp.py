"""Chats from phones in thirty-two locales give the counts that their generator knows."""

import json
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mutuals.as2 import Activity, Actor, Checkpoint, Collection
from mutuals.sources.archives.whatsapp import archive
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport, Mine, Question, Rejected
from tests.sources.archives.generate_whatsapp import LOCALES, Writer, chats, pack

DATA = Path(__file__).parent / "data" / "whatsapp"
GB = LOCALES[2]
US = LOCALES[0]


@pytest.fixture
def read(tmp_path):
    """Reads what lies at a path; gives (claims, items)."""

    def read_it(path, answers=None):
        parcel = OpenedParcel(path, spool=tmp_path / "spool")
        claims = archive.find(parcel)
        return [item for claim in claims for item in archive.read(parcel, claim, answers or Answers())]

    return read_it


@pytest.fixture
def text(tmp_path, read):
    """Reads a chat that is given as text."""

    def read_text(content, name="WhatsApp Chat with Ola.txt", answers=None):
        path = tmp_path / f"{random.getrandbits(40)}" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, answers)

    return read_text


def of(items, kind):
    return [item for item in items if isinstance(item, kind)]


def posts(items):
    return [item.object for item in of(items, Activity)]


def ids(items):
    return [post.id for post in posts(items)]


def when(post):
    return datetime.fromtimestamp(post.published.ms / 1000, UTC)


def shown(uri):
    """A display name or number as the generator writes it, out of an id."""
    from urllib.parse import unquote

    return unquote(uri.removeprefix("tel:").rsplit("/", 1)[-1])


def squeezed(name):
    """Names and numbers without spaces and punctuation: `tel:` ids hold digits only."""
    return "".join(c for c in name if c.isdigit()) if name.startswith("+") else name


def expected(truth):
    return Counter((time, squeezed(sender), said) for time, sender, said, _ in truth.posts)


def found(items):
    return Counter((when(post), squeezed(shown(post.attributed_to)), post.content) for post in posts(items))


@pytest.mark.parametrize("seed", range(96))
def test_a_chat_of_any_phone_gives_its_own_counts(seed, tmp_path, read):
    writer = ALL[seed]
    truth = writer.truth
    items = read(pack(writer, tmp_path / "export", seed=seed))
    assert found(items) == expected(truth)
    assert len(set(ids(items))) == len(truth.posts)
    assert of(items, Rejected) == []
    last = of(items, FileReport)[-1]
    assert (last.items, last.status) == (len(truth.posts), "understood")
    people = {squeezed(shown(one.id)) for one in of(items, Actor) if one.type == "Person"}
    assert {squeezed(name) for name in truth.people} <= people
    rooms = [one for one in of(items, Actor) if one.type == "Group"]
    assert [room.name for room in rooms] == ([truth.title] if truth.group else [])
    media = sum(attached is not None for *_, attached in truth.posts)
    assert sum(bool(post.attachment) for post in posts(items)) == media
    if truth.deleted:
        word = "message" if truth.deleted == 1 else "messages"
        assert f"{truth.deleted:,} deleted {word}" in last.note


@pytest.mark.parametrize("seed", [seed for seed in range(96) if seed % 3])
def test_in_a_chat_of_two_each_writes_to_the_other_and_one_is_me(seed, tmp_path, read):
    writer = ALL[seed]
    items = read(pack(writer, tmp_path / "export", seed=seed))
    both = {post.attributed_to for post in posts(items)}
    assert len(both) == 2
    assert all({post.attributed_to, *post.to} == both for post in posts(items))
    assert [squeezed(shown(mine.actor)) for mine in of(items, Mine)] == [squeezed(writer.truth.me)]
    assert of(items, Question) == []


@pytest.mark.parametrize("seed", range(0, 96, 3))
def test_in_a_group_all_write_to_the_room_and_it_is_asked_who_i_am(seed, tmp_path, read):
    writer = ALL[seed]
    items = read(pack(writer, tmp_path / "export", seed=seed))
    (room,) = [one.id for one in of(items, Actor) if one.type == "Group"]
    assert all(post.to == post.audience == (room,) and post.context == room for post in posts(items))
    (members,) = of(items, Collection)
    assert (members.name, members.attributed_to, members.complete) == ("members", room, False)
    assert {post.attributed_to for post in posts(items)} <= set(members.items)
    (question,) = [one for one in of(items, Question) if one.kind == "me"]
    assert {squeezed(name) for _, name in question.choices} == {
        squeezed(n) for _, n, _, _ in writer.truth.posts
    }


ALL = list(chats(96))


@pytest.mark.parametrize("seed", range(0, 96, 5))
def test_a_file_cut_at_a_random_byte_keeps_what_came_before(seed, tmp_path, text):
    writer = ALL[seed]
    data = writer.text().encode()
    cut = random.Random(seed).randrange(len(data) // 10, len(data))
    kept = len(data[:cut].decode(errors="ignore"))
    whole = sum(end <= kept for _, end in writer.truth.ends)
    items = text(data[:cut], name=f"{writer.truth.name}.txt".replace("/", "_"))
    assert whole <= len(set(ids(items))) <= whole + 1
    wanted = Counter(said for *_, said, _ in writer.truth.posts[:whole])
    assert not wanted - Counter(post.content for post in posts(items)) or whole < 2


@pytest.mark.parametrize("seed", range(1, 96, 7))
def test_a_later_export_gives_the_same_messages_the_same_ids(seed, text):
    writer = ALL[seed]
    name = f"{writer.truth.name}.txt"
    lines = writer.lines
    whole = text("\n".join(lines) + "\n", name)
    shorter = text("\n".join(lines[: len(lines) * 2 // 3]) + "\n", name)
    assert set(ids(shorter)) < set(ids(whole))
    if not writer.truth.group:
        later = text("\n".join(lines[len(lines) // 3 :]) + "\n", name)
        assert len(set(ids(later)) - set(ids(whole))) == 0


def test_equal_messages_of_one_minute_stay_apart(text):
    line = "13/02/2024, 21:05 - Ola: ok\n"
    assert len(set(ids(text(line * 3)))) == 3
    assert set(ids(text(line * 2))) < set(ids(text(line * 3)))


def test_media_have_the_same_ids_whether_exported_or_not(text):
    android = "13/02/2024, 21:05 - Ola: {}\n13/02/2024, 21:06 - Mara: hi\n"
    without = text(android.format("<Media omitted>"))
    assert ids(without) == ids(text(android.format("\u200eIMG-20240213-WA0001.jpg (file attached)")))
    ios = "[13/02/2024, 21:05:01] Ola: \u200e{}\r\n[13/02/2024, 21:06:01] Mara: hi\r\n"
    first = text(ios.format("<attached: 00000003-PHOTO-2024-02-13-21-05-01.jpg>"), "WhatsApp Chat - Ola.txt")
    assert ids(first) == ids(text(ios.format("image omitted"), "WhatsApp Chat - Ola.txt"))


def test_votes_do_not_change_the_id_of_a_poll(text):
    line = "13/02/2024, 21:05 - Ola: POLL:\nWhen?\nOPTION: Monday ({} votes)\nOPTION: Never (\u200e0 votes)\n"
    one, two = text(line.format(1)), text(line.format(7))
    assert ids(one) == ids(two)
    assert posts(one)[0].content == "When?\n- Monday\n- Never"


@pytest.mark.parametrize(("locale", "order"), [(GB, "dmy"), (US, "mdy")])
@pytest.mark.parametrize("seed", range(6))
def test_dates_are_told_apart_by_their_sequence_alone(locale, order, seed, text):
    start = datetime(2023, 2, 1, 9, tzinfo=UTC) + timedelta(days=seed)
    writer = Writer(
        seed, locale, "android", group=False, count=30, start=start, span=timedelta(days=8 - seed % 3)
    )
    items = text("\n".join(writer.lines) + "\n", f"{writer.truth.name}.txt")
    assert set(found(items)) <= set(expected(writer.truth))
    assert of(items, Question) == []


AMBIGUOUS = (
    "3/4/24, 9:05\u202fPM - Ola: hi\n3/4/24, 9:06\u202fPM - Mara: hello\n5/4/24, 9:06\u202fPM - Mara: you?\n"
)


def test_dates_that_cannot_be_told_are_read_day_first_and_asked(text):
    items = text(AMBIGUOUS)
    assert when(posts(items)[0]) == datetime(2024, 4, 3, 21, 5, tzinfo=UTC)
    (question,) = of(items, Question)
    assert (question.kind, question.default, [one for one, _ in question.choices]) == (
        "dates",
        "dmy",
        ["dmy", "mdy"],
    )
    last = of(items, FileReport)[-1]
    assert last.status == "asks"
    assert "day first" in last.note


def test_the_answer_settles_dates_that_cannot_be_told(text):
    items = text(AMBIGUOUS, answers=Answers(dates="mdy"))
    assert when(posts(items)[0]) == datetime(2024, 3, 4, 21, 5, tzinfo=UTC)
    assert of(items, Question) == []


def test_an_answer_does_not_overrule_what_the_file_proves(text):
    items = text(
        "25/12/2023, 09:00 - Ola: merry\n01/02/2024, 09:00 - Ola: hi\n", answers=Answers(dates="mdy")
    )
    assert when(posts(items)[1]) == datetime(2024, 2, 1, 9, tzinfo=UTC)


def test_dates_in_the_future_are_not_believed(text):
    now = int(datetime(2024, 4, 1, tzinfo=UTC).timestamp() * 1000)
    items = text("3/4/24, 9:05 PM - Ola: hi\n3/9/24, 9:06 PM - Mara: hello\n", answers=Answers(now_ms=now))
    assert [when(post).month for post in posts(items)] == [3, 3]


def test_a_chat_that_cannot_be_told_follows_the_others_of_the_same_phone(tmp_path, read):
    folder = tmp_path / "chats"
    folder.mkdir()
    (folder / "WhatsApp Chat with Ola.txt").write_text(AMBIGUOUS)
    (folder / "WhatsApp Chat with Kai.txt").write_text(
        "12/25/23, 9:05\u202fPM - Kai: hi\n1/2/24, 9:05\u202fPM - Mara: x\n"
    )
    items = read(folder)
    assert datetime(2024, 3, 4, 21, 5, tzinfo=UTC) in {when(post) for post in posts(items)}
    assert of(items, Question) == []


def test_local_times_are_read_in_the_zone_of_the_person(text):
    lines = "13/01/2024, 12:00 - Ola: winter\n13/07/2024, 12:00 - Ola: summer\n"
    winter, summer = posts(text(lines, answers=Answers(zone="Europe/Brussels")))
    assert (winter.published.zone, summer.published.zone) == (60, 120)
    assert (when(winter).hour, when(summer).hour) == (11, 10)
    assert winter.published.grain == "min"


def test_an_hour_that_comes_twice_keeps_the_order(text):
    lines = "27/10/2024, 02:50 - Ola: a\n27/10/2024, 02:10 - Ola: b\n27/10/2024, 03:05 - Ola: c\n"
    times = [post.published.ms for post in posts(text(lines, answers=Answers(zone="Europe/Brussels")))]
    assert times == sorted(times)
    assert times[1] - times[0] == 20 * 60_000


def test_who_i_am_is_the_other_voice_or_the_voice_in_all_chats(tmp_path, read):
    folder = tmp_path / "chats"
    folder.mkdir()
    for name, voices in (("Trip", ("Mara", "Ola", "Kai")), ("Work", ("Mara", "Ben", "Zoe"))):
        lines = [f"13/02/2024, 21:0{at} - {voice}: hi\n" for at, voice in enumerate(voices)]
        (folder / f"WhatsApp Chat with {name}.txt").write_text("".join(lines))
    (mine,) = of(read(folder), Mine)
    assert (shown(mine.actor), mine.sure) == ("Mara", False)
    (folder / "WhatsApp Chat with Ola.txt").write_text(
        "13/02/2024, 21:05 - Ola: x\n13/02/2024, 21:06 - Mara V: y\n"
    )
    assert [shown(one.actor) for one in of(read(folder), Mine)] == ["Mara V"]


@pytest.mark.parametrize(
    "told", ["mara", "MARA ", "@Mara", "tag:owner.mutuals.invalid,2026:whatsapp/name/Mara"]
)
def test_the_answer_says_who_i_am(told, text):
    lines = "13/02/2024, 21:05 - Ola: x\n13/02/2024, 21:06 - Mara: y\n13/02/2024, 21:06 - Kai: y\n"
    items = text(lines, "_chat.txt", Answers(me=(told,)))
    (mine,) = of(items, Mine)
    assert (shown(mine.actor), mine.sure) == ("Mara", True)
    assert of(items, Question) == []


def test_ids_do_not_depend_on_who_i_am(text):
    lines = "13/02/2024, 21:05 - Ola: x\n13/02/2024, 21:06 - Mara: y\n"
    assert ids(text(lines, "_chat.txt")) == ids(text(lines, "_chat.txt", Answers(me=("Mara",))))


def test_where_only_the_other_ever_spoke_they_wrote_to_me(text):
    (post,) = posts(text("13/02/2024, 21:05 - Ola: anyone?\n"))
    assert (shown(post.attributed_to), shown(post.to[0])) == ("Ola", "me")
    (post,) = posts(text("13/02/2024, 21:05 - Mara: hello Ola?\n"))
    assert (shown(post.attributed_to), shown(post.to[0])) == ("Mara", "Ola")


def test_numbers_are_numbers_and_strangers_keep_the_name_they_chose(text):
    number = "\u202a+32\u00a0470\u00a012\u00a034\u00a056\u202c"
    line = "[13/02/2024, 21:05:01] {}: {}\r\n"
    items = text(line.format(number, "x") + line.format("~\u202fKai", "@32470123456 y"), "_chat.txt")
    assert of(items, Actor)[0].id == "tel:+32470123456"
    kai = next(one for one in of(items, Actor) if one.name == "Kai")
    assert [fact.name for fact in kai.attachment] == ["WhatsApp name"]
    assert [(link.type, link.href) for link in posts(items)[1].tag] == [("Mention", "tel:+32470123456")]


def test_the_shared_examples(read):
    items = read(DATA)
    assert sorted((post.content, len(post.attachment)) for post in posts(items)) == [
        ("", 1), ("", 1), ("edited", 0), ("ok : fine", 0), ("two lines\nsecond line", 0),
    ]  # fmt: skip
    assert [shown(one.actor) for one in of(items, Mine)] == ["Mara"]
    assert [one.name for one in of(items, Actor) if one.type == "Group"] == ["Woodworkers"]


@pytest.mark.parametrize(
    "content",
    [
        "2024-02-01 12:00:01 - INFO: started\n2024-02-01 12:00:02 - ERROR: stopped\n",
        "[2024-02-01 12:00:01] production.ERROR: it broke\n[2024-02-01 12:00:02] production.INFO: ok\n",
        "[2024-02-01 12:00:01] <ana> hi\n[2024-02-01 12:00:02] <ben> hello\n",
        "[12:00] <ana> hi\n[12:01] <ben> hello\n",
        "2024-02-01 12:00:01,123 - root - INFO: x\n" * 3,
        "Dear Ana,\n\n01/02/2024, 12:00 - the day we met - was fine.\n" * 2,
        "name,date\nOla,01/02/2024\n",
        "",
        "\0\0\0\0",
    ],
)
def test_other_texts_are_left_to_others(content, text):
    assert text(content, "notes.txt") == []


def test_a_chat_under_any_name_is_known_by_its_contents(text):
    lines = "13/02/2024, 21:05 - Ola: x\n13/02/2024, 21:06 - Mara: y\n"
    assert len(posts(text(lines, "notes.txt"))) == 2


def test_a_line_with_an_impossible_date_is_rejected_with_its_number(text):
    items = text("13/02/2024, 21:05 - Ola: x\n99/99/2024, 21:06 - Ola: y\n14/02/2024, 21:05 - Ola: z\n")
    (bad,) = of(items, Rejected)
    assert (bad.line, bad.excerpt, len(posts(items))) == (2, "Ola: y", 2)


def test_checkpoints_come_often_and_after_each_file(text):
    lines = "".join(
        f"13/02/2024, {at // 60 % 24:02}:{at % 60:02} - Ola: number {at}\n" for at in range(12_000)
    )
    items = text(lines)
    gaps, since = [], 0
    for item in items:
        since = 0 if isinstance(item, Checkpoint) else since + 1
        gaps.append(since)
    assert max(gaps) <= 5_000
    assert json.loads(items[-1].cursor) == {"file": "WhatsApp Chat with Ola.txt", "item": "end"}


def test_a_long_text_without_heads_stays_small_in_memory(text):
    lines = "13/02/2024, 21:05 - Ola: x\n" + "no head here\n" * 200_000
    (post,) = posts(text(lines))
    assert len(post.content) < 140_000


@pytest.mark.parametrize("seed", range(20))
def test_ids_are_the_same_whichever_order_days_and_months_are_read_in(seed, text):
    dice = random.Random(seed)
    rows = [
        f"{dice.randrange(1, 13)}/{dice.randrange(1, 13)}/24, 9:0{dice.randrange(3)} - Ola: {dice.choice('ab')}\n"
        for _ in range(200)
    ]
    one, other = (text("".join(rows), answers=Answers(dates=order)) for order in ("dmy", "mdy"))
    assert ids(one) == ids(other)
    assert len(set(ids(one))) == 200
    assert {when(post) for post in posts(one)} != {when(post) for post in posts(other)}


def test_what_rests_on_a_guess_gives_way_to_what_was_told(text):
    guessed, told = posts(text(AMBIGUOUS)), posts(text(AMBIGUOUS, answers=Answers(dates="dmy")))
    again = posts(text(AMBIGUOUS, answers=Answers(dates="dmy", dates_before="mdy", dates_turn=1)))
    assert [post.updated.ms for post in (guessed[0], told[0], again[0])] == [-3, None, 2]
    assert posts(text(AMBIGUOUS, answers=Answers(dates_before="mdy")))[0].updated.ms == -1
    same_day = posts(text(AMBIGUOUS.replace("3/4/", "4/4/")))
    assert same_day[0].updated.ms is None


def test_android_and_ios_give_a_message_the_same_id(text):
    android = (
        "1/2/24, 9:05\u202fPM - Ola: hi there\n1/2/24, 9:05\u202fPM - Mara: <Media omitted>\n"
        "1/2/24, 9:05\u202fPM - Mara: ok\n1/2/24, 9:05\u202fPM - Mara: ok\n13/2/24, 9:05\u202fPM - Mara: bye\n"
    )
    ios = (
        "[01/02/2024, 21:05:01] Ola: hi there\r\n\u200e[01/02/2024, 21:05:20] Mara: \u200eimage omitted\r\n"
        "[01/02/2024, 21:05:20] Mara: ok\r\n[01/02/2024, 21:05:50] Mara: ok\r\n[13/02/2024, 21:05:09] Mara: bye\r\n"
    )
    one, other = text(android), text(ios, "WhatsApp Chat - Ola.txt")
    assert ids(one) == ids(other)
    assert len(set(ids(one))) == 5


def test_messages_of_one_moment_keep_the_order_of_the_file(text):
    line = "13/02/2024, 21:05 - {}: {}\n"
    rows = [line.format("Ola" if number % 3 else "Mara", f"n{number}") for number in range(40)]
    times = [post.published for post in posts(text("".join(rows)))]
    start = datetime(2024, 2, 13, 21, 5, tzinfo=UTC).timestamp() * 1000
    assert [time.ms for time in times] == [start + number for number in range(40)]
    assert {time.grain for time in times} == {"min"}
    ios = "[13/02/2024, 21:05:07] {}: x\r\n"
    times = [post.published.ms for post in posts(text(ios.format("Ola") + ios.format("Mara"), "_chat.txt"))]
    assert times == [start + 7_000, start + 7_001]


def test_a_message_that_is_deleted_later_leaves_the_others_where_they_were(text):
    line = "13/02/2024, 21:05 - Ola: {}\n"
    before = posts(text(line.format("a") + line.format("b") + line.format("c")))
    after = posts(text(line.format("a") + line.format("This message was deleted") + line.format("c")))
    assert after == [before[0], before[2]]


def test_a_shared_place_has_the_same_id_in_every_language(text):
    line = "13/02/2024, 21:05 - Ola: {}: https://maps.google.com/?q=52.1,4.3\n"
    assert ids(text(line.format("location"))) == ids(text(line.format("Standort")))
