"""The inbox folder as files: what lies in it, whether it has stopped growing, and moves that a kill cannot halve.

    inbox/what-was-dropped.zip      waits until two looks find it the same
    inbox/reading/ID/file/...       is being read, or asks something
    inbox/reading/ID/why/...        the sentence that goes with it to `not-read`
    inbox/read/2026-11-22 ...       was read
    inbox/not-read/2026-11-22 ...   could not be read, with a .txt that says why

Everything goes from place to place by one rename inside one folder, so that whatever is killed leaves it in exactly
one of them. Links are never followed. Pure of Django, settings and clock.
"""

import errno
import hashlib
import os
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

READING, READ, NOT_READ = "reading", "read", "not-read"
RESERVED = (READING, READ, NOT_READ)
# What browsers, copiers and editors call a thing that is not whole yet.
PARTIAL = (
    *(".part", ".partial", ".crdownload", ".download", ".opdownload", ".aria2", ".filepart", ".!ut"),
    *(".tmp", ".temp", ".swp", ".lock"),
)
# An empty file is mostly one whose contents are still to come.
EMPTY_MS = 600_000
NEWEST = 100
LONGEST = 180


class NotOurs(Exception):
    """A folder of the inbox is a link to another place, or a file; it is not touched."""


def box_make(box: Path) -> None:
    """Makes the inbox folder and the three inside it; raises NotOurs where one of them is a link or a file."""
    for one in (box, *(box / name for name in RESERVED)):
        with suppress(FileExistsError):
            one.mkdir(mode=0o700, parents=one == box)
        if not stat.S_ISDIR(one.lstat().st_mode):
            raise NotOurs(f"{one} is not a folder of its own but a link or a file; put a folder there.")


def dropped(box: Path, *, now_ms: int) -> Iterator[Path]:
    """What lies in the inbox and may be looked at: nothing hidden, nothing partial, nothing whose download goes on."""
    with os.scandir(box) as found:
        names = sorted(one.name for one in found)
    unfinished = {name.lower() for name in names if is_partial(name)}
    for name in names:
        beside = any(name.lower() + end in unfinished for end in PARTIAL)
        if name.lower() in RESERVED or is_partial(name) or beside or _still_empty(box / name, now_ms):
            continue
        yield box / name


def is_partial(name: str) -> bool:
    """Whether a name is that of something hidden, temporary or not whole yet."""
    lowered = name.lower()
    return lowered.startswith((".", "~")) or lowered.endswith(("~", *PARTIAL))


def _still_empty(path: Path, now_ms: int) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return True
    fresh = now_ms - found.st_mtime_ns // 1_000_000 < EMPTY_MS
    return stat.S_ISREG(found.st_mode) and not found.st_size and fresh


def mark(path: Path) -> str:
    """A digest of the names, sizes and times of a file, or of everything in a folder; "" while a part is not whole."""
    digest = hashlib.sha256()
    for one in _all(path):
        if one != path and one.name.lower().endswith(PARTIAL):
            return ""
        try:
            found = one.lstat()
        except OSError:
            return ""
        line = f"{one.relative_to(path.parent)}\0{found.st_mode}\0{found.st_size}\0{found.st_mtime_ns}"
        digest.update(f"{line}\0{found.st_ctime_ns}\n".encode(errors="replace"))
    return digest.hexdigest()


def _all(path: Path) -> Iterator[Path]:
    """The path and all below it, in order, without following links."""
    yield path
    if path.is_symlink() or not path.is_dir():
        return
    for folder, names, files in os.walk(path):
        names.sort()
        yield from (Path(folder, name) for name in sorted((*names, *files)))


def refused(path: Path) -> str:
    """Why a thing cannot be read as it lies there: a link, neither file nor folder, not allowed; "" when it can."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return (
            "It is a link to another place, and links are not followed. Put the file itself into the inbox."
        )
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return "It is neither a file nor a folder."
    if not os.access(path, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
        return "Mutuals may not read it. Allow reading it for the user that Mutuals runs as."
    return ""


def written_to(path: Path) -> bool:
    """Whether somebody has the file, or one of the newest in the folder, open for writing, as far as can be told."""
    files = [one for one in _all(path) if not one.is_symlink() and one.is_file()]
    files.sort(key=_changed, reverse=True)
    return any(_open_for_writing(one) for one in files[:NEWEST])


def _changed(path: Path) -> int:
    try:
        return path.lstat().st_ctime_ns
    except OSError:
        return 0


def _open_for_writing(path: Path) -> bool:
    """Linux gives out no read lease on a file that is open for writing (fcntl(2), F_SETLEASE); others cannot tell."""
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        # Whoever opens it meanwhile sends us a signal, which must be one that does nothing by itself.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno == errno.EAGAIN
    finally:
        os.close(handle)
    return False


def take(path: Path, box: Path, name: str) -> Path:
    """Moves a thing into `reading/NAME/file`, where only Mutuals works, and returns it; its name is made plain text.

    Raises OSError where it cannot be moved; it then lies where it was.
    """
    room = box / READING / name / "file"
    room.mkdir(mode=0o700, parents=True)
    target = room / path.name.encode(errors="replace").decode(errors="replace")
    try:
        path.rename(target)
    except OSError:
        _clear(room.parent)
        raise
    return target


def taken(box: Path) -> Iterator[tuple[str, Path | None]]:
    """(name, thing) of everything that was taken; the thing is None where it has moved on already."""
    for room in sorted((box / READING).iterdir()):
        if room.is_symlink() or not room.is_dir():
            continue
        held = room / "file"
        inside = sorted(held.iterdir()) if held.is_dir() and not held.is_symlink() else []
        yield room.name, inside[0] if inside else None


def put_away(thing: Path, box: Path, *, day: str, why: str = "") -> Path:
    """Moves what was taken to `read`, or with a sentence `why` to `not-read`; returns where it lies now.

    The sentence is written beforehand, so that `tidy` can send it after a thing that a kill left without it.
    """
    room, place = thing.parent.parent, box / (NOT_READ if why else READ)
    target = _free(place, f"{day} {thing.name}")
    if why:
        _note(room / "why", f"{target.name}.txt", why)
    thing.rename(target)
    tidy(room.name, box)
    return target


def _note(folder: Path, name: str, text: str) -> None:
    """Writes a note in place of what an earlier try may have left there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for one in folder.iterdir():
        one.unlink()
    (folder / name).write_text(text, encoding="utf-8")


def tidy(name: str, box: Path) -> None:
    """Sends a sentence after its thing, and removes the emptied room in `reading`."""
    room = box / READING / name
    why = room / "why"
    for note in sorted(why.iterdir()) if why.is_dir() else ():
        if os.path.lexists(box / NOT_READ / note.name.removesuffix(".txt")):
            note.rename(box / NOT_READ / note.name)
        else:
            note.unlink()
    _clear(room)


def _clear(room: Path) -> None:
    """Removes a room with nothing left in it; never a file."""
    for one in (room / "file", room / "why", room):
        with suppress(OSError):
            one.rmdir()


def _free(place: Path, name: str) -> Path:
    """A path in `place` that nothing has, neither itself nor with `.txt`, short enough for every file system."""
    stem, dot, end = name.rpartition(".")
    if not dot or len(end) > 10:
        stem, end = name, ""
    stem = stem.encode()[:LONGEST].decode(errors="ignore")
    number = 1
    while True:
        again = f"{stem} ({number})" if number > 1 else stem
        target = place / (f"{again}.{end}" if end else again)
        if not os.path.lexists(target) and not os.path.lexists(f"{target}.txt"):
            return target
        number += 1
