"""Whether something failed because there is no room left on the disk. Pure: looks at the error alone.

Sources: https://www.sqlite.org/rescode.html (13 FULL, 778 IOERR_WRITE, 4874 IOERR_SHMSIZE: SQLite gives the latter
where a quota or the shared index of the log cannot grow), PostgreSQL's 53100 disk_full.
"""

import errno

SQLITE = frozenset((13, 778, 4874))
POSTGRES = "53100"
SYSTEM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))


class NoRoom(Exception):
    """There is no room left on the disk. What was read so far is kept; make room and start the same import again: it
    goes on where it stopped."""

    def __str__(self) -> str:
        return " ".join(str(type(self).__doc__).split())


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what caused it, is that of a full disk."""
    while error is not None:
        if isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in SYSTEM):
            return True
        if getattr(error, "sqlite_errorcode", 0) in SQLITE or getattr(error, "sqlstate", "") == POSTGRES:
            return True
        error = error.__cause__ or error.__context__
    return False
