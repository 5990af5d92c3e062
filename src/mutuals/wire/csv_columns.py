"""What the columns of a table hold: guessed by heading and by content, each guess with its reason; or as said.

Pure. A `Mapping` gives each column a role; a table with a date among them tells of moments, else of people.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from mutuals.text.phones import e164
from mutuals.wire.csv_dates import is_dotted, is_open, order_of, seconds_in, written
from mutuals.wire.csv_shape import Shape
from mutuals.wire.csv_words import EITHER, OF_A_MOMENT, TAKING_PART, plain, role_of, speaks_of_others, way_of
from mutuals.wire.mail_people import address_of

PERSON = ("name", "first", "last", "nickname", "email", "phone")
OF_PERSON = ("birthday", "org", "title", "address", "url", "groups", "note", "fact")
MOMENT = ("date", "time", "end", "duration", "kind", "direction", "subject", "text", "id")
ROLES = (*PERSON[:3], "middle", *PERSON[3:], *OF_PERSON, *MOMENT)
SINGLE = frozenset(("name", "first", "last", "middle", *MOMENT))
WORDS = {
    "name": "Name", "first": "First name", "last": "Last name", "middle": "Middle name", "nickname": "Nickname",
    "email": "Mail address", "phone": "Phone number", "birthday": "Birthday", "org": "Organisation",
    "title": "What they do", "address": "Postal address", "url": "Link", "groups": "Groups, tags", "note": "Note",
    "fact": "Keep as it is called", "date": "Date", "time": "Time of day", "end": "When it ended",
    "duration": "How long", "kind": "What kind", "direction": "Which way", "subject": "What about",
    "text": "What was said", "id": "Its number",
}  # fmt: skip
_SAYS = {
    "email": "{share} of its cells are mail addresses.", "phone": "{share} of its cells are phone numbers.",
    "date": "{share} of its cells are dates.", "url": "{share} of its cells are links.",
    "name": "{share} of its cells look like names.",
}  # fmt: skip
_CALLED, _IN_IT = "It is called so.", "Its heading says so."
_PHONE = re.compile(r"[+(]?\d[\d\s().\u2010-\u2015/-]{5,24}\d")
_NAME = re.compile(r"[^\W\d_][^\d@/:\n]{0,60}")
_NOTHING = ("no", "none", "")
_MAP = re.compile(r"\s*(" + "|".join((*ROLES, "dates")) + r")\s*=\s*")


class BadMapping(ValueError):
    """Columns were named that are not there, or roles that are none; says which."""


class Guess(NamedTuple):
    """What a column seems to hold (a role or ""), why, and whether that is sure."""

    role: str
    reason: str
    sure: bool


@lru_cache(4_096)
def _places(roles: tuple[str, ...], role: str) -> tuple[int, ...]:
    return tuple(at for at, one in enumerate(roles) if one == role)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A role for each column ("" leaves it out); `dates` is dmy or mdy where the order of a date must be known; `turn`
    how often a person had said something else than before."""

    roles: tuple[str, ...]
    dates: str = ""
    turn: int = 0

    @property
    def moments(self) -> bool:
        """Whether the rows are moments, not people."""
        return "date" in self.roles

    @property
    def names_people(self) -> bool:
        """Whether a row can say who it speaks of."""
        return any(one in PERSON for one in self.roles)

    def at(self, role: str) -> tuple[int, ...]:
        """The columns of a role, from the left."""
        return _places(self.roles, role)


@dataclass(frozen=True, slots=True)
class Guessed:
    """The guesses for a table and what they make together: `sure` when it may be read without asking; `why_not` says
    what is missing."""

    guesses: tuple[Guess, ...]
    mapping: Mapping
    sure: bool
    why_not: str = ""


def header_key(shape: Shape) -> str:
    """What a table is remembered by: its columns as they are called; "" without a header."""
    text = "\n".join(plain(one) or one for one in shape.names)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32] if shape.header else ""


def guessed(shape: Shape, rows: Sequence[Sequence[str]], *, dates: str | None = None) -> Guessed:
    """The guesses for a table by its columns and first rows; `dates` is what is known of the order of dates."""
    columns = _cells(shape, rows)
    guesses = [
        _guess(name if shape.header else "", cells) for name, cells in zip(shape.names, columns, strict=True)
    ]
    guesses = _in_company(guesses, shape.names)
    roles = tuple(one.role for one in guesses)
    order, doubtful = _dates(roles, columns, dates)
    mapping = Mapping(roles, order)
    why_not = _why_not(guesses, mapping, doubtful=doubtful)
    return Guessed(tuple(guesses), mapping, not why_not, why_not)


def ordered(mapping: Mapping, shape: Shape, rows: Sequence[Sequence[str]], *, dates: str | None) -> Mapping:
    """The mapping with the order of its dates, where nobody said it, as the first rows prove it."""
    if mapping.dates:
        return mapping
    order, _ = _dates(mapping.roles, _cells(shape, rows), dates)
    return replace(mapping, dates=order)


def said(text: str, shape: Shape) -> Mapping:
    """A mapping as a person said it: `name=Full name,email=E-Mail,dates=dmy` (numbers count columns), or the JSON of
    `written_down`. Raises BadMapping."""
    text = text.strip()
    mapping = _from_json(text, shape) if text.startswith("{") else _from_words(text, shape)
    if not mapping.names_people:
        raise BadMapping("No column says who: name, first, last, email or phone.")
    return mapping


def roles_said(text: str) -> list[tuple[str, str]]:
    """(role, column) pairs of `name=Full name,email=E-Mail`; commas in names of columns are kept. Raises BadMapping."""
    starts = [
        one for one in _MAP.finditer(text) if one.start() == 0 or text[: one.start()].rstrip()[-1:] == ","
    ]
    if not starts or starts[0].start() != 0:
        raise BadMapping(f"Write role=column, with a role of {', '.join(ROLES)}, or dates=dmy.")
    ends = [*(one.start() for one in starts[1:]), len(text) + 1]
    pairs = [
        (one[1], text[one.end() : end].strip().rstrip(",").strip())
        for one, end in zip(starts, ends, strict=True)
    ]
    if empty := next((role for role, column in pairs if not column), ""):
        raise BadMapping(f"{empty}= names no column.")
    return pairs


def written_down(mapping: Mapping) -> str:
    """A mapping as one line of JSON."""
    return json.dumps({"roles": list(mapping.roles), "dates": mapping.dates, "turn": mapping.turn})


def _cells(shape: Shape, rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """What stands in each column."""
    return [[row[at] for row in rows if at < len(row) and row[at]] for at in range(len(shape.names))]


def _from_json(text: str, shape: Shape) -> Mapping:
    try:
        value = json.loads(text)
        roles, dates, turn = value["roles"], value.get("dates", ""), value.get("turn", 0)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadMapping("This is no mapping of columns.") from error
    good = isinstance(roles, list) and len(roles) == len(shape.names)
    if not good or any(one not in ("", *ROLES) for one in roles) or not isinstance(turn, int):
        raise BadMapping("These columns are not those of the table.")
    return Mapping(tuple(roles), dates if dates in ("dmy", "mdy") else "", turn)


def _from_words(text: str, shape: Shape) -> Mapping:
    roles, dates = [""] * len(shape.names), ""
    for role, column in roles_said(text):
        if role == "dates":
            dates = column.lower()
            if dates not in ("dmy", "mdy"):
                raise BadMapping("A date order is dmy or mdy.")
            continue
        roles[_column(column, shape)] = role
    return Mapping(tuple(roles), dates)


def _column(called: str, shape: Shape) -> int:
    names = [one.strip().casefold() for one in shape.names]
    if called.casefold() in names:
        return names.index(called.casefold())
    if called.isdigit() and 1 <= int(called[:6]) <= len(names):
        return int(called) - 1
    there = ", ".join(shape.names[:30])
    raise BadMapping(f"There is no column called {called[:80]}; there are {there}.")


def _guess(heading: str, cells: list[str]) -> Guess:
    """One column by itself: a heading counts unless what is below contradicts it; cells count where they agree."""
    if heading and speaks_of_others(heading):
        return Guess("", "It speaks of somebody or something else.", True)
    role, exactly = role_of(heading) if heading else ("", False)
    if not cells:
        return (
            Guess(role, "It is empty as far as I looked.", exactly)
            if role
            else Guess("", "It is empty.", True)
        )
    by_cells, share = _by_cells(cells)
    shown = f"{share:.0%}" if share < 1 else "All"
    if role in _FITS and _share(cells, _FITS[role]) < 0.5:
        if by_cells and by_cells != "name":
            return Guess(by_cells, _SAYS[by_cells].format(share=shown), share >= 0.8)
        return Guess("", f"It is called so, but holds no {WORDS[role].lower()}.", False)
    if role:
        return Guess(role, _CALLED if exactly else _IN_IT, exactly or by_cells == role)
    # A date that nobody names could be anything: when a row was made, or paid for.
    told = by_cells in ("email", "phone") or (by_cells and not heading)
    sure = by_cells == "email" and share >= 0.8
    return (
        Guess(by_cells, _SAYS[by_cells].format(share=shown), sure)
        if told
        else Guess("", "I do not know it.", True)
    )


def _by_cells(cells: list[str]) -> tuple[str, float]:
    """What most of the cells are by their looks, and how many of them."""
    for role, fits in _LOOKS.items():
        share = _share(cells, fits)
        if share >= 0.6:
            return role, share
    return "", 0.0


def _share(cells: list[str], fits: Callable[[str], object]) -> float:
    return sum(1 for one in cells if fits(one)) / len(cells)


def _is_phone(cell: str) -> bool:
    return bool(_PHONE.fullmatch(cell)) and written(cell) is None and (cell[0] in "+0(" or bool(e164(cell)))


def _is_phone_like(cell: str) -> bool:
    return sum(one.isdigit() for one in cell) >= 5 and "@" not in cell


def _is_name(cell: str) -> bool:
    return bool(_NAME.fullmatch(cell)) and 1 <= cell.count(" ") <= 3 and cell[0].isupper()


def _is_link(cell: str) -> bool:
    return cell.lower().startswith(("http://", "https://", "www."))


_LOOKS: dict[str, Callable[[str], object]] = {
    "email": address_of, "url": _is_link, "date": lambda cell: (one := written(cell)) and one.year,
    "phone": _is_phone, "name": _is_name,
}  # fmt: skip
_FITS: dict[str, Callable[[str], object]] = {
    "email": address_of,
    "phone": _is_phone_like,
    "date": lambda cell: written(cell) or re.fullmatch(r"1\d{9}|1\d{12}", cell),
    "birthday": lambda cell: written(cell) or re.match(r"--\d|\d{1,2}[./-]\d{1,2}", cell),
    "duration": seconds_in,
    "direction": way_of,
    "time": lambda cell: re.match(r"\d{1,2}[:.h]", cell),
    "end": lambda cell: written(cell) or re.match(r"\d{1,2}[:.h]", cell),
    # A person has a name; a number or an address in its place is something else.
    "name": lambda cell: re.search(r"[^\W\d_]", cell),
}


def _in_company(guesses: list[Guess], names: Sequence[str]) -> list[Guess]:
    """Guesses as they fit together: which name a name is, what belongs to a moment, one column for what is one."""
    found = list(guesses)
    roles = [one.role for one in found]
    for at, name in enumerate(names):
        if roles[at] == "name" and plain(name) in EITHER and ("first" in roles) != ("last" in roles):
            found[at] = Guess(
                "last" if "first" in roles else "first", "Beside the other name it is this one.", True
            )
    moments = _tells_of_moments([one.role for one in found], [one.sure for one in found])
    titles = [at for at, one in enumerate(found) if one.role == "title"]
    if not moments and len(titles) > 1 and plain(names[titles[0]]) == "title":
        found[titles[0]] = Guess("", "Beside what they do it is how they are addressed.", True)
    those = [at for at, one in enumerate(found) if one.role == "name" and plain(names[at]) in TAKING_PART]
    for at, one in enumerate(found):
        if moments and one.role in OF_A_MOMENT:
            found[at] = one._replace(role=OF_A_MOMENT[one.role])
        elif moments and one.role == "name" and at not in those and those:
            found[at] = Guess("subject", "Others say who took part.", one.sure)
        elif not moments and one.role in MOMENT:
            found[at] = (
                Guess("note", _IN_IT, one.sure)
                if one.role == "text"
                else Guess("", "People have none.", True)
            )
    return _only_one(found)


def _tells_of_moments(roles: list[str], sure: list[bool]) -> bool:
    """Whether a table with these columns is a log: a date that is called so, and something else of a moment, or
    little more than names."""
    dated = any(role == "date" and one for role, one in zip(roles, sure, strict=True))
    more = sum(
        1 for one in roles if one in ("time", "end", "duration", "kind", "direction", "subject", "text")
    )
    book = sum(1 for one in roles if one in ("first", "last", "phone", "birthday", "org", "address", "url"))
    return dated and (more > 0 or book < 2)


def _only_one(guesses: list[Guess]) -> list[Guess]:
    """The first sure column of what a row has but one of; the others are left out."""
    found = list(guesses)
    for role in SINGLE:
        mine = [at for at, one in enumerate(found) if one.role == role]
        kept = next((at for at in mine if found[at].sure), mine[0] if mine else -1)
        for at in mine:
            if at != kept:
                found[at] = Guess("", f"Another column is already taken for {WORDS[role].lower()}.", True)
    if any(one.role == "name" for one in found) and all(
        any(one.role == x for one in found) for x in ("first", "last")
    ):
        found = [
            Guess("", "First and last name say the same.", True) if one.role == "name" else one
            for one in found
        ]
    return found


def _dates(roles: tuple[str, ...], columns: list[list[str]], dates: str | None) -> tuple[str, bool]:
    """(order, doubtful) of the dates in a table."""
    cells = [
        cell
        for role, cells in zip(roles, columns, strict=True)
        if role in ("date", "end", "birthday")
        for cell in cells
    ]
    proven = order_of(cells)
    if proven:
        return proven, False
    if not is_open(cells):
        return dates or "dmy", False
    if dates:
        return dates, False
    return "dmy", not is_dotted(cells)


def _why_not(guesses: list[Guess], mapping: Mapping, *, doubtful: bool) -> str:
    """What keeps a table from being read without asking; "" for nothing."""
    sure = {one.role for one in guesses if one.sure}
    known = sure & {"name", "first", "last", "email"}
    if not known:
        return "I am not sure which column says who."
    if any(one.role in (*PERSON, "date") and not one.sure for one in guesses):
        return "Of some columns I am not sure."
    if doubtful:
        return "Dates such as 03/04 could be read two ways."
    if mapping.moments and "date" not in sure:
        return "I am not sure when it was."
    return ""


def with_turn(mapping: Mapping, turn: int) -> Mapping:
    """The same mapping, said after so many others."""
    return replace(mapping, turn=turn)
