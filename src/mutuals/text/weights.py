"""The weights that lie in the folder of this name, and that they are the ones their cards tell of.

`manifest.json` names each file with its size, its hash and its card; `training/` writes it with the weights. A file
that is not as it says is not read: half a download or somebody's own model must not pass for what was measured.
"""

import hashlib
import json
from pathlib import Path
from typing import TypedDict

HERE = Path(__file__).with_suffix("")
MANIFEST = "manifest.json"


class Entry(TypedDict):
    """What the manifest says of one file."""

    sha256: str
    bytes: int
    card: str


class Damaged(Exception):
    """A file of weights is missing or is not the one that was published."""


def entries(folder: Path = HERE) -> dict[str, Entry]:
    """The files of weights by name; Damaged without a manifest."""
    try:
        found: dict[str, Entry] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Damaged(f"There are no weights in {folder}: make models") from error
    return found


def content(name: str, folder: Path = HERE) -> bytes:
    """The content of a file of weights; Damaged where it is missing or another than the manifest says."""
    said = entries(folder).get(name)
    if said is None or not (folder / name).is_file():
        raise Damaged(f"{name} is missing from {folder}")
    data = (folder / name).read_bytes()
    if len(data) != said["bytes"] or hashlib.sha256(data).hexdigest() != said["sha256"]:
        raise Damaged(f"{folder / name} is not the file that was measured; get it anew, or make models")
    return data


def enter(name: str, card: str, folder: Path = HERE) -> None:
    """Writes a file that lies in the folder into its manifest, with the card that tells of it."""
    data = (folder / name).read_bytes()
    found = entries(folder) if (folder / MANIFEST).exists() else {}
    found[name] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "card": card}
    text = json.dumps(dict(sorted(found.items())), indent=1)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
