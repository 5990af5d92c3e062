"""Message ids, threads and the `mid:` URI (RFC 2392); tolerant of what stands in In-Reply-To and References."""

import hashlib
import re
from typing import NamedTuple
from urllib.parse import quote

MAX_BARE = 5_000
"""Characters of a head without brackets that are searched for ids."""
MISSING = "@missing.mutuals.invalid"
_BRACKETS = re.compile(r"<([^<>]*)>")
_BARE = re.compile(r"[^\s<>,;()\"']+@[^\s<>,;()\"']+")
_PLAIN = re.compile(r"[\w.@$+=!~*-]*", re.ASCII)
_COMMENT = re.compile(r"\([^()]*\)")


class Place(NamedTuple):
    """Where a mail stands: its own id, the mail it answers ("" for none) and the root of its thread; all `mid:`."""

    id: str
    parent: str
    root: str


def mid(message_id: str) -> str:
    """The `mid:` URI of a message id without brackets; `/` is encoded since RFC 2392 parts a content id with it."""
    if _PLAIN.fullmatch(message_id):
        return "mid:" + message_id
    return "mid:" + quote(message_id, safe="!$&'()*+,;=:@-._~")


def ids_of(value: str) -> list[str]:
    """All message ids of a head in their order, each once: those in <>, with blanks from folding taken out; without
    any brackets the words that look like one."""
    found = ["".join(one.split()) for one in _BRACKETS.findall(value)]
    if not found:
        found = _BARE.findall(_COMMENT.sub(" ", value[:MAX_BARE])) if "@" in value else []
    return list(dict.fromkeys(one for one in found if one))


def own_id(value: str) -> str:
    """The id in a Message-ID head, also without brackets or `@`; "" when there is none."""
    found = ids_of(value)
    if found:
        return found[0]
    words = value.replace("<", " ").replace(">", " ").split()
    return words[0] if words else ""


def place(*, own: str, replied: list[str], references: str, made_of: tuple[str, ...]) -> Place:
    """Finds a mail's place. `replied` are its In-Reply-To heads, `made_of` (from, date, subject, body start) what an
    id is made of when it has none (SHA-256, so that every read makes the same)."""
    chain = ids_of(references)
    named = [one for head in replied for one in _answered(head, chain)]
    me = own or hashlib.sha256("\n".join(made_of).encode("utf-8", "replace")).hexdigest()[:32] + MISSING
    parent = _parent([one for one in named if one != me], [one for one in chain if one != me])
    root = next((one for one in chain if one != me), "") or parent or me
    return Place(mid(me), mid(parent) if parent else "", mid(root))


def _answered(head: str, chain: list[str]) -> list[str]:
    """Ids in one In-Reply-To. Prose around them (`Message from Jane <jane@x.org> of "Mon" <id>`) names the id last;
    `Jane <jane@x.org> "Re: tea" (Feb 5)` names an address only."""
    plain = (_COMMENT.sub(" ", head) if "(" in head else head).split(";")[0].strip()
    found = _BRACKETS.findall(plain)
    if not found:
        return [one for one in ids_of(plain) if one in chain or " " not in plain]
    if plain.startswith("<"):
        return ids_of(plain)
    last = "".join(found[-1].split())
    return [last] if last in chain or plain.endswith(">") or '"' not in plain else []


def _parent(named: list[str], chain: list[str]) -> str:
    """In-Reply-To says it; of several the one that ends References; References alone give their last."""
    if chain and (not named or chain[-1] in named):
        return chain[-1]
    return named[0] if named else ""
