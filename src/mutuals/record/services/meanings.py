"""Takes a person's word on what an interaction meant, over whatever was read, and back; each goes to the event log."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import connection, transaction

from mutuals.record.acts import act_told
from mutuals.record.keys import key_parse
from mutuals.record.kinds import ActName
from mutuals.record.models import Act
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.acts import COLUMNS, acts_dirty, acts_plan, acts_tell, acts_write
from mutuals.record.services.bulk import rows_in, rows_merge
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

RIGHT = "ties_edit"
SAID = "user:"
_FOUND = (
    "SELECT i.id, i.a, i.b, i.post, i.activity FROM record_interaction i {join}"
    "WHERE {where} AND i.scope IN ({scopes})"
)
_ENDS = " AND i.a IN ({a}) AND i.b IN ({b})"


class NoEntry(LookupError):
    """There is no such entry, or it is not yours to read."""


class Between(NamedTuple):
    """From whom to whom an entry goes: the actors of either side."""

    a: Collection[int]
    b: Collection[int]


def act_say(
    *, actor: User, ref: str, between: Between, act: ActName, says: bool, instead: ActName | None = None, now_ms: int,
    person: str = "",
) -> None:  # fmt: skip
    """A person says that an entry (its `ref`, as in `selectors.given`) is, or is not, that act; or another `instead`.

    The latest word holds, and no reading overwrites it. Raises NotAllowed, NoEntry.
    """
    require(actor, RIGHT)
    rows = _interactions(actor, ref, between)
    words = {act: 1.0 if says and instead in (None, act) else 0.0} | ({instead: 1.0} if instead else {})
    by = f"{SAID}{actor.public_id}"
    fresh = [
        (number, int(one), a, b, confidence, by, now_ms)
        for number, a, b, *_ in rows
        for one, confidence in words.items()
    ]
    do = "confidence = new.confidence, decided_by = new.decided_by, at = new.at"
    details = {one.name.lower(): bool(sure) for one, sure in words.items()}
    with transaction.atomic():
        rows_merge(Act, COLUMNS, fresh, on="interaction, act, by", do=do)
        acts_dirty((a, b) for _, a, b, *_ in rows)
        log_append(actor=actor, verb="act_say", subject=ref, details=details, person=person)


def act_unsay(*, actor: User, ref: str, between: Between, now_ms: int, person: str = "") -> None:
    """Takes back what was said of an entry: what was read of it, or what its form says, holds again.

    Raises NotAllowed, NoEntry.
    """
    require(actor, RIGHT)
    rows = _interactions(actor, ref, between)
    with transaction.atomic():
        Act.objects.filter(interaction__in=[row[0] for row in rows], decided_by__startswith=SAID).delete()
        _propose(rows, now_ms)
        acts_dirty((a, b) for _, a, b, *_ in rows)
        log_append(actor=actor, verb="act_unsay", subject=ref, details={}, person=person)


def _interactions(
    actor: User, ref: str, between: Between
) -> list[tuple[int, int, int, int | None, int | None]]:
    """The interactions that an entry is made of: one thing may have come by several accounts, to several addresses."""
    scopes = ",".join(map(str, scopes_readable(actor)))
    ends = _ENDS.format(a=_listed(between.a), b=_listed(between.b))
    try:
        join, where = _wanted(ref)
    except ValueError as error:
        raise NoEntry(str(NoEntry.__doc__)) from error
    with connection.cursor() as cursor:
        cursor.execute(_FOUND.format(join=join, where=where + ends, scopes=scopes))
        rows = cursor.fetchall()
    if not rows:
        raise NoEntry(str(NoEntry.__doc__))
    return list(rows)


def _wanted(ref: str) -> tuple[str, str]:
    """What joins and names the interactions of a `ref`: p and the key of a post, t and that of an activity, h and the
    day and form of what was noted by hand. Raises ValueError."""
    source, rest = ref[:1], ref[1:]
    if source == "p":
        return "JOIN record_post p ON p.id = i.post ", f"i.activity IS NULL AND p.key = {key_parse(rest)}"
    if source == "t":
        return "JOIN record_activity t ON t.id = i.activity ", f"t.key = {key_parse(rest)}"
    if source == "h":
        day, kind = (int(part) for part in rest.split("."))
        return "", f"i.post IS NULL AND i.activity IS NULL AND i.day = {day} AND i.kind = {kind}"
    raise ValueError(ref)


def _propose(rows: list[tuple[int, int, int, int | None, int | None]], now_ms: int) -> None:
    """What is read or told of these interactions, now that nobody says otherwise."""
    posts = {row[3] for row in rows if row[3] is not None}
    acts_write(acts_plan(posts), now_ms=now_ms)
    uris = rows_in("SELECT id, uri FROM record_post WHERE id IN ({})", posts)
    told_posts = {number: told for number, uri in uris if (told := act_told(uri)) is not None}
    activities = {row[4] for row in rows if row[4] is not None}
    uris = rows_in("SELECT id, uri FROM record_activity WHERE id IN ({})", activities)
    told_acts = {number: told for number, uri in uris if (told := act_told(uri)) is not None}
    acts_tell(told_acts, told_posts, now_ms=now_ms)


def _listed(actors: Collection[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(actors)) or "-1"
