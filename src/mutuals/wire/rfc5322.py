"""Mail (RFC 5322) to ActivityStreams: one mail is a Note with a `mid:` id, created by its author.

`read` takes a raw mail to pieces, `create` says it in as2 words. The list it came through stands in `audience`, the
thread's root in `context`. Quotes and signatures are left out of the content (`mail_own`).
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Link, Object, Time
from mutuals.text.folding import clean
from mutuals.text.html import plain
from mutuals.wire.mail_cast import Lists, list_actor
from mutuals.wire.mail_codes import words_of
from mutuals.wire.mail_dates import time_of
from mutuals.wire.mail_ids import Place, own_id, place
from mutuals.wire.mail_lists import Claimed, by_hand, claimed, machine_address, machine_mail, true_author
from mutuals.wire.mail_own import own_html, own_words
from mutuals.wire.mail_parts import Body, Heads, body_of, heads_of, split
from mutuals.wire.mail_people import Mailbox, actor_id, address_of, mailboxes, mailto

_ENVELOPE = ("delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
"""Heads in which the receiving server says into whose box it put a mail."""
ENVELOPE = frozenset(_ENVELOPE)

MAX_SUBJECT = 1_000
_LINK = re.compile(r"<\s*(https?://[^>\s]+)")
_STUB = re.compile(
    r"\bhtml\b|view (?:this|it) in (?:your|a) browser|webversion|im browser",
    re.IGNORECASE,
)


class Unreadable(Exception):
    """A mail that cannot be kept; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, read. `cut` tells that its end is missing, `gone` that its program had marked it deleted or a
    draft, `calendars` are the invitations that hang on it."""

    place: Place
    author: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    through: Claimed | None
    machine: bool
    subject: str
    content: str
    url: str
    published: Time
    attached: tuple[Link, ...]
    calendars: tuple[bytes, ...]
    delivered: tuple[str, ...]
    labels: tuple[str, ...]
    gone: str
    cut: bool


def read(raw: bytes, *, lists: Lists, envelope: str = "") -> Mail:
    """Reads one mail; `envelope` is what stood after `From ` in an mbox. Raises Unreadable for a mail whose heads
    are cut off or that names no sender."""
    block, start = split(raw)
    heads = heads_of(block)
    if start < 0 and not raw.endswith(b"\n"):
        raise Unreadable("Its heads are cut off.")
    through = claimed(heads)
    author = _author(heads, lists, through, envelope)
    published = _published(heads, envelope)
    delivered = _delivered(heads)
    to, cc = _readers(heads, author, lists, through, delivered)
    body = body_of(heads, raw, start if start >= 0 else len(raw))
    subject, content = (
        words_of(heads.first("subject"))[:MAX_SUBJECT],
        clean(_content(body)),
    )
    return Mail(
        place=_place(heads, author, published, subject, content),
        author=author,
        to=to,
        cc=cc,
        through=through,
        machine=machine_mail(heads, author, through),
        subject=clean(subject),
        content=content,
        url=_url(heads),
        published=published,
        attached=tuple(body.attached),
        calendars=tuple(body.calendars),
        delivered=delivered,
        labels=_labels(heads),
        gone=_gone(heads),
        cut=body.cut,
    )


def create(mail: Mail, *, groups: tuple[Actor, ...], scope: str) -> Activity:
    """The mail as a Create of a Note; `groups` are its `audience`."""
    me = mail.place.id
    actor = actor_id(mail.author, scope)
    to = tuple(dict.fromkeys(actor_id(box, scope) for box in mail.to))
    cc = tuple(one for one in dict.fromkeys(actor_id(box, scope) for box in mail.cc) if one not in to)
    note = Object(
        id=me,
        attributed_to=actor,
        content=mail.content,
        name=mail.subject,
        url=mail.url,
        in_reply_to=mail.place.parent,
        context=mail.place.root,
        to=to,
        cc=cc,
        audience=tuple(one.id for one in groups),
        attachment=mail.attached,
        published=mail.published,
    )
    return Activity(
        id=f"{me}#create",
        type="Create",
        actor=actor,
        object=note,
        published=mail.published,
        to=to,
        cc=cc,
    )


def audience(mail: Mail, *, lists: Lists, scope: str) -> tuple[Actor, ...]:
    """The lists a mail was sent through: those it is addressed to, and the one that says it passed it on."""
    found = {}
    for box in (*mail.to, *mail.cc):
        if box.address and box.address in lists:
            short = box.address.partition("@")[0]
            uri = mailto(box.address)
            found[uri] = Actor(
                id=uri,
                type="Group",
                name=lists.names.get(box.address) or box.name or short,
            )
    if mail.through:
        own = list_actor(mail.through, lists, scope)
        short = own.id.partition("@")[0]
        if not any(uri.partition("@")[0] == short for uri in found) and (
            own.id.startswith("mailto:") or not found
        ):
            found[own.id] = own
    return tuple(found.values())


def _author(heads: Heads, lists: Lists, through: Claimed | None, envelope: str) -> Mailbox:
    author = true_author(heads, lists, through)
    if author.name or author.address:
        return author
    address = address_of(envelope.split(" ", maxsplit=1)[0])
    if "." not in address.partition("@")[2]:
        raise Unreadable("This mail names no sender.")
    return Mailbox("", address)


def _readers(
    heads: Heads, author: Mailbox, lists: Lists, through: Claimed | None, delivered: tuple[str, ...]
) -> tuple[tuple[Mailbox, ...], tuple[Mailbox, ...]]:
    """To and Cc. A mail by hand that names nobody but its author went to whom it was delivered (Bcc)."""
    to = mailboxes(heads.joined("to") or heads.joined("apparently-to"))
    cc = (*mailboxes(heads.joined("cc")), *mailboxes(heads.joined("bcc")))
    if any(box.address not in ("", author.address) for box in (*to, *cc)):
        return to, cc
    mine = [one for one in delivered if one != author.address and one not in lists]
    if mine and not machine_address(author.address) and by_hand(heads, through):
        to = (*to, Mailbox("", mine[0]))
    return to, cc


def _published(heads: Heads, envelope: str) -> Time:
    """Date as it stands; without one what the last server noted, then the mbox's separator."""
    for value in (*heads.all("date"), *heads.all("delivery-date")):
        found = time_of(value)
        if found:
            return found
    for value in heads.all("received"):
        found = time_of(value.rpartition(";")[2]) if ";" in value else None
        if found:
            return found
    return time_of(envelope) or UNKNOWN_TIME


def _place(heads: Heads, author: Mailbox, published: Time, subject: str, content: str) -> Place:
    return place(
        own=own_id(heads.first("message-id") or heads.first("x-message-id")),
        replied=heads.all("in-reply-to"),
        references=heads.joined("references", " "),
        made_of=(
            author.address or author.name,
            str(published.ms),
            subject,
            content[:500],
        ),
    )


def _content(body: Body) -> str:
    text = body.text
    if body.html and (not text.strip() or (len(text) < 400 and _STUB.search(text))):
        return own_words(plain(own_html(body.html)))
    return own_words(text, flowed=body.flowed)


def _delivered(heads: Heads) -> tuple[str, ...]:
    if not heads.any_of(ENVELOPE):
        return ()
    found = (address_of(value) for name in _ENVELOPE for value in heads.all(name) if "|" not in value)
    return tuple(dict.fromkeys(one for one in found if one))


def _labels(heads: Heads) -> tuple[str, ...]:
    """Gmail's labels, which Takeout writes as one encoded head, and the keywords of other programs' folders."""
    said = words_of(heads.joined("x-gmail-labels"))
    return tuple(one.strip(' "') for one in said.split(",") if one.strip(' "'))


def _gone(heads: Heads) -> str:
    """What mail programs note in an mbox about a mail that was deleted but not yet swept out (Mozilla's Expunged bit,
    the D of X-Status), a draft (T), or their own bookkeeping."""
    mozilla = heads.first("x-mozilla-status")
    if re.fullmatch(r"[0-9A-Fa-f]{4}", mozilla) and int(mozilla, 16) & 0x0008:
        return "trash"
    status = heads.first("x-status")
    if "D" in status:
        return "trash"
    if "T" in status:
        return "drafts"
    return "own" if "x-imap" in heads and "FOLDER INTERNAL DATA" in heads.first("subject") else ""


def _url(heads: Heads) -> str:
    match = _LINK.search(heads.first("archived-at"))
    return quote(match[1], safe="!$&'()*+,;=:@-._~/?#%[]") if match else ""
