"""Instagram's exports of 2018 to 2020, whose files all lie at the root, in the shapes that `wire/instagram` and
`wire/meta_chats` translate. Pure.

media.json, likes.json, comments.json, connections.json, messages.json and profile.json tell moments in ISO 8601 and
people by their handles, in messages too; a row is mostly a list: [when, whose] or [when, words, whose].
"""

import re
from collections.abc import Iterator
from typing import Any

from mutuals.text.phones import e164
from mutuals.wire.instagram import handle_of
from mutuals.wire.json_values import iso_time, rows_of, words_of
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.meta_files import first_key
from mutuals.wire.repeats import digest

Row = dict[str, Any]
FLAT = ("flat profile", "flat lists", "flat talks", "flat likes", "flat comments", "flat media")
"""What the files of such an export are called among the kinds of `instagram_files`."""
BEGINS = frozenset(
    ("caption", "taken_at", "path", "location", "sender", "created_at", "participants", "text")
)
POSTS = ("photos", "videos", "stories")
LISTS = ("followers", "following", "close_friends")
LEFT = {
    "blocked_users": "accounts that you blocked",
    "restricted_users": "accounts that you restricted",
    "follow_requests_sent": "requests that nobody answered",
    "permanent_follow_requests": "requests that nobody answered",
    "unfollowed_users": "accounts that you follow no more",
    "dismissed_suggested_users": "suggestions that you dismissed",
    "following_hashtags": "hashtags that you follow",
    "profile": "pictures of your profile",
    "direct": "files of messages",
}
"""Sections of which nothing is taken, and what the report calls what they hold."""
NOTICE = "notices of the app"
_FIRST = {
    "likes": ("flat likes", frozenset(("media_likes", "comment_likes"))),
    "comments": ("flat comments", frozenset(("media_comments", "live_comments", "story_comments"))),
    "connections": ("flat lists", frozenset((*LISTS, *LEFT))),
    "media": ("flat media", frozenset((*POSTS, *LEFT, "igtv", "reels"))),
}
_STEM = re.compile(r"(?:^|/)(profile|connections|likes|comments|media|messages)(?:_\d{1,4})?\.json$")
_PROFILE = (b'"date_joined"', b'"private_account"', b'"profile_pic_url"')
_NOTICES = ("video_call_action", "action")


def kind_of(path: str, head: bytes) -> str:
    """What a file of such an export is, one of FLAT; "" for anything else."""
    found = _STEM.search(path.lower())
    if found is None:
        return ""
    stem, named = found[1], first_key(head)
    if stem == "messages":
        talks = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
        return "flat talks" if talks and (b'"participants"' in head or b'"conversation"' in head) else ""
    if stem == "profile":
        mine = bool(named) and b'"username"' in head and any(mark in head for mark in _PROFILE)
        return "flat profile" if mine else ""
    kind, keys = _FIRST[stem]
    return kind if named in keys else ""


def sections(stream: JsonStream) -> Iterator[tuple[str, str, Any]]:
    """(section, name, value) of everything in a document of lists and of objects whose names are people."""
    try:
        for section in stream.members():
            here = stream.peek()
            if here == "[":
                for value in stream.elements():
                    yield section, "", value
            elif here == "{":
                for name in stream.members():
                    yield section, name, stream.value()
            else:
                stream.value()
    except (Cut, Malformed):
        stream.cut = True


def posts(stream: JsonStream) -> Iterator[tuple[str, list[Any]]]:
    """(section, rows) of media.json: the pictures of one post, which stand one after another, together."""
    group: list[Any] = []
    mark: tuple[object, ...] = ("",)
    for section, _, value in sections(stream):
        told = (value.get("taken_at"), value.get("caption")) if isinstance(value, dict) else (None,)
        if group and ((section, *told) != mark or section != "photos"):
            yield str(mark[0]), group
            group = []
        group.append(value)
        mark = (section, *told)
    if group:
        yield str(mark[0]), group


def talks(stream: JsonStream) -> Iterator[tuple[int, str, Any]]:
    """(number of the conversation, "people", who takes part) and (number, "message", row) of messages.json."""
    try:
        for number, _ in enumerate(stream.places()):
            if stream.peek() != "{":
                yield number, "message", stream.value()
                continue
            for name in stream.members():
                if name == "conversation" and stream.peek() == "[":
                    for row in stream.elements():
                        yield number, "message", row
                    continue
                value = stream.value()
                if name == "participants":
                    yield number, "people", value
    except (Cut, Malformed):
        stream.cut = True


def people_in(value: object) -> list[str]:
    """The handles of those who take part; "" for one who closed the account."""
    if not isinstance(value, list):
        return []
    return list(dict.fromkeys(" ".join(words_of(one).split()).lower() for one in value[:1_000]))


def key_of(people: list[str]) -> str:
    """What a conversation is called in ids: it has no number, and is that of those who take part."""
    return f"flat-{digest(*sorted(people))}"


def profile(value: object, region: str | None) -> tuple[str, str, tuple[str, ...]]:
    """(handle, name, further addresses) of the owner by profile.json; "" for what it does not tell."""
    row = value if isinstance(value, dict) else {}
    address = address_of(words_of(row.get("email")))
    number = e164(words_of(row.get("phone_number")), region=region)
    also = ([mailto(address)] if address else []) + ([f"tel:{number}"] if number else [])
    return handle_of(words_of(row.get("username"))), words_of(row.get("name")).strip(), tuple(also)


def listed(handle: str, since: object) -> Row:
    """One account of a list."""
    return {"string_list_data": [{"value": handle, "timestamp": _seconds(since)}]}


def liked(value: object) -> Row:
    """One like, which does not say of which post; raises ValueError where it names nobody."""
    when, whose = _cells(value, 2)
    return listed(whose, when)


def commented(value: object) -> Row:
    """One comment and whose post it stands under; raises ValueError where it has no words."""
    when, text, *whose = _cells(value, 3)
    cell = {"value": text, "timestamp": _moment(when)}
    return {"title": whose[0] if whose else "", "string_list_data": [cell]}


def posted(rows: list[Any]) -> Row:
    """One post with its pictures; raises ValueError for what is none."""
    media = []
    for row in rows:
        if isinstance(row, Bad):
            raise ValueError(f"It is damaged: {row.reason}")
        if not isinstance(row, dict):
            raise ValueError("It is no record.")
        when, text = _moment(words_of(row.get("taken_at"))), words_of(row.get("caption"))
        media.append({"uri": words_of(row.get("path")), "creation_timestamp": when, "title": text})
    return {"media": media}


def spoken(value: object) -> Row:
    """A message as Messenger writes it; {} for a notice of the app. Raises ValueError for what is none."""
    if isinstance(value, Bad):
        raise ValueError(f"It is damaged: {value.reason}")
    if not isinstance(value, dict):
        raise ValueError("It is no message.")
    text = _words(value)
    if not text and any(name in value for name in _NOTICES):
        return {}
    sender = value.get("sender", 0)
    link = words_of(value.get("media_share_url")) or words_of(value.get("link"))
    return {
        "secure": True,
        "sender_name": "" if sender is None else sender.lower() if isinstance(sender, str) else sender,
        "timestamp_ms": iso_time(value.get("created_at")).ms,
        "content": text,
        "photos": [{"uri": one} for one in (value.get("media"), value.get("media_url")) if one],
        "audio_files": [{"uri": value["voice_media"]}] if value.get("voice_media") else [],
        "share": {"link": link, "share_text": value.get("media_share_caption")},
        "reactions": [
            {
                "actor": words_of(one.get("username")).lower(),
                "reaction": "❤️",
                "timestamp": _seconds(one.get("date")),
            }
            for one in rows_of(value.get("likes"))
        ],
    }


def _words(row: Row) -> str:
    names = ("text", "heart", "story_share", "live_video_share")
    said = next((words_of(row.get(name)) for name in names if words_of(row.get(name)).strip()), "")
    shared = words_of(row.get("profile_share_username")) or words_of(row.get("mentioned_username"))
    return said or (f"@{shared}" if shared else "")


def _cells(value: object, number: int) -> list[str]:
    if isinstance(value, Bad):
        raise ValueError(f"It is damaged: {value.reason}")
    if not isinstance(value, list) or len(value) < 2 or not all(isinstance(one, str) for one in value[:2]):
        raise ValueError("It is no record.")
    return [words_of(one) for one in value[:number]]


def _seconds(value: object) -> int:
    """Seconds since 1970; 0 for what is no moment."""
    return (iso_time(value).ms or 0) // 1000


def _moment(value: str) -> int:
    found = _seconds(value)
    if not found:
        raise ValueError("It does not say when it was.")
    return found
