"""How much of the viewer's life with people is in person: by quarter and circle, with the people in the circles."""

from dataclasses import dataclass, replace

import numpy as np

from mutuals.people.selectors.actors import actors_behind, actors_of, families_of
from mutuals.relate.in_person import Days, Share, aim_in, by_circle, by_quarter, whole
from mutuals.relate.models import Plan
from mutuals.relate.quarters import quarter_begins
from mutuals.relate.selectors.ties import CIRCLED, Standing, remembered, standing_of, ties_ours
from mutuals.relate.services.pairs import pair_days
from mutuals.team.models import User

# So many quarters are looked at, this one among them.
QUARTERS = 8


@dataclass(frozen=True, slots=True)
class InPerson:
    """The balance: of this quarter and the one before, of each of the last quarters, of the last year by circle; the
    share that the viewer's plan aims at, where it names one; with how many people it was reckoned."""

    now: Share
    before: Share
    quarters: tuple[Share, ...]
    circles: tuple[Share, ...]
    aim: float | None
    people: int


def in_person(viewer: User, *, today: int, standing: Standing | None = None) -> InPerson:
    """The days in person and online with everybody in the viewer's circles, from the tie days."""
    here = standing or standing_of(viewer)
    found = remembered(viewer, here, f"in-person {today}", lambda: _reckoned(viewer, here, today))
    plan = Plan.objects.filter(user=viewer).values_list("will", flat=True).first()
    return replace(found, aim=aim_in(plan or ""))


def _reckoned(viewer: User, here: Standing, today: int) -> InPerson:
    days, circles = _days(viewer, here, today)
    begin, last = quarter_begins(today), quarter_begins(today, 1)
    return InPerson(
        now=whole(days.where(days.day >= begin)),
        before=whole(days.where((days.day >= last) & (days.day < begin))),
        quarters=tuple(one for _, one in sorted(by_quarter(days).items())),
        circles=tuple(by_circle(days.where(days.day > today - 365), circles).values()),
        aim=None,
        people=len(circles),
    )


def _days(viewer: User, here: Standing, today: int) -> tuple[Days, dict[int, str]]:
    ties = ties_ours(viewer, limit=CIRCLED, circled=True, standing=here)
    circles = {row.pk: str(row.circle) for row in ties}
    theirs, mine = actors_behind(families_of(circles)), actors_of(here.own)
    since = quarter_begins(today, QUARTERS - 1)
    rows = Days.of(pair_days(here.eyes.scopes, mine, theirs, since=since, until=today))
    actors, place = np.unique(rows.person, return_inverse=True)
    people = np.array([theirs[actor] for actor in actors.tolist()], dtype=np.int64)
    return rows._replace(person=people[place] if len(people) else rows.person), circles
