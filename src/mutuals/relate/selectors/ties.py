"""The ties a viewer may see, today or on any past day, with the people they hold with."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from django.core.cache import cache
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Value

from mutuals.people.models import Contact
from mutuals.people.services.refresh import contact_ours
from mutuals.relate.circles import CAPACITIES, Circle
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.rungs import Rung
from mutuals.relate.services.lines import Line
from mutuals.relate.services.past import lines_at, past_read
from mutuals.relate.services.reckon import Eyes, eyes_of, reckon
from mutuals.relate.services.together import Together, circles_count, summed, together
from mutuals.relate.ties import balance, reciprocity
from mutuals.team.models import LogEntry, User
from mutuals.team.services.common import now_ms

T = TypeVar("T")
DAY_MS = 86_400_000
REMEMBERED_S = 60
WORDS = list(Circle)
# Whoever is in a circle is among the deepest so many.
CIRCLED = CAPACITIES[-1]
# How many are reckoned for a past day: those in a circle, and a margin for people put away since.
FRAME = 2 * CIRCLED
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class TieRow:
    """One of our ties as shown: who, how deep, in what rhythm. Days are UTC day numbers."""

    pk: int
    contact: str
    name: str
    kind: str
    named: int | None
    circle: Circle
    depth: float
    depth_out: float
    depth_in: float
    chance: float | None
    rung: int
    days_active: int
    first_day: int
    last_day: int
    usual_gap: float | None
    trend: float | None
    networks: tuple[str, ...]
    kinds: int
    # The place among the ties of one of us (or of all) by depth, 1 the deepest; None where it was not looked up.
    rank: int | None
    as_of: int

    @property
    def reciprocity(self) -> float:
        """How even the two directions are, 0 to 1."""
        return reciprocity(self.depth_out, self.depth_in)

    @property
    def balance(self) -> float:
        """-1 to 1; positive: we do more."""
        return balance(self.depth_out, self.depth_in)

    @property
    def silence(self) -> int:
        """Days since the last contact."""
        return self.as_of - self.last_day

    @property
    def drifting(self) -> bool:
        """Quiet for more than twice the usual gap."""
        return self.usual_gap is not None and self.silence > DRIFTING * self.usual_gap

    @property
    def last(self) -> dt.date:
        """The day of the last contact."""
        return date_of(self.last_day)

    @property
    def step(self) -> str:
        """The highest rung in words."""
        return rung_word(self.rung)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a viewer stands: the reckoning they see, their own contact, and it again where it has ties of its own;
    which scopes they may read."""

    current: Reckoning | None
    own: int
    mine: int | None
    eyes: Eyes

    @property
    def today(self) -> int:
        """The UTC day that the ties were last reckoned for."""
        return (
            self.current.as_of if self.current is not None and self.current.as_of > 0 else now_ms() // DAY_MS
        )


def standing_of(viewer: User) -> Standing:
    """Where a viewer stands now; pages find it once and hand it on."""
    eyes = eyes_of(viewer)
    current = Reckoning.objects.filter(view=eyes.view, current=True).defer("kept", "forecast").first()
    own = contact_ours(viewer, now_ms=now_ms()).pk
    has = current is not None and Tie.objects.filter(reckoning=current, ours=True, a=own).exists()
    return Standing(current, own, own if has else None, eyes)


def remembered(viewer: User, standing: Standing, name: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept for a minute or until anybody does something, brings something, or ties are reckoned."""
    last = Contact.objects.aggregate(Max("pk"))["pk__max"], LogEntry.objects.aggregate(Max("pk"))["pk__max"]
    here = _made(standing.current), standing.today, standing.own, standing.mine
    state = hashlib.sha256(repr((viewer.pk, here, last, name)).encode()).hexdigest()
    found: T = cache.get_or_set(f"relate:{state}", make, REMEMBERED_S)
    return found


def _made(current: Reckoning | None) -> tuple[int, int]:
    return (current.pk, current.made_at) if current is not None else (0, 0)


def date_of(day: int) -> dt.date:
    """The date of a UTC day number; the first or last possible date for what lies beyond."""
    try:
        return EPOCH + dt.timedelta(days=day)
    except OverflowError:
        return dt.date.max if day > 0 else dt.date.min


def rung_word(rung: int) -> str:
    """A rung in the words of the screen."""
    words = {Rung.PRIVATE: "private", Rung.TOGETHER: "did something together"}
    return words.get(Rung(rung), Rung(rung).name.lower()) if rung else "not heard"


def ties_ours(
    viewer: User,
    *,
    at_day: int | None = None,
    limit: int | None = None,
    circled: bool = False,
    standing: Standing | None = None,
) -> list[TieRow]:
    """The viewer's own ties, the deepest first; the team's together for who has none.

    `at_day` goes back in time; `circled` leaves out those too new or too long ago for a circle.
    """
    if at_day is not None:
        found = reckon(eyes_of(viewer).view, at_day=at_day)
        own = contact_ours(viewer, now_ms=now_ms()).pk
        rows = _rows(own, [line for line in found.lines if line.ours], at_day)
    else:
        rows = _stored(standing or standing_of(viewer), Q(), limit=_least(limit) if circled else limit)
    return [row for row in rows if not circled or row.circle is not Circle.NEW][:limit]


def ties_drifting(viewer: User, *, limit: int, standing: Standing | None = None) -> list[TieRow]:
    """The deepest ties in a circle that are quiet beyond twice their usual gap."""
    around = ties_ours(viewer, limit=CIRCLED, circled=True, standing=standing)
    return [row for row in around if row.drifting][:limit]


def tie_counts(viewer: User, standing: Standing | None = None) -> Counter[Circle]:
    """How many of the viewer's ties are in each circle."""
    here = standing or standing_of(viewer)
    current, mine = here.current, here.mine
    if current is None:
        return Counter()
    if mine is None:
        return remembered(viewer, here, "circles", lambda: Counter(circles_count(together(current), _away())))
    return remembered(viewer, here, "circles", lambda: _counted(current, mine))


def ties_frame(viewer: User, *, at_day: int, standing: Standing | None = None) -> list[TieRow]:
    """The viewer's deepest ties as they were on a past day, truly from the tie days; without chances and steps."""
    here = standing or standing_of(viewer)
    if here.current is None:
        return []
    lines = lines_at(past_read(here.eyes, here.current), here.own, at_day, most=FRAME)
    return _rows(here.own, lines, at_day)


def kept_of(viewer: User) -> list[tuple[int, int]]:
    """How many of the viewer's ties were kept up, month by month, as (UTC day, count)."""
    current = Reckoning.objects.filter(view=eyes_of(viewer).view, current=True).first()
    return [(day, count) for day, count in current.kept] if current else []


def ties_stored(viewer: User, standing: Standing | None = None) -> QuerySet[Tie]:
    """The stored ties that lists are sorted by: the viewer's own, else those of all of us."""
    here = standing or standing_of(viewer)
    if here.mine is not None:
        return _own(here.current, here.mine).order_by("-depth")
    return Tie.objects.filter(reckoning=here.current, ours__in=[True]).order_by("-depth")


def tie_of(
    viewer: User, contact: Contact, *, at_day: int | None = None, standing: Standing | None = None
) -> TieRow | None:
    """The viewer's tie with one contact."""
    if at_day is not None:
        return next((row for row in ties_ours(viewer, at_day=at_day) if row.pk == contact.pk), None)
    here = standing or standing_of(viewer)
    found = next(iter(_stored(here, Q(b=contact.pk), limit=None)), None)
    return replace(found, rank=_rank(here, found)) if found is not None and found.rank is None else found


def ties_of(viewer: User, contacts: Iterable[int], standing: Standing | None = None) -> dict[int, TieRow]:
    """The viewer's ties with these contacts, by contact."""
    found = _stored(standing or standing_of(viewer), Q(b__in=list(contacts)), limit=None)
    return {row.pk: row for row in found}


def forecast_of(viewer: User) -> dict[str, object]:
    """The model behind the chances that the viewer sees: whether fitted here or the shipped prior, and its numbers."""
    current = Reckoning.objects.filter(view=eyes_of(viewer).view, current=True).first()
    return dict(current.forecast) if current else {}


def _least(limit: int | None) -> int:
    """Whoever is in a circle is among the first of the deepest: no need to walk on to find that there are no more."""
    return CIRCLED if limit is None else min(limit, CIRCLED)


def _kept(current: Reckoning, mine: int) -> QuerySet[Tie]:
    """The ties of one of us with people who were neither put away nor joined into somebody else."""
    here = Contact.objects.filter(pk=OuterRef("b"), deleted_at=None, merged_into=None)
    return _own(current, mine).filter(Exists(here))


def _own(current: Reckoning | None, mine: int) -> QuerySet[Tie]:
    """The ties of one of us, written so that SQLite walks the index by depth and does not sort them all."""
    ties = Tie.objects.filter(reckoning=current, ours__in=[True])
    return ties.annotate(owner=F("a") + Value(0)).filter(owner=mine)


def _counted(current: Reckoning, mine: int) -> Counter[Circle]:
    """How many are in each circle: those in one are among the deepest, all others are new."""
    own, new = _own(current, mine), WORDS.index(Circle.NEW)
    deepest = list(own.order_by("-depth").values_list("b", "circle")[:CIRCLED])
    around = {contact: circle for contact, circle in deepest if circle < new}
    here = Contact.objects.filter(pk__in=around, deleted_at=None, merged_into=None)
    found = Counter(WORDS[around[contact]] for contact in here.values_list("pk", flat=True))
    away = _away()
    gone = own.filter(b__in=away, circle=new).count() if away else 0
    return found + Counter({Circle.NEW: max(0, own.count() - len(around) - gone)})


def _rank(here: Standing, row: TieRow) -> int | None:
    """The place of a tie among those of one of us by depth, without people put away."""
    if here.current is None or here.mine is None:
        return None
    own, away = _own(here.current, here.mine), _away()
    # Two ranges of the index; as one question with "or" SQLite would walk it all.
    deeper = (own.filter(depth__gt=row.depth), own.filter(depth=row.depth, b__lt=row.pk))
    gone = sum(part.filter(b__in=away).count() for part in deeper) if away else 0
    return 1 + sum(part.count() for part in deeper) - gone


def _away() -> set[int]:
    """Whoever was put away or joined into somebody else."""
    away = Contact.objects.filter(deleted_at__isnull=False).values_list("pk", flat=True)
    return {*away, *Contact.objects.filter(merged_into__isnull=False).values_list("pk", flat=True)}


def _stored(here: Standing, where: Q, *, limit: int | None) -> list[TieRow]:
    if here.current is None:
        return []
    if here.mine is None:
        all_of_us = together(here.current)
        ties = Tie.objects.filter(where, reckoning=here.current, ours=True).defer("states", "terms")
        if limit is not None:
            people = all_of_us.people[~np.isin(all_of_us.people, list(_away()))]
            ties = ties.filter(b__in=people[:limit].tolist())
        return _rows(here.own, [_line(tie) for tie in ties], here.today, all_of_us)[:limit]
    kept = _kept(here.current, here.mine).filter(where).defer("states", "terms")
    # Without a limit the rows are sorted here: asked for an order, SQLite would walk all ties in it to find a few.
    chosen = kept.order_by() if limit is None else kept.order_by("-depth", "b")[:limit]
    rows = _rows(here.own, [_line(tie) for tie in chosen], here.today)
    return rows if where else [replace(row, rank=place) for place, row in enumerate(rows, 1)]


def _line(tie: Tie) -> Line:
    return Line(
        a=tie.a,
        b=tie.b,
        ours=tie.ours,
        depth=tie.depth,
        depth_out=tie.depth_out,
        depth_in=tie.depth_in,
        states=b"",
        days_active=tie.days_active,
        first_day=tie.first_day or 0,
        last_day=tie.last_day or 0,
        last_out=tie.last_out,
        last_in=tie.last_in,
        usual_gap=tie.usual_gap,
        trend=tie.trend,
        chance=tie.chance,
        terms=b"",
        circle=WORDS[tie.circle],
        rank=None,
        rung=tie.rung,
        networks=tuple(tie.networks.split()),
        kinds=tie.kinds,
    )


def _rows(own: int, lines: list[Line], at_day: int, all_of_us: Together | None = None) -> list[TieRow]:
    lines = _whose(own, lines, all_of_us)
    people = Contact.objects.in_bulk({line.b for line in lines})
    rows = []
    for line in lines:
        person = people.get(line.b)
        if person is None or person.deleted_at is not None or person.merged_into_id is not None:
            continue
        rows.append(
            TieRow(
                pk=person.pk, contact=str(person.public_id), name=person.name, kind=person.kind, named=person.named,
                circle=line.circle, depth=line.depth, depth_out=line.depth_out, depth_in=line.depth_in,
                chance=line.chance, rung=line.rung, days_active=line.days_active, first_day=line.first_day,
                last_day=line.last_day, usual_gap=line.usual_gap, trend=line.trend, networks=line.networks,
                kinds=line.kinds,
                rank=line.rank, as_of=at_day,
            )
        )  # fmt: skip
    return rows


def _whose(own: int, lines: list[Line], all_of_us: Together | None) -> list[Line]:
    """The ties of one of us (the viewer), else those of all of us summed for each person."""
    chosen = [line for line in lines if line.a == own] or summed(lines, all_of_us)
    return sorted(chosen, key=lambda line: (-line.depth, line.b))
