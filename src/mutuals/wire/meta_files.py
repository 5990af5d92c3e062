"""Tells the files of Meta's exports apart, and which network an export is of. Pure.

Layouts: 2018 to 2021 `messages/inbox/...`, `friends/friends.json`; until 2023 `friends_and_followers/...`; since then
`connections/friends/...` and `your_facebook_activity/...` (or `your_instagram_activity/...`). Files are known by their
own names and first words, wherever they lie.
"""

import re
from typing import Literal

Network = Literal["facebook", "instagram"]
_TOPS = frozenset(
    (
        *(
            "your_facebook_activity",
            "your_instagram_activity",
            "connections",
            "personal_information",
            "messages",
        ),
        *(
            "posts",
            "comments",
            "comments_and_reactions",
            "likes_and_reactions",
            "friends",
            "friends_and_followers",
        ),
        *(
            "following_and_followers",
            "profile_information",
            "followers_and_following",
            "content",
            "likes",
            "media",
        ),
        *("logged_information", "preferences", "security_and_login_information", "ads_information", "groups"),
        *("apps_and_websites_off_of_facebook", "apps_and_websites_off_of_instagram", "stickers", "stories"),
        *("search", "location", "about_you", "ads_and_businesses", "ads_and_topics", "account_information"),
        *("story_sticker_interactions", "story_interactions", "your_topics", "payment_history", "inbox"),
        *("archived_threads", "filtered_threads", "message_requests", "e2ee_cutover"),
    )
)
_INSTAGRAM = re.compile(
    r"(?:^|/)(?:your_instagram_activity|followers_and_following|instagram[^/]*|story_sticker_interactions)/"
    r"|(?:^|/)(?:followers(?:_\d+)?|following|liked_posts|liked_comments|post_comments(?:_\d+)?|reels_comments|posts_\d+"
    r"|close_friends|personal_information|instagram_profile_information)\.(?:json|html)$",
    re.IGNORECASE,
)
_FACEBOOK = re.compile(
    r"(?:^|/)(?:your_facebook_activity|facebook[^/]*|following_and_followers|friends|friends_and_followers"
    r"|likes_and_reactions|comments_and_reactions)/|(?:^|/)(?:profile_information|your_friends|friends)\.(?:json|html)$",
    re.IGNORECASE,
)
_THREAD = re.compile(r"(?:^|/)message(?:_(\d+))?\.json$", re.IGNORECASE)
_FIRST = re.compile(rb'\s*(?:\xef\xbb\xbf)?\s*(\[)?\s*(\{)?\s*(?:"([^"\\]{1,60})")?')
_SECURE = re.compile(rb'"threadName"\s*:|"participants"\s*:\s*\[\s*"')


def root_of(path: str) -> str:
    """The folder of an export that a file lies in, with / at its end; "" for none."""
    parts = path.split("/")[:-1]
    found = [at for at, part in enumerate(parts) if part.lower() in _TOPS]
    depth = found[0] if found else len(parts) - bool(parts and _THREAD.search(path))
    return "".join(f"{part}/" for part in parts[:depth])


def network_of(root: str, names: list[str]) -> Network:
    """Whose export lies in a root, by all its files; Facebook's (Messenger's) when nothing tells."""
    if any(_FACEBOOK.search(name) for name in names):
        return "facebook"
    return "instagram" if any(_INSTAGRAM.search(name[len(root) :]) for name in names) else "facebook"


def own_network(path: str) -> Network | None:
    """Whose a file is by its path within an export (of two signs the outer one tells); None where that is no sign."""
    facebook, instagram = _FACEBOOK.search(path), _INSTAGRAM.search(path)
    if facebook and (not instagram or facebook.start() <= instagram.start()):
        return "facebook"
    return "instagram" if instagram else None


def is_thread(path: str, head: bytes) -> bool:
    """Whether a file holds messages of one conversation, of Messenger's or of secure storage."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"{") or not path.lower().endswith(".json"):
        return False
    if _THREAD.search(path):
        return b'"participants"' in head or b'"messages"' in head
    return first_key(head) in ("participants", "threadName") and _SECURE.search(head) is not None


def thread_key(path: str) -> str:
    """What a conversation's folder is called, or its file where there is no folder of its own."""
    parts = path.split("/")
    if _THREAD.search(path):
        return parts[-2] if len(parts) > 1 else ""
    return parts[-1].rpartition(".")[0]


def thread_order(path: str) -> tuple[str, int, str]:
    """Files of one conversation together, the newest (message_1) first, as numbers and not as letters."""
    found = _THREAD.search(path)
    return path.rpartition("/")[0], int(found[1] or 1) if found else 0, path


def first_key(head: bytes) -> str:
    """The first name in a document that is an object; "" for a list or anything else."""
    found = _FIRST.match(head)
    return found[3].decode("utf-8", "replace") if found and found[2] and found[3] and not found[1] else ""


def is_list(head: bytes) -> bool:
    """Whether a document is a list of objects."""
    found = _FIRST.match(head)
    return bool(found and found[1] and found[2])


def is_page(path: str) -> bool:
    """Whether a file is a page of an export that was made for reading (HTML)."""
    return path.lower().endswith((".html", ".htm"))
