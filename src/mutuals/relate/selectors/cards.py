"""The cards of a user's Today: chosen from their open nudges, with words and evidence looked up when they are shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from mutuals.people.models import Aim, Contact, Promise, ShelfItem, Welcome
from mutuals.people.selectors.actors import contacts_left_out
from mutuals.people.selectors.contacts import contacts_visible
from mutuals.record.keys import key_parse, network_of
from mutuals.record.selectors.posts import PostView, posts_by_key
from mutuals.relate.cards import SEASON_MS, Decided, Open, Today, choose, today_minutes
from mutuals.relate.circles import Circle
from mutuals.relate.learned import Decision, Learned, learn
from mutuals.relate.models import Introduction, Nudge
from mutuals.relate.reasons import DAY_MS, DEBTS, MINUTES, NudgeKind
from mutuals.relate.selectors.introductions import rows_shown
from mutuals.relate.selectors.ledger import balance_of
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, ties_of
from mutuals.relate.telling import About, Told, helped, settled, tell
from mutuals.team.models import User
from mutuals.ui.sentences import plain
from mutuals.ui.words import excerpt

EPOCH = date(1970, 1, 1)
# So many of the latest decisions teach the order.
TAUGHT = 400
# Of the debts beyond the cards, so many are named; the others are counted.
LINES = 20
LATELY_MS = 2 * DAY_MS
EXCERPT = 280


@dataclass(frozen=True, slots=True)
class Card:
    """One card as shown: its row, whom it is about, what it says, the words it is about, and how long it may take."""

    nudge: Nudge
    kind: NudgeKind
    contact: Contact
    other: Contact | None
    tie: TieRow | None
    told: Told
    post: PostView | None
    words: str
    network: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A card that went by itself: about whom, and what came."""

    contact: Contact
    kind: NudgeKind
    said: str


@dataclass(frozen=True, slots=True)
class Taught:
    """One learned weight as shown: its name, by which factor it changes the odds, from how many decisions."""

    name: str
    weight: float
    count: int


@dataclass(frozen=True, slots=True)
class TodayView:
    """The page: the cards, the debts beyond them (twenty at most) and what was left out, what settled itself, and what
    was learned of decisions."""

    cards: tuple[Card, ...]
    waiting: tuple[Card, ...]
    chosen: Today
    settled: tuple[Settled, ...]
    taught: tuple[Taught, ...]
    decisions: int
    done: int


def today_view(viewer: User, *, now_ms: int, standing: Standing | None = None) -> TodayView:
    """The viewer's own cards at a moment; nobody sees another's."""
    here = standing or standing_of(viewer)
    learned = learned_of(viewer)
    chosen, rows = chosen_of(viewer, learned, now_ms)
    first = {one.row for one in chosen.cards}
    every = [rows[one.row] for one in (*chosen.cards, *chosen.waiting[:LINES])]
    cards = _cards(viewer, every, here, now_ms)
    taught = [
        Taught(name, weight, learned.counts[name])
        for name, weight in sorted(learned.weights.items(), key=lambda one: -abs(one[1]))
    ]
    done = Nudge.objects.filter(user=viewer, state="done", decided_at__gte=now_ms // DAY_MS * DAY_MS).count()
    return TodayView(
        tuple(one for one in cards if one.nudge.pk in first), tuple(one for one in cards if one.nudge.pk not in first),
        chosen, tuple(_settled(viewer, now_ms)), tuple(taught), learned.decisions, done,
    )  # fmt: skip


def learned_of(viewer: User) -> Learned:
    """What the viewer's decisions teach about the order of cards."""
    rows = Nudge.objects.filter(user=viewer, state__in=("done", "dismissed", "never")).order_by("-decided_at")
    return learn([
        Decision(kind, str((facts or {}).get("circle", Circle.NEW)), worth, state == "done")
        for kind, facts, worth, state in rows.values_list("kind", "facts", "worth", "state")[:TAUGHT]
    ])  # fmt: skip


def chosen_of(viewer: User, learned: Learned, now_ms: int) -> tuple[Today, dict[int, Nudge]]:
    """Which of the viewer's open nudges are the cards of a moment, in the order that was learned; and all by row."""
    ready = Q(state="open") | Q(state="later", until__lte=now_ms)
    here = Q(contact__deleted_at=None, contact__merged_into=None)
    mine = Nudge.objects.filter(ready, here, user=viewer).exclude(contact__in=contacts_left_out())
    rows = {one.pk: one for one in mine}
    open_ones = [
        Open(
            one.pk, NudgeKind(one.kind), one.contact_id, _circle(one.facts), one.worth,
            int(one.facts.get("since", one.at)), one.shown_day,
        )
        for one in rows.values()
    ]  # fmt: skip
    decided = [
        Decided(NudgeKind(kind), contact, at, state == "done")
        for kind, contact, at, state in Nudge.objects.filter(
            # What settled itself after it was shown was the suggestion of that week, too.
            Q(state__in=("done", "dismissed", "never")) | Q(state="settled", shown_day__isnull=False),
            user=viewer,
            decided_at__gt=now_ms - SEASON_MS,
        ).values_list("kind", "contact", "decided_at", "state")
    ]
    before, spent = _spent(decided, now_ms)
    weekly = Welcome.objects.filter(user=viewer).values_list("minutes", flat=True).first()
    left = 7 - (EPOCH + timedelta(days=now_ms // DAY_MS)).weekday()
    minutes = today_minutes(weekly, spent_before=before, days_left=left)
    off = Nudge.objects.filter(user=viewer, state="later", until__gt=now_ms, kind__in=list(map(str, DEBTS)))
    chosen = choose(
        open_ones, decided, now_ms=now_ms, minutes=minutes, spent=spent, learned=learned,
        resting=set(off.values_list("contact", flat=True)),
    )  # fmt: skip
    return chosen, rows


def _spent(decided: Iterable[Decided], now_ms: int) -> tuple[int, int]:
    """The minutes that what was done took: earlier this week, and today."""
    today = now_ms // DAY_MS
    monday = today - (EPOCH + timedelta(days=today)).weekday()
    done = [(one.at // DAY_MS, MINUTES[one.kind]) for one in decided if one.done]
    before = sum(minutes for day, minutes in done if monday <= day < today)
    return before, sum(minutes for day, minutes in done if day == today)


def _circle(facts: dict[str, Any]) -> Circle:
    try:
        return Circle(facts.get("circle", Circle.NEW))
    except ValueError:
        return Circle.NEW


def _cards(viewer: User, rows: Sequence[Nudge], here: Standing, now_ms: int) -> list[Card]:
    ids = {one.contact_id for one in rows} | {one.other_id for one in rows if one.other_id}
    people = contacts_visible(viewer).in_bulk(ids)
    ties = ties_of(viewer, ids, here)
    keys = {key_parse(one.facts["post"]) for one in rows if one.facts.get("post")}
    posts = {one.key: one for one in posts_by_key(viewer, sorted(keys))} if keys else {}
    promises = _texts(viewer, rows)
    given = balance_of(viewer, ids, standing=here)
    whys = _introduced(viewer, rows)
    today = EPOCH + timedelta(days=now_ms // DAY_MS)
    found = []
    for row in rows:
        contact = people.get(row.contact_id)
        post = posts.get(key_parse(row.facts["post"])) if row.facts.get("post") else None
        kept = row.kind == NudgeKind.PROMISE and str(row.facts.get("promise")) not in promises
        gone = row.kind == NudgeKind.INTRODUCE and str(row.facts.get("introduction")) not in whys
        if contact is None or kept or gone or (row.kind == NudgeKind.ANSWER and not (post and post.content)):
            continue
        other, tie = people.get(row.other_id or 0), ties.get(contact.pk)
        words = promises.get(str(row.facts.get("promise") or row.facts.get("aim", "")), "")
        words = words or whys.get(str(row.facts.get("introduction", "")), "")
        last = given[contact.pk].helped_us if contact.pk in given else None
        about = About(
            contact.name, other.name if other else "", str(tie.circle) if tie else "new",
            tie.days_active if tie else 0, tie.first_day if tie else None, words,
            promises.get(str(row.facts.get("shelf", "")), ""),
            helped(last.act.name.lower(), last.day, today=today) if last else "",
        )  # fmt: skip
        kind = NudgeKind(row.kind)
        told = tell(kind, row.facts, about, today=today, due=row.due)
        quote = excerpt(post.content or post.name, EXCERPT) if post is not None else ""
        network = network_of(post.uri) if post is not None else ""
        found.append(Card(row, kind, contact, other, tie, told, post, quote, network, MINUTES[kind]))
    return found


def _introduced(viewer: User, rows: Iterable[Nudge]) -> dict[str, str]:
    """Why the pairs of these cards should know each other, by the introduction's id; only while it stands proposed."""
    ids = [one.facts["introduction"] for one in rows if one.facts.get("introduction")]
    wanted = Introduction.objects.filter(user=viewer, state="proposed", public_id__in=ids) if ids else ()
    return {one.public_id: one.why for one in rows_shown(viewer, list(wanted))}


def _texts(viewer: User, rows: Iterable[Nudge]) -> dict[str, str]:
    """The words of the promises and things on the shelf that these cards are about, by their id."""
    rows = list(rows)
    promised = {one.facts["promise"] for one in rows if one.facts.get("promise")}
    shelf = {one.facts["shelf"] for one in rows if one.facts.get("shelf")}
    mine = Q(author=viewer) | Q(shared=True)
    found = {
        str(one.public_id): one.text
        for one in Promise.objects.filter(mine, public_id__in=list(promised), kept_at=None, dropped_at=None)
    }
    aims = [one.facts["aim"] for one in rows if one.facts.get("aim")]
    found |= {str(one.public_id): one.text for one in Aim.objects.filter(mine, public_id__in=aims)}
    items = ShelfItem.objects.filter(mine, public_id__in=list(shelf))
    return found | {str(one.public_id): one.title for one in items}


def _settled(viewer: User, now_ms: int) -> list[Settled]:
    rows = Nudge.objects.filter(
        user=viewer, state="settled", decided_at__gt=now_ms - LATELY_MS, shown_day__isnull=False
    ).exclude(settled_by__in=("", "never"))
    people = contacts_visible(viewer).in_bulk(rows.values_list("contact", flat=True))
    latest = rows.order_by("-decided_at")[:5]
    return [_gone(people[one.contact_id], one) for one in latest if one.contact_id in people]


def _gone(contact: Contact, row: Nudge) -> Settled:
    return Settled(contact, NudgeKind(row.kind), settled(row.settled_by, contact.name))


def card_document(card: Card) -> dict[str, Any]:
    """One card as `{kind, contact, name, reason, evidence, due}`; evidence as sentences, due as an ISO date (UTC)."""
    evidence = [plain(line) for _, line in card.told.why]
    due = card.nudge.due
    return {
        "kind": str(card.kind),
        "contact": str(card.contact.public_id),
        "name": card.contact.name,
        "reason": plain(card.told.say),
        "evidence": [*([f"“{card.words}”"] if card.words else []), *evidence],
        "due": None if due is None else (EPOCH + timedelta(days=due)).isoformat(),
    }
