"""Mailing lists and machines told from people by what heads say.

Sources: RFC 2919 (List-Id), RFC 2369 (List-Post, List-Unsubscribe), RFC 3834 (Auto-Submitted), the heads of Mailman,
Majordomo, ezmlm, Ecartis, Yahoo and Google Groups, and DMARC rewriting ("Jane via List").
"""

import re
from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from mutuals.wire.mail_codes import words_of
from mutuals.wire.mail_parts import Heads
from mutuals.wire.mail_people import Mailbox, address_of, good_name, mailboxes


class Claimed(NamedTuple):
    """What a mail says of the list it came through: its address ("" when unknown), List-Id and name."""

    address: str
    list_id: str
    name: str


HINT = re.compile(
    rb"\n(?:[Ll]ist-(?:[Ii][Dd]|[Pp]ost)|[Mm]ailing-[Ll]ist|[Xx]-(?:[Mm]ailing-[Ll]ist|[Bb]een[Tt]here|[Ll]ist|M[Ll]-|"
    rb"Google-Group)|[Pp]recedence|[Dd]elivered-[Tt]o: *mailing list|LIST-|PRECEDENCE)"
)
"""Heads without which a mail came through no list that could be named; a quick first look at raw bytes."""

_HOST = re.compile(
    r"@(?:lists?|listserv|ml|mailman|groups|mailinglist)\.[^.@]+\.|"
    r"@(?:.*\.)?(?:vger\.kernel\.org|(?:google|yahoo)groups\.[a-z.]+|groups\.io|freelists\.org|egroups\.com|"
    r"lists\.[a-z.-]+|nongnu\.org|listserv\.[a-z.-]+)$"
)
_LOCAL = re.compile(r"[\w.+-]+[-_](?:users?|devel|announce|discuss|discussion|list|ml|mailinglist)@")
_SIDE_DOOR = re.compile(
    r"(?:owner-([^@]+)|([^@]+?)-(?:owner|bounces?|admin|outgoing|request|errors))(?:[+=-][^@]*)?@(.+)"
)
_MACHINE = re.compile(
    r"(?:.*[._+-])?(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|mailer-?daemon|postmaster|bounces?|notifications?|"
    r"notify|newsletters?|autoreply|auto-?confirm|automailer|majordomo|listserv|mailman|listmaster|cron|daemon|"
    r"noreply-[\w.-]+|[\w.-]+-(?:noreply|request|bounces?|owner))(?:[._+-].*)?@|owner-[^@]+@|"
    r"[^@]+@(?:no-?reply|bounces?|notifications?|reply)\."
)
_TOKENED = re.compile(r"[^@]*[+=][^@]{16,}@")
_MUNGED = re.compile(r"([^@]+)(?:=40|=)([^@=]+\.[^@=]+)@(?:dmarc\.ietf\.org|groups\.io|lists?\.[\w.-]+)")
_VIA = re.compile(r"\s*[('\"]*\s*\bvia\b.*$", re.IGNORECASE | re.DOTALL)
_POST = re.compile(r"<\s*mailto:([^>?]+)", re.IGNORECASE)
_LIST_HEADS = frozenset(
    (
        "list-id",
        "list-post",
        "mailing-list",
        "x-mailing-list",
        "x-beenthere",
        "x-list",
        "x-ml-name",
        "precedence",
    )
)
_MANY = frozenset(("list-id", "list-post", "list-unsubscribe", "mailing-list", "feedback-id", "x-campaign"))
_BULK = ("bulk", "list", "junk")


def claimed(heads: Heads) -> Claimed | None:
    """The list that a mail says it came through; None for mail between people, and for newsletters that nobody
    can answer to."""
    if not heads.any_of(_LIST_HEADS) and "mailing list" not in heads.first("delivered-to"):
        return None
    list_id, name = _list_id(heads)
    address = _address(heads)
    if not address and (not list_id or _one_way(heads)):
        short = heads.first("x-list").lower() or heads.first("x-ml-name").lower()
        return Claimed("", short, short) if short and bulk(heads) else None
    return Claimed(address, list_id, name or heads.first("x-list"))


@lru_cache(16_384)
def looks_like_list(address: str) -> bool:
    """Whether an address alone betrays a list: a host of lists, or a name such as `gimp-users`."""
    return bool(_HOST.search(address) or _LOCAL.match(address)) and not _MACHINE.match(address)


def bulk(heads: Heads) -> bool:
    """Precedence bulk, list or junk."""
    return heads.first("precedence").strip().lower() in _BULK


@lru_cache(16_384)
def machine_address(address: str) -> bool:
    """Whether an address is one that nobody reads: noreply, mailer-daemon, notifications, bounces."""
    return bool(_MACHINE.match(address))


def machine_mail(heads: Heads, author: Mailbox, through: Claimed | None) -> bool:
    """Whether a program wrote this mail: said so by Auto-Submitted (RFC 3834; an absence note is still a person's),
    or a newsletter, that is bulk to unsubscribe from and no list to answer on."""
    said = heads.first("auto-submitted").strip().lower()
    sender = address_of(heads.first("sender"))
    if said.startswith(("auto-generated", "auto-notified")) and sender in (
        "",
        author.address,
    ):
        return True
    if through or "list-unsubscribe" not in heads:
        return False
    return bulk(heads) or "feedback-id" in heads or "list-unsubscribe-post" in heads or "x-campaign" in heads


def by_hand(heads: Heads, through: Claimed | None) -> bool:
    """Whether nothing says that a mail went to many at once or wrote itself: no list, no Precedence of bulk, nothing
    to unsubscribe from, no Auto-Submitted but `no`."""
    if through or bulk(heads) or heads.any_of(_MANY):
        return False
    return heads.first("auto-submitted").strip().lower() in ("", "no")


def true_author(heads: Heads, lists: Container[str], through: Claimed | None) -> Mailbox:
    """Who wrote a mail: From, unless it is missing or a list put itself there (DMARC); then what X-Original-From,
    Reply-To and X-Original-Sender tell, at last the name before `via`."""
    people = mailboxes(heads.first("from"))
    author = people[0] if people else Mailbox("", "")
    munged = _MUNGED.fullmatch(author.address)
    if munged:
        return Mailbox(good_name(_VIA.sub("", author.name)), address_of(f"{munged[1]}@{munged[2]}"))
    if author.address and not (author.address in lists or (through and author.address == through.address)):
        return author
    if author.address and not _VIA.search(author.name):
        return author
    return _behind(heads, author, lists)


def _behind(heads: Heads, author: Mailbox, lists: Container[str]) -> Mailbox:
    """The person behind a rewritten or missing From."""
    name = good_name(_VIA.sub("", author.name))
    places = ["x-original-from", "reply-to", "x-original-sender", "x-mailfrom"]
    if not author.address:
        places += ["sender", "return-path", "x-sender"]
    for place in places:
        for box in mailboxes(heads.first(place)):
            if box.address and box.address not in lists and not _SIDE_DOOR.fullmatch(box.address):
                return Mailbox(name or good_name(_VIA.sub("", box.name)), box.address)
    return Mailbox(name, "") if name else author


def _list_id(heads: Heads) -> tuple[str, str]:
    """List-Id without brackets, lower case, and the phrase before it."""
    said = heads.first("list-id")
    if not said:
        return "", ""
    name, _, rest = said.partition("<")
    return (rest.partition(">")[0] if rest else said).strip().lower()[:200], good_name(words_of(name))


def _address(heads: Heads) -> str:
    """The list's own address, from the head that says it most plainly."""
    post = _POST.search(heads.first("list-post"))
    for said in (
        unquote(post[1]) if post else "",
        heads.first("x-beenthere"),
        heads.first("x-mailing-list"),
        heads.first("mailing-list").removeprefix("list "),
        next((one for one in heads.all("delivered-to") if "mailing list" in one), ""),
    ):
        address = address_of(said)
        if address and not _TOKENED.match(address) and not _MACHINE.match(address):
            return address
    return _by_side_door(heads)


def _by_side_door(heads: Heads) -> str:
    """owner-list@host, list-bounces@host and their like in the envelope of bulk mail name the list."""
    if not (bulk(heads) or "list-id" in heads):
        return ""
    for place in ("sender", "errors-to", "x-errors-to", "return-path"):
        match = _SIDE_DOOR.fullmatch(address_of(heads.first(place)))
        if match:
            return f"{match[1] or match[2]}@{match[3]}"
    return ""


def _one_way(heads: Heads) -> bool:
    """A newsletter: a List-Id and something to unsubscribe from, and no way to post."""
    post = heads.first("list-post").strip().upper()
    return "list-unsubscribe" in heads and (not post or post.startswith("NO"))
