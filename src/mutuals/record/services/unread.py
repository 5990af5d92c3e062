"""Notes which posts wait to be read: written with their words, in the same transaction."""

import secrets
from collections.abc import Collection

from mutuals.record.models import Unread
from mutuals.record.services.bulk import rows_in, rows_insert, rows_merge


def unread_add(posts: Collection[int]) -> None:
    """Has posts read that are new."""
    rows_insert(Unread, ["post"], [(post,) for post in posts], same={"stamp": _stamp()})


def unread_again(posts: Collection[int]) -> None:
    """Has posts read (once more), also those that are being read just now."""
    stamp = _stamp()
    rows = [(post, stamp) for post in sorted(posts)]
    rows_merge(Unread, ["post", "stamp"], rows, on="post", do="stamp = new.stamp")


def unread_if_read(posts: Collection[int]) -> None:
    """Has those of these posts read once more that were read before."""
    unread_again({row[0] for row in rows_in("SELECT post FROM record_reading WHERE post IN ({})", posts)})


def unread_hold(rows: Collection[tuple[int, int]]) -> set[int]:
    """Those of these posts (post, stamp) that stand on the list with this very stamp: the others were written or
    deleted meanwhile. Until the transaction ends nobody else changes them: it is an update that changes nothing."""
    mine = dict(rows)
    held = rows_in("UPDATE record_unread SET stamp = stamp WHERE post IN ({}) RETURNING post, stamp", mine)
    return {post for post, stamp in held if mine[post] == stamp}


def unread_done(rows: Collection[tuple[int, int]]) -> set[int]:
    """Takes posts (post, stamp) off the list and gives those that stood there with this very stamp; the others stay."""
    mine = dict(rows)
    taken = rows_in("DELETE FROM record_unread WHERE post IN ({}) RETURNING post, stamp", mine)
    rows_insert(Unread, ["post", "stamp"], [row for row in taken if mine[row[0]] != row[1]])
    return {post for post, stamp in taken if mine[post] == stamp}


def _stamp() -> int:
    return secrets.randbits(62)
