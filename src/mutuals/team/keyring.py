"""The installation's keys: files beside the database, never in it, readable by their owner only.

`keys/secrets` holds Fernet keys, newest first, one a line: the first encrypts, all decrypt (rotation). `keys/seal`
holds the key of the event log's seal. No Django here: the folder is handed in.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class KeyMissing(Exception):
    """The key that locked this is not in the keys folder; put back the keys that belong to this database."""


def secrets_encrypt(folder: Path, text: str) -> str:
    """The text locked with the newest key, as URL-safe ASCII (Fernet, https://github.com/fernet/spec)."""
    return _ring(folder, _stamp(folder / "secrets")).encrypt(text.encode()).decode("ascii")


def secrets_decrypt(folder: Path, locked: str) -> str:
    """The text again; raises KeyMissing when no key of the folder fits. The message never quotes either text."""
    try:
        return _ring(folder, _stamp(folder / "secrets")).decrypt(locked.encode("ascii")).decode()
    except (InvalidToken, UnicodeError):
        raise KeyMissing(KeyMissing.__doc__) from None


def secrets_rotate(folder: Path) -> None:
    """Puts a new key first; what the older ones locked stays readable until it is written again."""
    path = folder / "secrets"
    _stamp(path)
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    _create(beside, Fernet.generate_key().decode() + "\n" + path.read_text())
    os.replace(beside, path)


def keys_make(folder: Path) -> None:
    """Makes the folder (0700) and each missing key file (0600); does nothing when all are there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("secrets", "seal"):
        _stamp(folder / name)


def seal(folder: Path, text: str) -> str:
    """HMAC-SHA256 (RFC 2104) of the text with the installation's seal key, as 64 hex digits."""
    path = folder / "seal"
    _stamp(path)
    return hmac.new(path.read_bytes(), text.encode(), hashlib.sha256).hexdigest()


def seals(folder: Path, texts: Iterable[str]) -> list[str]:
    """`seal` of each of many texts, with the key read once."""
    path = folder / "seal"
    _stamp(path)
    key = path.read_bytes()
    return [hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest() for text in texts]


def _stamp(path: Path) -> tuple[int, int]:
    """What tells this version of the file from others; makes the file when it is missing."""
    try:
        found = path.stat()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path, Fernet.generate_key().decode() + "\n")
        found = path.stat()
    return found.st_mtime_ns, found.st_ino


def _create(path: Path, text: str) -> None:
    """Written whole or not at all, and by one process only: a half-written key would lock everything out."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()


@lru_cache(maxsize=8)
def _ring(folder: Path, stamp: tuple[int, int]) -> MultiFernet:
    lines = (folder / "secrets").read_text().split()
    if not lines:
        raise KeyMissing(KeyMissing.__doc__)
    return MultiFernet([Fernet(line) for line in lines])
