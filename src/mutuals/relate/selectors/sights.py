"""What a viewer's relationships look like today: everything that reasons for a card are found in, many people at once.

Each question is asked for all of them together, in ranges of an index; nothing walks all interactions.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from typing import NamedTuple

from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_behind, actors_of, families_of
from mutuals.record.acts import SPOKEN
from mutuals.record.keys import key_text
from mutuals.record.kinds import SHARED, ActName, Basis, Grain, Kind
from mutuals.record.selectors.passed import asking
from mutuals.record.selectors.posts import posts_get
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.relate.circles import CAPACITIES, Circle
from mutuals.relate.declared import Trust
from mutuals.relate.reasons import CLOSE, DAY_MS, Asked, Gave, Sight
from mutuals.relate.selectors.declared import trust_of
from mutuals.relate.selectors.plan import planned_for
from mutuals.relate.selectors.sights_kept import kept_about, kept_see
from mutuals.relate.selectors.standing import circles_around
from mutuals.relate.selectors.ties import Standing, standing_of, ties_stored
from mutuals.relate.selectors.trust import strains_of
from mutuals.relate.services.weights import weights_now
from mutuals.team.models import User

WORDS = list(Circle)
# How far back words and gifts are looked at: what is older is no debt that a card reminds of (`cards.DEBT_DAYS`), but
# one line says how many there are.
BACK_DAYS = 120
# Of those who were lately in touch so many are looked at, the latest first, beside everybody in a circle.
LATELY = 3_000
# What is given by its very form.
GIVEN = {Kind.GIFT: ActName.GAVE, Kind.CARD: ActName.GAVE}
THANKED_FOR = frozenset({
    ActName.HELPED, ActName.INTRODUCED, ActName.RECOMMENDED, ActName.ENDORSED, ActName.GAVE,
})  # fmt: skip
# Moments worth remembering together: form and weight; the heaviest three of a year are told.
MOMENTS = {
    Kind.MEETING: 5,
    Kind.EVENT: 5,
    Kind.GIFT: 6,
    Kind.CARD: 6,
    Kind.CALL: 3,
    Kind.SHARE: 2,
    Kind.QUOTE: 2,
}
YEAR = 366

_SAID = (
    "SELECT i.id, i.a, i.b, i.at, i.kind, COALESCE(i.post, 0), i.basis, i.grain, i.day, i.share, "
    "COALESCE(p.reply_to, 0), COALESCE(p.key, 0) FROM record_interaction i "
    "LEFT JOIN record_post p ON p.id = i.post "
    "WHERE {pair} AND i.scope IN ({scopes}) AND i.at >= {since} AND i.at <= {until}"
)
_ACTS = "SELECT interaction, act, confidence FROM record_act WHERE interaction IN ({})"
_DEEDS = (
    "SELECT a, b, act, day, id FROM record_deed WHERE undone_at IS NULL AND scope IN ({scopes}) "
    "AND day >= {since} AND b IN ({mine}) AND a IN ({{}})"
)
_DAYS = "SELECT DISTINCT {other}, day, kind FROM record_tieday WHERE {pair} AND scope IN ({scopes})"
# An act that a model proposed counts as given from here on; what a person said is 0 or 1.
SURE = 0.5


class Row(NamedTuple):
    """One interaction between one of us and a contact."""

    id: int
    ours: bool
    at: int
    kind: Kind
    post: int
    basis: int
    grain: int
    day: int
    share: int
    reply_to: int
    key: int

    def after(self, moment: int) -> bool:
        """Whether it came after a moment; what is known by its day alone came after all that day."""
        return self.at > moment or (self.grain >= Grain.DAY and self.day >= moment // DAY_MS)


@dataclass(slots=True)
class Asking:
    """For whom: the viewer and their standing, our actors, the actors of each contact, and the moment."""

    viewer: User
    here: Standing
    mine: list[int]
    theirs: dict[int, int]
    now_ms: int
    scopes: str = field(init=False)

    def __post_init__(self) -> None:
        self.scopes = ",".join(map(str, scopes_readable(self.viewer)))

    @property
    def today(self) -> int:
        """The UTC day."""
        return self.now_ms // DAY_MS

    @property
    def us(self) -> str:
        """Our actors as a list in SQL."""
        return ",".join(map(str, self.mine))


def sights_of(
    viewer: User,
    contacts: Collection[int] | None = None,
    *,
    now_ms: int,
    standing: Standing | None = None,
) -> list[Sight]:
    """What these contacts (None: everybody who may give a reason) look like to a viewer at a moment.

    Nobody whom the viewer has no ties of their own with, and nobody left out, put away, or no person.
    """
    here = standing or standing_of(viewer)
    if here.mine is None:
        return []
    wanted = set(contacts) if contacts is not None else _everybody(viewer, here, now_ms)
    people = Contact.objects.filter(
        pk__in=wanted, merged_into=None, deleted_at=None, left_out_at=None, ours=False,
        kind__in=("person", "organisation"),
    ).exclude(pk__in=here.out).in_bulk()  # fmt: skip
    families = families_of(people)
    ask = Asking(viewer, here, actors_of(here.own), actors_behind(families), now_ms)
    planned = planned_for(viewer)
    found = {
        pk: Sight(pk, str(one.public_id), named=one.named is not None or pk in planned)
        for pk, one in people.items()
    }
    _ties(ask, found)
    _seen(ask, found)
    kept_see(viewer, found, families, today=ask.today)
    if ask.mine and ask.theirs:
        _said(ask, found)
        _silences(ask, found)
    return list(found.values())


def _everybody(viewer: User, here: Standing, now_ms: int) -> set[int]:
    """Everybody in a circle, whoever was lately in touch, whoever is named or promised something."""
    ties = ties_stored(viewer, here)
    since = now_ms // DAY_MS - BACK_DAYS
    found = set(ties.values_list("b", flat=True)[: CAPACITIES[-1]])
    lately = ties.filter(last_day__gte=since).order_by("-last_day", "-depth")
    found |= set(lately.values_list("b", flat=True)[:LATELY])
    found |= set(Contact.objects.filter(holder=viewer, named__isnull=False).values_list("pk", flat=True))
    return found | kept_about(viewer, today=now_ms // DAY_MS)


def _ties(ask: Asking, found: dict[int, Sight]) -> None:
    columns = (
        "b", "circle", "rung", "depth_out", "depth_in", "days_active", "first_day", "last_day", "last_in", "usual_gap",
    )  # fmt: skip
    for b, circle, rung, out, into, days, first, last, last_in, gap in (
        ties_stored(ask.viewer, ask.here).filter(b__in=list(found)).order_by().values_list(*columns)
    ):
        over = (ask.today - last) / gap if gap and last is not None else None
        found[b] = replace(
            found[b], circle=WORDS[circle], rung=rung, depth_out=out, depth_in=into, days=days, first_day=first,
            last_day=last, last_in=last_in, gap=gap, over=over,
        )  # fmt: skip


def _seen(ask: Asking, found: dict[int, Sight]) -> None:
    """What the viewer says of them themselves: in which circle and on which step, guarded; and whether it is
    strained."""
    said, around = ask.here.said, circles_around(ask.viewer, ask.here)
    trust = trust_of(ask.viewer, found)
    strains = strains_of(ask.viewer, found, now_ms=ask.now_ms, standing=ask.here)
    for pk, one in found.items():
        found[pk] = replace(
            one, circle=one.circle if around is None else around.get(pk, Circle.NEW),
            rung=int(said.steps.get(pk, one.rung)), guarded=trust.get(pk) is Trust.GUARDED,
            strained=strains[pk].strained,
        )  # fmt: skip


def _said(ask: Asking, found: dict[int, Sight]) -> None:
    """What was said and given of late: what waits for an answer or for thanks, and how often we spoke in vain."""
    rows = _rows(ask)
    incoming = [one for rows_ in rows.values() for one in _open(rows_)]
    wants = asking(ask.viewer, {one.post for one in incoming if one.post})
    acts = _acts([one for rows_ in rows.values() for one in rows_])
    readable = posts_get(ask.viewer, wants)
    weights = weights_now()
    deeds = _deeds(ask, weights)
    for contact in {*rows, *deeds}:
        mine, sight = rows.get(contact, []), found[contact]
        asked = tuple(
            Asked(key_text(one.key), one.at, int(one.kind)) for one in _open(mine) if one.post in readable
        )
        noted = (one for one in deeds.get(contact, ()) if not _ours_after(mine, one.at))
        gave = (*_gave(mine, acts, weights), *noted)
        form, at = _latest(mine)
        found[contact] = replace(
            sight, asked=asked, gave=gave, unanswered=_unanswered(mine), answer_ms=_usual_answer(mine),
            latest=form, latest_at=at,
        )  # fmt: skip


def _rows(ask: Asking) -> dict[int, list[Row]]:
    """The interactions of late with each contact, in order of time."""
    found: dict[int, list[Row]] = defaultdict(list)
    # What is noted for today lies at its noon, which may be still to come.
    since, until = ask.now_ms - BACK_DAYS * DAY_MS, (ask.today + 1) * DAY_MS - 1
    for pair, other in (
        (f"i.a IN ({{}}) AND i.b IN ({ask.us})", 1),
        (f"i.b IN ({{}}) AND i.a IN ({ask.us})", 2),
    ):
        sql = _SAID.format(pair=pair, scopes=ask.scopes, since=since, until=until)
        for row in rows_in(sql, ask.theirs):
            if row[7] == Grain.UNKNOWN:
                continue
            number, _, _, at, kind, post, basis, grain, day, share, reply_to, key = row
            told = Row(number, other == 2, at, Kind(kind), post, basis, grain, day, share, reply_to, key)
            found[ask.theirs[row[other]]].append(told)
    return {contact: sorted(rows, key=lambda one: (one.at, one.id)) for contact, rows in found.items()}


def _is_ours(one: Row) -> bool:
    """Whether we were there or spoke: a meeting and a call are both sides'. A like or a follow says nothing."""
    return one.kind in SHARED or (one.ours and (one.kind in SPOKEN or one.kind in GIVEN))


def _ours_after(rows: Iterable[Row], moment: int) -> bool:
    return any(_is_ours(one) and one.after(moment) for one in rows)


def _open(rows: list[Row]) -> Iterator[Row]:
    """Words of theirs, surely to us, after which no real contact came from our side on any channel."""
    ours = [one for one in rows if _is_ours(one)]
    replied = {one.reply_to for one in ours if one.reply_to}
    for one in rows:
        to_us = not one.ours and one.kind in SPOKEN and one.basis != Basis.NEIGHBOUR and one.share >= 100
        if to_us and one.post not in replied and not any(later.after(one.at) for later in ours):
            yield one


def _acts(rows: Iterable[Row]) -> dict[int, list[tuple[ActName, float]]]:
    found: dict[int, list[tuple[ActName, float]]] = defaultdict(list)
    for interaction, act, confidence in rows_in(_ACTS, [one.id for one in rows]):
        found[interaction].append((ActName(act), confidence))
    return found


def _gave(
    rows: list[Row], acts: Mapping[int, list[tuple[ActName, float]]], weights: Mapping[ActName, float]
) -> Iterator[Gave]:
    """What they gave us after which we said nothing: a gift or card, an act that is worth thanks, or the answer to
    something that we asked for; of several at once what weighs most."""
    asked = {one.post for one in rows if one.ours and ActName.ASKED in _surely(acts, one)}
    for one in rows:
        if one.ours:
            continue
        given = _surely(acts, one) & THANKED_FOR
        if one.kind in GIVEN:
            given.add(GIVEN[one.kind])
        if one.reply_to in asked and any(
            act is ActName.ANSWERED and sure >= SURE for act, sure in acts.get(one.id, ())
        ):
            given.add(ActName.ANSWERED)
        if given and not _ours_after(rows, one.at):
            act = min(given, key=lambda act: (-weights[act], act))
            post = key_text(one.key) if one.key else ""
            yield Gave(act.name.lower(), one.at, f"i{one.id}", post, weights[act])


def _surely(acts: Mapping[int, list[tuple[ActName, float]]], one: Row) -> set[ActName]:
    return {act for act, sure in acts.get(one.id, ()) if sure >= SURE}


def _deeds(ask: Asking, weights: Mapping[ActName, float]) -> dict[int, list[Gave]]:
    """What was noted by hand that they did for us."""
    found: dict[int, list[Gave]] = defaultdict(list)
    since = ask.today - BACK_DAYS
    for a, _, act, day, number in rows_in(
        _DEEDS.format(scopes=ask.scopes, since=since, mine=ask.us), ask.theirs
    ):
        if ActName(act) in THANKED_FOR:
            noon, weight = day * DAY_MS + DAY_MS // 2, weights[ActName(act)]
            told = Gave(ActName(act).name.lower(), noon, f"d{number}", weight=weight)
            found[ask.theirs[a]].append(told)
    return found


def _latest(rows: list[Row]) -> tuple[str, int | None]:
    """The form of the latest real contact: of both where it is shared, else of us ("message out") or of them; and when
    (UTC ms; the end of a day that alone is known)."""
    for one in reversed(rows):
        if one.kind in SHARED or one.kind in SPOKEN or one.kind in GIVEN:
            way = "" if one.kind in SHARED else " out" if one.ours else " in"
            ended = one.grain >= Grain.DAY
            return one.kind.name.lower() + way, (one.day + 1) * DAY_MS - 1 if ended else one.at
    return "", None


def _unanswered(rows: list[Row]) -> int:
    """On how many days we spoke since their last word or since we were last together."""
    heard = max((one.at for one in rows if not one.ours or one.kind in SHARED), default=0)
    return len({one.day for one in rows if one.ours and one.kind in SPOKEN and one.at > heard})


def _usual_answer(rows: list[Row]) -> int | None:
    """How long our answers to them usually take (ms), where there were at least three."""
    waits, since = [], 0
    for one in rows:
        if one.kind not in SPOKEN:
            continue
        if not one.ours:
            since = since or one.at
        elif since:
            waits.append(one.at - since)
            since = 0
    return int(median(waits)) if len(waits) >= 3 else None


def _silences(ask: Asking, found: dict[int, Sight]) -> None:
    """The silence before the latest contact of whoever came back, and the moments of those close to us."""
    around = {pk: one for pk, one in found.items() if one.gap is not None}
    close = {pk for pk, one in around.items() if one.circle in CLOSE}
    back = {
        pk
        for pk, one in around.items()
        if one.over is not None and one.over <= 1.0 and one.last_in == one.last_day
    }
    days: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    actors = [actor for actor, contact in ask.theirs.items() if contact in close | back]
    for pair, other in ((f"a IN ({{}}) AND b IN ({ask.us})", "a"), (f"b IN ({{}}) AND a IN ({ask.us})", "b")):
        for actor, day, kind in rows_in(_DAYS.format(pair=pair, other=other, scopes=ask.scopes), actors):
            if day <= ask.today:
                days[ask.theirs[actor]][day].add(kind)
    for contact, kinds in days.items():
        told = sorted(kinds)
        before = told[-1] - told[-2] if len(told) > 1 else None
        moments = _moments(kinds, ask.today) if contact in close else ()
        found[contact] = replace(found[contact], gap_before=before, moments=moments)


def _moments(kinds: Mapping[int, Collection[int]], today: int) -> tuple[tuple[int, str], ...]:
    """Three days of the last year worth remembering together, the heaviest, as (UTC day, form), the latest first."""
    weighed = [
        (max((MOMENTS.get(Kind(kind), 0), kind) for kind in forms), day)
        for day, forms in kinds.items()
        if day > today - YEAR
    ]
    best = sorted((one for one in weighed if one[0][0]), reverse=True)[:3]
    return tuple(sorted(((day, Kind(kind).name.lower()) for (_, kind), day in best), reverse=True))
