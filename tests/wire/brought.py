"""Pairs of files for archives of text: `case.json` holds the files as brought, `case.as2.json` what they read as."""

from dataclasses import asdict

from mutuals.as2 import UNKNOWN_TIME, Checkpoint, Object
from mutuals.sources.parcel import OpenedParcel
from mutuals.sources.seam import Answers, FileReport


def said(thing):
    """A dataclass as JSON shows it, without what says nothing."""
    kept = {}
    for name, value in asdict(thing).items():
        if isinstance(getattr(thing, name), Object):
            kept[name] = said(getattr(thing, name))
        elif value not in ("", (), 0, UNKNOWN_TIME, None):
            kept[name] = value
    return {"is": type(thing).__name__, **kept}


def translated(archive, case, tmp_path):
    """All that an archive says of the files of a case, but checkpoints and reports of files."""
    root = tmp_path / "brought"
    for name, text in case["files"].items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = text if isinstance(text, str) else "".join(f"{line}\n" for line in text)
        path.write_bytes(whole.encode(case.get("encoding", "utf-8")))
    parcel = OpenedParcel(root, spool=tmp_path / "spool")
    answers = Answers(**{"now_ms": 1_767_225_600_000, **case.get("answers", {})})
    items = (item for claim in archive.find(parcel) for item in archive.read(parcel, claim, answers))
    return [said(item) for item in items if not isinstance(item, (Checkpoint, FileReport))]
