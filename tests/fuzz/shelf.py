"""An archive in memory: files by name, as one string of bytes for a fuzzer, as a parcel for a reader."""

import io
import struct

from mutuals.sources.parcel import READ_ERRORS, OpenedParcel, _Stream
from mutuals.sources.seam import Entry

_SIZES = struct.Struct("<HI")


class Torn(io.RawIOBase):
    """Bytes that end in an error at `size`, as a disk or a damaged container gives them."""

    def __init__(self, data, size, error):
        super().__init__()
        self.inner, self.left, self.error = io.BytesIO(data), size, error

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self.inner.read(min(len(buffer), self.left))
        if not data and not self.left:
            raise self.error
        buffer[: len(data)] = data
        self.left -= len(data)
        return len(data)


class Shelf:
    """A `seam.Parcel` of files in memory; `torn` names files that raise an error behind so many bytes."""

    def __init__(self, files, torn=None, name="brought"):
        self.name, self.files, self.torn = name, files, torn or {}

    def entries(self):
        return [Entry(name, len(data)) for name, data in sorted(self.files.items())]

    def open(self, name):
        if name in self.torn:
            size, error = self.torn[name]
            return _Stream(Torn(self.files[name], size, error))
        return io.BufferedReader(io.BytesIO(self.files[name]))

    peek = open

    def head(self, name, size=65536):
        try:
            with self.open(name) as stream:
                return stream.read(size)
        except READ_ERRORS:
            return b""


def taken(path, spool):
    """The files of a folder or container on disk, by name."""
    parcel = OpenedParcel(path, spool=spool)
    files = {}
    for entry in parcel.entries():
        with parcel.open(entry.name) as stream:
            files[entry.name] = stream.read()
    return files


def packed(files):
    """Files as one string of bytes."""
    parts = []
    for name, data in files.items():
        raw = name.encode("utf-8", "surrogatepass")[:0xFFFF]
        parts += [_SIZES.pack(len(raw), len(data)), raw, data]
    return b"".join(parts)


def unpacked(data):
    """The files in a string of bytes, whatever was done to it."""
    files, at = {}, 0
    while at + _SIZES.size <= len(data):
        name_size, size = _SIZES.unpack_from(data, at)
        at += _SIZES.size
        name = data[at : at + name_size].decode("utf-8", "replace") or "file"
        at += name_size
        files[name] = data[at : at + size]
        at += size
    return files
