"""What the record says for trust in somebody, and whether it is strained between us: for one viewer alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from mutuals.people.models import Contact, Promise
from mutuals.people.selectors.actors import actors_behind, actors_mine, families_of
from mutuals.record.acts import SPOKEN
from mutuals.record.keys import key_text
from mutuals.record.kinds import CO_PRESENCE, PRIVATE_KINDS, ActName
from mutuals.record.selectors.corrections import thresholds_of
from mutuals.record.selectors.posts import posts_get
from mutuals.record.selectors.readings import readings_of
from mutuals.relate.declared import STRAINED, YES
from mutuals.relate.models import Declaration
from mutuals.relate.selectors.declared import declarations_of
from mutuals.relate.selectors.person import Sides, sides_of
from mutuals.relate.selectors.standing import Standing, standing_of
from mutuals.relate.strain import SEASON_MS, Word, is_hard, is_warm, strained
from mutuals.relate.trust import Evidence
from mutuals.team.models import User

# So many posts of a season between us and them are looked at, the latest; and so many acts of theirs are counted.
MOST_POSTS, MOST_POSTS_OF_ALL, MOST_ACTS, LATEST = 150, 20_000, 200, 60
_DAYS = (
    "SELECT count(DISTINCT CASE WHEN i.a IN ({mine}) AND i.kind IN ({private}) THEN i.day END), "
    "count(DISTINCT CASE WHEN i.a IN ({theirs}) AND i.kind IN ({private}) THEN i.day END), "
    "count(DISTINCT CASE WHEN i.kind IN ({met}) THEN i.day END), min(i.day) FROM record_tieday i "
    "WHERE i.scope IN ({scopes}) AND i.day <= {day} AND "
    "((i.a IN ({mine}) AND i.b IN ({theirs})) OR (i.a IN ({theirs}) AND i.b IN ({mine})))"
)
_GIVEN = (
    "SELECT (SELECT count(*) FROM (SELECT x.id FROM record_interaction i JOIN record_act x ON x.interaction = i.id "
    "WHERE i.a IN ({theirs}) AND i.b IN ({mine}) AND i.scope IN ({scopes}) AND x.act < {took} "
    "AND x.confidence >= 0.6 LIMIT {most}) AS given) + (SELECT count(*) FROM record_deed WHERE undone_at IS NULL "
    "AND a IN ({theirs}) AND b IN ({mine}) AND scope IN ({scopes}) AND act < {took})"
)
_WORDS = (
    "SELECT i.post, i.a, i.b, i.at FROM record_interaction i WHERE i.a IN ({one}) AND i.b IN ({other}) "
    "AND i.scope IN ({scopes}) AND i.at >= {since} AND i.at <= {until} AND i.post IS NOT NULL "
    "AND i.kind IN ({spoken}) ORDER BY i.at DESC LIMIT {most}"
)


@dataclass(frozen=True, slots=True)
class Strain:
    """Whether it is strained, for this viewer: by their own word (`declared` yes or no, "" for none) or by the rule,
    and the posts it rests on."""

    strained: bool
    declared: str
    posts: tuple[int, ...]

    @classmethod
    def of(cls, said: str, posts: tuple[int, ...]) -> "Strain":
        """What holds of the viewer's word ("" for none) and of the rule."""
        return cls(said == YES if said else bool(posts), said, posts)


@dataclass(frozen=True, slots=True)
class HardWord:
    """One post that strains a relationship: when (ms), its words, and its key (16 digits)."""

    at: int
    text: str
    post: str


def evidence_of(
    viewer: User, contact: Contact, *, today: int, strain: Strain | None = None, sides: Sides | None = None
) -> Evidence:
    """The counts that speak for or against trust in a contact, up to a UTC day; empty for who is left out."""
    between = sides or sides_of(viewer, contact)
    promises = _promises(viewer, contact, today)
    if between.left_out or not between.mine or not between.theirs:
        return Evidence(**promises)
    out, into, met, first = _counted(between, today)
    return Evidence(
        private_out=out, private_in=into, years=0.0 if first is None else max(0.0, (today - first) / 365.25), met=met,
        acts=_acts(between), strained=strain is not None and strain.strained, **promises,
    )  # fmt: skip


def strain_of(
    viewer: User,
    contact: Contact,
    *,
    now_ms: int,
    standing: Standing | None = None,
    sides: Sides | None = None,
    shown: Mapping[str, float] | None = None,
) -> Strain:
    """Whether it is strained between the viewer and a contact; `sides` and `shown` (`thresholds_of`) spare a look."""
    said = declarations_of(viewer, contact).get(STRAINED)
    posts = strain_posts(viewer, contact, now_ms=now_ms, standing=standing, sides=sides, shown=shown)
    return Strain.of(said.says if said else "", posts)


def strain_posts(
    viewer: User,
    contact: Contact,
    *,
    now_ms: int,
    standing: Standing | None = None,
    sides: Sides | None = None,
    shown: Mapping[str, float] | None = None,
) -> tuple[int, ...]:
    """The posts that strain it by the rule; none where the contact is left out."""
    here = standing or standing_of(viewer)
    between = sides or sides_of(viewer, contact, standing=here)
    theirs = {} if between.left_out else dict.fromkeys(between.theirs, contact.pk)
    return _by_the_rule(viewer, here, between.mine, theirs, now_ms, shown).get(contact.pk, ())


def strains_of(
    viewer: User, contacts: Iterable[int], *, now_ms: int, standing: Standing | None = None
) -> dict[int, Strain]:
    """The same for several contacts at once, by contact; nobody who is left out is strained by the rule."""
    here, asked = standing or standing_of(viewer), list(contacts)
    families = families_of(asked)
    rows = Declaration.objects.filter(user=viewer, about=STRAINED, ended_at=None, contact__in=families)
    said = {families[one]: says for one, says in rows.order_by("at", "pk").values_list("contact", "says")}
    theirs = {actor: one for actor, one in actors_behind(families).items() if one not in here.out}
    found = _by_the_rule(viewer, here, actors_mine(here.own), theirs, now_ms, None)
    return {one: Strain.of(said.get(one, ""), found.get(one, ())) for one in asked}


def hard_words(viewer: User, ids: Iterable[int]) -> list[HardWord]:
    """The words of the posts that strain a relationship, the latest first, as far as the viewer reads them."""
    seen = posts_get(viewer, ids)
    found = [HardWord(one.at or 0, one.content, key_text(one.key)) for one in seen.values()]
    return sorted(found, key=lambda one: -one.at)


def _by_the_rule(
    viewer: User,
    here: Standing,
    mine: Collection[int],
    theirs: Mapping[int, int],
    now_ms: int,
    shown: Mapping[str, float] | None,
) -> dict[int, tuple[int, ...]]:
    """The posts that strain each contact, where there are any; `theirs` are the actors with their contacts."""
    contacts = len(set(theirs.values()))
    rows = _said(here, mine, theirs, now_ms, contacts) if theirs and mine else []
    if not rows:
        return {}
    sure = shown or thresholds_of(viewer)
    words: dict[int, list[Word]] = defaultdict(list)
    # What came before the last warm word says nothing: of one relationship the latest are read first, as far as needed.
    rows.sort(key=lambda row: -row[-1])
    start, end = 0, LATEST if contacts == 1 else len(rows)
    while start < len(rows):
        some, start, end = rows[start:end], end, 4 * end
        read = readings_of(viewer, {post for post, *_ in some})
        for post, a, b, at in (row for row in some if row[0] in read):
            reading, they = read[post].reading, a in theirs
            word = Word(at, they, is_hard(reading, sure), is_warm(reading, sure), post)
            words[theirs[a if they else b]].append(word)
        if any(word.warm for said in words.values() for word in said):
            break
    found = {contact: strained(said, now_ms=now_ms) for contact, said in words.items()}
    return {contact: posts for contact, posts in found.items() if posts}


def _said(
    here: Standing, mine: Iterable[int], theirs: Iterable[int], now_ms: int, contacts: int
) -> list[tuple[int, int, int, int]]:
    """The latest posts of the season to and fro, so many for each contact: (post, from, to, at)."""
    ours, others, rows = _listed(mine), _listed(theirs), []
    most = min(MOST_POSTS * contacts, MOST_POSTS_OF_ALL)
    told = {"scopes": _listed(here.eyes.scopes), "spoken": _listed(SPOKEN), "most": most}
    with connection.cursor() as cursor:
        for one, other in ((ours, others), (others, ours)):
            cursor.execute(
                _WORDS.format(one=one, other=other, since=now_ms - SEASON_MS, until=now_ms, **told)
            )
            rows += cursor.fetchall()
    return rows


def _promises(viewer: User, contact: Contact, today: int) -> dict[str, int]:
    """What they promised us, kept or past its day, as far as the viewer noted it or it was shared."""
    rows = Promise.objects.filter(
        Q(author=viewer) | Q(shared=True), contact__in=families_of([contact.pk]), ours=False, dropped_at=None
    )
    return rows.aggregate(
        kept=Count("pk", filter=Q(kept_at__isnull=False)),
        broken=Count("pk", filter=Q(kept_at=None, due__lt=today)),
    )


def _counted(between: Sides, today: int) -> tuple[int, int, int, int | None]:
    told = {
        "mine": _listed(between.mine), "theirs": _listed(between.theirs), "scopes": _listed(between.scopes),
        "private": _listed(PRIVATE_KINDS), "met": _listed(CO_PRESENCE), "day": int(today),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_DAYS.format(**told))
        out, into, met, first = cursor.fetchone()
    return out, into, met, first


def _acts(between: Sides) -> int:
    told = {
        "mine": _listed(between.mine), "theirs": _listed(between.theirs), "scopes": _listed(between.scopes),
        "took": int(ActName.ASKED), "most": MOST_ACTS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN.format(**told))
        return int(cursor.fetchone()[0])


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(numbers))
