"""One relationship opened up: its days, the very events behind them, its steps and what makes its chance."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import connection

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_mine, actors_of, contacts_left_out
from mutuals.people.selectors.moments import MomentView, moments_with
from mutuals.people.services.moments import days_joint
from mutuals.people.services.refresh import contact_ours
from mutuals.record.acts import SPOKEN
from mutuals.record.keys import key_text, network_of
from mutuals.record.kinds import CO_PRESENCE, PRIVATE_KINDS, SHARED, Audience, Grain, Kind
from mutuals.record.selectors.posts import PostView, posts_get
from mutuals.record.selectors.readings import ReadingView, readings_of
from mutuals.record.services.bulk import rows_in
from mutuals.relate.models import Reckoning
from mutuals.relate.noted import DAY_MS, NOON, merged
from mutuals.relate.past import kernels
from mutuals.relate.refit import parameters_named
from mutuals.relate.rungs import MET_SECONDS, Event, Reached, Rung, rungs
from mutuals.relate.selectors.ties import Standing
from mutuals.relate.services.reckon import Eyes, eyes_of
from mutuals.relate.services.steps import NOT_PRIVATE, event_of, is_joint
from mutuals.relate.tie_arrays import Columns, tie_days
from mutuals.relate.ties import Parameters
from mutuals.team.models import User
from mutuals.team.services.common import now_ms

# So many of the first events are read to see which steps they show.
EARLIEST = 200
# The forms of moments that a filter shows; without a filter all.
HOWS = {"private": ("talked",), "in-person": ("met", "did")}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One active day of a relationship: its weight each way and what that adds to the depth today."""

    day: int
    out: float
    into: float
    adds: float
    in_person: bool
    kinds: tuple[tuple[Kind, bool, int], ...]  # form, whether it is ours, how many


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened between us and them, with its words where the viewer may read them."""

    at: int | None
    grain: int
    ours: bool
    kind: Kind
    share: int
    network: str
    seconds: int
    post: str
    title: str
    text: str
    url: str
    private: bool
    attachments: str
    reading: ReadingView | None
    # What was noted of it by hand, by the viewer or by somebody who shared it.
    moment: MomentView | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """Between whom a relationship is: our actors (the viewer's own, else all of ours), theirs, the scopes read; whether
    they are left out of the reckoning, so that nothing is counted between them; the version that weighs the days."""

    mine: tuple[int, ...]
    theirs: tuple[int, ...]
    scopes: tuple[int, ...]
    left_out: bool = False
    version: str = ""


def sides_of(viewer: User, contact: Contact, *, standing: Standing | None = None) -> Sides:
    """Between whom the viewer's relationship with a contact is; pages find it once and hand it on."""
    own = standing.own if standing else contact_ours(viewer, now_ms=now_ms()).pk
    eyes = standing.eyes if standing else eyes_of(viewer)
    out = contact.pk in (standing.out if standing else contacts_left_out())
    return Sides(
        actors_mine(own), tuple(sorted(actors_of(contact.pk))), eyes.scopes, out, _version(eyes, standing)
    )


def _version(eyes: Eyes, standing: Standing | None) -> str:
    current = (
        standing.current
        if standing
        else Reckoning.objects.filter(view=eyes.view, current=True).only("version").first()
    )
    return current.version if current else ""


def days_count(viewer: User, contact: Contact, *, at_day: int, sides: Sides | None = None) -> int:
    """How many active days there are with a contact up to `at_day`."""
    between = sides or sides_of(viewer, contact)
    if between.left_out:
        return 0
    found = _fetch(_DAYS.format("count(DISTINCT day)"), between, _until(at_day))
    return found[0][0] if found else 0


def days_between(
    viewer: User,
    contact: Contact,
    *,
    at_day: int,
    since: int | None = None,
    offset: int = 0,
    limit: int | None = None,
    sides: Sides | None = None,
) -> list[DayRow]:
    """The active days with a contact up to `at_day`, the latest first, each with what it adds to the depth.

    `since` leaves out those before a day; `limit` cuts a page, from `offset` on.
    """
    between, where = sides or sides_of(viewer, contact), _until(at_day)
    if between.left_out:
        return []
    where += "" if since is None else f" AND day >= {int(since)}"
    if limit is not None:
        cut = f" ORDER BY day DESC LIMIT {int(limit)} OFFSET {int(offset)}"
        days = _fetch(_DAYS.format("DISTINCT day") + cut, between, where)
        if not days:
            return []
        where += f" AND day BETWEEN {days[-1][0]} AND {days[0][0]}"
    rows = _fetch(_DAYS.format("a, b, day, kind, n, seconds, share") + " ORDER BY day", between, where)
    return _day_rows(rows, set(between.mine), at_day, parameters_named(between.version))


def _day_rows(
    rows: list[tuple[int, ...]], mine: set[int], at_day: int, parameters: Parameters
) -> list[DayRow]:
    if not rows:
        return []
    table = np.array(rows, dtype=np.int64)
    ours = np.isin(table[:, 0], list(mine))
    columns = Columns.of(
        np.where(ours, 1, 2), np.where(ours, 2, 1), table[:, 2], kind=table[:, 3], n=table[:, 4],
        seconds=table[:, 5], share=table[:, 6],
    )  # fmt: skip
    days = tie_days(columns, at=at_day, parameters=parameters)
    kinds: dict[int, dict[tuple[Kind, bool], int]] = defaultdict(lambda: defaultdict(int))
    for row, own in zip(rows, ours.tolist(), strict=True):
        kinds[row[2]][(Kind(row[3]), own)] += row[4]
    for told in kinds.values():
        if calls := max(told.pop((Kind.CALL, own), 0) for own in (True, False)):
            told[(Kind.CALL, True)] = calls
    adds = (days.out + days.into) * kernels(at_day - days.day.astype(np.int64))
    found = []
    for day, out, into, added in zip(
        days.day.tolist(), days.out.tolist(), days.into.tolist(), adds.tolist(), strict=True
    ):
        parts = tuple((kind, own, n) for (kind, own), n in sorted(kinds[day].items()))
        met = any(kind in CO_PRESENCE for kind, _, _ in parts)
        found.append(DayRow(day, out, into, added, met, parts))
    return found[::-1]


def happenings(
    viewer: User,
    contact: Contact,
    *,
    day: int | None = None,
    before: int | None = None,
    only: str = "",
    among: Collection[int] | None = None,
    limit: int = 30,
    sides: Sides | None = None,
) -> list[Happening]:
    """What happened between us and a contact, the latest first: of one UTC day, or before a moment (ms).

    `only`: "private", "in-person" or "" for everything; `among` are the only interactions that are meant.
    """
    between = sides or sides_of(viewer, contact)
    mine = set(between.mine)
    rows = _walked(_HAPPENED, between, _where(day, before, only, among), latest=True, limit=limit)
    uris = dict(
        rows_in("SELECT id, uri FROM record_actor WHERE id IN ({})", {*between.mine, *between.theirs})
    )
    posts = posts_get(viewer, {row[6] for row in rows if row[6] is not None})
    # A like or a share passes on words; what these say is read where they are said.
    read = readings_of(viewer, {row[6] for row in rows if row[6] in posts and row[4] in SPOKEN})
    seen, found = set(), []
    for _, at, a, b, kind, grain, post, activity, share, seconds in rows:
        own = a in mine or kind in SHARED
        key = (post or -1, activity or -1, at, own, kind)
        if (post or activity or kind == Kind.CALL) and key in seen:
            continue
        seen.add(key)
        uri = uris[b if a in mine else a]
        told = read.get(post) if kind in SPOKEN else None
        found.append(_happening(posts.get(post), own, Kind(kind), at, grain, share, seconds, uri, told))
    until = None if before is None else (before - 1 - NOON) // DAY_MS
    noted = moments_with(viewer, contact, day=day, before_day=until, hows=HOWS.get(only), limit=limit)
    beside = [
        replace(one, people=tuple(each for each in one.people if each.pk != contact.pk)) for one in noted
    ]
    return merged(found, beside, _of_moment)[:limit]


def _of_moment(one: MomentView) -> Happening:
    """A moment noted by hand as it stands among what happened."""
    return Happening(
        at=one.day * DAY_MS + NOON, grain=int(Grain.DAY), ours=True, kind=one.kind, share=100, network="hand",
        seconds=one.seconds, post="", title="", text=one.text, url="", private=not one.shared, attachments="",
        reading=None, moment=one,
    )  # fmt: skip


def steps_of(viewer: User, contact: Contact, *, sides: Sides | None = None) -> list[Reached]:
    """The steps reached with a contact, lowest first, with the interactions that show them.

    The earliest events show most steps; of the thousands that may follow only those are read that show another.
    """
    between = sides or sides_of(viewer, contact)
    if between.left_out:
        return []
    earliest = _events(between, "", EARLIEST)
    reached = {one.rung: one for one in rungs(earliest)}
    if len(earliest) < EARLIEST:
        return list(reached.values())
    if not reached.keys() >= {Rung.HEARD, Rung.REACTED, Rung.REPLIED, Rung.CONVERSED}:
        return rungs(_events(between, "", None))
    alone = f"i.kind IN ({_listed(PRIVATE_KINDS)}) AND COALESCE(p.medium, 0) NOT IN ({_listed(NOT_PRIVATE)})"
    later = [
        *(() if Rung.PRIVATE in reached else _events(between, alone, 1, each=True)),
        *_events(between, f"{_together()} AND (i.seconds >= {MET_SECONDS} OR {_NOTED})", 1),
        *_events(between, f"{_together()} AND i.kind = {int(Kind.EVENT)}", 2),
        *_events(between, f"{_together()} AND {_NOTED} AND i.day IN ({_joint_days(between)})", 1),
    ]
    for one in rungs(list({event.id: event for event in later}.values())):
        if one.rung >= Rung.PRIVATE:
            reached.setdefault(one.rung, one)
    return [reached[rung] for rung in sorted(reached)]


def _joint_days(between: Sides) -> str:
    theirs = set(between.theirs)
    return _listed({day for _, actor, day in days_joint() if actor in theirs}) or "-1"


def _events(between: Sides, where: str, limit: int | None, *, each: bool = False) -> list[Event]:
    """The earliest interactions as the steps see them; those of unknown time come last. `each`: so many each way."""
    mine, joint = set(between.mine), days_joint()
    rows = _walked(_EVENTS, between, where, limit=limit, each=each)
    return [
        event_of(
            number, at, kind, seconds, grain, medium, post or activity, out=a in mine, joint=is_joint(joint, a, b, at)
        )
        for number, at, a, b, kind, grain, post, activity, _, seconds, medium in rows
    ]  # fmt: skip


_DAYS = "SELECT {} FROM record_tieday i WHERE {{where}}"
_HAPPENED = (
    "SELECT i.id, i.at, i.a, i.b, i.kind, i.grain, i.post, i.activity, i.share, i.seconds "
    "FROM record_interaction i WHERE {where}"
)
# What is noted by hand has neither a post nor an activity behind it.
_NOTED = "(i.post IS NULL AND i.activity IS NULL)"
_EVENTS = _HAPPENED.replace(" FROM", ", p.medium FROM").replace(
    " WHERE", " LEFT JOIN record_post p ON p.id = i.post WHERE"
)


def _walked(
    sql: str, between: Sides, where: str, *, limit: int | None, latest: bool = False, each: bool = False
) -> list[tuple[Any, ...]]:
    """Interactions (`id`, `at` first) in order of time, those of unknown time last.

    Each direction is walked by itself in the index of its pair, no farther than `limit`.
    """
    if limit is not None and limit < 1:
        return []
    way, found = " DESC" if latest else "", []
    # Meetings are few and have an index of their own; with "+" SQLite does not walk all letters by time for them.
    at = "+i.at" if _together() in where else "i.at"
    for known, order in ((f"{at} IS NOT NULL", f"{at}{way}, i.id{way}"), (f"{at} IS NULL", f"i.id{way}")):
        rows: list[tuple[Any, ...]] = []
        narrowed = f"{known} AND {where}" if where else known
        for one, other in ((between.mine, between.theirs), (between.theirs, between.mine)):
            cut = "" if limit is None else f" LIMIT {int(limit)}"
            pair = f"i.a IN ({_listed(one)}) AND i.b IN ({_listed(other)})"
            rows += _read(f"{sql} ORDER BY {order}{cut}", between, f"{pair} AND {narrowed}")
        found += sorted(rows, key=lambda row: (row[1] or 0, row[0]), reverse=latest)
        if limit is not None and len(found) >= limit and not each:
            break
    return found if each or limit is None else found[:limit]


def _fetch(sql: str, between: Sides, where: str) -> list[tuple[Any, ...]]:
    """The rows `i` between both sides in either direction; `where` narrows them."""
    ours, theirs = _listed(between.mine), _listed(between.theirs)
    pair = f"((i.a IN ({ours}) AND i.b IN ({theirs})) OR (i.a IN ({theirs}) AND i.b IN ({ours})))"
    return _read(sql, between, f"{where} AND {pair}")


def _read(sql: str, between: Sides, where: str) -> list[tuple[Any, ...]]:
    """The rows `i` as far as they may be read; none where one side has no actor."""
    if not between.mine or not between.theirs:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql.format(where=f"i.scope IN ({_listed(between.scopes)}) AND {where}"))
        return list(cursor.fetchall())


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(numbers))


def _together() -> str:
    """The rows `i` of being together, in the words of their index."""
    return f"i.kind IN ({_listed(CO_PRESENCE)})"


def _until(at_day: int) -> str:
    return f"i.day <= {int(at_day)}"


def _where(day: int | None, before: int | None, only: str, among: Collection[int] | None) -> str:
    parts = [] if among is None else [f"i.id IN ({_listed(among) or -1})"]
    if day is not None:
        parts.append(f"i.day = {int(day)}")
    if before is not None:
        parts.append(f"i.at < {int(before)}")
    kinds = {"private": (Kind.MESSAGE, Kind.EMAIL, Kind.CALL), "in-person": tuple(CO_PRESENCE)}.get(only)
    if kinds:
        parts.append(f"i.kind IN ({_listed(kinds)})")
    return " AND ".join(parts)


def _happening(
    post: PostView | None,
    ours: bool,
    kind: Kind,
    at: int | None,
    grain: int,
    share: int,
    seconds: int,
    uri: object,
    reading: ReadingView | None,
) -> Happening:
    network = network_of(post.uri) if post else network_of(str(uri))
    return Happening(
        at=None if grain == Grain.UNKNOWN else at, grain=grain, ours=ours, kind=kind, share=share, network=network,
        seconds=seconds, post=key_text(post.key) if post else "", title=post.name if post else "",
        text=post.content if post else "", url=post.url if post else "",
        private=post is not None and post.audience in (Audience.FOLLOWERS, Audience.DIRECT),
        attachments=post.links if post else "", reading=reading,
    )  # fmt: skip
