"""vCards (2.1, 3.0, 4.0) to ActivityStreams: one card is one Actor, what it knows besides are private facts.

Sources: RFC 6350, RFC 2426, RFC 6474, versit vCard 2.1, and what Apple, Google, Android and Nokia write.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

from mutuals.as2 import UNKNOWN_TIME, Actor, Collection, PropertyValue, Time
from mutuals.text.folding import clean
from mutuals.text.names import key
from mutuals.text.phones import e164
from mutuals.wire.mail_dates import time_of
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.vcard_lines import Property, RawCard, split_value, unescaped
from mutuals.wire.vcard_phones import personal

MAX_FACT = 5_000
MAX_MEMBERS = 10_000
SYSTEM_LABELS = frozenset(("mycontacts", "* mycontacts", "* starred", "starred"))
KINDS: dict[str, Literal["Group", "Organization", "Application", "Person"]] = {
    "group": "Group",
    "org": "Organization",
    "organization": "Organization",
    "application": "Application",
}
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?|--(\d\d)-?(\d\d)(?:T.*)?|(\d{4})(?:-(\d\d))?")
_VOICE = frozenset(("voice", "cell"))
_EXTENSION = re.compile(r"(?:;ext=|[,;pwxPWX#]|ext\.?)\s*\d", re.IGNORECASE)


@dataclass(slots=True)
class Card:
    """A card in plain words while it is read: names, identifiers in file order, facts. `lines` are numbers that
    several people may share (`vcard_phones`)."""

    names: dict[str, str] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    facts: list[PropertyValue] = field(default_factory=list)
    uid: str = ""
    members: list[str] = field(default_factory=list)
    kind: Literal["Person", "Group", "Organization", "Application"] = "Person"
    updated: Time = UNKNOWN_TIME
    me: bool = False


def read(raw: RawCard, *, region: str | None = None) -> Card:
    """Reads the properties of one card; `region` (ISO 3166) completes national phone numbers, and those that stay
    incomplete become facts."""
    card = Card()
    labels = {one.group: _label(one.value) for one in raw.properties if one.name == "X-ABLABEL" and one.group}
    for one in raw.properties:
        label = labels.get(one.group, "") if one.group else ""
        if one.name == "TEL":
            add_phone(card, unescaped(one.value), one.types, region, label.lower())
        elif one.name in _READERS:
            _READERS[one.name](card, one, label)
        elif one.name in _PLAIN_FACTS:
            add_fact(card, _PLAIN_FACTS[one.name], _shown(one))
    return card


def identifiers(card: Card) -> list[str]:
    """The mail addresses and phone numbers of a card as URIs, addresses first; a landline is only an organisation's
    own."""
    phones = [*card.phones, *card.lines] if card.kind == "Organization" else card.phones
    return [*(mailto(one) for one in card.mails), *(f"tel:{one}" for one in phones)]


def actor(
    card: Card, raw: RawCard, *, scope: str, shared: frozenset[str] | set[str] = frozenset()
) -> Actor | None:
    """The card as an Actor; its id is the first mail address, else the first phone number that is nobody else's, else
    a local one from a landline and the name, the UID or the contents. What is `shared` with cards of other people is
    only a fact. None for a card that names nobody."""
    found = identifiers(card)
    known = [one for one in found if one not in shared]
    for uri in (*found, *(f"tel:{one}" for one in card.lines)):
        if uri not in known:
            scheme, _, value = uri.partition(":")
            add_fact(card, "phone" if scheme == "tel" else "email", value)
    name = name_of(card)
    if not known and not name and not card.facts:
        return None
    own = known[0] if known else _local_id(card, raw, scope)
    facts = tuple(dict.fromkeys(card.facts))
    return Actor(
        id=own,
        type=card.kind,
        name=name,
        also_known_as=tuple(known[1:]),
        attachment=facts,
        updated=card.updated,
    )


def members_of(card: Card, group: str, by_uid: Mapping[str, str], updated: Time = UNKNOWN_TIME) -> Collection:
    """The people of a group card whose actor is `group`; `by_uid` finds actors by the UID of their cards (as
    `uid_key` has it). Those whose card is not there are left out."""
    found = (by_uid.get(one, "") if ":" not in one else one for one in card.members)
    items = tuple(dict.fromkeys(one for one in found if one and one != group))
    return Collection(
        id=f"{group}#members", name="members", attributed_to=group, items=items, published=updated
    )


def uid_key(value: str) -> str:
    """A UID as it is compared: without `urn:uuid:` and what Apple puts behind it, lower case."""
    return value.strip().lower().removeprefix("urn:uuid:").partition(":")[0]


def day_of(value: str, *, no_year: str = "") -> str:
    """A vCard date as YYYY-MM-DD, --MM-DD without a year (also where the year is the placeholder `no_year`, or
    0000), YYYY-MM or YYYY; "" when it is none of these."""
    match = _DAY.fullmatch(value.strip())
    if not match:
        return ""
    year, month, day, bare_month, bare_day, only_year, only_month = match.groups()
    if bare_month:
        return f"--{bare_month}-{bare_day}"
    if only_year:
        return f"{only_year}-{only_month}" if only_month else only_year
    return f"--{month}-{day}" if year in (no_year, "0000") else f"{year}-{month}-{day}"


def name_of(card: Card) -> str:
    """What a card calls its person: the formatted name, else the best of what it has."""
    for source in ("FN", "N", "NICKNAME", "ORG"):
        if card.names.get(source):
            return card.names[source]
    return next(iter((*card.mails, *card.phones, *card.lines)), "")


def add_fact(card: Card, name: str, value: str) -> None:
    """Puts a private fact on a card, unless it says nothing."""
    value = clean(value).strip()[:MAX_FACT]
    if value:
        card.facts.append(PropertyValue(name, value, private=True))


def add_mail(card: Card, text: str) -> None:
    """Puts a mail address on a card; one that is none, or good on one machine only, is a fact."""
    address = address_of(text)
    if not address or "." not in address.partition("@")[2]:
        add_fact(card, "email", text)
    elif address not in card.mails:
        card.mails.append(address)


def add_phone(card: Card, text: str, called: Set[str], region: str | None, label: str = "") -> None:
    """Puts a number on a card, `called` so in lower case. One that anyone can dial identifies; a landline, an
    extension, a fax and an incomplete number do not."""
    plain = text[4:] if text[:4].lower() == "tel:" else text
    fax = "fax" in called and not called & _VOICE
    # Any other sign of an extension is none that numbers are written with.
    inner = ";" in plain and _EXTENSION.search(plain)
    number = None if fax or inner else e164(plain.partition(";")[0], region=region)
    if not number:
        add_fact(card, "fax" if fax else "phone", plain)
    elif personal(number, called | {label} if label else called):
        card.phones += [number] if number not in card.phones else []
    elif number not in card.lines:
        card.lines.append(number)


def add_label(card: Card, label: str) -> None:
    """Puts a label on a card: its keeper's own tells who they are, a program's own is left out."""
    lowered = label.lower()
    if lowered == "me":
        card.me = True
    elif lowered not in SYSTEM_LABELS:
        add_fact(card, "label", label)


def _local_id(card: Card, raw: RawCard, scope: str) -> str:
    if card.lines and (name := key(name_of(card))):
        own = f"{min(card.lines)}/{name}"
        return f"tag:{scope}.mutuals.invalid,2026:vcard/line/{quote(own, safe='+/')}"
    own = card.uid
    if not own:
        words = "\n".join(
            f"{one.name}:{one.value}" for one in raw.properties if one.name not in ("REV", "PRODID")
        )
        own = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:32]
    return f"tag:{scope}.mutuals.invalid,2026:vcard/{quote(own, safe='')}"


def _shown(one: Property) -> str:
    return ", ".join(part for part in split_value(one.value, ";") if part)


def _label(value: str) -> str:
    """Apple's own labels are `_$!<Home>!$_`, a person's own are plain."""
    match = _APPLE_LABEL.fullmatch(value.strip())
    return unescaped(match[1] if match else value)


def _full_name(card: Card, one: Property, label: str) -> None:
    """FN; of several (ALTID, PREF) the first, or the preferred."""
    value = clean(unescaped(one.value))
    if value and ("FN" not in card.names or "1" in one.params.get("PREF", ())):
        card.names["FN"] = " ".join(value.split())


def _parts_of_name(card: Card, one: Property, label: str) -> None:
    family, given, *rest = [*split_value(one.value, ";"), "", ""]
    words = [given, rest[0] if rest else "", family]
    name = " ".join(clean(" ".join(word.replace(",", " ") for word in words)).split())
    card.names.setdefault("N", name)


def _organisation(card: Card, one: Property, label: str) -> None:
    value = _shown(one)
    card.names.setdefault("ORG", clean(value))
    add_fact(card, "org", value)


def _nickname(card: Card, one: Property, label: str) -> None:
    for value in split_value(one.value, ","):
        card.names.setdefault("NICKNAME", clean(value))
        add_fact(card, "nickname", value)


def _mail(card: Card, one: Property, label: str) -> None:
    value = unescaped(one.value)
    if "x400" in one.types:
        add_fact(card, "email", value)
    else:
        add_mail(card, value)


def _birthday(card: Card, one: Property, label: str) -> None:
    name = {"BDAY": "birthday", "X-ABDATE": label.lower() or "date"}.get(one.name, "anniversary")
    value = unescaped(one.value)
    add_fact(card, name, day_of(value, no_year=one.params.get("X-APPLE-OMIT-YEAR", [""])[0]) or value)


def _address(card: Card, one: Property, label: str) -> None:
    shown = ", ".join(part for part in split_value(one.value, ";") if part)
    add_fact(card, "address", shown or unescaped(one.params.get("LABEL", [""])[0]))


def _labels(card: Card, one: Property, label: str) -> None:
    for value in split_value(one.value, ","):
        add_label(card, value)


def _related(card: Card, one: Property, label: str) -> None:
    kinds = sorted(one.types - {"pref", "home", "work"})
    name = label.lower() or (kinds[0] if kinds else "related")
    value = unescaped(one.value)
    if not value.startswith("urn:uuid:"):
        add_fact(card, name, value)


def _account(card: Card, one: Property, label: str) -> None:
    """A chat or social account: a dated claim, so a fact."""
    services = [*one.params.get("X-SERVICE-TYPE", ()), *sorted(one.types - {"pref", "home", "work"})]
    generic = one.name in ("IMPP", "X-SOCIALPROFILE", "SOCIALPROFILE")
    name = next(iter(services), "") if generic else one.name.removeprefix("X-")
    add_fact(
        card, (name or label or "account").lower(), unescaped(one.value) or one.params.get("X-USER", [""])[0]
    )


def _assistant(card: Card, one: Property, label: str) -> None:
    """AGENT: a card within the card, in 3.0 as one escaped line; its name is enough."""
    value = unescaped(one.value)
    inner = re.search(r"^FN[^:\n]*:(.+)$", value, re.MULTILINE) if "BEGIN:VCARD" in value.upper() else None
    add_fact(card, "assistant", inner[1] if inner else "" if "BEGIN:VCARD" in value.upper() else value)


def _kind(card: Card, one: Property, label: str) -> None:
    value = one.value.strip().lower()
    card.kind = KINDS.get(value, "Organization" if value == "company" else card.kind)


def _uid(card: Card, one: Property, label: str) -> None:
    card.uid = card.uid or one.value.strip().removeprefix("urn:uuid:")


def _member(card: Card, one: Property, label: str) -> None:
    """MEMBER (RFC 6350 section 6.6.5): the UID of another card, or an address."""
    value = unescaped(one.value).strip()
    scheme, _, rest = value.partition(":")
    if scheme.lower() == "mailto":
        address = address_of(rest)
        member = mailto(address) if address else ""
    elif scheme.lower() == "tel":
        number = e164(rest)
        member = f"tel:{number}" if number else ""
    else:
        member = uid_key(value)
    if member and len(card.members) < MAX_MEMBERS:
        card.members.append(member)


def _revised(card: Card, one: Property, label: str) -> None:
    value = one.value.strip()
    if re.match(r"\d{8}T\d{6}", value):
        value = f"{value[:4]}-{value[4:6]}-{value[6:8]}T{value[9:11]}:{value[11:13]}:{value[13:]}"
    card.updated = time_of(value) or UNKNOWN_TIME


def _me(card: Card, one: Property, label: str) -> None:
    card.me = card.me or one.value.strip().lower() in ("1", "true", "yes")


_PLAIN_FACTS = {"TITLE": "title", "ROLE": "role", "URL": "url", "NOTE": "note", "X-ASSISTANT": "assistant",
                "X-SPOUSE": "spouse", "X-MANAGER": "manager", "EXPERTISE": "expertise", "HOBBY": "hobby",
                "INTEREST": "interest", "X-GENDER": "gender"}  # fmt: skip
_READERS: dict[str, Callable[[Card, Property, str], None]] = {
    "FN": _full_name, "N": _parts_of_name, "ORG": _organisation, "NICKNAME": _nickname, "EMAIL": _mail,
    "BDAY": _birthday, "ANNIVERSARY": _birthday, "X-ANNIVERSARY": _birthday, "X-ABDATE": _birthday, "ADR": _address,
    "CATEGORIES": _labels, "RELATED": _related, "X-ABRELATEDNAMES": _related, "IMPP": _account,
    "X-SOCIALPROFILE": _account, "SOCIALPROFILE": _account, "X-JABBER": _account, "X-SKYPE": _account,
    "X-SKYPE-USERNAME": _account, "X-TWITTER": _account, "X-AIM": _account, "X-ICQ": _account, "X-QQ": _account,
    "X-GOOGLE-TALK": _account, "X-MSN": _account, "X-YAHOO": _account, "X-MATRIX": _account, "KIND": _kind,
    "MEMBER": _member, "X-ADDRESSBOOKSERVER-MEMBER": _member,
    "AGENT": _assistant,
    "X-ADDRESSBOOKSERVER-KIND": _kind, "X-ABSHOWAS": _kind, "UID": _uid, "REV": _revised, "X-ME": _me, "X-IS-ME": _me,
}  # fmt: skip
