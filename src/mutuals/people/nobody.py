"""Addresses and names that are nobody's own: noreply, info@, newsletters. Pure."""

import re
from collections.abc import Iterable
from typing import Final

# What stands before the @ where nobody reads, and where a whole office does.
MACHINES: Final = (
    "noreply", "no-reply", "no.reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster", "bounce", "bounces",
    "notification", "notifications", "notify", "newsletter", "newsletters", "news", "alert", "alerts", "automailer",
)  # fmt: skip
OFFICES: Final = (
    "info", "hello", "hallo", "kontakt", "contact", "contacto", "office", "buero", "admin", "webmaster", "support",
    "help", "service", "kundenservice", "sales", "vertrieb", "billing", "invoice", "rechnung", "accounts", "orders",
    "booking", "reservations", "reception", "jobs", "career", "careers", "press", "presse", "marketing", "team", "mail",
    "post", "privacy", "datenschutz", "abuse", "security", "legal", "feedback", "shop", "store", "subscribe",
)  # fmt: skip
BUILT_IN: Final = (*MACHINES, *OFFICES)
SHORTEST: Final = 2
_END: Final = re.compile(r"[+].*$|[._-]?\d+$")


def term_of(text: str) -> str:
    """A term as it is kept: small letters, no @ behind a name; a term may name a whole host as @shop.example."""
    plain = " ".join(text.casefold().split())[:80]
    return plain.removesuffix("@")


def nobody(addresses: Iterable[str], names: Iterable[str], terms: Iterable[str] = ()) -> str:
    """The term by which an address or name is nobody's own, or nothing.

    `terms` are those that people added: a word before the @, a host as @shop.example, a word of a name.
    """
    own = frozenset(terms)
    for address in addresses:
        local, _, host = address.casefold().partition("@")
        if not host:
            continue
        bare = _END.sub("", local)
        found = next((one for one in (local, bare) if one in own or one in BUILT_IN), "")
        if found or f"@{host}" in own:
            return found or f"@{host}"
    for name in names:
        plain = f" {' '.join(re.split(r'[^a-z0-9@äöüéèñ]+', name.casefold()))} "
        if found := next((one for one in sorted(own) if f" {one} " in plain), ""):
            return found
    return ""
