"""Tells the files of an X (Twitter) archive apart by their first bytes, and whose archive it is. Pure."""

import re
from collections.abc import Iterable
from typing import Any, cast

from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.jsonstream import Bad
from mutuals.wire.twitter_account import Owner
from mutuals.wire.twitter_values import handle_of, handle_uri, user_uri

_YTD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:window\.)?YTD\.(\w+)\.part\d+\s*=", re.ASCII)
_OLD = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:var\s+|window\.)?(?:Grailbird\.data\.)?(tweets_\d{4}_\d\d|user_details)\s*="
)
_MANIFEST = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:window\.)?__THAR_CONFIG\s*=")
_OLD_OTHER = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:var\s+)?(?:payload_details|tweet_index|Grailbird)\b")
_PAIR = re.compile(rb'"conversationId"\s*:\s*"(\d+)-(\d+)"')
_ACCOUNT = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:(?:#!/)?i/user/(\d+)|@?(\w{1,20}))/?",
    re.IGNORECASE | re.ASCII,
)
_KINDS = {
    "account": "account",
    "profile": "profile",
    "protected_history": "protected",
    "follower": "follower",
    "followers": "follower",
    "following": "following",
    "followings": "following",
    "note_tweet": "note",
    "note_tweets": "note",
    "tweet": "post",
    "tweets": "post",
    "community_tweet": "community",
    "community_tweets": "community",
    "like": "like",
    "likes": "like",
    "direct_message": "message",
    "direct_messages": "message",
    "direct_message_group": "group message",
    "direct_messages_group": "group message",
}
_TRACES = "It holds traces that X keeps for advertising and security; they are private and of no use here."
_REASONS = (
    (r"deleted_", "You deleted this; it stays deleted."),
    (r"block|mute|smartblock", "Whom you blocked or muted stays between you and X."),
    (r"twitter_circle|twitter_circle_\w+", "It was written for a small circle and stays there."),
    (
        r"(contact|phone_number|email_address_change|screen_name_change|ageinfo|account_\w+|verified\w*)$",
        _TRACES,
    ),
    (
        r"(ad|ads|ip|device|ni|key|sso|personalization|user_link|periscope|connected|branch|app|expanded_profile)\b",
        _TRACES,
    ),
    (
        r"(ad|ads|ip|device|ni|key|sso|user_link|periscope|connected|expanded|professional|commerce|shop|grok)_",
        _TRACES,
    ),
    (
        r"(saved_search|bookmark|bookmarks|reply_prompt|article\w*|catalog\w*|product\w*|audio_video\w*|spaces\w*)$",
        _TRACES,
    ),
    (r"\w*headers?$", "It repeats messages and posts without their texts."),
    (
        r"(lists?_|moment|tweetdeck|community_note|tweet_link)",
        "It tells nothing about people that is read here.",
    ),
)
WRAPPERS = ("tweet", "noteTweet", "like", "follower", "following", "account", "profile", "protectedHistory")
# The first key that an element can have: its wrapper, or (posts before 2019) one of a bare post's.
BEGINS = frozenset(
    (*WRAPPERS, "source", "id", "id_str", "created_at", "retweeted", "edit_info", "text", "full_text")
)
_PAGE = "A page or picture of the viewer that comes with the archive."
_VIEWER = frozenset({"assets", "css", "img", "lib", "js"})
_PAGES = frozenset({"your archive.html", "readme.txt", "index.html"})


def kind_of(name: str, head: bytes) -> str:
    """What a file is by its first bytes: account, manifest, profile, user, protected, follower, following, note, post,
    csv, community, like, message, group message; "" for anything else."""
    ytd = _YTD.match(head)
    if ytd:
        return _KINDS.get(ytd[1].decode().lower(), "")
    old = _OLD.match(head)
    if old:
        return "user" if old[1] == b"user_details" else "post"
    if _MANIFEST.match(head):
        return "manifest"
    first = head.split(b"\n", 1)[0].replace(b'"', b"").removeprefix(b"\xef\xbb\xbf").strip().split(b",")
    return (
        "csv" if name.lower().endswith(".csv") and {b"tweet_id", b"timestamp", b"text"} <= set(first) else ""
    )


def left_alone(head: bytes) -> str:
    """Why a script of the archive is not read; "" when it is none or unknown."""
    ytd = _YTD.match(head)
    if ytd is None:
        return "It only counts what the other files hold." if _OLD_OTHER.match(head) else ""
    name = ytd[1].decode().lower()
    return next((reason for pattern, reason in _REASONS if re.match(pattern, name)), "")


def furniture(path: str) -> str:
    """Why a file of the archive's own viewer is not read; "" when it is none. `path` is relative to the root."""
    parts = path.lower().split("/")
    return _PAGE if parts[0] in _VIEWER or parts[-1] in _PAGES else ""


def root_of(path: str) -> str:
    """The folder that an archive lies in, by the path of one of its scripts, with / at its end; "" for none."""
    folder = path.rpartition("/")[0]
    for inner in ("data/js/tweets", "js/tweets", "tweets", "data/js", "data"):
        if folder == inner or folder.endswith("/" + inner):
            folder = folder[: -len(inner)].rstrip("/")
            break
    return folder + "/" if folder else ""


def owner_in_conversations(chunks: Iterable[bytes]) -> set[str]:
    """The account numbers that take part in every conversation of two: one when it is clear, two while only one
    conversation is known; nothing when there is none. Stops reading as soon as it is clear."""
    common: set[str] | None = None
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        for match in _PAIR.finditer(data):
            pair = {match[1].decode(), match[2].decode()} - {"0"}
            common = pair if common is None else common & pair or common
            if len(common) == 1 and match[1] != match[2]:
                return common
        rest = data[-80:]
    return common or set()


def owner_in_answers(me: Iterable[str]) -> Owner | None:
    """The account that the person named: a number, an address on X, @handle, or one single bare word."""
    words = [one.strip() for one in me if one.strip()]
    for word in words:
        address = _ACCOUNT.fullmatch(word)
        if address and "." in word:
            return _owner(address[1] or "", address[2] or "")
        if word.startswith("@") and handle_of(word):
            return _owner("", handle_of(word))
    numbers = [one for one in words if one.isascii() and one.isdigit() and not one.startswith("0")]
    bare = [one for one in words if handle_of(one) and not one.isdigit()]
    if numbers:
        return _owner(numbers[0], "")
    return _owner("", bare[0]) if len(bare) == 1 else None


def _owner(number: str, handle: str) -> Owner:
    return Owner(user_uri(number) if number else handle_uri(handle), number or handle.lower(), handle)


def part_order(name: str) -> tuple[object, ...]:
    """Files by number of part: `tweets.js` before `tweets-part1.js`, and part 2 before part 10."""
    stem, _, part = re.sub(r"\.\w+$", "", name).partition("-part")
    return stem, int(part) if part.isdigit() else 0, name


def first_of(value: Any) -> dict[str, Any]:
    """The object of a small file, which most often is a list of one."""
    return value if isinstance(value, dict) else next(rows_of(value), {})


def is_protected(history: Any) -> bool:
    """Whether the newest entry of protected-history.js (of the last months only) closed the account."""
    rows = [part_of(row, "protectedHistory") for row in rows_of(history)]
    newest = max(rows, key=lambda row: words_of(row.get("protectedAt")), default={})
    return words_of(newest.get("action")).lower().startswith("protect")


def is_record(value: object) -> bool:
    """Whether a value is an element of a script and not a picture, link or name within one."""
    return isinstance(value, dict) and ("created_at" in value or any(name in value for name in WRAPPERS))


def record_of(row: object) -> dict[str, Any]:
    """The record inside its wrapper, or the bare record of older archives; raises ValueError for anything else."""
    if isinstance(row, Bad):
        raise ValueError(f"It is damaged: {row.reason}")
    if not isinstance(row, dict):
        raise ValueError("It is no record.")
    inner = next((row[name] for name in WRAPPERS if isinstance(row.get(name), dict)), row)
    return cast(dict[str, Any], inner)
