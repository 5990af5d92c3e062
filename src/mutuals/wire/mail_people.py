"""Mailboxes in From, To and Cc, as the standard writes them and as people's programs did; and their actor ids.

Sources: RFC 5322 section 3.4 and 4.4 (obsolete addressing, routes, groups), RFC 6068 (mailto), RFC 5891 (IDNA).
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from mutuals.wire.mail_codes import words_of

MAX_PEOPLE = 500
MAX_HEAD = 100_000
"""Mailboxes read from one head; what comes after is a mass mailing."""


class Mailbox(NamedTuple):
    """A display name and an address, lower-cased, its host in punycode; either may be ""."""

    name: str
    address: str


_TOKEN = re.compile(
    r"(=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)"  # an encoded word, which may hold commas
    r'|"((?:[^"\\]|\\.)*)"'
    r"|\(((?:[^()\\]|\\.|\([^()]*\))*)\)"
    r"|<([^<>]*)>?"
    r"|([,;])"
    r"|(\s+)"
    r'|([^\s,;<>"()]+|.)',
    re.DOTALL,
)
_SIMPLE = re.compile(r'\s*(?:"?([\w .\'-]*?)"?\s+)?<?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)>?\s*', re.ASCII)
_ADDRESS = re.compile(
    r"(?:mailto:)?([^\s@<>,;:\"()\[\]]+)@((?:[\w-]+\.)*[\w-]+|\[[\d.:a-fA-FIPv]+\])\.?",
    re.IGNORECASE,
)
_AT_WORD = re.compile(r"([\w.+-]+)\s+at\s+([\w-]+(?:(?:\.|\s+dot\s+)[\w-]+)+)", re.IGNORECASE)
_GROUP = re.compile(r"^[^:@<>\"(),\[]*:")
_EMPTY = re.compile(
    r"(?:undisclosed|unlisted|no|suppressed|unknown)?[- _]?(?:recipients?|sender)\W*(?:not shown)?\W*",
    re.IGNORECASE,
)
_BY_WAY = re.compile(r"\s*[\[(](?:by way of|mailto:|via\b)[^\])]*[\])]\s*$", re.IGNORECASE)
_TITLES = {"jr", "jr.", "sr", "sr.", "phd", "ph.d.", "md", "m.d.", "ii", "iii", "esq", "inc", "inc.", "ltd", "ltd.",
           "llc", "gmbh", "ag", "s.a.", "bv", "co."}  # fmt: skip


def mailboxes(head: str) -> tuple[Mailbox, ...]:
    """The mailboxes of an address head, in order; groups are opened, names decoded and tidied, empty groups and
    `undisclosed-recipients` give none."""
    return _cached(head) if len(head) < 1_000 else _mailboxes(head)


@lru_cache(8_192)
def _cached(head: str) -> tuple[Mailbox, ...]:
    return _mailboxes(head)


def _mailboxes(head: str) -> tuple[Mailbox, ...]:
    simple = _SIMPLE.fullmatch(head) if len(head) < 200 else None
    if simple:
        address = simple[2].lower()
        return (Mailbox(good_name(simple[1] or "", address), address),)
    found = []
    for part in _parts(head[:MAX_HEAD]):
        one = _mailbox(part)
        if one:
            found.append(one)
        if len(found) >= MAX_PEOPLE:
            break
    return tuple(dict.fromkeys(found))


def address_of(text: str) -> str:
    """The one canonical address in `text`: lower case, host in punycode; "" when there is none."""
    match = _ADDRESS.search(text[:1_000]) if "@" in text else None
    if not match:
        return ""
    local, host = match[1].strip("'").lower(), match[2].lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            host = quote(host)
    return f"{local}@{host}" if local else ""


@lru_cache(8_192)
def actor_id(box: Mailbox, scope: str) -> str:
    """`mailto:` and the address; a bare name, or an address that is only good on one machine (`root@localhost`),
    is a local actor in `scope`."""
    if "." in box.address.partition("@")[2] or box.address.endswith("]"):
        return mailto(box.address)
    return f"tag:{scope}.mutuals.invalid,2026:mail/name/{quote(box.address or box.name, safe='')}"


@lru_cache(16_384)
def mailto(address: str) -> str:
    """The `mailto:` URI of a canonical address; only what no URI may hold is percent-encoded."""
    return "mailto:" + quote(address, safe="!$&'()*+,;=:@-._~/[]")


@lru_cache(8_192)
def good_name(name: str, address: str = "") -> str:
    """A display name as people say it: without quotes, `(by way of ...)` and the address itself; `Doe, Jane` is
    turned round; "" when nothing but an address is left."""
    name = _BY_WAY.sub("", words_of(name[:2_000])[:500]).strip(" '\"`,;:<>")
    name = (
        re.sub(
            r"\s*[(\[<]?\b" + re.escape(address) + r"[)\]>]?",
            "",
            name,
            flags=re.IGNORECASE,
        ).strip()
        if address
        else name
    )
    if "@" in name and " " not in name:
        return ""
    return _turned(name) if name.count(",") == 1 else name[:200]


def _turned(name: str) -> str:
    last, first = (part.strip() for part in name.split(","))
    plain = first and last and not re.search(r"\d", name) and first.lower() not in _TITLES
    if plain and len(first.split()) <= 3 and len(last.split()) <= 3:
        return f"{first} {last}"
    return name


class _Part(NamedTuple):
    """One mailbox taken to pieces: words outside any sign, what stood in <>, comments."""

    words: str
    angle: str | None
    comment: str
    quoted: bool


def _parts(head: str) -> list[_Part]:
    """Splits at commas and semicolons that are outside quotes, comments, brackets and encoded words."""
    parts: list[_Part] = []
    words, comments, angle, quoted = "", "", None, False
    for match in _TOKEN.finditer(head):
        kind = match.lastindex
        if kind == 5:
            parts.append(_Part(words, angle, comments, quoted))
            words, comments, angle, quoted = "", "", None, False
        elif kind == 4 and angle is None:
            angle = match[4]
        elif kind == 3:
            comments = comments or match[3]
        elif kind == 2:
            words, quoted = words + match[2].replace("\\", ""), True
        else:
            words += match[0]
    parts.append(_Part(words, angle, comments, quoted))
    return parts


def _mailbox(part: _Part) -> Mailbox | None:
    words = part.words.strip()
    if part.angle is None:
        return _bare(
            words if part.quoted else _GROUP.sub("", words, count=1).strip() or "",
            part.comment,
        )
    address = address_of(part.angle.rpartition(":")[2]) or address_of(part.angle)
    if not part.quoted and ":" in words:
        words = _GROUP.sub("", words, count=1).strip()
    name = good_name(words or part.comment, address)
    if not address:
        return _bare(words, part.comment) or (Mailbox("", part.angle.lower()) if part.angle.strip() else None)
    return Mailbox(name, address)


def _bare(words: str, comment: str) -> Mailbox | None:
    """A mailbox without <>: `jane@x.org (Jane Doe)`, `Jane Doe jane@x.org`, `jane at x.org (Jane Doe)`, or only a
    name."""
    hidden = _AT_WORD.fullmatch(words)
    if hidden:
        words = f"{hidden[1]}@" + re.sub(r"\s+dot\s+", ".", hidden[2], flags=re.IGNORECASE)
    address = address_of(words)
    if address:
        rest = _ADDRESS.sub("", words, count=1).strip(" '\"[]")
        return Mailbox(good_name(rest or comment, address), address)
    name = good_name(words)
    if not name or _EMPTY.fullmatch(name) or not re.search(r"\w", name):
        return None
    return Mailbox(name, "")
