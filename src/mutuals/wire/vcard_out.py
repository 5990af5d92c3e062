"""One person as a vCard 4.0, the form in which address books take people. Pure.

Specification: https://www.rfc-editor.org/rfc/rfc6350.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DAY = re.compile(r"(\d{4}|-)-?(\d\d)-?(\d\d)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What an address book keeps of somebody; `uid` is a URI, `born` a day as facts write it."""

    uid: str
    name: str
    kind: str = "person"
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    born: str = ""
    employer: str = ""
    job: str = ""
    groups: tuple[str, ...] = ()


def card_text(card: Card) -> str:
    """The card, its lines folded at 75 octets and ended with CRLF."""
    lines = [
        "BEGIN:VCARD", "VERSION:4.0", f"UID:{_plain(card.uid)}",
        f"KIND:{'org' if card.kind == 'organisation' else 'individual'}", f"FN:{_escaped(card.name or 'Unknown')}",
        *(f"EMAIL:{_escaped(one)}" for one in card.emails),
        *(f"TEL;VALUE=uri:tel:{_plain(one)}" for one in card.phones),
        *(f"URL:{_plain(one)}" for one in card.urls),
        *(f"IMPP:{_plain(one)}" for one in card.ids),
    ]  # fmt: skip
    if born := _DAY.match(card.born):
        lines.append(f"BDAY:{born[1].replace('-', '--')}{born[2]}{born[3]}")
    if card.employer:
        lines.append(f"ORG:{_escaped(card.employer)}")
    if card.job:
        lines.append(f"TITLE:{_escaped(card.job)}")
    if card.groups:
        lines.append(f"CATEGORIES:{','.join(map(_escaped, card.groups))}")
    return "".join(f"{one}\r\n" for line in (*lines, "END:VCARD") for one in _folded(line))


def _escaped(text: str) -> str:
    """A text value: RFC 6350 section 3.4."""
    text = _CONTROLS.sub(" ", text).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _plain(uri: str) -> str:
    return re.sub(r"[\x00-\x20\x7f]", "", uri)


def _folded(line: str) -> Iterable[str]:
    """Lines of at most 75 octets, never cut within a letter; the later ones begin with a space (section 3.2)."""
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    yield piece
