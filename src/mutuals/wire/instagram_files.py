"""Tells the files of an Instagram export apart, and says which are left alone and why. Pure."""

import re

from mutuals.wire.instagram_flat import kind_of as flat_kind
from mutuals.wire.meta_files import first_key, is_list, is_thread

# By the first name in the document.
_KEYS = {
    "relationships_followers": "followers",
    "relationships_following": "following",
    "relationships_close_friends": "close",
    "likes_media_likes": "likes",
    "likes_comment_likes": "comment likes",
    "comments_media_comments": "comments",
    "comments_reels_comments": "comments",
    "ig_reels_media": "posts",
    "ig_igtv_media": "posts",
    "ig_stories": "posts",
    "profile_user": "profile",
}
# Lists have no name of their own: the file's name tells.
_LISTS = (
    (r"followers(_\d+)?", "followers"),
    (r"following(_\d+)?", "following"),
    (r"close_friends", "close"),
    (r"liked_posts(_\d+)?", "likes"),
    (r"liked_comments(_\d+)?", "comment likes"),
    (r"(post|reels)_comments(_\d+)?", "comments"),
    (r"posts_\d+|reels|igtv_videos|stories", "posts"),
)
_PRIVATE = (
    (r"block|restrict|hide_story|mute", "Whom you blocked or hid from stays with you."),
    (
        r"pending|received|requests|unfollowed|removed|permanent",
        "What was asked, refused or ended stays with you.",
    ),
)
_TRACES = (
    "It holds traces that Instagram keeps for advertising and security; they are private and of no use here."
)
_FOLDERS = (
    (
        r"ads|security|login|preferences|logged_information|apps_and|your_topics|searches|recent|media_metadata",
        _TRACES,
    ),
    (
        r"personal_information|account|profile|subscriptions|contacts",
        "It tells of your own account and devices.",
    ),
)
_OTHER = "It tells nothing of who knows whom."
STORIES = "story_activities_"


def kind_of(path: str, head: bytes) -> str:
    """What a file is: thread, stories, a value of `_KEYS`, or one of the exports of 2018 to 2020; "" for anything
    else."""
    if is_thread(path, head):
        return "thread"
    stem = path.lower().rpartition("/")[2].rpartition(".")[0]
    if not path.lower().endswith(".json") or any(re.search(one, stem) for one, _ in _PRIVATE):
        return ""
    if is_list(head):
        called = next((kind for pattern, kind in _LISTS if re.fullmatch(pattern, stem)), "")
        return called if called and _looks(head) else flat_kind(path, head)
    named = first_key(head)
    return "stories" if named.startswith(STORIES) else _KEYS.get(named, "") or flat_kind(path, head)


def left_alone(path: str) -> str:
    """Why a file of the export is not read. `path` is relative to the root."""
    lowered = path.lower()
    stem = lowered.rpartition("/")[2]
    private = next((reason for pattern, reason in _PRIVATE if re.search(pattern, stem)), "")
    if private:
        return private
    return next(
        (reason for pattern, reason in _FOLDERS if re.search(rf"(?:^|/)(?:{pattern})", lowered)), _OTHER
    )


def _looks(head: bytes) -> bool:
    """Whether a list is one of Instagram's."""
    return any(
        mark in head
        for mark in (
            b'"string_list_data"',
            b'"string_map_data"',
            b'"media"',
            b'"creation_timestamp"',
            b'"label_values"',
        )
    )
