"""The ties a viewer may see, today or on any past day, with the people they hold with."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Q, QuerySet

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import contacts_left_out
from mutuals.people.services.refresh import contact_ours
from mutuals.relate.circles import Circle, circles_said
from mutuals.relate.models import Reckoning, Tie
from mutuals.relate.refit import parameters_named
from mutuals.relate.rhythm import DRIFTING
from mutuals.relate.rungs import Rung
from mutuals.relate.selectors.declared import Overruled, overruled_by
from mutuals.relate.selectors.standing import (
    CIRCLED,
    DAY_MS,
    REMEMBERED_S,
    WORDS,
    Standing,
    circles_around,
    remembered,
    standing_of,
)
from mutuals.relate.services.lines import Line
from mutuals.relate.services.own import own_ties, people_away, ties_counted, ties_kept
from mutuals.relate.services.past import lines_at, past_read
from mutuals.relate.services.reckon import eyes_of, reckon
from mutuals.relate.services.together import Together, circles_count, summed, together
from mutuals.relate.ties import balance, reciprocity
from mutuals.team.models import User
from mutuals.team.services.common import now_ms

__all__ = ["CIRCLED", "REMEMBERED_S", "WORDS", "Standing", "TieRow", "remembered", "standing_of"]

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
    # What was reckoned, where the viewer says themselves in which circle or on which step they are.
    circle_reckoned: Circle | None = None
    rung_reckoned: int | None = None

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
    viewer: User,
    *,
    at_day: int | None = None,
    limit: int | None = None,
    circled: bool = False,
    standing: Standing | None = None,
) -> list[TieRow]:
    """The viewer's own ties, the nearest circle first and in it the deepest; the team's together for who has none.

    `at_day` goes back in time; `circled` leaves out those too new or too long ago for a circle.
    """
    if at_day is not None:
        view = eyes_of(viewer).view
        current = Reckoning.objects.filter(view=view, current=True).only("version").first()
        found = reckon(view, at_day=at_day, parameters=parameters_named(current.version if current else ""))
        own = contact_ours(viewer, now_ms=now_ms()).pk
        rows = _told_on(
            viewer,
            _rows(own, [line for line in found.lines if line.ours], at_day, contacts_left_out()),
            at_day,
        )
    else:
        here = standing or standing_of(viewer)
        rows = _stored(viewer, here, Q(), limit=_least(here, limit) if circled else limit)
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
    around = circles_around(viewer, here)

    def counted() -> Counter[Circle]:
        if mine is None:
            return _counted_together(current, around, here.out)
        return _counted(current, mine, around, here.out)

    return remembered(viewer, here, "circles", counted)


def ties_frame(viewer: User, *, at_day: int, standing: Standing | None = None) -> list[TieRow]:
    """The viewer's deepest ties as they were on a past day, truly from the tie days; without chances and steps."""
    here = standing or standing_of(viewer)
    if here.current is None:
        return []
    lines = lines_at(past_read(here.eyes, here.current), here.own, at_day, most=FRAME)
    return _told_on(viewer, _rows(here.own, lines, at_day, here.out), at_day)


def kept_of(viewer: User) -> list[tuple[int, int]]:
    """How many of the viewer's ties were kept up, month by month, as (UTC day, count)."""
    current = Reckoning.objects.filter(view=eyes_of(viewer).view, current=True).first()
    return [(day, count) for day, count in current.kept] if current else []


def ties_stored(viewer: User, standing: Standing | None = None) -> QuerySet[Tie]:
    """The stored ties that lists are sorted by: the viewer's own, else those of all of us."""
    here = standing or standing_of(viewer)
    if here.mine is not None:
        return own_ties(here.current, here.mine, here.out).order_by("-depth")
    return ties_counted(Tie.objects.filter(reckoning=here.current, ours__in=[True]), here.out).order_by(
        "-depth"
    )


def tie_of(
    viewer: User, contact: Contact, *, at_day: int | None = None, standing: Standing | None = None
) -> TieRow | None:
    """The viewer's tie with one contact."""
    if at_day is not None:
        return next((row for row in ties_ours(viewer, at_day=at_day) if row.pk == contact.pk), None)
    here = standing or standing_of(viewer)
    found = next(iter(_stored(viewer, here, Q(b=contact.pk), limit=None)), None)
    return replace(found, rank=_rank(here, found)) if found is not None and found.rank is None else found


def ties_of(viewer: User, contacts: Iterable[int], standing: Standing | None = None) -> dict[int, TieRow]:
    """The viewer's ties with these contacts, by contact."""
    found = _stored(viewer, standing or standing_of(viewer), Q(b__in=list(contacts)), limit=None)
    return {row.pk: row for row in found}


def forecast_of(viewer: User) -> dict[str, object]:
    """The model behind the chances that the viewer sees: whether fitted here or the shipped prior, and its numbers."""
    current = Reckoning.objects.filter(view=eyes_of(viewer).view, current=True).first()
    return dict(current.forecast) if current else {}


def _least(here: Standing, limit: int | None) -> int:
    """Whoever is in a circle is among the first of the deepest: no need to walk on to find that there are no more."""
    most = CIRCLED + len(here.said.circles)
    return most if limit is None else min(limit, most)


def _counted_together(
    current: Reckoning, told: Mapping[int, Circle] | None, out: Collection[int]
) -> Counter[Circle]:
    every, away = together(current), people_away(out)
    found = Counter(circles_count(every, away))
    if told is None:
        return found
    near = Counter(circle for b, circle in told.items() if b not in away and circle is not Circle.NEW)
    return near + Counter({Circle.NEW: found.total() - near.total()})


def _counted(
    current: Reckoning, mine: int, told: Mapping[int, Circle] | None, out: Collection[int]
) -> Counter[Circle]:
    """How many are in each circle: those in one are among the deepest or were said to be, all others are new."""
    own, new = own_ties(current, mine, out), WORDS.index(Circle.NEW)
    deepest = list(own.order_by("-depth").values_list("b", "circle")[:CIRCLED]) if told is None else []
    deepest += [(contact, WORDS.index(circle)) for contact, circle in (told or {}).items()]
    around = {contact: circle for contact, circle in deepest if circle < new}
    here = Contact.objects.filter(pk__in=around, deleted_at=None, merged_into=None)
    found = Counter(WORDS[around[contact]] for contact in here.values_list("pk", flat=True))
    away = people_away(out)
    gone = own.filter(b__in=away).exclude(b__in=list(around)).count() if away else 0
    return found + Counter({Circle.NEW: max(0, own.count() - len(around) - gone)})


def _rank(here: Standing, row: TieRow) -> int | None:
    """The place of a tie among those of one of us by depth, without people put away."""
    if here.current is None or here.mine is None:
        return None
    own, away = own_ties(here.current, here.mine, here.out), people_away(here.out)
    # Two ranges of the index; as one question with "or" SQLite would walk it all.
    deeper = (own.filter(depth__gt=row.depth), own.filter(depth=row.depth, b__lt=row.pk))
    gone = sum(part.filter(b__in=away).count() for part in deeper) if away else 0
    return 1 + sum(part.count() for part in deeper) - gone


def _stored(viewer: User, here: Standing, where: Q, *, limit: int | None) -> list[TieRow]:
    if here.current is None:
        return []
    around = circles_around(viewer, here)
    if here.mine is None:
        rows = _stored_together(here, here.current, where, limit)
    else:
        rows = _stored_own(here, here.current, here.mine, where, limit)
    if around is None and not here.said.steps:
        return rows
    rows = [_told(row, here.said, around) for row in rows]
    return sorted(rows, key=_nearest)[:limit]


def _stored_together(here: Standing, current: Reckoning, where: Q, limit: int | None) -> list[TieRow]:
    all_of_us = together(current)
    ties = Tie.objects.filter(where, reckoning=current, ours=True).defer("states", "terms")
    if limit is not None:
        people = all_of_us.people[~np.isin(all_of_us.people, list(people_away(here.out)))]
        ties = ties.filter(b__in=[*people[: limit + len(here.said.circles)].tolist(), *here.said.circles])
    rows = _rows(here.own, [_line(tie) for tie in ties], here.today, here.out, all_of_us)
    return rows if here.said.circles else rows[:limit]


def _stored_own(here: Standing, current: Reckoning, mine: int, where: Q, limit: int | None) -> list[TieRow]:
    kept, said = ties_kept(current, mine, here.out).filter(where).defer("states", "terms"), here.said.circles
    # Without a limit the rows are sorted here: asked for an order, SQLite would walk all ties in it to find a few.
    chosen = kept.order_by() if limit is None else kept.order_by("-depth", "b")[: limit + len(said)]
    rows = _rows(here.own, [_line(tie) for tie in chosen], here.today, here.out)
    if where:
        return rows
    rows = [replace(row, rank=place) for place, row in enumerate(rows, 1)]
    missing = said.keys() - {row.pk for row in rows}
    if not missing or limit is None:
        return rows
    more = _rows(
        here.own, [_line(tie) for tie in kept.order_by().filter(b__in=missing)], here.today, here.out
    )
    return rows + more


def _told(row: TieRow, said: Overruled, around: Mapping[int, Circle] | None) -> TieRow:
    """A tie as the viewer says that it is, beside what was reckoned."""
    step = said.steps.get(row.pk)
    return replace(
        row,
        circle=row.circle if around is None else around.get(row.pk, Circle.NEW),
        circle_reckoned=row.circle if row.pk in said.circles else None,
        rung=row.rung if step is None else int(step),
        rung_reckoned=None if step is None else row.rung,
    )


def _told_on(viewer: User, rows: list[TieRow], day: int) -> list[TieRow]:
    """The ties of a past day, the deepest first, as the viewer said at its end that they were."""
    said = overruled_by(viewer, at_ms=(day + 1) * DAY_MS - 1)
    if not said.circles and not said.steps:
        return rows
    places = {i: said.circles[row.pk] for i, row in enumerate(rows) if row.pk in said.circles}
    words = circles_said([row.depth for row in rows], places)
    around = {row.pk: word for row, word in zip(rows, words, strict=True)} if places else None
    return sorted((_told(row, said, around) for row in rows), key=_nearest)


def _nearest(row: TieRow) -> tuple[int, float, int]:
    return WORDS.index(row.circle), -row.depth, row.pk


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


def _rows(
    own: int, lines: list[Line], at_day: int, out: Collection[int], all_of_us: Together | None = None
) -> list[TieRow]:
    lines = _whose(own, lines, all_of_us)
    people = Contact.objects.in_bulk({line.b for line in lines})
    rows = []
    for line in lines:
        person = people.get(line.b)
        if person is None or person.deleted_at is not None or person.merged_into_id is not None:
            continue
        if person.pk in out:
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
