"""Opens what a person brought: folder, ZIP, tar, tar.gz, gz or a single file, also nested in one another.

Nothing is unpacked by the names found inside (no path traversal): nested containers are copied to numbered files in
a spool folder. Pure of Django; the spool folder and the limits are handed in.
"""

import gzip
import io
import shutil
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from mutuals.sources.seam import Entry

MAX_FILES = 200_000
MAX_BYTES = 200 * 2**30
MAX_RATIO = 1_000
MAX_NESTING = 3
CONTAINERS = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")


class ParcelError(Exception):
    """What was brought cannot be opened; the message says what, where and what to do."""


Opener = Callable[[], BinaryIO]


class OpenedParcel:
    """A `seam.Parcel` over any mix of folders and containers; `done` counts the bytes handed out for progress."""

    def __init__(self, path: Path, *, spool: Path, max_files: int = MAX_FILES) -> None:
        """Opens `path`; raises ParcelError when it is missing, unreadable or no file at all."""
        self.name = path.name or str(path)
        self.done = 0
        self.problems: list[tuple[str, str]] = []
        self._spool = spool
        self._max_files = max_files
        self._entries: dict[str, tuple[Entry, Opener]] = {}
        if not path.exists():
            raise ParcelError(f"There is no file or folder at {path}.")
        self._add_path(path, "", 0)

    @property
    def total(self) -> int:
        """The bytes of all files, for progress."""
        return sum(entry.size for entry, _ in self._entries.values())

    def entries(self) -> list[Entry]:
        """All files, by name."""
        return [entry for _, (entry, _) in sorted(self._entries.items())]

    def open(self, name: str) -> BinaryIO:
        """A buffered binary stream of one file; raises KeyError for a name that `entries` did not give."""
        raw = _Counted(self._entries[name][1](), self)
        return io.BufferedReader(raw, 1 << 18)

    def head(self, name: str, size: int = 65536) -> bytes:
        """The first `size` bytes of a file, or fewer; b"" when it cannot be read."""
        try:
            with self._entries[name][1]() as stream:
                return stream.read(size)
        except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, ValueError, RuntimeError):
            return b""

    def _add_path(self, path: Path, name: str, depth: int) -> None:
        if path.is_dir():
            for child in sorted(path.iterdir()):
                if not child.is_symlink():
                    self._add_path(child, f"{name}{child.name}" + ("/" if child.is_dir() else ""), depth)
        elif path.is_file():
            self._add_file(path, name or path.name, depth)

    def _add_file(self, path: Path, name: str, depth: int) -> None:
        size = path.stat().st_size
        kind = _container(path)
        if kind and depth < MAX_NESTING:
            try:
                adder = self._add_zip if kind == "zip" else self._add_tar
                adder(path, "" if name == path.name and not self._entries and depth == 0 else f"{name}/", depth)
            except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, ValueError) as error:
                self.problems.append((name, f"This container is damaged ({error}); it was left as it is."))
        elif kind == "gz":
            inner = name[:-3] if name.endswith(".gz") else name
            self._put(inner, size, lambda: gzip.open(path, "rb"))  # type: ignore[arg-type,return-value]
        else:
            self._put(name, size, lambda: path.open("rb"))

    def _put(self, name: str, size: int, opener: Opener) -> None:
        if len(self._entries) >= self._max_files:
            raise ParcelError(f"{self.name} holds more than {self._max_files:,} files; bring it in smaller parts.")
        self._entries[name] = (Entry(name, size), opener)

    def _add_zip(self, path: Path, prefix: str, depth: int) -> None:
        book = zipfile.ZipFile(path)
        for info in book.infolist():
            if info.is_dir():
                continue
            name = prefix + _safe(info.filename)
            if info.file_size > MAX_RATIO * max(info.compress_size, 1024) or info.file_size > MAX_BYTES:
                self.problems.append((name, "It would unpack to far more than it holds; it was not opened."))
            elif name.lower().endswith(CONTAINERS):
                self._add_file(self._copy(book.open(info)), name, depth + 1)  # type: ignore[arg-type]
            else:
                self._put(name, info.file_size, lambda info=info: book.open(info))  # type: ignore[misc]

    def _add_tar(self, path: Path, prefix: str, depth: int) -> None:
        with tarfile.open(path, "r|*") as book:
            for info in book:
                stream = book.extractfile(info) if info.isfile() else None
                if stream is None:
                    continue
                copy, name = self._copy(stream), prefix + _safe(info.name)  # type: ignore[arg-type]
                if name.lower().endswith(CONTAINERS):
                    self._add_file(copy, name, depth + 1)
                else:
                    self._put(name, info.size, lambda copy=copy: copy.open("rb"))  # type: ignore[misc]

    def _copy(self, stream: BinaryIO) -> Path:
        self._spool.mkdir(parents=True, exist_ok=True)
        copy = self._spool / f"{len(list(self._spool.iterdir())):06d}"
        with stream, copy.open("wb") as out:
            shutil.copyfileobj(stream, out, 1 << 20)
        return copy


class _Counted(io.RawIOBase):
    """A raw stream that tells its parcel how many bytes were read."""

    def __init__(self, stream: BinaryIO, parcel: OpenedParcel) -> None:
        super().__init__()
        self._stream, self._parcel = stream, parcel

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._parcel.done += len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _container(path: Path) -> str:
    """"zip", "tar", "gz" or "": told by the contents, since names lie."""
    with path.open("rb") as stream:
        head = stream.read(262)
        if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
            return "zip"
        if head[257:262] == b"ustar":
            return "tar"
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")):
        try:
            with tarfile.open(path, "r|*") as book:
                book.next()
            return "tar"
        except (tarfile.TarError, OSError, EOFError):
            return "gz" if head.startswith(b"\x1f\x8b") else ""
    return ""


def _safe(name: str) -> str:
    parts: Iterator[str] = (part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
    return "/".join(parts)
