"""Writes what is held about one person, for that person: one readable file and one for machines."""

import datetime as dt
import io
from pathlib import Path
from typing import Any, TextIO

from django.db import transaction

from mutuals.leaving.file import file_begin, file_end, file_part
from mutuals.leaving.pack import Pack
from mutuals.leaving.selectors.held import held, not_included
from mutuals.people.models import Contact
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append
from mutuals.ui.json import document, plain

HTML, JSON = "what-we-hold.html", "what-we-hold.json"


def about_make(
    *, actor: User, contact: Contact, path: Path, now_ms: int, everything: bool = False
) -> list[str]:
    """Writes both files into `path`, a folder or a ZIP (or only the one that it names); gives their names."""
    alone = path.suffix.lower() in (".html", ".json")
    names = [one for one in (HTML, JSON) if not alone or path.suffix.lower() == Path(one).suffix]
    if alone:
        part = path.with_name(path.name + ".part")
        with open(part, "w", encoding="utf-8") as out:
            about_write(
                out, actor=actor, contact=contact, name=names[0], now_ms=now_ms, everything=everything
            )
        part.replace(path)
    else:
        pack = Pack(path)
        try:
            for name in names:
                with pack.text(name) as text:
                    about_write(
                        text, actor=actor, contact=contact, name=name, now_ms=now_ms, everything=everything
                    )
            pack.done()
        except BaseException:
            pack.discard()
            raise
    with transaction.atomic():
        log_append(
            actor=actor, verb="person_export", subject=str(contact.public_id), details={"everything": everything},
            person=str(contact.public_id),
        )  # fmt: skip
    return names


def about_text(*, actor: User, contact: Contact, name: str, now_ms: int, everything: bool = False) -> str:
    """The same as one text, for the terminal and for a page to hand out."""
    out = io.StringIO()
    about_write(out, actor=actor, contact=contact, name=name, now_ms=now_ms, everything=everything)
    return out.getvalue()


def about_write(
    out: TextIO, *, actor: User, contact: Contact, name: str, now_ms: int, everything: bool = False
) -> None:
    """Writes one of the two files, row by row."""
    require(actor, "read")
    made = dt.datetime.fromtimestamp(now_ms / 1000, dt.UTC)
    left_out = not_included(actor, contact, everything=everything)
    parts = held(actor, contact, everything=everything)
    if name == HTML:
        day = made.strftime("%d %B %Y").lstrip("0")
        out.write(file_begin(name=contact.name, made=day, by=str(actor), not_included=left_out))
        for part in parts:
            if part.count:
                rows = (plain(row) for row in part.rows)
                for piece in file_part(part.kind, part.title, part.count, rows):
                    out.write(piece)
        out.write(file_end())
        return
    head = {"about": contact.name, "contact": contact.public_id, "made_at": made, "not_included": left_out}
    out.write(document(head).rstrip().removesuffix("}").rstrip() + ',\n  "held": {')
    for number, part in enumerate(parts):
        out.write(("," if number else "") + f"\n    {_name(part.kind)}: [")
        for place, row in enumerate(part.rows):
            out.write(("," if place else "") + "\n      " + document(row, indent=None).rstrip())
        out.write("]")
    out.write("\n  }\n}\n")


def _name(kind: Any) -> str:
    return document(kind, indent=None).rstrip()
