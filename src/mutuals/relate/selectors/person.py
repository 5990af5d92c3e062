"""One relationship opened up: its days, the very events behind them, its steps and what makes its chance."""

import struct
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_of, contacts_ours
from mutuals.people.services.refresh import contact_ours
from mutuals.record.keys import key_text, network_of
from mutuals.record.kinds import CO_PRESENCE, Audience, Grain, Kind
from mutuals.record.selectors.posts import PostView, posts_get
from mutuals.relate.forecast import Model, model_load
from mutuals.relate.forecast_terms import TITLES
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.rungs import Reached, rungs
from mutuals.relate.services.reckon import event_of, eyes_of
from mutuals.relate.tie_arrays import Columns, tie_days
from mutuals.relate.ties import kernel
from mutuals.team.models import User
from mutuals.team.services.common import now_ms


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


@dataclass(frozen=True, slots=True)
class TermRow:
    """One printed term of the chance: what it measures, its value, what it adds."""

    name: str
    title: str
    raw: float
    adds: float


@dataclass(frozen=True, slots=True)
class Chance:
    """Why the chance is what it is: base + terms = total, and how the coefficients came about."""

    base: float
    terms: tuple[TermRow, ...]
    total: float
    probability: float
    rough: bool
    windows: int
    contacts: int


def days_between(viewer: User, contact: Contact, *, at_day: int) -> list[DayRow]:
    """All active days with a contact up to `at_day`, the latest first, each with what it adds to the depth."""
    mine, theirs, scopes = _sides(viewer, contact)
    rows = _tie_days(scopes, mine, theirs, at_day)
    if not rows:
        return []
    table = np.array([row[:7] for row in rows], dtype=np.int64)
    ours = np.isin(table[:, 0], list(mine))
    columns = Columns.of(
        np.where(ours, 1, 2), np.where(ours, 2, 1), table[:, 2], kind=table[:, 3], n=table[:, 4],
        seconds=table[:, 5], share=table[:, 6],
    )  # fmt: skip
    days = tie_days(columns, at=at_day)
    kinds: dict[int, dict[tuple[Kind, bool], int]] = defaultdict(lambda: defaultdict(int))
    for row, own in zip(rows, ours.tolist(), strict=True):
        kinds[row[2]][(Kind(row[3]), own)] += row[4]
    found = []
    for day, out, into in zip(days.day.tolist(), days.out.tolist(), days.into.tolist(), strict=True):
        parts = tuple((kind, own, n) for (kind, own), n in sorted(kinds[day].items()))
        met = any(kind in CO_PRESENCE for kind, _, _ in parts)
        found.append(DayRow(day, out, into, (out + into) * kernel(at_day - day), met, parts))
    return found[::-1]


def happenings(
    viewer: User,
    contact: Contact,
    *,
    day: int | None = None,
    before: int | None = None,
    only: str = "",
    limit: int = 30,
) -> list[Happening]:
    """What happened between us and a contact, the latest first: of one UTC day, or before a moment (ms).

    `only`: "private", "in-person" or "" for everything.
    """
    mine, theirs, scopes = _sides(viewer, contact)
    if not mine or not theirs:
        return []
    rows = _interactions(scopes, mine, theirs, _where(day, before, only), limit)
    posts = posts_get(viewer, {row[7] for row in rows if row[7] is not None})
    seen, found = set(), []
    for a, _, kind, at, grain, share, seconds, post, activity, a_uri, b_uri in rows:
        key = (post or -1, activity or -1, a in mine, kind)
        if (post or activity) and key in seen:
            continue
        seen.add(key)
        theirs_uri = b_uri if a in mine else a_uri
        found.append(
            _happening(posts.get(post), a in mine, Kind(kind), at, grain, share, seconds, theirs_uri)
        )
    return found


def steps_of(viewer: User, contact: Contact) -> list[Reached]:
    """The steps reached with a contact, lowest first, with the interactions that show them."""
    mine, theirs, scopes = _sides(viewer, contact)
    sql = (
        "SELECT i.a, i.b, i.id, i.at, i.kind, i.seconds, i.grain, p.medium FROM record_interaction i "
        "LEFT JOIN record_post p ON p.id = i.post "
        "WHERE i.scope IN ({}) AND {} AND ((i.a IN ({}) AND i.b IN ({})) OR (i.a IN ({}) AND i.b IN ({})))"
    )
    rows = _fetch(sql, scopes, mine, theirs, "1 = 1")
    return rungs([event_of(*row[2:], out=row[0] in mine) for row in rows])


def chance_of(viewer: User, contact: Contact) -> Chance | None:
    """The printed terms behind the stored chance of contact within 28 days."""
    current = Reckoning.objects.filter(view=eyes_of(viewer).view, current=True).first()
    ties = (
        Tie.objects.filter(reckoning=current, ours=True, b=contact.pk).order_by("-depth") if current else []
    )
    tie = next((one for one in ties if one.terms), None)
    if current is None or tie is None or not current.forecast:
        return None
    try:
        model = model_load(current.forecast)
    except ValueError:
        return None  # made by an earlier version; the next reckoning, a moment away, explains itself again
    values = struct.unpack(f"<{len(tie.terms) // 8}d", bytes(tie.terms))
    half = len(values) // 2
    return _chance(model, current.forecast, values[:half], values[half:], tie.chance or 0.0)


def _chance(
    model: Model, stored: dict[str, object], raw: Sequence[float], values: Sequence[float], p: float
) -> Chance:
    terms = []
    for i, name in enumerate(model.names):
        adds = model.coefficients[i] / model.scale[i] * (values[i] - model.center[i])
        terms.append(TermRow(name, TITLES[name], raw[i], adds))
    total = model.intercept + sum(one.adds for one in terms)
    windows, contacts = int(str(stored.get("windows", 0))), int(str(stored.get("contacts", 0)))
    return Chance(model.intercept, tuple(terms), total, p, stored.get("fitted") == "prior", windows, contacts)


def _sides(viewer: User, contact: Contact) -> tuple[set[int], set[int], str]:
    """Our actors (the viewer's own, else all of ours), their actors, and the scopes that may be read, listed."""
    own = set(actors_of(contact_ours(viewer, now_ms=now_ms()).pk))
    theirs = set(actors_of(contact.pk))
    scopes = ",".join(map(str, eyes_of(viewer).scopes))
    if own:
        return own, theirs, scopes
    return {actor for ours in contacts_ours() for actor in actors_of(ours)}, theirs, scopes


def _tie_days(scopes: str, mine: set[int], theirs: set[int], at_day: int) -> list[tuple[int, ...]]:
    sql = (
        "SELECT a, b, day, kind, n, seconds, share FROM record_tieday WHERE scope IN ({}) AND day <= {} "
        "AND ((a IN ({}) AND b IN ({})) OR (a IN ({}) AND b IN ({}))) ORDER BY day"
    )
    return _fetch(sql, scopes, mine, theirs, int(at_day))


def _interactions(
    scopes: str, mine: set[int], theirs: set[int], where: str, limit: int
) -> list[tuple[int, ...]]:
    sql = (
        "SELECT i.a, i.b, i.kind, i.at, i.grain, i.share, i.seconds, i.post, i.activity, fa.uri, fb.uri "  # noqa: S608  our own integers
        "FROM record_interaction i JOIN record_actor fa ON fa.id = i.a JOIN record_actor fb ON fb.id = i.b "
        "WHERE i.scope IN ({}) AND {} AND ((i.a IN ({}) AND i.b IN ({})) OR (i.a IN ({}) AND i.b IN ({}))) "
        f"ORDER BY COALESCE(i.at, -62135596800000) DESC, i.id DESC LIMIT {int(limit)}"
    )
    return _fetch(sql, scopes, mine, theirs, where)


def _fetch(sql: str, scopes: str, mine: set[int], theirs: set[int], where: object) -> list[tuple[int, ...]]:
    if not mine or not theirs:
        return []
    ours, others = ",".join(map(str, sorted(mine))), ",".join(map(str, sorted(theirs)))
    with connection.cursor() as cursor:
        cursor.execute(sql.format(scopes, where, ours, others, others, ours))
        return list(cursor.fetchall())


def _where(day: int | None, before: int | None, only: str) -> str:
    parts = ["1 = 1"]
    if day is not None:
        parts.append(f"i.day = {int(day)}")
    if before is not None:
        parts.append(f"i.at < {int(before)}")
    kinds = {"private": (Kind.MESSAGE, Kind.EMAIL, Kind.CALL), "in-person": tuple(CO_PRESENCE)}.get(only)
    if kinds:
        parts.append(f"i.kind IN ({','.join(str(int(kind)) for kind in kinds)})")
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
) -> Happening:
    network = network_of(post.uri) if post else network_of(str(uri))
    return Happening(
        at=None if grain == Grain.UNKNOWN else at, grain=grain, ours=ours, kind=kind, share=share, network=network,
        seconds=seconds, post=key_text(post.key) if post else "", title=post.name if post else "",
        text=post.content if post else "", url=post.url if post else "",
        private=post is not None and post.audience in (Audience.FOLLOWERS, Audience.DIRECT),
        attachments=post.links if post else "",
    )  # fmt: skip
