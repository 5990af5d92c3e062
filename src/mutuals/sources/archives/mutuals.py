"""Reads what Mutuals itself exports: the record account by account, and what its people wrote, for the rooms above."""

import json
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from zipfile import BadZipFile

from mutuals.as2 import Item
from mutuals.sources.pace import Pace, file_report, record_of, rejected
from mutuals.sources.seam import Answers, Claim, FileReport, Handle, Info, Kept, Mine, Noted, Parcel, Report
from mutuals.text.tokens import clean
from mutuals.wire.mutuals import FORMAT, VERSION, activity_in, actor_in, collections_in, handle_in, noted_in

MANIFEST, ACCOUNT = "manifest.json", "account.json"
LARGEST = 1 << 24
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_AGAIN = "The same once more, for other programs and for people."
# In this order: people first, then what they did.
FILES = ("actors.jsonl", "handles.jsonl", "activities.jsonl", "collections.jsonl", "noted.jsonl")
OWN = "own"
OWNED = "The export names its owner."


class MutualsArchive:
    """An export of Mutuals, as a folder or a ZIP; satisfies `seam.Reads`."""

    info = Info(
        name="mutuals",
        title="Mutuals",
        mark="Mu",
        ask=(
            (
                "In the other Mutuals open Leaving, behind the gear, and press Make an export; or at its terminal: "
                "mutuals export export.zip."
            ),
            "Drop the ZIP here as it is.",
        ),
        wait="A minute, or some for millions of messages.",
        hears="Everything: people, who is who, what was said and done, circles as they were, notes, promises, moments, "
        "plans, what you said in place of a reading, with the same addresses, handles and days, so that the same "
        "relationships come of it.",
        cannot_hear="What the one who exported could not read, keys, sign-ins, and the record of who did what. Of a "
        "mailing list, which one it was.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """For each export: what people wrote, then one claim for each account."""
        names = [entry.name for entry in parcel.entries()]
        roots = [name.removesuffix(MANIFEST) for name in names if name.rsplit("/", 1)[-1] == MANIFEST]
        return [
            claim
            for root in roots
            if _is_ours(parcel, root + MANIFEST)
            for claim in _claims(parcel, root, [name for name in names if name.startswith(root)])
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams the claimed files, people first."""
        return _Reading(parcel, claim).everything()


def _is_ours(parcel: Parcel, name: str) -> bool:
    manifest = _json(parcel, name)
    return manifest.get("format") == FORMAT and manifest.get("version") == VERSION


def _json(parcel: Parcel, name: str) -> dict[str, Any]:
    try:
        found = json.loads(parcel.head(name, LARGEST).decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _claims(parcel: Parcel, root: str, names: list[str]) -> Iterator[Claim]:
    """What is read of an export; its tables and cards are named with the first claim, so that nobody reads them
    twice."""
    told: dict[str, list[str]] = {}
    for name in names:
        folder, _, last = name.removeprefix(root).rpartition("/")
        if folder.partition("/")[0] in ("accounts", OWN) and (last.endswith(".jsonl") or last == ACCOUNT):
            told.setdefault(folder, []).append(name)
    spoken = {name for some in told.values() for name in some}
    rest = [name for name in names if name not in spoken]
    for folder in sorted(told, key=lambda one: (one != OWN, one)):
        place = f"{root}{folder}/{ACCOUNT}"
        account = _account(_json(parcel, place) if place in told[folder] else {}) if folder != OWN else None
        yield Claim(
            format="mutuals", root=f"{root}{folder}", title=_title(account), files=(*sorted(told[folder]), *rest),
            account=account,
        )  # fmt: skip
        rest = []


def _account(found: dict[str, Any]) -> tuple[str, str]:
    network, title = found.get("network"), found.get("title")
    return (
        clean(network) if isinstance(network, str) and network else "mutuals",
        clean(title) if isinstance(title, str) else "",
    )


def _title(account: tuple[str, str] | None) -> str:
    if account is None:
        return "Mutuals: what you wrote"
    return f"Mutuals: {account[0]}" if account[0] != "mutuals" else "Mutuals: what is public"


class _Reading:
    """One run over one part of an export."""

    def __init__(self, parcel: Parcel, claim: Claim) -> None:
        self._parcel, self._claim, self._pace = parcel, claim, Pace()
        self._cut = False

    def everything(self) -> Iterator[Item | Report]:
        order = {name: place for place, name in enumerate(FILES)}
        last = {name: name.rsplit("/", 1)[-1] for name in self._claim.files}
        for name in sorted(last, key=lambda one: (order.get(last[one], -1), one)):
            if not name.startswith(f"{self._claim.root}/"):
                yield FileReport(name=name, status="left alone", note=_AGAIN)
            elif last[name] == ACCOUNT:
                yield from self._whose(name)
            elif self._claim.account is None:
                kind = clean(last[name].removesuffix(".jsonl"))[:24]
                yield from self._reports(name, partial(_kept, kind))
            elif last[name] in _REPORTED:
                yield from self._reports(name, _REPORTED[last[name]])
            else:
                yield from self._items(name, _TRANSLATE.get(last[name]))

    def _whose(self, name: str) -> Iterator[Item | Report]:
        """Which actors the holder of the account is."""
        rows = _json(self._parcel, name).get("own")
        found = 0
        for row in rows if isinstance(rows, list) else ():
            try:
                actor = actor_in({"type": "Person", "id": record_of(row).get("actor")})
            except ValueError as error:
                yield rejected(name, found, error, row)
                continue
            if row.get("confirmed") is not False:
                found += 1
                yield from self._pace.give([actor], name, found)
                evidence = row.get("evidence")
                said = (clean(evidence) if isinstance(evidence, str) else "") or OWNED
                yield Mine(actor=actor.id, sure=bool(row.get("sure")), evidence=said)
        yield file_report(name, items=found, bad=0, cut=False)
        yield self._pace.checkpoint(name, found)

    def _items(
        self, name: str, translate: "Callable[[dict[str, Any]], list[Any]] | None"
    ) -> Iterator[Item | Report]:
        if translate is None:
            yield FileReport(name=name, status="unknown", note="No file of this name is known.")
            return
        yield FileReport(name=name, status="reading")
        good, bad = yield from self._pace.each(name, self._rows(name), lambda row: translate(record_of(row)))
        yield file_report(name, items=good, bad=bad, cut=self._cut)
        yield self._pace.checkpoint(name, good + bad)

    def _reports(self, name: str, make: Callable[[dict[str, Any]], Report]) -> Iterator[Item | Report]:
        """What is no item of ActivityStreams: one report for each row."""
        good = bad = 0
        for at, row in self._rows(name):
            try:
                report = make(record_of(row))
            except ValueError as error:
                bad += 1
                yield rejected(name, at, error, row)
                continue
            good += 1
            yield report
            if good % 1_000 == 0:
                yield self._pace.checkpoint(name, at)
        yield file_report(name, items=good, bad=bad, cut=self._cut)
        yield self._pace.checkpoint(name, good + bad)

    def _rows(self, name: str) -> Iterator[tuple[int, Any]]:
        """The numbered lines of a file, each a JSON document; a line that is none is given as what it says."""
        self._cut = True
        try:
            with self._parcel.open(name) as stream:
                line = b"\n"
                for at, line in enumerate(iter(lambda: stream.readline(LARGEST), b""), 1):
                    if line.strip():
                        yield at, _value(line)
                self._cut = not line.endswith(b"\n")
        except _UNREADABLE:
            return


def _value(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return clean(line[:200].decode("utf-8", "replace"))


def _kept(kind: str, row: dict[str, Any]) -> Report:
    return Kept(kind=kind, document=clean(json.dumps(row, ensure_ascii=False)))


def _noted(row: dict[str, Any]) -> Report:
    a, b, kind, time, seconds, share = noted_in(row)
    return Noted(a=a, b=b, kind=kind, published=time, seconds=seconds, share=share)


def _handle(row: dict[str, Any]) -> Report:
    actor, value, since, until = handle_in(row)
    return Handle(actor=actor, value=value, since=since, until=until)


_REPORTED: dict[str, Callable[[dict[str, Any]], Report]] = {"noted.jsonl": _noted, "handles.jsonl": _handle}
_TRANSLATE: dict[str, Callable[[dict[str, Any]], list[Any]]] = {
    "actors.jsonl": lambda row: [actor_in(row)],
    "activities.jsonl": lambda row: [activity_in(row)],
    "collections.jsonl": lambda row: list(collections_in(row)),
}

archive = MutualsArchive()
