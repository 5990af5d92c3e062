"""The closed lists that the record stores as small integers: kinds, acts, audiences, grains, states.

The names are the words of `docs/words.md`; the numbers are written to the database and never change meaning.
"""

from enum import IntEnum


class Kind(IntEnum):
    """The *form* of an interaction (its meaning is an `ActName`)."""

    REPLY = 1
    MENTION = 2
    MESSAGE = 3
    QUOTE = 4
    SHARE = 5
    LIKE = 6
    FOLLOW = 7
    CONNECT = 8
    EMAIL = 9
    CALL = 10
    MEETING = 11
    EVENT = 12
    GIFT = 13
    CARD = 14


class ActName(IntEnum):
    """The *meaning* of an interaction: none or many per interaction, those from ASKED on take, the others give."""

    ANSWERED = 1
    THANKED = 2
    HELPED = 3
    SHARED_THEIRS = 4
    CREDITED = 5
    INTRODUCED = 6
    RECOMMENDED = 7
    ENDORSED = 8
    GAVE = 9
    ASKED = 20
    PROMOTED = 21


class Audience(IntEnum):
    """Who a post was addressed to; everything but PUBLIC and UNLISTED is private to the accounts that sighted it."""

    PUBLIC = 1
    UNLISTED = 2
    FOLLOWERS = 3
    DIRECT = 4


class Grain(IntEnum):
    """How exactly a moment is known. UNKNOWN counts for steps, never for depth or rates."""

    MS = 1
    SECOND = 2
    MINUTE = 3
    DAY = 4
    UNKNOWN = 5


class State(IntEnum):
    """What the record holds of a thing: only its id, the thing itself, or the fact that it was deleted."""

    STUB = 1
    PRESENT = 2
    TOMBSTONE = 3


class Medium(IntEnum):
    """How a post reaches people, which decides whom it addresses (docs/why/009)."""

    NOTE = 1
    MAIL = 2
    LIST_MAIL = 3
    CHAT = 4
    ROOM = 5
    CALL = 6
    MEETING = 7


class Basis(IntEnum):
    """Why an interaction has its addressee: the source says so, or it followed the addressee in a chat room, or the
    words and turns of the room say so (docs/models/threads.md)."""

    SAID = 0
    NEIGHBOUR = 1
    FOUND = 2


PRIVATE_KINDS = frozenset({Kind.MESSAGE, Kind.EMAIL, Kind.CALL, Kind.CARD, Kind.GIFT})
CO_PRESENCE = frozenset({Kind.MEETING, Kind.EVENT})
# What nobody sends: it is told once, of both. (A call is kept as two interactions, since talking has two sides.)
SHARED = CO_PRESENCE | {Kind.CALL}
# The forms that are their own meaning: whoever does this has given something.
GIVING_FORMS = {
    Kind.QUOTE: ActName.CREDITED,
    Kind.SHARE: ActName.SHARED_THEIRS,
    Kind.GIFT: ActName.GAVE,
    Kind.CARD: ActName.GAVE,
}
# The facts that say where somebody lives or works, as files and profiles name them.
WHERE = ("address", "city", "location", "Location", "based in", "Based in", "label")
STABLE_SCHEMES = ("uri", "did", "x-id", "mailto", "tel")
