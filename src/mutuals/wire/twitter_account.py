"""Translates who owns an X (Twitter) archive, whom they follow and what they liked into ActivityStreams. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from mutuals.as2 import PUBLIC, UNKNOWN_TIME, Activity, Actor, Object, PropertyValue, Time
from mutuals.wire.json_values import part_of, words_of
from mutuals.wire.twitter_values import (
    handle_of,
    handle_uri,
    number_of,
    parse_time,
    post_uri,
    snowflake_time,
    unescape,
    user_uri,
)

_HIDDEN = re.compile(r"You[’']re unable to view this (?:Post|Tweet)")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose archive it is: actor id, what stands for them in ids of likes (number, else handle), handle, and whether
    only followers may read their posts."""

    id: str
    key: str
    handle: str = ""
    protected: bool = False

    @property
    def public(self) -> str:
        """To whom a post goes that names nobody."""
        return f"{self.id}/followers" if self.protected else PUBLIC


def account_actor(account: dict[str, Any], profile: dict[str, Any], *, known: Time = UNKNOWN_TIME) -> Actor:
    """The owner from account.js (or the manifest's userInfo, or user_details.js) and profile.js; an address is kept as
    a private fact. An account without a number is known by its handle."""
    number = number_of(account, "accountId", "id_str", "id")
    handle = handle_of(account.get("username") or account.get("userName") or account.get("screen_name"))
    described = part_of(profile, "description")
    facts = [("email", words_of(account.get("email")), True)]
    facts += [
        (name, words_of(described.get(name) or account.get(name)), False) for name in ("location", "website")
    ]
    return Actor(
        id=user_uri(number) if number else handle_uri(handle),
        name=words_of(
            account.get("accountDisplayName")
            or account.get("displayName")
            or account.get("full_name")
            or account.get("name")
        ),
        preferred_username=handle,
        summary=unescape(words_of(described.get("bio") or account.get("bio"))),
        url=f"https://x.com/{handle}" if handle else "",
        icon=words_of(profile.get("avatarMediaUrl") or account.get("profile_image_url_https")),
        attachment=tuple(PropertyValue(name, value, private) for name, value, private in facts if value),
        published=parse_time(account.get("createdAt") or account.get("created_at")),
        updated=known,
    )


def like_activity(row: dict[str, Any], owner: Owner) -> Activity:
    """One element of like.js: when it was liked is not said, the liked post's time is in its number; raises ValueError.

    A text that says it may not be shown is X's, and the post then is no public one."""
    number = number_of(row, "tweetId", "tweet_id", "id_str")
    if not number:
        raise ValueError("It has no post number.")
    text = words_of(row.get("fullText"))
    hidden = bool(_HIDDEN.match(text))
    liked = Object(
        id=post_uri(number),
        content="" if hidden else unescape(text),
        published=snowflake_time(number),
        to=() if hidden else (PUBLIC,),
    )
    return Activity(
        id=f"https://x.com/i/likes/{owner.key}/{number}",
        type="Like",
        actor=owner.id,
        object=liked,
        published=parse_time(row.get("likedAt")),
    )


def follow_of(row: dict[str, Any]) -> str:
    """The actor id in one element of follower.js or following.js; raises ValueError."""
    number = number_of(row, "accountId", "userId", "id_str")
    if not number:
        raise ValueError("It has no account number.")
    return user_uri(number)
