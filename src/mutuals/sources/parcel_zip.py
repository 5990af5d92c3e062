"""Reads the list of files in a ZIP, also when the ZIP was cut off and its central directory is gone.

Layout: APPNOTE.TXT, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (sections 4.3.7 local header, 4.3.9
data descriptor, 4.4.4 flags, 4.5.3 ZIP64). Nothing is unpacked here; every member comes with a way to open it.
"""

import io
import struct
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

MAX_OPEN = 16
LOCAL, CENTRAL, DESCRIPTOR = b"PK\x03\x04", b"PK\x01\x02", b"PK\x07\x08"
ENCRYPTED, STREAMED, UTF8 = 0x1, 0x8, 0x800
READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
LOCKED = "It is protected by a password; unpack it with the password and bring the files."
FOREIGN = "It is packed in a way that cannot be read here; unpack it and bring the files."
OVERLAPS = "It shares its bytes with another file of the ZIP, as only made-up ones do; it was not opened."
CHUNK = 1 << 16
# What `zipfile` raises besides BadZipFile, each seen on a made-up or broken ZIP: NotImplementedError for a version or a
# lock that it does not know, RuntimeError for a locked file, the others for heads and extra fields that are cut or lie.
_UNLIKELY = (NotImplementedError, RuntimeError, struct.error, IndexError, OverflowError)
_END, _END64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")


class Member(NamedTuple):
    """One file of a ZIP: its name, its size in bytes (0 when unknown), its packed size, how to open it; `problem` is
    a sentence when it cannot be opened."""

    name: str
    size: int
    packed: int
    opener: Callable[[], BinaryIO] | None
    problem: str = ""


class Books:
    """Keeps at most `MAX_OPEN` ZIP files open, so that a folder of thousands does not use up file handles."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, zipfile.ZipFile] = OrderedDict()

    def get(self, path: Path) -> zipfile.ZipFile:
        """The opened ZIP; raises BadZipFile or OSError."""
        book = self._open.pop(path, None) or _opened(path)
        self._open[path] = book
        if len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)[1].close()
        return book


def crowded(path: Path, most: int) -> bool:
    """Whether a ZIP says that it holds more than `most` files, or a directory too long for so many; what says
    nothing of itself is not."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - _END.size - 0xFFFF - 76))
        tail = stream.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        return False
    count, length = _END.unpack_from(tail, at)[4:6]
    big = tail.rfind(b"PK\x06\x06", 0, at)
    if big >= 0 and 0xFFFF in (count, length & 0xFFFF) and len(tail) - big >= _END64.size:
        count, length = _END64.unpack_from(tail, big)[7:9]
    return bool(count > most or length > 300 * most)


def members(path: Path, books: Books) -> Iterator[Member]:
    """The files of a whole ZIP by its central directory; raises BadZipFile when that is missing or damaged."""
    infos = books.get(path).infolist()
    shared = _overlapping(infos)
    for info in infos:
        if info.filename.endswith("/"):
            continue
        problem = (
            OVERLAPS if info.header_offset in shared
            else LOCKED if info.flag_bits & ENCRYPTED
            else FOREIGN if info.compress_type not in READABLE
            else ""
        )  # fmt: skip
        opener = None if problem else _opener(path, books, info)
        yield Member(
            _named(info.filename, info.flag_bits), info.file_size, info.compress_size, opener, problem
        )


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """The places of files that reach into another file, by which a few bytes are unpacked a thousand times
    (https://www.bamsoftware.com/hacks/zipbomb/)."""
    places = sorted((info.header_offset, info.header_offset + 30 + info.compress_size) for info in infos)
    return {one[0] for one, other in pairwise(places) if one[1] > other[0]}


def _opener(path: Path, books: Books, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opener() -> BinaryIO:
        try:
            return cast(BinaryIO, books.get(path).open(info))
        except _UNLIKELY as error:
            raise zipfile.BadZipFile(str(error)) from error

    return opener


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _UNLIKELY as error:
        raise zipfile.BadZipFile(str(error)) from error


def _named(name: str, flags: int) -> str:
    """Phones and macOS write UTF-8 names without setting the flag for it; zipfile then reads cp437."""
    if flags & UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


class _Local(NamedTuple):
    name: str
    flags: int
    method: int
    packed: int
    size: int
    start: int


def rescued(path: Path) -> Iterator[Member]:
    """The files of a ZIP without a usable central directory, found by their local headers, as far as they go."""
    end = path.stat().st_size
    with path.open("rb") as stream:
        at = _next_header(stream, 0)
        while at is not None and (local := _local(stream, at)) is not None:
            until = _data_end(stream, path, local)
            if not local.name.endswith("/"):
                yield _member(path, local, until, end)
            at = _next_header(stream, until)


def _member(path: Path, local: _Local, until: int, end: int) -> Member:
    packed = max(0, min(until, end) - local.start)
    if local.flags & ENCRYPTED:
        return Member(local.name, 0, packed, None, LOCKED)
    if local.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Member(local.name, 0, packed, None, FOREIGN)
    if local.method == zipfile.ZIP_STORED:
        return Member(local.name, packed, packed, lambda: slice_of(path, local.start, until - local.start))
    return Member(local.name, local.size, packed, lambda: _buffered(_Inflated(path, local.start)))


def _local(stream: BinaryIO, at: int) -> _Local | None:
    stream.seek(at)
    head = stream.read(30)
    if len(head) < 30:
        return None
    _, _, flags, method, _, _, _, packed, size, name_size, extra_size = struct.unpack("<4sHHHHHIIIHH", head)
    raw, extra = stream.read(name_size), stream.read(extra_size)
    if len(raw) < name_size:
        return None
    if 0xFFFFFFFF in (packed, size):
        size, packed = _zip64(extra, size, packed)
    name = raw.decode("utf-8" if flags & UTF8 else "cp437", "replace")
    return _Local(_named(name, flags), flags, method, packed, size, at + 30 + name_size + extra_size)


def _zip64(extra: bytes, size: int, packed: int) -> tuple[int, int]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1 and length >= 16 and at + 20 <= len(extra):
            size, packed = struct.unpack_from("<QQ", extra, at + 4)
        at += 4 + length
    return size, packed


def _data_end(stream: BinaryIO, path: Path, local: _Local) -> int:
    """Where the member's data end; a streamed member does not say, so it is inflated (or searched) to its end."""
    if not local.flags & STREAMED or local.packed:
        return local.start + local.packed
    if local.method == zipfile.ZIP_DEFLATED:
        inflated = _Inflated(path, local.start)
        with inflated:
            return inflated.measure()
    found = _find(stream, local.start, (DESCRIPTOR, LOCAL, CENTRAL))
    return found if found is not None else path.stat().st_size


def _next_header(stream: BinaryIO, at: int) -> int | None:
    stream.seek(at)
    here = stream.read(4)
    if here == LOCAL:
        return at
    return None if here == CENTRAL else _find(stream, at, (LOCAL,))


def _find(stream: BinaryIO, at: int, marks: tuple[bytes, ...]) -> int | None:
    """The first place of any of the four-byte marks at or after `at`."""
    stream.seek(at)
    kept = b""
    while data := stream.read(CHUNK):
        window = kept + data
        places = [place for mark in marks if (place := window.find(mark)) >= 0]
        if places:
            return at - len(kept) + min(places)
        at += len(data)
        kept = window[-3:]
    return None


class _Inflated(io.RawIOBase):
    """A deflated member read from its local header on; raises EOFError where the file is cut off."""

    def __init__(self, path: Path, start: int) -> None:
        super().__init__()
        self._stream = path.open("rb")
        self._stream.seek(start)
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._stream.read(CHUNK)
            data = self._inflate.decompress(packed, len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            if not packed:
                raise EOFError("the file is cut off here")
        return 0

    def measure(self) -> int:
        """Reads to the end of the data, or of what is there, and says where in the ZIP that is."""
        scratch = memoryview(bytearray(CHUNK))
        try:
            while self.readinto(scratch):
                pass
        except (EOFError, zlib.error):
            return self._stream.tell()
        return self._stream.tell() - len(self._inflate.unused_data)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Slice(io.RawIOBase):
    """A part of a file; raises EOFError when the file ends before the part does."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        super().__init__()
        self._stream, self._left = path.open("rb"), size
        self._stream.seek(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(min(len(buffer), self._left))
        if not data and self._left and len(buffer):
            raise EOFError("the file is cut off here")
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def slice_of(path: Path, start: int, size: int) -> BinaryIO:
    """The `size` bytes of a file from `start` on; reading raises EOFError when they are not all there."""
    return _buffered(_Slice(path, start, size))


def _buffered(raw: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(raw, CHUNK))
