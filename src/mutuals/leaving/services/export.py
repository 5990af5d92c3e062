"""Writes everything that a user may read into a folder or a ZIP: JSON Lines, tables, address cards, and a manifest.

Streams: no file is held in memory, and nothing is visible at its place before all of it is written.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from mutuals.leaving.pack import Pack, Written
from mutuals.leaving.readme import readme
from mutuals.leaving.rooms import leavings
from mutuals.leaving.selectors.tables import CONTACT_COLUMNS, INTERACTION_COLUMNS, cards, interactions, people
from mutuals.sources.room import is_full
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append
from mutuals.ui.csv import rows_write
from mutuals.ui.json import document
from mutuals.wire.mutuals import FORMAT, TERMS_DOCUMENT, VERSION
from mutuals.wire.vcard_out import card_text

MANIFEST = "manifest.json"
LEFT_OUT = (
    "What others keep to themselves: their notes, their mail and chats, their plans.",
    "Keys, passwords, sign-ins, and the record of who did what, which stays with the installation.",
    "What is worked out anew from the rest: relationships, circles, readings of posts, suggestions not yet decided.",
    "The files that were brought; only what was read from them.",
)
Tell = Callable[[str], None]


class NoRoomLeft(Exception):
    """There is no room left on the disk. Nothing was written at the place you named; make room and try again."""

    def __str__(self) -> str:
        return " ".join(str(type(self).__doc__).split())


class Exported(NamedTuple):
    """What an export holds: where, and each file with its size, SHA-256 and number of rows."""

    path: Path
    files: tuple[Written, ...]

    def document(self) -> dict[str, Any]:
        """As `mutuals export --json` prints it."""
        return {
            "path": str(self.path), "bytes": sum(one.size for one in self.files),
            "files": [one._asdict() for one in self.files],
        }  # fmt: skip


def export_make(*, actor: User, path: Path, now_ms: int, tell: Tell | None = None) -> Exported:
    """Writes everything that the actor may read to `path`, a ZIP where it ends so, else a folder.

    Raises pack.Exists where something lies there, NoRoomLeft for a full disk, NotAllowed.
    """
    require(actor, "read")
    pack = Pack(path)
    try:
        _fill(pack, actor, now_ms, tell or (lambda _: None))
        pack.done()
    except BaseException as error:
        pack.discard()
        if is_full(error):
            raise NoRoomLeft from error
        raise
    log_append(
        actor=actor, verb="export_make", subject=str(actor.public_id), details={"files": len(pack.files)}
    )
    return Exported(path, tuple(pack.files))


def _fill(pack: Pack, actor: User, now_ms: int, tell: Tell) -> None:
    for module in leavings(settings.ROOMS, "everything_export"):
        for part in module.everything_export(viewer=actor):
            tell(part.path)
            _rows(pack, part.path, iter(part.rows))
    tell("people.csv")
    with pack.text("people.csv") as out:
        out.rows = rows_write(out, CONTACT_COLUMNS, people(actor))
    with pack.text("people.vcf") as out:
        for card in cards(actor):
            out.write(card_text(card))
            out.rows += 1
    tell("interactions.csv")
    with pack.text("interactions.csv") as out:
        out.rows = rows_write(out, INTERACTION_COLUMNS, interactions(actor))
    with pack.text("context.json") as out:
        out.write(document(TERMS_DOCUMENT))
    with pack.text("README.txt") as out:
        out.write(readme(str(actor), LEFT_OUT))
    with pack.text(MANIFEST) as out:
        out.write(document(_manifest(pack, actor, now_ms)))


def _rows(pack: Pack, path: str, rows: Iterator[dict[str, Any]]) -> None:
    """One document a line; a file that is no list of documents is one document. What is empty is no file."""
    first = next(rows, None)
    if first is None:
        return
    with pack.text(path) as out:
        for row in chain([first], rows):
            out.write(document(row, indent=2 if path.endswith(".json") else None))
            out.rows += 1


def _manifest(pack: Pack, actor: User, now_ms: int) -> dict[str, Any]:
    made = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC)
    return {
        "format": FORMAT, "version": VERSION, "made_at": made, "of": str(actor), "not_included": LEFT_OUT,
        "files": [{"name": one.name, "bytes": one.size, "sha256": one.sha256, "rows": one.rows} for one in pack.files],
    }  # fmt: skip
