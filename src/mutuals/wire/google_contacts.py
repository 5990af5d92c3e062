"""Rows of Google's contacts tables as vCards, which `wire.vcard` then reads.

Pure. Google writes `First Name`, `Labels`, `E-mail 1 - Label` since 2024, before that `Given Name`, `Group Membership`,
`E-mail 1 - Type`; how many numbered columns there are varies. Several values in one cell are joined by ` ::: `.
https://support.google.com/contacts/answer/7199294
"""

import re
from collections.abc import Iterable, Iterator

from mutuals.wire.vcard_lines import Property, RawCard

BETWEEN = re.compile(r"\s*:::\s*")
_NUMBERED = re.compile(
    r"(E-mail|Phone|Address|Website|Event|Relation|Custom Field|IM|Organization) (\d{1,3}) - (.+)"
)
_PLAIN = {
    "Birthday": "BDAY", "Notes": "NOTE", "Nickname": "NICKNAME", "Nick name": "NICKNAME", "Hobby": "HOBBY",
    "Occupation": "ROLE", "Gender": "X-GENDER", "Organization Title": "TITLE", "Organization 1 - Title": "TITLE",
}  # fmt: skip
_ADDRESS = ("Street", "Extended Address", "PO Box", "City", "Region", "Postal Code", "Country")
_PERSONAL = ("Name", "First Name", "Given Name", "Last Name", "Family Name", "File As")
_SYSTEM = re.compile(r"^\* ?")


def is_header(names: Iterable[str]) -> bool:
    """Whether these columns are those of Google's contacts."""
    have = set(names)
    new = {"First Name", "Last Name"} <= have and bool(have & {"Labels", "File As", "Phonetic First Name"})
    old = {"Given Name", "Family Name"} <= have and bool(
        have & {"Group Membership", "Yomi Name", "Additional Name"}
    )
    return new or old


class Columns:
    """The columns of a table, by what they hold."""

    def __init__(self, header: list[str]) -> None:
        self._names = header
        self._numbered = [_NUMBERED.fullmatch(name) for name in header]

    def card(self, line: int, cells: list[str]) -> RawCard:
        """A row as a vCard."""
        plain: dict[str, str] = {}
        groups: dict[tuple[str, str], dict[str, str]] = {}
        for name, numbered, cell in zip(self._names, self._numbered, cells, strict=False):
            value = cell.strip()
            if not value:
                continue
            if numbered:
                groups.setdefault((numbered[1], numbered[2]), {}).setdefault(numbered[3], value)
            plain.setdefault(name, value)
        properties = [*_named(plain), *_simple(plain)]
        for (kind, number), parts in groups.items():
            properties += _GROUPS[kind](f"{kind.replace(' ', '')}{number}", parts)
        return RawCard(line, [*properties, *_labels(plain)], ended=True)


def _property(name: str, value: str, kind: str = "", group: str = "") -> Property:
    """A property whose value is escaped as vCard has it."""
    written = re.sub(r"([\\,;])", r"\\\1", value).replace("\n", "\\n")
    return Property(group, name, {"TYPE": [kind]} if kind else {}, written)


def _values(text: str) -> list[str]:
    return [one for one in BETWEEN.split(text) if one.strip()]


def _named(plain: dict[str, str]) -> Iterator[Property]:
    """The name: as a whole in old tables, in parts since; else what it is filed under."""
    parts = [
        plain.get(new) or plain.get(old) or ""
        for new, old in (
            ("First Name", "Given Name"),
            ("Middle Name", "Additional Name"),
            ("Last Name", "Family Name"),
        )
    ]
    name = plain.get("Name") or " ".join(part for part in parts if part) or plain.get("File As", "")
    if name:
        yield _property("FN", name)


def _simple(plain: dict[str, str]) -> Iterator[Property]:
    for column, name in _PLAIN.items():
        for value in _values(plain.get(column, "")) if name != "NOTE" else filter(None, [plain.get(column)]):
            yield _property(name, value)
    name, part = plain.get("Organization Name", ""), plain.get("Organization Department", "")
    if name or part:
        yield _organisation(name, part)
    if name and not any(plain.get(one) for one in _PERSONAL):
        yield Property("", "X-ABSHOWAS", {}, "COMPANY")


def _organisation(name: str, part: str) -> Property:
    written = [_property("", one).value for one in (name, part) if one]
    return Property("", "ORG", {}, ";".join(written))


def _kind(parts: dict[str, str]) -> str:
    """What a number or address is called; `* ` marks the preferred one."""
    return _SYSTEM.sub("", parts.get("Label") or parts.get("Type") or "").lower()


def _mails(group: str, parts: dict[str, str]) -> list[Property]:
    return [_property("EMAIL", one, _kind(parts)) for one in _values(parts.get("Value", ""))]


def _phones(group: str, parts: dict[str, str]) -> list[Property]:
    kind = _kind(parts)
    found = [_property("TEL", one, kind) for one in _values(parts.get("Value", ""))]
    for one in found if "fax" in kind else ():
        one.params["TYPE"] = ["fax", kind]
    return found


def _addresses(group: str, parts: dict[str, str]) -> list[Property]:
    pieces = ", ".join(parts[one] for one in _ADDRESS if one in parts)
    return [_property("ADR", one) for one in _values(parts.get("Formatted", "") or pieces)]


def _sites(group: str, parts: dict[str, str]) -> list[Property]:
    return [_property("URL", one) for one in _values(parts.get("Value", ""))]


def _with_label(name: str, group: str, parts: dict[str, str]) -> list[Property]:
    found = [_property(name, one, group=group) for one in _values(parts.get("Value", ""))]
    return [*found, _property("X-ABLABEL", _kind(parts), group=group)] if found and _kind(parts) else found


def _days(group: str, parts: dict[str, str]) -> list[Property]:
    return _with_label("X-ABDATE", group, parts)


def _relations(group: str, parts: dict[str, str]) -> list[Property]:
    return _with_label("X-ABRELATEDNAMES", group, parts)


def _accounts(group: str, parts: dict[str, str]) -> list[Property]:
    kind = parts.get("Service") or _kind(parts) or "account"
    return [_property("IMPP", one, kind.lower()) for one in _values(parts.get("Value", ""))]


def _organisations(group: str, parts: dict[str, str]) -> list[Property]:
    name, part = parts.get("Name", ""), parts.get("Department", "")
    return [_organisation(name, part)] if name or part else []


_GROUPS = {
    "E-mail": _mails,
    "Phone": _phones,
    "Address": _addresses,
    "Website": _sites,
    "Event": _days,
    "Relation": _relations,
    "Custom Field": _accounts,
    "IM": _accounts,
    "Organization": _organisations,
}


def _labels(plain: dict[str, str]) -> Iterator[Property]:
    """Labels; `* myContacts` and such are Google's own, `* friends` is a label all the same."""
    text = plain.get("Labels") or plain.get("Group Membership") or ""
    names = [_SYSTEM.sub("", one) for one in _values(text)]
    kept = [
        one
        for one in names
        if one.lower() not in ("mycontacts", "my contacts", "starred", "other contacts", "me")
    ]
    if kept:
        yield Property("", "CATEGORIES", {}, ",".join(_property("", one).value for one in kept))
