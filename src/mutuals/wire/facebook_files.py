"""Tells the files of a Facebook export apart, and says which are left alone and why. Pure."""

import re

from mutuals.wire.meta_files import first_key, is_list, is_thread

# By the first name in the document; those without a number behind them count only below the names that follow.
_KEYS = {
    "friends": "friends",
    "profile": "profile",
    "comments": "comments",
    "group_comments": "comments",
    "reactions": "reactions",
    "following": "following",
    "followers": "followers",
    "wall_posts_sent_to_you": "wall",
    "group_posts": "posts",
    "status_updates": "posts",
}
_NAMES = (
    (r"(your_)?friends", ("friends",)),
    (r"profile_information|profile", ("profile",)),
    (r"comments|your_comments_in_groups", ("comments",)),
    (r"likes_and_reactions|posts_and_comments|reactions", ("reactions",)),
    (r"who_you.*follow.*|following", ("following",)),
    (r"(people_who_)?follow(ed|ers).*", ("followers",)),
    (r"your_posts", ("posts",)),
    (r"(your_)?(group_posts|posts_in_groups)", ("posts",)),
)
_NUMBER = re.compile(r"_v\d+$")
_PRIVATE = (
    (r"rejected|removed|deleted|declined", "Whom you turned down or removed stays with you."),
    (r"block|restrict|hidden|unfollow|mute", "Whom you blocked or hid stays with you."),
    (
        r"sent_friend|received_friend|friend_requests|pending|peer_groups",
        "What was asked and not answered stays open.",
    ),
)
_TRACES = (
    "It holds traces that Facebook keeps for advertising and security; they are private and of no use here."
)
_FOLDERS = (
    (
        r"ads|security|location|search|payment|apps_and|logged_information|preferences|your_topics|about_you",
        _TRACES,
    ),
    (r"personal_information|account|profile", "It tells of your own account, not of who knows whom."),
)
_OTHER = "It tells nothing of who knows whom."


def kind_of(path: str, head: bytes) -> str:
    """What a file is: thread, profile, or a value of `_KEYS`; "" for anything else."""
    if is_thread(path, head):
        return "thread"
    stem = path.lower().rpartition("/")[2].rpartition(".")[0]
    if not path.lower().endswith(".json") or _private(stem):
        return ""
    called = next((kinds[0] for pattern, kinds in _NAMES if re.match(f"(?:{pattern})(?:\\b|_)", stem)), "")
    if is_list(head):
        return called if called in ("friends", "posts", "reactions", "comments") and _looks(head) else ""
    named = first_key(head)
    kind = _KEYS.get(_NUMBER.sub("", named), "")
    return kind if _NUMBER.search(named) or kind in ("wall", called) or named == "status_updates" else ""


def left_alone(path: str) -> str:
    """Why a file of the export is not read. `path` is relative to the root."""
    lowered = path.lower()
    stem = lowered.rpartition("/")[2]
    private = _private(stem)
    if private:
        return private
    return next(
        (reason for pattern, reason in _FOLDERS if re.search(rf"(?:^|/)(?:{pattern})", lowered)), _OTHER
    )


def _private(stem: str) -> str:
    return next((reason for pattern, reason in _PRIVATE if re.search(pattern, stem)), "")


def _looks(head: bytes) -> bool:
    return b'"timestamp"' in head
