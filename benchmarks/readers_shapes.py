"""Chats and posts of any size in the shape of each format, written as a stream; each gives how many things it holds.

Every thing has its own id, time and words; sizes of things are near those of real exports. Shares no code with readers.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

STEP = 1_000
"""Rows between two looks at how much was written."""
WORDS = "garden tea market überall harbour later 日本 ok street answer 😀 letter music window bread river да".split()
TEXTS = tuple(
    " ".join(WORDS[(one * 7 + at * (one % 5 + 1)) % len(WORDS)] for at in range(one % 17 + 1))
    for one in range(997)
)
"""What people say: 1 to 17 words, 50 bytes on average."""
NAMES = ("Ola", "Mara", "Finn", "Ida")
START = datetime(2011, 1, 1, tzinfo=UTC)
HTTPS = "https://"
Row = Callable[[int], str]


def text(number: int) -> str:
    """The words of a thing, different for each number."""
    return f"{TEXTS[number % len(TEXTS)]} {number}"


def moment(number: int) -> datetime:
    """When a thing was: half a minute after the one before."""
    return START + timedelta(seconds=number * 30)


def fill(path: Path, size: int, row: Row, *, head: str = "", between: str = "\n", tail: str = "\n") -> int:
    """Writes rows until a file has `size` bytes; gives how many there are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    with path.open("wb") as out:
        out.write(head.encode())
        while out.tell() < size:
            rows = between.join(map(row, range(number, number + STEP)))
            out.write(((between if number else "") + rows).encode())
            number += STEP
        out.write(tail.encode())
    return number


def spread(
    size: int, each: int, path: Callable[[int], Path], row: Row, *, head: str = "[", tail: str = "]"
) -> int:
    """Writes files of `each` rows in JSON, the latest row first, until they have `size` bytes; gives how many rows."""
    for part in count():
        if size <= 0:
            return part * each
        place = path(part)
        place.parent.mkdir(parents=True, exist_ok=True)
        rows = ",\n".join(row(number) for number in range((part + 1) * each - 1, part * each - 1, -1))
        size -= place.write_bytes(f"{head}{rows}{tail}".encode())
    return 0


def whatsapp(folder: Path, size: int) -> int:
    """A chat of Android's kind among four."""

    def row(number: int) -> str:
        return f"{moment(number):%d/%m/%Y, %H:%M} - {NAMES[number % 7 % 4]}: {text(number)}"

    return fill(folder / "WhatsApp Chat with Harbour.txt", size, row)


def signal(folder: Path, size: int) -> int:
    """A chat between two."""

    def row(number: int) -> str:
        return f"[{moment(number):%Y-%m-%d, %H:%M}] {NAMES[number % 3 % 2]}: {text(number)}"

    return fill(folder / "Signal chat with Ola.txt", size, row)


def telegram(folder: Path, size: int) -> int:
    """A group of three hundred."""

    def row(number: int) -> str:
        who, said, at = number * 7 % 300, text(number), moment(number)
        value = {
            "id": number + 1, "type": "message", "date": f"{at:%Y-%m-%dT%H:%M:%S}",
            "date_unixtime": str(int(at.timestamp())), "from": f"Friend {who}", "from_id": f"user{who}",
            "text": said, "text_entities": [{"type": "plain", "text": said}],
        }  # fmt: skip
        return json.dumps(value, ensure_ascii=False, indent=1)

    head = '{\n "name": "Harbour",\n "type": "private_supergroup",\n "id": 5,\n "messages": [\n'
    return fill(folder / "result.json", size, row, head=head, between=",\n", tail="\n ]\n}")


def discord(folder: Path, size: int) -> int:
    """Many channels of five thousand messages each."""

    def path(part: int) -> Path:
        place = folder / "messages" / f"c{part + 1}"
        place.mkdir(parents=True)
        (place / "channel.json").write_text(
            json.dumps({"id": str(part + 1), "type": "DM", "recipients": ["1", str(part + 2)]})
        )
        return place / "messages.json"

    def row(number: int) -> str:
        value = {"ID": 600100200300400500 + number, "Timestamp": f"{moment(number):%Y-%m-%d %H:%M:%S}"}
        return json.dumps(value | {"Contents": text(number), "Attachments": ""})

    return spread(size, 5_000, path, row)


def slack(folder: Path, size: int) -> int:
    """A channel of fifty people, a file for each day."""
    people = [{"id": f"U{one:08}", "name": f"friend{one}", "profile": {}} for one in range(50)]
    (folder / "users.json").write_text(json.dumps(people))
    (folder / "channels.json").write_text(
        json.dumps([{"id": "C1", "name": "general", "members": [one["id"] for one in people]}])
    )

    def path(part: int) -> Path:
        return folder / "general" / f"{START + timedelta(days=part):%Y-%m-%d}.json"

    def row(number: int) -> str:
        value = {
            "client_msg_id": f"{number:032x}", "type": "message", "text": text(number),
            "user": f"U{number * 7 % 50:08}",
            "ts": f"{int(START.timestamp()) + number // 2_000 * 86_400 + number % 2_000 * 40}.{number % 10**6:06}",
            "team": "T1", "blocks": [{"type": "rich_text", "elements": [{"type": "text", "text": text(number)}]}],
        }  # fmt: skip
        return json.dumps(value, indent=4)

    return spread(size, 2_000, path, row)


def _meta(root: Path, size: int) -> int:
    """Talks of a hundred thousand messages with a friend each, ten thousand a file, the latest first."""
    each = 10_000

    def path(part: int) -> Path:
        return root / "inbox" / f"friend{part // 10}_{part // 10:010}" / f"message_{part % 10 + 1}.json"

    def row(number: int) -> str:
        friend = number // each // 10
        who = "Mara Lind" if number % 3 else f"Friend {friend}"
        said = text(number).encode().decode("latin-1")
        value = {"sender_name": who, "timestamp_ms": int(moment(number).timestamp()) * 1000, "content": said}
        return json.dumps(value | {"is_geoblocked_for_viewer": False}, indent=2)

    written, number = 0, 0
    for part in count():
        if written >= size:
            return number
        people = [{"name": f"Friend {part // 10}"}, {"name": "Mara Lind"}]
        head = f'{{"participants": {json.dumps(people)}, "messages": ['
        tail = (
            f'], "title": "Friend {part // 10}", "thread_path": "inbox/friend{part // 10}_{part // 10:010}"}}'
        )
        number += spread(
            1,
            each,
            lambda _, now=part: path(now),
            lambda at, now=part: row(at + now * each),
            head=head,
            tail=tail,
        )
        written += path(part).stat().st_size
    return number


def facebook(folder: Path, size: int) -> int:
    """Talks in Messenger."""
    return _meta(folder / "your_facebook_activity" / "messages", size)


def instagram(folder: Path, size: int) -> int:
    """Half of it talks, half likes."""
    root = folder / "your_instagram_activity"

    def row(number: int) -> str:
        cell = {"href": f"{HTTPS}www.instagram.com/p/C{number}/", "value": "\u00f0\u009f\u0091\u008d"}
        cell |= {"timestamp": int(moment(number).timestamp())}  # type: ignore[dict-item]
        return json.dumps({"title": f"friend.{number % 5000}", "string_list_data": [cell]}, indent=2)

    likes = root / "likes" / "liked_posts.json"
    number = fill(likes, size // 2, row, head='{"likes_media_likes": [', between=",\n", tail="]}")
    return number + _meta(root / "messages", size // 2)


def irc(folder: Path, size: int) -> int:
    """Years of a channel of irssi, with two hundred nicks."""

    def row(number: int) -> str:
        at = moment(number)
        day = f"--- Day changed {at:%a %b %d %Y}\n" if number % 2880 == 0 else ""
        return f"{day}{at:%H:%M} < nick{number * 7 % 200}> {text(number)}"

    return fill(
        folder / "irclogs" / "Libera" / "#gardens.log",
        size,
        row,
        head="--- Log opened Sat Jan 01 00:00:00 2011\n",
    )


def linkedin(folder: Path, size: int) -> int:
    """Messages of five hundred talks."""
    header = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,CONTENT,FOLDER"

    def row(number: int) -> str:
        friend = number * 7 % 500
        pair = [
            ("Mara Lind", f"{HTTPS}www.linkedin.com/in/mara"),
            (f"Friend {friend}", f"{HTTPS}www.linkedin.com/in/f{friend}"),
        ]
        by, to = pair if number % 3 else pair[::-1]
        cells = (
            f"2-t{friend}==",
            "",
            *by,
            *to,
            f"{moment(number):%Y-%m-%d %H:%M:%S} UTC",
            text(number),
            "INBOX",
        )
        return ",".join(f'"{one}"' for one in cells)

    return fill(folder / "messages.csv", size, row, head=f"{header}\n")


def reddit(folder: Path, size: int) -> int:
    """Comments in fifty communities."""
    (folder / "statistics.csv").write_text(
        "statistic,value\naccount name,Mara-1\naccount ID,t2_x\nis deleted,False\n"
    )

    def row(number: int) -> str:
        post = f"{HTTPS}www.reddit.com/r/Gardens{number % 50}/comments/p{number // 3:x}/some_title/"
        return (
            f"c{number:x},{post}c{number:x}/,{moment(number):%Y-%m-%d %H:%M:%S} UTC,,Gardens{number % 50},0,{post},"
            f't3_p{number // 3:x},"{text(number)}",'
        )

    return fill(
        folder / "comments.csv",
        size,
        row,
        head="id,permalink,date,ip,subreddit,gildings,link,parent,body,media\n",
    )


def youtube(folder: Path, size: int) -> int:
    """Comments under as many videos."""
    channel = "UC" + "a" * 22

    def row(number: int) -> str:
        said = json.dumps({"text": text(number)}, ensure_ascii=False).replace('"', '""')
        return f'Ug{number:020}4AaABAg,{channel},{moment(number).isoformat()},0,,v{number // 3:010},"{said}"'

    columns = "Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Video ID,Comment Text\n"
    place = folder / "Takeout" / "YouTube and YouTube Music" / "comments" / "comments.csv"
    return fill(place, size, row, head=columns)


def mastodon(folder: Path, size: int) -> int:
    """An outbox of posts and answers."""
    me = f"{HTTPS}social.example/users/mara"
    actor = {"id": me, "type": "Person", "preferredUsername": "mara", "name": "Mara", "outbox": "outbox.json"}
    actor |= {"followers": f"{me}/followers", "url": f"{HTTPS}social.example/@mara"}
    (folder / "actor.json").write_text(json.dumps(actor))
    public = f"{HTTPS}www.w3.org/ns/activitystreams#Public"

    def row(number: int) -> str:
        friend = f"{HTTPS}other.example/users/friend{number * 7 % 300}"
        uri, at = f"{me}/statuses/{number:012}", f"{moment(number):%Y-%m-%dT%H:%M:%SZ}"
        note = {
            "id": uri, "type": "Note", "summary": None, "published": at, "url": f"{HTTPS}social.example/@mara/{number}",
            "inReplyTo": f"{friend}/statuses/{number}", "attributedTo": me, "to": [public],
            "cc": [f"{me}/followers", friend], "sensitive": False, "content": f"<p>{text(number)}</p>",
            "contentMap": {"en": f"<p>{text(number)}</p>"},
            "attachment": [], "tag": [{"type": "Mention", "href": friend, "name": "@friend@other.example"}],
        }  # fmt: skip
        value = {"id": f"{uri}/activity", "type": "Create", "actor": me, "published": at, "to": [public]}
        return json.dumps(value | {"cc": [f"{me}/followers", friend], "object": note}, ensure_ascii=False)

    head = '{"id": "outbox.json", "type": "OrderedCollection", "orderedItems": ['
    return fill(folder / "outbox.json", size, row, head=head, between=", ", tail="]}")


def twitter(folder: Path, size: int) -> int:
    """Posts and answers."""
    account = {"account": {"accountId": "1001", "username": "mara", "accountDisplayName": "Mara"}}
    (folder / "data").mkdir()
    (folder / "data" / "account.js").write_text(f"window.YTD.account.part0 = {json.dumps([account])}")

    def row(number: int) -> str:
        friend, own = str(2_000 + number * 7 % 300), str(1_000_000_000_000_000_000 + number)
        user = {
            "name": "Friend",
            "screen_name": f"friend{friend}",
            "indices": ["0", "9"],
            "id_str": friend,
            "id": friend,
        }
        value = {
            "edit_info": {"initial": {"editTweetIds": [own], "editsRemaining": "5", "isEditEligible": True}},
            "retweeted": False, "source": '<a href="https://x.example">Web</a>', "favorite_count": "1", "id_str": own,
            "entities": {"hashtags": [], "symbols": [], "user_mentions": [user], "urls": []}, "id": own,
            "display_text_range": ["0", "40"], "truncated": False, "retweet_count": "0", "favorited": False,
            "lang": "en", "in_reply_to_status_id_str": str(900_000_000_000_000_000 + number),
            "in_reply_to_user_id_str": friend, "in_reply_to_screen_name": f"friend{friend}",
            "created_at": f"{moment(number):%a %b %d %H:%M:%S +0000 %Y}",
            "full_text": f"@friend{friend} {text(number)}",
        }  # fmt: skip
        return json.dumps({"tweet": value}, indent=2)

    place = folder / "data" / "tweets.js"
    return fill(place, size, row, head="window.YTD.tweets.part0 = [", between=",\n", tail="]")
