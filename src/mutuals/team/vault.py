"""A file that a passphrase locks: written and read as a stream, every part proved before it is handed on. Pure.

The format, all numbers big-endian:

    16 bytes   b"MUTUALS-VAULT-1\\n"
     3 bytes   scrypt's cost: log2(n), r, p
    16 bytes   salt
     7 bytes   nonce prefix
    16 bytes   the tag of no text at all, by which a wrong passphrase is told from a damaged file
    then chunks

Each chunk is 65,536 bytes of plain text (the last one shorter, perhaps empty), locked with AES-256-GCM and so 16 bytes
longer. Its nonce is prefix + its number (4 bytes) + 1 for the last chunk, else 0 (2 for the tag of no text): nothing
can be cut off, left out or put in another order. The 42 bytes before the tag are the associated data of all.

Key: scrypt (RFC 7914) of the passphrase in UTF-8. Chunks: the STREAM construction of Hoang, Reyhanitabar, Rogaway and
Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (2015).
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"MUTUALS-VAULT-1\n"
CHUNK, TAG = 1 << 16, 16
SALT, PREFIX = 16, 7
# 128 MB and about half a second for each guess.
COST = (17, 8, 1)
# What a file may ask of the machine that opens it.
MOST_COST = (19, 8, 4)
MOST_CHUNKS = 1 << 32
_CHECK = bytes((0, 0, 0, 0, 2))


class WrongPassphrase(Exception):
    """The passphrase is not the one that this file was locked with, or its beginning was changed."""


class Damaged(Exception):
    """The file was cut off or changed after it was written; nothing of it can be trusted."""


class Locking:
    """Locks what is written to it into another stream; `close` writes the last chunk and leaves that stream open."""

    def __init__(self, out: BinaryIO, passphrase: str, *, cost: tuple[int, int, int] = COST) -> None:
        self._out, self._held, self._number = out, bytearray(), 0
        self._header = MAGIC + bytes(cost) + os.urandom(SALT + PREFIX)
        self._cipher = _cipher(self._header, passphrase)
        out.write(self._header + self._cipher.encrypt(self._header[-PREFIX:] + _CHECK, b"", self._header))

    def write(self, data: bytes) -> int:
        """Takes plain bytes; a chunk goes out when more than a chunk is there, since the last one is marked."""
        self._held += data
        while len(self._held) > CHUNK:
            self._put(bytes(self._held[:CHUNK]), last=False)
            del self._held[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Writes the last chunk."""
        self._put(bytes(self._held), last=True)

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._header, self._number, last=last)
        self._out.write(self._cipher.encrypt(nonce, plain, self._header))
        self._number += 1


class Unlocking:
    """The plain bytes of a locked stream; `read` hands out nothing that was not proved.

    Raises WrongPassphrase at once, Damaged where something was cut off or changed.
    """

    def __init__(self, source: BinaryIO, passphrase: str) -> None:
        self._source, self._number, self._plain, self._ended = source, 0, b"", False
        self._header = source.read(len(MAGIC) + 3 + SALT + PREFIX)
        if len(self._header) < len(MAGIC) + 3 + SALT + PREFIX or not is_vault(self._header):
            raise Damaged(Damaged.__doc__)
        cost = self._header[len(MAGIC) : len(MAGIC) + 3]
        if not all(1 <= one <= most for one, most in zip(cost, MOST_COST, strict=True)):
            raise Damaged(Damaged.__doc__)
        self._cipher = _cipher(self._header, passphrase)
        try:
            self._cipher.decrypt(self._header[-PREFIX:] + _CHECK, source.read(TAG), self._header)
        except InvalidTag:
            raise WrongPassphrase(WrongPassphrase.__doc__) from None
        self._ahead = source.read(CHUNK + TAG)
        self._open()

    def read(self, size: int = -1) -> bytes:
        """The next bytes; b"" once all were read and the end was proved to be the end."""
        parts = [self._take(size)]
        while not self._ended and (size < 0 or sum(map(len, parts)) < size):
            self._open()
            parts.append(self._take(size - sum(map(len, parts)) if size >= 0 else -1))
        return b"".join(parts)

    def _take(self, size: int) -> bytes:
        found, self._plain = (self._plain, b"") if size < 0 else (self._plain[:size], self._plain[size:])
        return found

    def _open(self) -> None:
        chunk, self._ahead = self._ahead, self._source.read(CHUNK + TAG)
        last = not self._ahead
        try:
            self._plain += self._cipher.decrypt(
                _nonce(self._header, self._number, last=last), chunk, self._header
            )
        except InvalidTag:
            raise Damaged(Damaged.__doc__) from None
        self._number += 1
        self._ended = last


def is_vault(head: bytes) -> bool:
    """Whether a file that begins so is locked."""
    return head.startswith(MAGIC)


def _cipher(header: bytes, passphrase: str) -> AESGCM:
    log_n, r, p = header[len(MAGIC) : len(MAGIC) + 3]
    salt = header[len(MAGIC) + 3 : len(MAGIC) + 3 + SALT]
    return AESGCM(Scrypt(salt=salt, length=32, n=1 << log_n, r=r, p=p).derive(passphrase.encode()))


def _nonce(header: bytes, number: int, *, last: bool) -> bytes:
    if number >= MOST_CHUNKS:
        raise Damaged(Damaged.__doc__)
    return header[-PREFIX:] + number.to_bytes(4, "big") + bytes([last])
