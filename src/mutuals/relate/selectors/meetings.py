"""Meetings and events: those of calendars and those noted by hand, who of one's people was there, what is to follow."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q

from mutuals.people.models import Contact, Encounter, EncounterWith, Note, Promise
from mutuals.people.selectors.actors import actors_of, contacts_ours, families_of, roots_by_actor
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.people.selectors.moments import MomentView, moment_get, moments_between, plans_of
from mutuals.record.keys import key_parse, key_text
from mutuals.record.kinds import CO_PRESENCE
from mutuals.record.selectors.posts import PostView, posts_by_key, posts_get
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_of
from mutuals.team.models import User

DAY_MS = 86_400_000
# So many rows are walked at a time, back in time, and so often at most: a meeting of twelve makes 66.
WALKED, STEPS = 600, 4
# Whether it took place is asked so long (days), and of so many at a time.
BACK, OVER = 60, 12
# A line is asked for so long after a meeting (days).
FRESH = 14
_LATEST = (
    "SELECT i.at, i.id, i.post, i.a, i.b, i.seconds FROM record_interaction i WHERE i.kind IN ({kinds}) "
    "AND i.scope IN ({scopes}) AND i.at < {before} AND i.at >= {since} ORDER BY i.at DESC, i.id DESC LIMIT {limit}"
)
_OF = (
    "SELECT i.at, i.id, i.post, i.a, i.b, i.seconds FROM record_interaction i WHERE i.post = {post} "
    "AND i.kind IN ({kinds}) AND i.scope IN ({scopes})"
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting: by what it is opened (`key`), what it was called, when (ms), how long (seconds), where; who of the
    people one may know of was there, and the moment where it was noted by hand or is ahead in a calendar, then with the
    moment at which it begins (ms). `planned`: it is still to come."""

    key: str
    title: str
    at: int
    seconds: int
    place: str
    people: tuple[Contact, ...]
    moment: MomentView | None = None
    planned: bool = False
    begins_at: int | None = None

    @property
    def day(self) -> int:
        """The UTC day."""
        return self.at // DAY_MS


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody at a meeting: how things stand, what to ask them, what is open between us, and what was noted since."""

    contact: Contact
    tie: TieRow | None
    asks: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    noted: bool = False


@dataclass(slots=True)
class _Gathered:
    """The rows of one meeting as they are walked."""

    at: int
    seconds: int = 0
    actors: set[int] = field(default_factory=set)


def meetings_past(
    viewer: User, *, today: int, before: int | None = None, limit: int = 20, standing: Standing | None = None
) -> list[Meeting]:
    """The meetings and events up to today that the viewer was at, the latest first; `before` a UTC day, if given.
    Those held online are calls, and are not among them."""
    here = standing or standing_of(viewer)
    until = today + 1 if before is None else before
    noted = [
        _of_moment(one)
        for one in moments_between(viewer, since=until - 3 * 366, until=until - 1, limit=limit)
        if one.kind in CO_PRESENCE and one.own and not one.settled
    ]
    told = _calendar(viewer, here, until * DAY_MS, limit)
    return sorted([*noted, *told], key=lambda one: (-one.at, one.key))[:limit]


def meetings_coming(viewer: User, *, today: int) -> list[Meeting]:
    """What the viewer planned or a calendar has ahead, and what was planned for a day that is over and not said to have
    taken place; the next first."""
    over = plans_of(viewer, since=today - BACK, until=today, limit=OVER)
    return [_of_moment(one) for one in (*reversed(over), *plans_of(viewer, since=today))]


def meeting_get(viewer: User, key: str, *, standing: Standing | None = None) -> Meeting | None:
    """One meeting by its key (of a post, or a moment's id) where the viewer was there or may read the moment."""
    try:
        number = key_parse(key)
    except ValueError:
        return _noted(viewer, key)
    here = standing or standing_of(viewer)
    post = next(iter(posts_by_key(viewer, [number])), None)
    if post is None:
        return None
    rows = _rows(_OF, here, post=post.id)
    return next(iter(_meetings(viewer, _gathered(rows, _mine(here)), {post.id: post})), None)


def people_at(viewer: User, meeting: Meeting, *, standing: Standing | None = None) -> list[Met]:
    """Everybody at a meeting whom the viewer knows of, with what is good to know before and to do after it."""
    ids = set(
        contacts_visible(viewer)
        .filter(pk__in=[one.pk for one in meeting.people])
        .values_list("pk", flat=True)
    )
    ties, families = ties_of(viewer, ids, standing), families_of(ids)
    seen = Q(author=viewer) | Q(shared=True)
    asks: dict[int, list[str]] = defaultdict(list)
    for contact, text in Note.objects.filter(seen, about="next", contact__in=families).values_list(
        "contact", "text"
    ):
        asks[families[contact]].append(text)
    promises: dict[int, list[str]] = defaultdict(list)
    open_ones = Promise.objects.filter(seen, contact__in=families, kept_at=None, dropped_at=None)
    for contact, ours, text in open_ones.values_list("contact", "ours", "text"):
        promises[families[contact]].append(f"{'You' if ours else 'They'}: {text}")
    written = _written(viewer, families, meeting.day)
    return [
        Met(one, ties.get(one.pk), tuple(asks[one.pk]), tuple(promises[one.pk]), one.pk in written)
        for one in meeting.people
        if one.pk in ids
    ]


def to_follow(viewer: User, meetings: Sequence[Meeting], *, today: int) -> dict[str, int]:
    """The meetings of the last two weeks after which the viewer wrote nothing down of some who were there: of how many,
    by the key of the meeting."""
    asked = [one for one in meetings if _wants_a_line(one, today)]
    families = families_of({each.pk for one in asked for each in one.people})
    written = _written(viewer, families, min((one.day for one in asked), default=today))
    found = {}
    for one in asked:
        left = sum(1 for each in one.people if written.get(each.pk, -1) < one.day)
        if left:
            found[one.key] = left
    return found


def _wants_a_line(meeting: Meeting, today: int) -> bool:
    """Whether a meeting is fresh, and was not noted with words already."""
    told = meeting.moment is not None and bool(meeting.moment.text)
    return not meeting.planned and not told and today - meeting.day <= FRESH


def _written(viewer: User, families: dict[int, int], since: int) -> dict[int, int]:
    """The last UTC day, from one on, on which the viewer wrote a note of each person or told a moment with them."""
    notes = Note.objects.filter(author=viewer, contact__in=families, at__gte=since * DAY_MS)
    told = EncounterWith.objects.filter(
        encounter__author=viewer, encounter__day__gte=since, encounter__undone_at=None, contact__in=families
    ).exclude(encounter__text="")
    rows = [(contact, at // DAY_MS) for contact, at in notes.values_list("contact", "at")]
    rows += told.values_list("contact", "encounter__day")
    found: dict[int, int] = {}
    for contact, day in rows:
        found[families[contact]] = max(day, found.get(families[contact], day))
    return found


def _calendar(viewer: User, here: Standing, until_ms: int, limit: int) -> list[Meeting]:
    """The latest meetings of calendars before a moment, walked back in time in steps."""
    mine, before, found = _mine(here), until_ms, {}
    for _ in range(STEPS):
        rows = _rows(_LATEST, here, before=before, since=until_ms - 3 * 366 * DAY_MS, limit=WALKED)
        full = len(rows) == WALKED
        # Where the step ended within a moment, that moment is read with the next.
        kept = [row for row in rows if not full or row[0] > rows[-1][0]] or rows
        found |= _gathered(kept, mine)
        if not full or len(found) >= limit:
            break
        before = kept[-1][0]
    # The latest alone are looked at closely: a step back may gather hundreds.
    chosen = dict(sorted(found.items(), key=lambda one: -one[1].at)[: 2 * limit])
    return _meetings(viewer, chosen, posts_get(viewer, chosen))


def _gathered(rows: Iterable[tuple[int, ...]], mine: Collection[int]) -> dict[int, _Gathered]:
    """The rows by their post, of meetings at which one of the viewer's actors was."""
    found: dict[int, _Gathered] = {}
    for at, _, post, a, b, seconds in rows:
        if post is not None:
            one = found.setdefault(post, _Gathered(at))
            one.seconds = max(one.seconds, seconds)
            one.actors |= {a, b}
    return {post: one for post, one in found.items() if not one.actors.isdisjoint(mine)}


def _meetings(viewer: User, found: dict[int, _Gathered], posts: dict[int, PostView]) -> list[Meeting]:
    roots = roots_by_actor({actor for one in found.values() for actor in one.actors})
    ours = contacts_ours()
    visible = contacts_visible(viewer).filter(pk__in={*roots.values()} - ours, ours=False)
    people = {one.pk: one for one in visible}
    made = []
    for post, one in found.items():
        if post not in posts:
            continue
        there = sorted({roots[actor] for actor in one.actors if roots.get(actor) in people})
        title, key = posts[post].name, key_text(posts[post].key)
        made.append(Meeting(key, title, one.at, one.seconds, "", tuple(people[each] for each in there)))
    return made


def _noted(viewer: User, public_id: str) -> Meeting | None:
    try:
        return _of_moment(moment_get(viewer, public_id))
    except Encounter.DoesNotExist:
        return None


def _of_moment(one: MomentView) -> Meeting:
    at = one.day * DAY_MS + DAY_MS // 2 if one.begins_at is None else one.begins_at
    return Meeting(one.id, one.title, at, one.seconds, one.place, one.people, one, one.planned, one.begins_at)


def _rows(sql: str, here: Standing, **given: int) -> list[tuple[int, ...]]:
    scopes = ",".join(map(str, here.eyes.scopes))
    kinds = ", ".join(str(int(kind)) for kind in sorted(CO_PRESENCE))
    numbers = {name: int(value) for name, value in given.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.format(scopes=scopes, kinds=kinds, **numbers))
        return list(cursor.fetchall())


def _mine(here: Standing) -> set[int]:
    """The viewer's own actors, else those of all of us."""
    own = actors_of(here.own)
    return set(own) or {actor for contact in contacts_ours() for actor in actors_of(contact)}
