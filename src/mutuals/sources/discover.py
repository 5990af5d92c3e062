"""Finds the archives that this installation can read, and sorts the files of a parcel among them.

No list is edited for a new archive: a module in `sources/archives` with an object `archive`, or an entry point in
the group `mutuals.connectors`, is found by looking.
"""

import importlib
import pkgutil
import warnings
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from typing import BinaryIO

from mutuals.sources import archives as home
from mutuals.sources.seam import Claim, Entry, Parcel, Reads

GROUP = "mutuals.connectors"
MEDIA = {
    "pictures": (
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".webp",
        ".heic",
        ".heif",
        ".bmp",
        ".tif",
        ".tiff",
        ".svg",
        ".ico",
    ),
    "videos": (".mp4", ".mov", ".3gp", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg"),
    "sounds": (".mp3", ".m4a", ".opus", ".ogg", ".oga", ".wav", ".aac", ".amr", ".flac"),
}
SYSTEM_NAMES = {".ds_store", "thumbs.db", "desktop.ini", ".localized", "icon\r", ".directory"}
SYSTEM = "files of the operating system"
NOT_READ = "Looked at by name only: nothing in them says who knows whom."
UNKNOWN = "No format that can be read here was recognised in it."
EMPTY = "It is empty."


def archives() -> list[Reads]:
    """Every archive in `sources/archives` and among the plug-ins, by name, the general ones last."""
    found = [one for one in (*_own(), *_plugged()) if isinstance(one, Reads)]
    return sorted(found, key=lambda one: (one.info.general, one.info.name))


def _own() -> Iterator[object]:
    for module in pkgutil.iter_modules(home.__path__, home.__name__ + "."):
        yield getattr(importlib.import_module(module.name), "archive", None)


def _plugged() -> Iterator[object]:
    for point in entry_points(group=GROUP):
        try:
            thing = point.load()
        except Exception as error:  # noqa: BLE001 - a stranger's plug-in must not take the others with it
            warnings.warn(f"The plug-in {point.name} cannot be loaded: {error}", stacklevel=3)
            continue
        yield getattr(thing, "archive", thing)


class Rest:
    """What is left of a parcel once some files are spoken for; `whole` is all of it."""

    def __init__(self, whole: Parcel, spoken: Collection[str]) -> None:
        self.whole, self.name = whole, whole.name
        self._spoken = spoken

    def entries(self) -> list[Entry]:
        """The files that nobody spoke of."""
        return [one for one in self.whole.entries() if one.name not in self._spoken]

    def open(self, name: str) -> BinaryIO:
        """A file as a stream."""
        return self.whole.open(name)

    def head(self, name: str, size: int = 65536) -> bytes:
        """The first bytes of a file."""
        return self.whole.head(name, size)


def sort_out(parcel: Parcel, archives: Iterable[Reads]) -> tuple[list[Claim], list[tuple[str, str]]]:
    """Asks each archive what it recognises; gives the claims, and (name, reason) of what stays unknown.

    A file belongs to the first claim that reads it; general archives are shown only what no other spoke of. Media
    and system files that nobody claims are grouped, one line
    a kind, under `left_alone` of the first claim, or under unknown when there is no claim.
    """
    archives = list(archives)
    special = [claim for one in archives if not one.info.general for claim in one.find(parcel)]
    spoken = {name for claim in special for name in (*claim.files, *(name for name, _ in claim.left_alone))}
    rest = Rest(parcel, spoken)
    general = [claim for one in archives if one.info.general for claim in one.find(rest)]
    claims = _without_overlap([*special, *general])
    told = {name for claim in claims for name in claim.files}
    told |= {name for claim in claims for name, _ in claim.left_alone}
    groups: dict[str, list[str]] = {}
    unknown: list[tuple[str, str]] = []
    for entry in parcel.entries():
        if entry.name in told:
            continue
        if kind := harmless(entry.name):
            groups.setdefault(kind, []).append(entry.name)
        else:
            unknown.append((entry.name, UNKNOWN if parcel.head(entry.name, 1) else EMPTY))
    lines = [(_grouped(kind, names), NOT_READ) for kind, names in sorted(groups.items())]
    if claims:
        claims[0] = replace(claims[0], left_alone=(*claims[0].left_alone, *lines))
    return claims, unknown if claims else [*unknown, *lines]


def harmless(name: str) -> str:
    """The kind of a file that nobody needs to know about ("pictures", "files of the operating system"), or ""."""
    lowered = name.lower()
    last = lowered.rsplit("/", 1)[-1]
    if last in SYSTEM_NAMES or last.startswith("._") or "__macosx/" in lowered:
        return SYSTEM
    return next((kind for kind, ends in MEDIA.items() if lowered.endswith(ends)), "")


def _without_overlap(claims: list[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    taken: set[str] = set()
    for claim in claims:
        files = tuple(name for name in dict.fromkeys(claim.files) if name not in taken)
        taken |= set(files)
        if files or (claim.left_alone and not claim.files):
            kept.append(replace(claim, files=files))
    return [replace(c, left_alone=tuple(one for one in c.left_alone if one[0] not in taken)) for c in kept]


def _grouped(kind: str, names: list[str]) -> str:
    first = names[0].rsplit("/", 1)[-1]
    return f"{len(names):,} {kind}, such as {first}" if len(names) > 1 else names[0]
