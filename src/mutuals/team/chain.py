"""The event log's arithmetic: each entry's hash covers the one before it, so that a change anywhere shows. Pure."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as the chain sees it: `digest` is the SHA-256 of its details, `prev` the hash of the entry before."""

    id: int
    at: int
    actor: str
    verb: str
    subject: str
    digest: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and the entry where it shows."""

    id: int
    what: str


def canonical(value: Any) -> str:
    """The one way of writing a JSON value that is hashed: sorted names, no spaces, no escapes beyond JSON's own."""
    return json.dumps(
        value,
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )


def digest_of(nonce: str, details: str) -> str:
    """SHA-256 of nonce and details, in hex; the nonce is erased with the details, so that they cannot be guessed."""
    return hashlib.sha256(f"{nonce}\n{details}".encode("utf-8", "surrogatepass")).hexdigest()


def hash_of(*, id: int, at: int, actor: str, verb: str, subject: str, digest: str, prev: str) -> str:
    """SHA-256 of the entry's seven other columns as a canonical JSON array, in hex."""
    row = canonical([id, at, actor, verb, subject, digest, prev])
    return hashlib.sha256(row.encode("utf-8", "surrogatepass")).hexdigest()


def faults(links: Iterable[Link]) -> Iterator[Fault]:
    """What is wrong with a chain, read once from its start; nothing when it is whole."""
    expected, prev = 1, GENESIS
    for link in links:
        if link.id != expected:
            yield Fault(link.id, f"entries {expected} to {link.id - 1} are missing")
        if link.prev != prev:
            yield Fault(link.id, "does not follow from the entry before it")
        if link.hash != _again(link):
            yield Fault(link.id, "was changed after it was written")
        expected, prev = link.id + 1, link.hash


def _again(link: Link) -> str:
    return hash_of(
        id=link.id,
        at=link.at,
        actor=link.actor,
        verb=link.verb,
        subject=link.subject,
        digest=link.digest,
        prev=link.prev,
    )
