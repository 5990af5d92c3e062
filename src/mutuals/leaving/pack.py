"""An export while it is written: a folder or a ZIP beside its place, each file counted and hashed as it goes, put in
its place whole. Pure: no Django, no clock.

What is stopped in between, by a kill or a full disk, leaves what was there before; of the part that was written a later
export of the same name makes room.
"""

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

PART = ".part"


class Exists(Exception):
    """There is something at this place already; nothing was overwritten. Name another, or move it away."""


class Written(NamedTuple):
    """One file of an export."""

    name: str
    size: int
    sha256: str
    rows: int


class _Hashing(io.RawIOBase):
    """A stream that hashes and counts what goes through it."""

    def __init__(self, out: BinaryIO) -> None:
        self.digest, self.size, self._out = hashlib.sha256(), 0, out

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        """Takes bytes of any kind."""
        self.digest.update(data)
        self.size += len(data)
        self._out.write(data)
        return len(data)


class Pack:
    """Writes files into `path`: a ZIP where it ends so, else a folder. `files` is what was written so far."""

    def __init__(self, path: Path) -> None:
        """Begins beside `path`; raises Exists where something lies there already."""
        if path.exists() and not (path.is_dir() and not any(path.iterdir())):
            raise Exists(f"{path}: {Exists.__doc__}")
        self.path, self.files = path, list[Written]()
        self._part = path.with_name(path.name + PART)
        self._zip: zipfile.ZipFile | None = None
        self.discard()
        if path.suffix.lower() == ".zip":
            handle = os.open(self._part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            self._file = os.fdopen(handle, "wb")
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        else:
            self._part.mkdir(mode=0o700)

    @contextmanager
    def text(self, name: str) -> Iterator["Text"]:
        """One file to be written, as text in UTF-8; `rows` of what is given is written down with it."""
        with self._open(name) as out:
            hashing = _Hashing(out)
            buffered = io.BufferedWriter(cast(io.RawIOBase, hashing), 1 << 16)
            text = Text(buffered, encoding="utf-8", errors="replace", newline="")
            yield text
            text.flush()
            self.files.append(Written(name, hashing.size, hashing.digest.hexdigest(), text.rows))

    def done(self) -> None:
        """Puts the export in its place, whole."""
        if self._zip is not None:
            self._zip.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        elif self.path.exists():
            self.path.rmdir()
        os.replace(self._part, self.path)

    def discard(self) -> None:
        """Removes what was begun."""
        if self._zip is not None:
            # A closed file makes ZipFile's own end harmless, which would write once more on a full disk.
            self._file.close()
        if self._part.is_dir():
            shutil.rmtree(self._part, ignore_errors=True)
        else:
            self._part.unlink(missing_ok=True)

    @contextmanager
    def _open(self, name: str) -> Iterator[BinaryIO]:
        if self._zip is not None:
            info = zipfile.ZipInfo(name)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with self._zip.open(info, "w", force_zip64=True) as out:
                yield cast(BinaryIO, out)
            return
        path = self._part / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as plain:
            yield plain
            plain.flush()
            os.fsync(plain.fileno())


class Text(io.TextIOWrapper):
    """A file of an export; whoever writes it counts its rows."""

    rows = 0
