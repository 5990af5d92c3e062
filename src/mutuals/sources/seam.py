"""The connector seam: what a network or an archive offers, and what it hands out besides ActivityStreams items.

A new archive is one new file in `archives/` with a module-level `archive` object that satisfies `Reads`; it is found
by looking, no list is edited. Pure: no Django, no clock, no settings.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol, runtime_checkable

from mutuals.as2 import UNKNOWN_TIME, Item, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a connector says of itself; docs/connectors.md and the Import page are made from it.

    `ask` tells how a person asks the network for this file, `wait` how long it takes; `hears` and `cannot_hear` say
    honestly what such a file holds and what it never holds. `general` ones read what no other archive recognised.
    """

    name: str
    title: str
    mark: str
    ask: tuple[str, ...] = ()
    ask_url: str = ""
    wait: str = ""
    hears: str = ""
    cannot_hear: str = ""
    general: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the person told us, or what stands in for it; readers never ask by themselves.

    `scope` names whose files these are: bare names become local ids inside it. `me` are addresses, numbers, handles
    or names of the person. `dates` settles 03/04; `dates_before` is what they said of it the last time, `dates_turn`
    how often they had changed their mind. `region` (ISO 3166) reads national phone numbers, `zone` (IANA name) reads
    local times. `now_ms` is the moment of reading. `columns` says what the columns of a table hold, `tables` what was
    said of tables with the same header before (header key, mapping), `columns_turn` how often something else was said
    in words than before.
    """

    scope: str = "owner"
    me: tuple[str, ...] = ()
    dates: Literal["dmy", "mdy"] | None = None
    dates_before: Literal["dmy", "mdy"] | None = None
    dates_turn: int = 0
    region: str | None = None
    zone: str = "UTC"
    now_ms: int = 0
    columns: str = ""
    tables: tuple[tuple[str, str], ...] = ()
    columns_turn: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in what was brought: its path with `/`, and its size in bytes (0 when unknown)."""

    name: str
    size: int


class Parcel(Protocol):
    """What a person brought: a folder, ZIP, tar, gz or single file, opened; nothing is ever executed or unpacked by
    the names found inside."""

    name: str

    def entries(self) -> list[Entry]: ...
    def open(self, name: str) -> BinaryIO: ...
    def head(self, name: str, size: int = 65536) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an archive recognised in a parcel: files it will read, files it leaves alone on purpose and why.

    One claim per root, so that two exports of one network in a folder are two claims. `title` is for people. `account`
    (network, title) is the account that its things belong to, where the files say; else it is that of the format.
    """

    format: str
    root: str
    title: str
    files: tuple[str, ...]
    left_alone: tuple[tuple[str, str], ...] = ()
    account: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """The state of one file while or after it was read. `items` counts what was understood in it.

    `status`: reading, understood, left alone (sensitive or of no use here), unknown, asks (a question is open),
    broken (cut off or unreadable; what was fine is kept). `note` is one sentence for people.
    """

    name: str
    status: Literal["reading", "understood", "left alone", "unknown", "asks", "broken"]
    items: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """One row that could not be read: where, why, and at most 200 characters of what it says."""

    file: str
    line: int | None
    reason: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """An actor that is the person whose files these are. `sure` when the file says so (account.js), else a guess
    to be confirmed; `evidence` is one sentence."""

    actor: str
    sure: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What only the person can answer; reading goes on with the stated default. `about` names the file.

    kind `me`: which of `choices` (actor ids with names) are you; kind `dates`: dmy or mdy; kind
    `columns`: what the columns of a table hold, with a guess as `default` and (role, column) as `choices`. It is the
    only question of its file and comes before anything in it.
    """

    kind: Literal["me", "dates", "columns"]
    about: str
    choices: tuple[tuple[str, str], ...] = field(default=())
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One interaction that no post and no activity makes: `a` met, called or gave something to `b` (actor ids), as
    somebody noted by hand. `kind` is a name of `record.kinds.Kind`; seconds, and the share in percent."""

    a: str
    b: str
    kind: str
    published: Time = UNKNOWN_TIME
    seconds: int = 0
    share: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A document (JSON) of what people wrote in an installation of ours: a note, a promise, a contact. `kind` says
    which room takes it up again, once the import is in the record (`sources.services.kept`)."""

    kind: str
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Handle:
    """A handle by which an actor (id) was known: from when until when (ms UTC, None where unknown or to this day)."""

    actor: str
    value: str
    since: int | None = None
    until: int | None = None


Report = FileReport | Rejected | Mine | Question | Noted | Kept | Handle


@runtime_checkable
class Reads(Protocol):
    """An archive: recognises its files by their contents and reads them as a stream.

    `read` yields Items and Reports; it yields a `Checkpoint` at least every 5,000 items and after each file; the same
    parcel gives the same items in the same order, so that a run goes on by skipping to its checkpoint. A bad row
    yields `Rejected` and never stops a file. Ids are absolute URIs and the same on every read.
    """

    info: Info

    def find(self, parcel: Parcel) -> list[Claim]: ...
    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]: ...
