"""What a tar may hold without harm: heads of bounded size, and files rather than links and devices.

Layout: https://www.gnu.org/software/tar/manual/html_node/Standard.html, pax headers: POSIX.1-2017, pax.
"""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from mutuals.sources.parcel_folder import LINK, SPECIAL

MAX_HEAD = 1 << 20
HOLES = "It is stored with holes left out; unpack the tar and bring the file."
# Their contents are read at once, before anything can be said of them.
_HEADS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)


class Plain(tarfile.TarInfo):
    """A member of a tar; reading ends with a ReadError at a head that is longer than any name can be."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "Plain":
        """Takes a head of 512 bytes to pieces; raises tarfile.TarError."""
        info = super().frombuf(buf, encoding, errors)
        if info.size < 0 or (info.type in _HEADS and info.size > MAX_HEAD):
            raise tarfile.ReadError("a name or note in it is longer than any can be")
        return info


def opened_tar(path: Path, *, streamed: bool) -> tarfile.TarFile:
    """A tar, or one that is packed and can only be read from its start to its end; raises tarfile.TarError."""
    if streamed:
        return tarfile.open(path, "r|*", tarinfo=Plain)
    return tarfile.open(path, "r:", tarinfo=Plain)


def members_of(book: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Every member in turn; none is kept, as the library would do."""
    while (info := book.next()) is not None:
        book.members = []  # type: ignore[attr-defined]
        yield info


def found_again(path: Path, name: str) -> BinaryIO:
    """A member of a packed tar, found by reading the tar from its start again; raises EOFError."""
    book = opened_tar(path, streamed=True)
    for info in members_of(book):
        stream = book.extractfile(info) if info.name == name else None
        if stream is not None:
            return cast(BinaryIO, stream)
    raise EOFError("the file is cut off here")


def problem_with(info: tarfile.TarInfo) -> str:
    """Why a member is not read; "" for files and folders."""
    if info.issym() or info.islnk():
        return LINK
    if info.isfile():
        return HOLES if info.issparse() else ""
    return "" if info.isdir() else SPECIAL
