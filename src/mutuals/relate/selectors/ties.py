"""The ties a viewer may see, today or on any past day, with the people they hold with."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet, Value

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contacts_by_actor
from mutuals.people.services.refresh import contact_ours
from mutuals.relate.circles import Circle, circles
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.rungs import Rung
from mutuals.relate.services.reckon import Line, columns_read, reckon, scopes_of, view_of
from mutuals.relate.tie_arrays import Columns
from mutuals.relate.ties import DEFAULTS, balance, reciprocity
from mutuals.team.models import User
from mutuals.team.services.common import now_ms

DAY_MS = 86_400_000
WORDS = list(Circle)
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
    rank: int
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
    viewer: User, *, at_day: int | None = None, limit: int | None = None, circled: bool = False
) -> list[TieRow]:
    """The viewer's own ties, the deepest first; the team's together for who has none.

    `at_day` goes back in time; `circled` leaves out those too new or too long ago for a circle.
    """
    if at_day is not None:
        found = reckon(view_of(viewer), at_day=at_day)
        rows = _rows(viewer, [line for line in found.lines if line.ours], at_day)
    else:
        rows = _stored(viewer, Q(circle__lt=WORDS.index(Circle.NEW)) if circled else Q(), limit=limit)
    return [row for row in rows if not circled or row.circle is not Circle.NEW][:limit]


def ties_drifting(viewer: User, *, limit: int) -> list[TieRow]:
    """The deepest ties in a circle that are quiet beyond twice their usual gap."""
    return _stored(viewer, Q(circle__lt=WORDS.index(Circle.NEW)) & _drifting(today_of(viewer)), limit=limit)


def tie_counts(viewer: User) -> Counter[Circle]:
    """How many of the viewer's ties are in each circle."""
    current, mine = _current(viewer), _mine(viewer)
    if current is None:
        return Counter()
    if mine is None:
        return Counter(row.circle for row in ties_ours(viewer))
    rows = _kept(current, mine).values_list("circle").annotate(n=Count("pk"))
    return Counter({WORDS[circle]: n for circle, n in rows})


@lru_cache(maxsize=2)
def _columns(view: int, reckoning: int, as_of: int) -> Columns:
    """The tie days behind a reckoning, kept while the years are replayed; a new reckoning has a new key."""
    return columns_read(scopes_of(view), contacts_by_actor(), as_of)


def ties_frame(viewer: User, *, at_day: int) -> list[TieRow]:
    """The viewer's ties as they were on a past day, truly from the tie days; without chances and steps."""
    view = view_of(viewer)
    current = Reckoning.objects.filter(view=view, current=True).first()
    if current is None:
        return []
    columns = _columns(view, current.pk, max(current.as_of, at_day))
    found = reckon(view, at_day=at_day, columns=columns, whole=False)
    return _rows(viewer, [line for line in found.lines if line.ours], at_day)


def kept_of(viewer: User) -> list[tuple[int, int]]:
    """How many of the viewer's ties were kept up, month by month, as (UTC day, count)."""
    current = Reckoning.objects.filter(view=view_of(viewer), current=True).first()
    return [(day, count) for day, count in current.kept] if current else []


def ties_stored(viewer: User) -> QuerySet[Tie]:
    """The stored ties that lists are sorted by: the viewer's own, else those of all of us."""
    current, mine = _current(viewer), _mine(viewer)
    found = Tie.objects.filter(reckoning=current, ours=True).order_by("-depth")
    return found if mine is None else found.filter(a=mine)


def tie_of(viewer: User, contact: Contact, *, at_day: int | None = None) -> TieRow | None:
    """The viewer's tie with one contact."""
    if at_day is not None:
        return next((row for row in ties_ours(viewer, at_day=at_day) if row.pk == contact.pk), None)
    return next(iter(_stored(viewer, Q(b=contact.pk), limit=1)), None)


def ties_of(viewer: User, contacts: Iterable[int]) -> dict[int, TieRow]:
    """The viewer's ties with these contacts, by contact."""
    return {row.pk: row for row in _stored(viewer, Q(b__in=list(contacts)), limit=None)}


def forecast_of(viewer: User) -> dict[str, object]:
    """The model behind the chances that the viewer sees: whether fitted here or the shipped prior, and its numbers."""
    current = Reckoning.objects.filter(view=view_of(viewer), current=True).first()
    return dict(current.forecast) if current else {}


def _current(viewer: User) -> Reckoning | None:
    return Reckoning.objects.filter(view=view_of(viewer), current=True).defer("kept", "forecast").first()


def today_of(viewer: User) -> int:
    """The UTC day that the viewer's ties were last reckoned for."""
    current = _current(viewer)
    return current.as_of if current is not None and current.as_of > 0 else now_ms() // DAY_MS


def _mine(viewer: User) -> int | None:
    """The viewer's own contact where it has ties of its own; None where all of us stand together."""
    current = _current(viewer)
    mine = contact_ours(viewer, now_ms=now_ms()).pk
    return mine if Tie.objects.filter(reckoning=current, ours=True, a=mine).exists() else None


def _drifting(today: int) -> Q:
    return Q(usual_gap__isnull=False) & Q(last_day__lt=Value(today) - F("usual_gap") * DRIFTING)


def _kept(current: Reckoning, mine: int) -> QuerySet[Tie]:
    """The ties of one of us with people who were neither put away nor joined into somebody else."""
    gone = Contact.objects.filter(Q(deleted_at__isnull=False) | Q(merged_into__isnull=False)).values("pk")
    return Tie.objects.filter(reckoning=current, ours=True, a=mine).exclude(b__in=gone)


def _stored(viewer: User, where: Q, *, limit: int | None) -> list[TieRow]:
    current, mine = _current(viewer), _mine(viewer)
    if current is None:
        return []
    today = current.as_of if current.as_of > 0 else now_ms() // DAY_MS
    if mine is None:
        ties = Tie.objects.filter(where, reckoning=current, ours=True)
        return _rows(viewer, [_line(tie) for tie in ties], today)[:limit]
    ties = _kept(current, mine).filter(where).defer("states", "terms").order_by("-depth", "b")[:limit]
    return _rows(viewer, [_line(tie) for tie in ties], today)


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
        trend=tie.trend or 0.0,
        chance=tie.chance,
        terms=b"",
        circle=WORDS[tie.circle],
        rank=tie.rank,
        rung=tie.rung,
        networks=tuple(tie.networks.split()),
        kinds=tie.kinds,
    )


def _rows(viewer: User, lines: list[Line], at_day: int) -> list[TieRow]:
    lines = _whose(viewer, lines)
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


def _whose(viewer: User, lines: list[Line]) -> list[Line]:
    """The viewer's own ties, else those of all of us summed for each person."""
    mine = contact_ours(viewer, now_ms=now_ms()).pk
    own = [line for line in lines if line.a == mine]
    chosen = own or _summed(lines)
    return sorted(chosen, key=lambda line: (-line.depth, line.b))


def _summed(lines: Iterable[Line]) -> list[Line]:
    groups: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.b].append(line)
    summed = [_sum(group) for group in groups.values()]
    words = circles([line.depth for line in summed], floor=DEFAULTS.floor())
    order = sorted(range(len(summed)), key=lambda i: -summed[i].depth)
    ranks = {i: rank for rank, i in enumerate(order, 1)}
    return [replace(line, circle=words[i], rank=ranks[i]) for i, line in enumerate(summed)]


def _sum(group: list[Line]) -> Line:
    top = max(group, key=lambda line: line.depth)
    return replace(
        top,
        depth=sum(line.depth for line in group),
        depth_out=sum(line.depth_out for line in group),
        depth_in=sum(line.depth_in for line in group),
        days_active=max(line.days_active for line in group),
        first_day=min(line.first_day for line in group),
        last_day=max(line.last_day for line in group),
        rung=max(line.rung for line in group),
        chance=max((line.chance for line in group if line.chance is not None), default=None),
    )
