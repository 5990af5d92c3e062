"""Who is who in a LinkedIn export: addresses where any table tells them, names where none does. Pure.

Many tables, and all of them before 2023, give names alone. A name that every table gives to one address is that
person; one that two people share, or that nobody gives an address, stays a local name.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote

from mutuals.as2 import Actor, PropertyValue
from mutuals.text.names import display
from mutuals.text.names import key as plain_key
from mutuals.wire.linkedin_values import handle_in, profile_uri
from mutuals.wire.repeats import base

KEPT = 200_000
key = lru_cache(maxsize=16_384)(plain_key)
MADE = 20_000
MANY = 500
LONGEST_TITLE = 8
# What LinkedIn calls whoever closed the account, in the languages of its members.
_GONE = frozenset(
    (
        "linkedin member",
        "linkedin-mitglied",
        "membre de linkedin",
        "utilisateur linkedin",
        "miembro de linkedin",
        "usuario de linkedin",
        "membro do linkedin",
        "usuário do linkedin",
        "utente linkedin",
        "membro di linkedin",
        "linkedin-lid",
        "linkedin-medlem",
        "użytkownik linkedin",
    )
)


@dataclass(slots=True)
class Cast:
    """The people of one export; `scope` names whose files these are, `me` is the owner's id once it is known."""

    scope: str
    me: str = ""
    my_name: str = ""
    _uris: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)
    _learnt: dict[str, str] = field(default_factory=dict)
    _made: dict[tuple[str, ...], Actor] = field(default_factory=dict)

    def learn(self, name: str, uri: str) -> None:
        """Takes note that a table gives a name, and an address unless it is "", to one person."""
        mark = "" if self._learnt.get(name) == uri or is_gone(name) else key(name)
        if not mark:
            return
        if len(self._learnt) < KEPT:
            self._learnt[name] = uri
            self._said.add(mark)
        if uri:
            self._give(mark, uri, display(name))

    def _give(self, mark: str, uri: str, shown: str) -> None:
        have = self._uris.get(mark)
        if have is None and len(self._uris) < KEPT:
            self._uris[mark] = uri
        elif have is not None and have != uri:
            self._uris[mark] = ""
        if len(self._names) < KEPT:
            self._names.setdefault(uri, shown)

    def uri_of(self, name: str) -> str:
        """The one address that a name has; "" for none, or more than one."""
        return self._uris.get(key(name), "")

    def knows(self, name: str) -> bool:
        """Whether a name stands for itself in any table, or is the owner's."""
        return key(name) in self._said or self.is_me(name)

    def is_me(self, name: str) -> bool:
        """Whether a name is the owner's."""
        return bool(self.my_name) and key(name) == key(self.my_name)

    def person(self, name: str, uri: str = "", *, where: str = "") -> Actor:
        """The actor of a name and an address, either of which may be ""; whoever closed the account is told apart
        only by `where` they are met. Raises ValueError when there is neither."""
        asked = (name, uri, where, self.me)
        made = self._made.get(asked)
        if made is None:
            if len(self._made) >= MADE:
                self._made.clear()
            made = self._made[asked] = self._person(display(name), uri, where)
        return made

    def _person(self, shown: str, uri: str, where: str) -> Actor:
        found = uri or (self.me if self.is_me(shown) else self.uri_of(shown))
        if found:
            return known(found, self._names.get(found, "") if is_gone(shown) or not shown else shown)
        if not shown:
            raise ValueError("It names nobody.")
        if is_gone(shown) and where:
            return Actor(id=f"{self.base}{where}/closed", name=shown)
        return Actor(id=f"{self.base}name/{quote(shown, safe='')}", name=shown)

    def split(self, names: str) -> list[str]:
        """Names joined by commas; names may hold commas themselves (Jane Doe, PhD): known ones are found whole, and
        what has no space and is not known belongs to what stands before it."""
        parts = [one.strip() for one in names.split(",") if one.strip()][:MANY]
        found: list[str] = []
        at = 0
        while at < len(parts):
            size = next((n for n in (3, 2, 1) if self.knows(", ".join(parts[at : at + n]))), 0)
            one = ", ".join(parts[at : at + (size or 1)])
            if not size and found and " " not in one and len(one) <= LONGEST_TITLE:
                found[-1] += f", {one}"
            else:
                found.append(one)
            at += size or 1
        return found

    @property
    def base(self) -> str:
        """What every local id of this export begins with."""
        return base(self.scope, "linkedin")


def known(uri: str, name: str, facts: tuple[PropertyValue, ...] = (), also: tuple[str, ...] = ()) -> Actor:
    """A person, or a company, by the address of the page."""
    if not uri.startswith("https://"):
        return Actor(id=uri, name=name, attachment=facts, also_known_as=also)
    kind = "Person" if "/in/" in uri else "Organization"
    return Actor(
        id=uri,
        type="Person" if kind == "Person" else "Organization",
        name=name,
        preferred_username=handle_in(uri),
        url=uri,
        attachment=facts,
        also_known_as=also,
    )


@lru_cache(maxsize=16_384)
def is_gone(name: str) -> bool:
    """Whether a name is what LinkedIn calls somebody who closed the account."""
    return display(name).lower() in _GONE


def owner_by_direction(rows: Counter[str]) -> str:
    """The address on the owner's side of most invitations; "" for none."""
    return rows.most_common(1)[0][0] if rows else ""


def own_side(cells: dict[str, str]) -> tuple[str, str]:
    """(name, address) of the owner as an invitation tells it by its direction; either may be ""."""
    out = cells.get("direction", "").upper() in ("OUTGOING", "SENT")
    into = cells.get("direction", "").upper() in ("INCOMING", "RECEIVED")
    if not (out or into):
        return "", ""
    name = cells.get("from" if out else "to", "")
    return name, profile_uri(cells.get("inviterprofileurl" if out else "inviteeprofileurl", ""))
