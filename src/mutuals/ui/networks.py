"""How a network is marked on the pages: a letter in a neutral square, no logos.

A network that is not listed is marked by the first letter of its own title: a new one edits nothing here.
"""

from dataclasses import dataclass
from typing import Final

from mutuals.ui.faces import first_grapheme


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: what is drawn (a letter, or the name of an icon), what it is called, if it is real life."""

    sign: str
    title: str
    icon: bool = False
    in_person: bool = False


_MAIL: Final = Mark("mail", "Mail", icon=True)
_PHONE: Final = Mark("book", "Phone contacts", icon=True)
_IN_PERSON: Final = Mark("cup", "In person", icon=True, in_person=True)
_CALL: Final = Mark("phone", "Call", icon=True, in_person=True)
_X: Final = Mark("X", "X")

MARKS: Final[dict[str, Mark]] = {
    "mail": _MAIL,
    "email": _MAIL,
    "mbox": _MAIL,
    "mastodon": Mark("M", "Mastodon"),
    "x": _X,
    "twitter": _X,
    "whatsapp": Mark("W", "WhatsApp"),
    "vcard": _PHONE,
    "contacts": _PHONE,
    "phone": _PHONE,
    "person": _IN_PERSON,
    "in-person": _IN_PERSON,
    "meeting": _IN_PERSON,
    "call": _CALL,
    "hand": Mark("pen", "Noted by hand", icon=True),
    "ical": Mark("calendar", "Calendar", icon=True),
    "calendar": Mark("calendar", "Calendar", icon=True),
    "linkedin": Mark("in", "LinkedIn"),
    "bluesky": Mark("B", "Bluesky"),
    "telegram": Mark("T", "Telegram"),
    "signal": Mark("S", "Signal"),
    "slack": Mark("Sl", "Slack"),
    "discord": Mark("D", "Discord"),
    "reddit": Mark("R", "Reddit"),
    "facebook": Mark("f", "Facebook"),
    "instagram": Mark("I", "Instagram"),
    "monica": Mark("Mo", "Monica"),
    "google_contacts": _PHONE,
    "csv": Mark("T", "Table"),
    "irc": Mark("#", "IRC"),
    "youtube": Mark("Y", "YouTube"),
}


def mark(network: str, title: str = "") -> Mark:
    """Returns the mark of a network by its name; `title` overrides what it is called."""
    known = MARKS.get(network.lower())
    if known is None:
        return Mark(
            first_grapheme(title or network).upper() or "?",
            title or network.capitalize(),
        )
    return Mark(known.sign, title, known.icon, known.in_person) if title else known
