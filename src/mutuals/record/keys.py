"""Keys of what travels: a 64-bit key of a canonical URI, and the scheme of an actor's identifier.

The record finds posts, activities and identifiers by the key, an index a tenth as large as one over the URIs; on
every hit the URI itself is compared, so two URIs with one key (about 1 in 370,000 installations of 10 million posts)
cause an error, never a silent merge. See docs/why/001-keys.md.
"""

from functools import lru_cache
from hashlib import blake2b
from struct import Struct

_MASK = (1 << 64) - 1
# A copy of an empty state is made quicker than a state.
_EMPTY = blake2b(digest_size=8)
_number = Struct("<q").unpack


# Threads, rooms and parents come again and again within a stretch of a stream.
@lru_cache(maxsize=1 << 16)
def key64(uri: str) -> int:
    """The signed 64-bit key of a URI (BLAKE2b, RFC 7693)."""
    state = _EMPTY.copy()
    state.update(uri.encode("utf-8", "replace"))
    key: int = _number(state.digest())[0]
    return key


def key_text(key: int) -> str:
    """The key as 16 hexadecimal digits, for URLs and APIs: our own integers never leave."""
    return f"{key & _MASK:016x}"


def key_parse(text: str) -> int:
    """The key back from `key_text`; raises ValueError."""
    if len(text) != 16:
        raise ValueError(f"{text!r} is no key of 16 hexadecimal digits.")
    number = int(text, 16)
    return number - (1 << 64) if number >> 63 else number


def scheme_of(uri: str) -> str:
    """The identifier scheme of an actor id: mailto, tel, did, x-id, acct (a dated claim) or uri."""
    head = uri.partition(":")[0]
    if head in ("mailto", "tel", "did", "acct"):
        return head
    return "x-id" if uri.startswith("https://x.com/i/user/") else "uri"


NETWORKS = (
    ("https://x.com/", "x"),
    ("https://www.linkedin.com/", "linkedin"),
    ("https://www.instagram.com/", "instagram"),
    ("https://discord.com/", "discord"),
    ("https://www.reddit.com/", "reddit"),
    ("https://www.youtube.com/", "youtube"),
    ("tag:telegram.mutuals.invalid,", "telegram"),
    ("tag:slack.mutuals.invalid,", "slack"),
    ("mailto:", "mail"),
    ("mid:", "mail"),
    ("tel:", "phone"),
    ("acct:", "mastodon"),
    ("did:", "bluesky"),
    ("at:", "bluesky"),
)


def network_of(uri: str) -> str:
    """The network that a canonical id belongs to, as a short word; local ids name theirs (`tag:...:whatsapp/`)."""
    for prefix, network in NETWORKS:
        if uri.startswith(prefix):
            return network
    if uri.startswith("tag:"):
        return uri.split(":", 2)[-1].partition("/")[0] or "local"
    return "mastodon" if uri.startswith("http") else "local"
