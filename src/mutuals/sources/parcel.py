"""Opens what a person brought: folder, ZIP, tar, tar.gz, gz or a single file, also nested in one another.

Nothing is unpacked by the names found inside (no path traversal): nested containers are copied to numbered files in
a spool folder. Links are not followed. What cannot be opened becomes a sentence in `problems`; the rest is read.
Pure of Django; the spool folder and the limits are handed in.
"""

import bz2
import gzip
import io
import lzma
import os
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from mutuals.sources.parcel_folder import tellable, walked
from mutuals.sources.parcel_tar import found_again, members_of, opened_tar, problem_with
from mutuals.sources.parcel_zip import Books, Member, crowded, members, rescued, slice_of
from mutuals.sources.room import NoRoom, is_full
from mutuals.sources.seam import Entry

MAX_FILES = 200_000
MAX_BYTES = 200 * 2**30
MAX_RATIO = 1_000
MAX_NESTING = 3
SMALL, HEADS = 1 << 11, 1 << 25
MAX_CONTAINERS = 5_000
MAX_PROBLEMS = 1_000
# What is unpacked to the disk: so much for each byte that was brought, and this much in any case.
SPOOL_RATIO, SPOOL_LEAST = 50, 2 * 2**30
CONTAINERS = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz")
# Files that are ZIPs inside but one document to people.
DOCUMENTS = (
    *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".pages", ".numbers", ".key"),
    *(".apk", ".jar", ".ipa", ".kmz", ".xpi", ".whl", ".sketch"),
)
MEDIA = (
    *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".3gp", ".avi"),
    *(".mp3", ".m4a", ".opus", ".ogg", ".wav", ".pdf"),
)
READ_ERRORS = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    ValueError,
)
BOMB = "It would unpack to far more than it holds; it was not opened."
MANY = "It was not opened: too many ZIPs lie in one another here. Bring it by itself."

Opener = Callable[[], BinaryIO]


class ParcelError(Exception):
    """What was brought cannot be opened; the message says what, where and what to do."""


class _Held(NamedTuple):
    entry: Entry
    opener: Opener
    limit: int


class OpenedParcel:
    """A `seam.Parcel` over any mix of folders and containers.

    `done` counts the bytes handed out by `open`, for progress; `problems` are (name, sentence) of what could not be
    opened. Reading a stream raises one of `READ_ERRORS` where a container is cut off or damaged, after everything
    before that place was handed out.
    """

    def __init__(self, path: Path, *, spool: Path, max_files: int = MAX_FILES) -> None:
        """Opens `path`; raises ParcelError when it is missing or no file. Of more than `max_files` files the rest is
        counted in `problems`."""
        self.name = path.name or path.resolve().name or str(path)
        self.done = 0
        self.problems: list[tuple[str, str]] = []
        self._spool, self._max_files, self._books = spool, max_files, Books()
        self._held: dict[str, _Held] = {}
        self._numbers: dict[str, int] = {}
        self._heads: dict[str, bytes] = {}
        self._heads_left = HEADS
        self._over = self._untold = self._containers = 0
        if not path.exists():
            raise ParcelError(f"There is no file or folder at {path}.")
        self.name = tellable(self.name)
        if path.is_dir():
            self._add_folder(path)
        elif path.is_file():
            self._room = max(SPOOL_LEAST, SPOOL_RATIO * path.stat().st_size)
            self._add_file(path, self.name, 0, prefix="")
        else:
            raise ParcelError(f"{path} is no file but a pipe, a device or a socket.")
        self._close_list()

    @property
    def total(self) -> int:
        """The bytes of all files, for progress."""
        return sum(held.entry.size for held in self._held.values())

    def entries(self) -> list[Entry]:
        """All files, by name."""
        return [held.entry for _, held in sorted(self._held.items())]

    def open(self, name: str) -> BinaryIO:
        """A buffered binary stream of one file; raises KeyError for a name that `entries` did not give."""
        return self._stream(name, self._count)

    def peek(self, name: str) -> BinaryIO:
        """As `open`, without counting for progress: for readers that look through a file before they read it."""
        return self._stream(name, lambda _: None)

    def head(self, name: str, size: int = 65536) -> bytes:
        """The first `size` bytes of a file, or fewer; b"" when it cannot be read."""
        if name in self._heads:
            return self._heads[name][:size]
        try:
            with self.peek(name) as stream:
                data = stream.read(size)
        except READ_ERRORS:
            data = b""
        # Every reader looks at every file: of many small ones the whole is remembered, as far as there is room.
        if len(data) < min(size, SMALL) and self._heads_left > 0:
            self._heads[name] = data
            self._heads_left -= len(data) + 100
        return data

    def _count(self, size: int) -> None:
        self.done += size

    def _stream(self, name: str, count: Callable[[int], None]) -> BinaryIO:
        held = self._held[name]
        return cast(BinaryIO, _Stream(_Counted(held.opener(), held.limit, count), 1 << 18))

    def _problem(self, name: str, sentence: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append((tellable(name), sentence))
        else:
            self._untold += 1

    def _close_list(self) -> None:
        """Says how much was left out of the lists, once they are complete."""
        if self._untold:
            self.problems.append((self.name, f"And {self._untold:,} more problems like these."))
        if self._over:
            sentence = (
                f"It holds more than {self._max_files:,} files; {self._over:,} or more were not looked at. "
                "Bring it in smaller parts."
            )
            self.problems.append((f"{self.name} (the rest)", sentence))

    def _add_folder(self, path: Path) -> None:
        found = list(islice(walked(path, self.name), self._max_files + MAX_PROBLEMS + 1))
        self._room = max(SPOOL_LEAST, SPOOL_RATIO * sum(_size(one.path) for one in found if not one.problem))
        for one in found:
            if one.problem:
                self._problem(one.name, one.problem)
            else:
                self._add_file(one.path, one.name, 0)

    def _add_file(self, path: Path, name: str, depth: int, *, prefix: str | None = None) -> None:
        """Adds a file of the disk as `name`, or what is in it if it is a container, under `prefix`."""
        inside = f"{name}/" if prefix is None else prefix
        try:
            size, kind = path.stat().st_size, _container(path, name)
        except OSError as error:
            self._problem(name, f"This file cannot be read ({error.strerror or error}).")
            return
        if kind in PACKED:
            inner = name.rsplit(".", 1)[0] if name.lower().endswith((".gz", ".bz2", ".xz")) else name
            unpack = PACKED[kind]
            told = _unpacked_size(path, size, kind)
            self._put(inner, told, lambda: unpack(path), MAX_RATIO * max(size, 1024))
        elif not kind or depth >= MAX_NESTING:
            self._put(name, size, lambda: path.open("rb"))
        else:
            self._add_container(kind, path, name, inside, depth)

    def _add_container(self, kind: str, path: Path, name: str, inside: str, depth: int) -> None:
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            self._problem(name, MANY)
            return
        adders = {"zip": self._add_zip, "tar": self._add_tar, "packed tar": self._add_packed_tar}
        try:
            adders[kind](path, inside, depth)
        except READ_ERRORS as error:
            self._problem(name, f"This container is cut off or damaged ({error}); what was readable is used.")

    def _put(self, name: str, size: int, opener: Opener, limit: int = MAX_BYTES) -> None:
        if len(self._held) >= self._max_files:
            self._over += 1
            return
        name = tellable(name)
        unique, number = name, self._numbers.get(name, 2)
        while unique in self._held:
            stem, dot, kind = name.rpartition(".")
            unique, number = (f"{stem} ({number}).{kind}" if dot else f"{name} ({number})"), number + 1
            self._numbers[name] = number
        self._held[unique] = _Held(Entry(unique, size), opener, limit)

    def _add_zip(self, path: Path, prefix: str, depth: int) -> None:
        most = self._max_files + MAX_PROBLEMS + 1
        try:
            found = list(islice(rescued(path), most) if crowded(path, most) else members(path, self._books))
        except READ_ERRORS:
            found = list(islice(rescued(path), most))
            name = prefix.rstrip("/") or self.name
            self._problem(name, f"This ZIP is cut off or damaged; {len(found):,} files were found in it.")
        for member in found:
            self._add_member(member, prefix + _safe(member.name), depth)

    def _add_member(self, member: Member, name: str, depth: int) -> None:
        limit = MAX_RATIO * max(member.packed, 1024)
        if member.opener is None:
            self._problem(name, member.problem)
        elif member.size > min(limit, MAX_BYTES):
            self._problem(name, BOMB)
        elif name.lower().endswith(CONTAINERS):
            self._add_file(self._copy(member.opener(), name, limit), name, depth + 1)
        else:
            self._put(name, member.size, member.opener, limit)

    def _add_tar(self, path: Path, prefix: str, depth: int) -> None:
        for _, info in self._tarred(path, prefix, streamed=False):
            name = prefix + _safe(info.name)
            opener = _slicer(path, info.offset_data, info.size)
            self._add_member(Member(name, info.size, info.size, opener), name, depth)

    def _add_packed_tar(self, path: Path, prefix: str, depth: int) -> None:
        """A compressed tar has no index and cannot be jumped in: what readers may want is copied, media stay."""
        for book, info in self._tarred(path, prefix, streamed=True):
            self._add_tarred(path, book, info, prefix + _safe(info.name), depth)

    def _tarred(
        self, path: Path, prefix: str, *, streamed: bool
    ) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
        """The files in a tar, as long as there is room for them; what is no file is told."""
        limit = MAX_RATIO * max(path.stat().st_size, 1024)
        with opened_tar(path, streamed=streamed) as book:
            for info in members_of(book):
                limit -= info.size
                problem = BOMB if limit < 0 else problem_with(info)
                if problem:
                    self._problem(prefix + _safe(info.name), problem)
                elif info.isfile():
                    yield book, info
                if limit < 0 or self._over > MAX_PROBLEMS:
                    return

    def _add_tarred(
        self, path: Path, book: tarfile.TarFile, info: tarfile.TarInfo, name: str, depth: int
    ) -> None:
        lowered = name.lower()
        if lowered.endswith(MEDIA):
            self._put(name, info.size, lambda: found_again(path, info.name))
            return
        stream = book.extractfile(info)
        if stream is None:
            return
        copy = self._copy(cast(BinaryIO, stream), name, info.size + 1)
        if lowered.endswith(CONTAINERS):
            self._add_file(copy, name, depth + 1)
        else:
            self._put(name, info.size, _slicer(copy, 0, info.size))

    def _copy(self, stream: BinaryIO, name: str, limit: int) -> Path:
        """Copies at most `limit` bytes to a new file in the spool folder, and as much as can be read; raises NoRoom."""
        try:
            copy = self._copied(stream, name, min(limit, max(0, self._room)))
            self._room -= copy.stat().st_size
            return copy
        except OSError as error:
            if is_full(error):
                raise NoRoom from error
            raise

    def _copied(self, stream: BinaryIO, name: str, limit: int) -> Path:
        self._spool.mkdir(parents=True, exist_ok=True)
        handle, copy = tempfile.mkstemp(dir=self._spool)
        with (
            os.fdopen(handle, "wb") as out,
            _Stream(_Counted(stream, limit, lambda _: None), 1 << 18) as source,
        ):
            try:
                while data := source.read1(1 << 18):
                    out.write(data)
                out.flush()
            except READ_ERRORS as error:
                if is_full(error):
                    raise
                self._problem(name, f"It is cut off or damaged ({error}); what was readable is used.")
        return Path(copy)


class _Stream(io.BufferedReader):
    """A buffered reader whose `read` hands out what it has before it raises."""

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = MAX_BYTES if size is None or size < 0 else size
        parts: list[bytes] = []
        try:
            while wanted > 0 and (data := self.read1(min(wanted, 1 << 18))):
                parts.append(data)
                wanted -= len(data)
        except READ_ERRORS:
            if not parts:
                raise
        return b"".join(parts)


class _Counted(io.RawIOBase):
    """A raw stream that tells how many bytes were read and stops a bomb at `limit`."""

    def __init__(self, stream: BinaryIO, limit: int, count: Callable[[int], None]) -> None:
        super().__init__()
        self._stream, self._left, self._count = stream, limit, count
        # read1 gives what there is; read would lose it when the container breaks further on.
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        self._left -= len(data)
        if self._left < 0:
            raise OSError("it unpacks to far more than it holds")
        self._count(len(data))
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


PACKED: dict[str, Callable[[Path], BinaryIO]] = {
    "gz": lambda path: cast(BinaryIO, gzip.GzipFile(path)),
    "bz2": lambda path: cast(BinaryIO, bz2.BZ2File(path)),
    "xz": lambda path: cast(BinaryIO, lzma.LZMAFile(path)),  # noqa: SIM115 - the reader closes it
}
MAGIC = {b"\x1f\x8b": "gz", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}


def _container(path: Path, name: str) -> str:
    """ "zip", "tar", "packed tar", a key of `PACKED`, or "": told by the contents, since names lie."""
    with path.open("rb") as stream:
        head = stream.read(262)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "" if name.lower().endswith(DOCUMENTS) else "zip"
    if head[257:262] == b"ustar":
        return "tar"
    kind = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "")
    return "packed tar" if kind and _holds_tar(path, kind) else kind


def _holds_tar(path: Path, kind: str) -> bool:
    try:
        with PACKED[kind](path) as stream:
            return stream.read(262)[257:262] == b"ustar"
    except READ_ERRORS:
        return False


def _unpacked_size(path: Path, size: int, kind: str) -> int:
    """Bytes after unpacking as gzip's trailer says (RFC 1952, modulo 2^32), else the packed size."""
    if kind != "gz" or size < 18:
        return size
    with path.open("rb") as stream:
        stream.seek(-4, os.SEEK_END)
        told = int.from_bytes(stream.read(4), "little")
    return told if size // 2 <= told <= MAX_RATIO * size else size


def _slicer(path: Path, start: int, size: int) -> Opener:
    return lambda: slice_of(path, start, size)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _safe(name: str) -> str:
    parts: Iterator[str] = (
        part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")
    )
    return "/".join(parts) or "file"
