"""Looks through a text for personal data, the surest kinds first; what a text holds no sign of is not looked for.

What each kind is, how well it is told and what it must not be used for: docs/models/personal.md.
"""

import re

from mutuals.text.personal.address import addresses
from mutuals.text.personal.cues import ACCOUNT, AT, BIRTH, FAMILY, HEALTH, PAPERS, SECRET
from mutuals.text.personal.guesses import names
from mutuals.text.personal.identity import identity_at, lettered
from mutuals.text.personal.life import lives
from mutuals.text.personal.look import Look
from mutuals.text.personal.mail import mails
from mutuals.text.personal.money import card_at, ibans, wallets
from mutuals.text.personal.network import ip_at, ips, macs, urls
from mutuals.text.personal.papers import papers
from mutuals.text.personal.places import coordinates
from mutuals.text.personal.secret import keys, passwords
from mutuals.text.personal.telephone import linked, phone_at
from mutuals.text.readings import Span

VERSION = "personal-1"
"""Changes whenever the same text may be read otherwise."""

_DIGIT = re.compile(r"[0-9]")
_RUN = re.compile(r"[0-9][0-9 ./()-]{5,}")
_MAY_TELL = re.compile(r"(?:key|secret|token|pass)\w{0,8}[\"']?:")
_DECIMALS = re.compile(r"\.[0-9]{2}")
_GROUP = re.compile(r"[0-9]+")


def find(text: str, *, region: str | None = None, hints: bool = True) -> list[Span]:
    """Where in a text personal data may be, in its order; finds never overlap each other nor hints.

    `region` (ISO 3166, two letters) is the country whose telephone numbers are read without a country code; without
    `hints` only what is told by its form is looked for, in two thirds of the time. Never raises, whatever the text;
    takes time in proportion to its length.
    """
    look = Look(text, region)
    if look.longest > 18 or "-----BEGIN" in look.plain:
        look.claim_all(keys(look))
        look.claim_all(wallets(look))
    if look.flags & SECRET or "=" in look.plain or (":" in look.plain and _MAY_TELL.search(look.lower)):
        look.claim_all(passwords(look))
    if (
        "@" in look.plain
        or look.flags & AT
        or "(" in look.plain
        or "[" in look.plain
        or "{" in look.plain
        or "<" in look.plain
    ):
        look.claim_all(mails(look))
    if _DIGIT.search(look.plain):
        _numbers(look)
    if "." in look.plain:
        look.claim_all(urls(look))
    if hints:
        if look.flags & (HEALTH | FAMILY):
            look.claim_all(lives(look), hint=True)
        names(look)
    return look.spans()


def _numbers(look: Look) -> None:
    """What is told by its digits; the longest of the runs of digits says what may be among them."""
    plain = look.plain
    runs = [found.span() for found in _RUN.finditer(plain)]
    most = max([end - start for start, end in runs], default=0)
    _marked(look)
    if look.longest > 14 or most > 10:
        look.claim_all(ibans(look))
    if most > 5 or look.longest > 8:
        look.claim_all(lettered(look))
    if look.flags & (BIRTH | PAPERS | ACCOUNT):
        look.claim_all(papers(look))
    if most > 5:
        if "tel:" in look.lower or "wa.me/" in look.lower:
            look.claim_all(linked(look))
        for start, end in runs:
            _run(look, start, end)
    look.claim_all(addresses(look))


def _marked(look: Look) -> None:
    """What is told by the signs between its digits."""
    plain = look.plain
    if _DECIMALS.search(plain) or "+" in plain or "/" in plain or "°" in plain or "º" in plain:
        look.claim_all(coordinates(look))
    if plain.count(":") > 1:
        look.claim_all(ips(look))
    if look.longest > 13:
        look.claim_all(macs(look))


def _run(look: Look, start: int, end: int) -> None:
    """What begins with one of the groups of a run of digits; no table of thousands of numbers is read to its end."""
    until = start
    for group in _GROUP.finditer(look.plain, start, min(end, start + 2_000)):
        if group.start() >= until and look.free(*group.span()):
            kind, begin, after = _number_at(look, group.start(), end)
            if kind and look.claim(kind, begin, after):
                until = after


def _number_at(look: Look, start: int, end: int) -> tuple[str, int, int]:
    """Kind, start and end of the number whose first digit stands there."""
    if end - start > 12 and (after := card_at(look, start)):
        return "card", start, after
    if look.plain.count(".", start, min(end, start + 16)) > 2 and (after := ip_at(look, start)):
        return "ip", start, after
    kind, after = identity_at(look, start)
    if kind:
        return kind, start, after
    return "phone", *phone_at(look, start)
