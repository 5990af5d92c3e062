"""Writes what was done other than posting: shares, likes, follows, joins; and undoing it.

The law: an undone activity stays undone; of two versions the better stays (`batch.act_rank`); its interaction, if it is
about a post, is with whoever wrote that post, and is known to whom both the activity and the post are.
"""

from mutuals.as2 import Activity, Object
from mutuals.record.acts import act_told
from mutuals.record.keys import key64
from mutuals.record.kinds import Kind, State
from mutuals.record.models import Activity as ActivityRow
from mutuals.record.services.addresses import sightings
from mutuals.record.services.batch import GRAINS, PRIVATE, UNKNOWN, Batch, act_private, follow_key, row_of
from mutuals.record.services.bulk import ids_take, rows_by_key, rows_execute, rows_in, rows_insert
from mutuals.record.services.interactions import interactions_drop
from mutuals.record.services.posts import Held, KeyClash, Written

FORMS = {"Like": int(Kind.LIKE), "Announce": int(Kind.SHARE), "Follow": int(Kind.FOLLOW)}
PRESENT, TOMBSTONE = int(State.PRESENT), int(State.TOMBSTONE)
COLUMNS = ["id", "key", "uri", "type", "actor", "post", "target", "at", "grain", "zone", "scope", "state"]
# Of an activity that was there: id, state, at, grain, scope, type ("" while only its undoing is known).
Was = tuple[int, int, int | None, int, int, str]
UNFOLLOWED = (
    "SELECT actor, target FROM record_activity WHERE type = 'Follow' AND actor IS NOT NULL AND target IS NOT NULL "
    "AND id IN ({})"
)
BETTER = "UPDATE record_activity SET at = %s, grain = %s, zone = COALESCE(%s, zone), scope = %s WHERE id = %s"


def activities_write(batch: Batch, out: Written, held: dict[int, Was]) -> None:
    """Writes the batch's activities and their interactions; `held` is what the record holds of them."""
    stale: list[int] = []
    if batch.acts or batch.undone:
        fresh = sorted(batch.acts.keys() - held.keys())
        stale = _improve(batch, held)
        _insert(batch, out, fresh)
        _undo(batch, out, held)
        interactions_drop(batch, "activity", stale)
    posts = {*out.news, *out.hidden, *out.asked}
    about = {row[0] for row in rows_in("SELECT id FROM record_activity WHERE post IN ({})", posts)}
    _address(batch, about.union(stale))


def activities_held(batch: Batch) -> dict[int, Was]:
    """What the record holds of the activities that a batch brings or undoes, by key."""
    uris = {key: act.id for key, act in batch.acts.items()} | batch.undone
    columns = "had.key, had.uri, had.id, had.state, had.at, had.grain, had.scope, had.type"
    found = {}
    for key, uri, *rest in rows_by_key(ActivityRow, columns, sorted(uris)):
        if uri != uris[key]:
            raise KeyClash(f"{uri} and {uris[key]} have the same key {key}.")
        found[key] = (rest[0], rest[1], rest[2], rest[3], rest[4], rest[5])
    return found


def _insert(batch: Batch, out: Written, fresh: list[int]) -> None:
    if not fresh:
        return
    later = {*out.news, *out.hidden}
    rows = []
    for key, number in zip(fresh, ids_take(ActivityRow, len(fresh)), strict=True):
        act, gone = batch.acts[key], key in batch.undone
        held = _post_of(out, act)
        actor = batch.ids.get(act.actor)
        about = act.object.id if isinstance(act.object, Object) else act.object
        target = held.author if held else batch.ids.get(about)
        at, grain, zone = act.published
        scope = batch.account if act_private(act) else 0
        post = held.id if held else None
        rows.append(
            (number, key, act.id, act.type, actor, post, target, at, GRAINS[grain], zone, scope,
             TOMBSTONE if gone else PRESENT)
        )  # fmt: skip
        form = FORMS.get(act.type)
        if act.type == "Follow" and actor is not None and target is not None:
            batch.follows[(actor, target)] = follow_key(act.actor, about)
        if gone or form is None or actor is None or target is None or actor == target or post in later:
            continue
        if held is not None and held.audience in PRIVATE:
            out.asked.add(held.id)  # who may know of it is looked up later, with all that is about this post
        else:
            batch.rows.append(row_of(actor, target, form, (at, GRAINS[grain]), activity=number, scope=scope))
            if (told := act_told(act.id)) is not None:
                batch.told_acts[number] = told
    rows_insert(ActivityRow, COLUMNS, rows)


def _post_of(out: Written, act: Activity) -> Held | None:
    if act.type not in ("Like", "Announce"):
        return None
    return out.held.get(key64(act.object.id if isinstance(act.object, Object) else act.object))


def _improve(batch: Batch, held: dict[int, Was]) -> list[int]:
    """Better versions of activities that were there: their time, and who may know; gives their ids."""
    rows = []
    for key, (number, state, at, grain, scope, type_) in held.items():
        act = batch.acts.get(key)
        if act is not None and not type_:
            rows_execute("UPDATE record_activity SET type = %s WHERE id = %s", [(act.type, number)])
        if act is None or state != PRESENT:
            continue
        now, now_grain, zone = act.published
        mine = min(batch.account if act_private(act) else 0, scope)
        later = (now is not None, -GRAINS[now_grain], now or 0) > (at is not None, -grain, at or 0)
        if later:
            rows.append((now, GRAINS[now_grain], zone, mine, number))
        elif mine < scope:
            rows.append((at, grain, None, mine, number))
    rows_execute(BETTER, rows)
    return [row[-1] for row in rows]


def _undo(batch: Batch, out: Written, held: dict[int, Was]) -> None:
    """Undoes activities; one that is not known yet gets a tombstone, so that it does nothing when it comes."""
    unknown = [key for key in batch.undone if key not in held and key not in batch.acts]
    if unknown:
        ids = ids_take(ActivityRow, len(unknown))
        columns = ["id", "key", "uri", "type", "grain", "scope", "state"]
        rows = [
            (i, key, batch.undone[key], "", UNKNOWN, 0, TOMBSTONE)
            for i, key in zip(ids, unknown, strict=True)
        ]
        rows_insert(ActivityRow, columns, rows)
    gone = {held[key][0]: key for key in batch.undone if key in held and held[key][1] == PRESENT}
    interactions_drop(batch, "activity", gone, forgive=lambda number: ~gone[number] not in batch.mine)
    rows_execute("UPDATE record_activity SET state = 3 WHERE id = %s", [(one,) for one in gone])
    for actor, target in rows_in(UNFOLLOWED, gone):
        batch.follows.setdefault((actor, target), 0)


def _address(batch: Batch, ids: set[int]) -> None:
    """Makes the interactions of these activities what they should be now."""
    sql = (
        "SELECT t.id, t.type, t.actor, COALESCE(p.author, t.target), t.at, t.grain, t.scope, p.id, p.audience, t.uri "
        "FROM record_activity t LEFT JOIN record_post p ON p.id = t.post WHERE t.id IN ({}) AND t.state = 2"
    )
    found = rows_in(sql, ids)
    if not found:
        return
    rows_execute("UPDATE record_activity SET target = %s WHERE id = %s", [(row[3], row[0]) for row in found])
    saw = sightings({row[7] for row in found if row[8] in PRIVATE})
    have: dict[int, dict[int, int]] = {}
    sql = "SELECT id, activity, scope FROM record_interaction WHERE activity IN ({})"
    for number, activity, scope in rows_in(sql, [row[0] for row in found]):
        have.setdefault(activity, {})[scope] = number
    stale = []
    for number, type_, actor, target, at, grain, scope, post, audience, uri in found:
        was = have.get(number, {})
        wanted = {scope}
        if audience in PRIVATE:
            wanted = {*saw.get(post, ()), scope} - {0}
        if type_ not in FORMS or actor is None or target is None or actor == target:
            wanted = set()
        stale += [was[one] for one in was.keys() - wanted]
        for one in sorted(wanted - was.keys()):
            batch.rows.append(row_of(actor, target, FORMS[type_], (at, grain), activity=number, scope=one))
            if (told := act_told(uri)) is not None:
                batch.told_acts[number] = told
    interactions_drop(batch, "id", stale)
