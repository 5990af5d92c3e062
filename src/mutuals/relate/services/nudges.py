"""Keeps each user's nudges in step with what is known, and keeps what they decided.

A nudge is written when its reason is found, settled when the reason is gone, and never asked twice. States and the
moves between them stand in `MOVES`; a move is a compare-and-set, so that of two clicks one counts.
"""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from mutuals.people.models import Contact, Promise
from mutuals.people.selectors.actors import families_of
from mutuals.people.services.promises import promise_move
from mutuals.record.models import Account
from mutuals.relate.cards import WEEK_MS
from mutuals.relate.circles import Circle
from mutuals.relate.models import Nudge
from mutuals.relate.quarters import quarter_of
from mutuals.relate.reasons import DAY_MS, DEBTS, NudgeKind, Reason, Sight, reasons
from mutuals.relate.selectors.introductions import proposals
from mutuals.relate.selectors.sights import sights_of
from mutuals.relate.selectors.ties import Standing, standing_of
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

OPEN, LATER, DONE, DISMISSED, NEVER, SETTLED = "open", "later", "done", "dismissed", "never", "settled"
DECIDED = (DONE, DISMISSED, NEVER)
MOVES = {
    LATER: (OPEN, LATER), DONE: (OPEN, LATER), DISMISSED: (OPEN, LATER), NEVER: (OPEN, LATER),
    SETTLED: (OPEN, LATER), OPEN: (LATER, DONE, DISMISSED, NEVER, SETTLED),
}  # fmt: skip
BATCH = 500
# What is put off comes back: a debt the next day, a suggestion the next week.
LATER_DAYS = {True: 1, False: 7}


class NotOpen(Exception):
    """That was decided already."""


def nudges_follow(*, now_ms: int, contacts: Collection[int] | None = None) -> None:
    """Brings the nudges of everybody who holds an account up to date; `contacts` are those whose ties changed."""
    holders = set(Account.objects.filter(holder__isnull=False).values_list("holder", flat=True))
    for user in User.objects.filter(pk__in=holders, is_active=True).order_by("pk"):
        if user.may("people_edit"):
            nudges_refresh(user, now_ms=now_ms, contacts=contacts)


def nudges_refresh(
    user: User, *, now_ms: int, contacts: Collection[int] | None = None, standing: Standing | None = None
) -> None:
    """Finds the reasons of these contacts (None: of everybody) anew: writes what is new, settles what is gone."""
    here = standing or standing_of(user)
    sights = sights_of(user, contacts, now_ms=now_ms, standing=here)
    refused = _refused(user)
    season = quarter_of(now_ms // DAY_MS).name
    circles = {one.contact: one.circle for one in sights}
    found = {
        (str(one.kind), one.key): one
        for sight in sights
        if sight.contact not in refused
        for one in reasons(sight, now_ms=now_ms, season=season)
    }
    about = None if contacts is None else set(families_of(contacts))
    # Of those not looked at now nothing is known here: their cards stay as they are.
    pairs = (one for one in _introductions(user, refused) if one.contact in circles)
    found |= {(str(one.kind), one.key): one for one in pairs}
    _settle(user, found, about, {one.contact: one for one in sights}, now_ms)
    _write(user, found, circles, now_ms)


# Of the pairs that wait so many may become cards; the page of introductions shows them all.
INTRODUCED = 3


def _introductions(user: User, refused: set[int]) -> list[Reason]:
    """The best pairs who should know each other, as they were last looked for; about the one who is named first."""
    found = []
    for one in proposals(user, limit=INTRODUCED):
        if not {one.a.pk, one.b.pk} & refused:
            facts = {"introduction": one.public_id}
            worth = 0.35 + 0.2 * min(1.0, float(one.row.facts.get("worth", 0.0)))
            found.append(
                Reason(NudgeKind.INTRODUCE, one.a.pk, one.public_id, worth, one.row.at, facts, other=one.b.pk)
            )
    return found


def _refused(user: User) -> set[int]:
    """Of whom the user said: never for this person."""
    never = Nudge.objects.filter(user=user, state=NEVER).values_list("contact", flat=True)
    return set(families_of(set(never)))


def _settle(
    user: User,
    found: dict[tuple[str, str], Reason],
    about: set[int] | None,
    sights: dict[int, Sight],
    now_ms: int,
) -> None:
    """What was open and has no reason any more is settled by itself, by the latest that passed with this person; and so
    is a suggestion after which they were in touch, for a week, though its reason may stand."""
    rows = Nudge.objects.filter(user=user, state__in=(OPEN, LATER))
    if about is not None:
        rows = rows.filter(contact__in=about)
    by: dict[tuple[str, bool], list[int]] = {}
    for one in rows.only("pk", "kind", "key", "contact", "facts", "shown_day", "state", "at"):
        sight = sights.get(one.contact_id)
        what, stands = sight.latest if sight else "", (one.kind, one.key) in found
        # What a room above offered is that room's to take back.
        if not one.facts.get("offered") and (not stands or _in_touch_since(one, sight)):
            by.setdefault((what, stands), []).append(one.pk)
    for (what, stands), gone in by.items():
        open_ones = Nudge.objects.filter(pk__in=gone, state__in=MOVES[SETTLED])
        until = now_ms + WEEK_MS if stands else None
        open_ones.update(state=SETTLED, decided_at=now_ms, settled_by=what, until=until)


def _in_touch_since(nudge: Nudge, sight: Sight | None) -> bool:
    """Whether there was real contact, on any channel or in person, since a suggestion was shown."""
    if nudge.kind in DEBTS or nudge.state != OPEN or nudge.shown_day is None or sight is None:
        return False
    return sight.latest_at is not None and sight.latest_at > max(nudge.at, nudge.shown_day * DAY_MS)


def _write(user: User, found: dict[tuple[str, str], Reason], circles: dict[int, Circle], now_ms: int) -> None:
    keys = [key for _, key in found]
    known = {
        (one.kind, one.key): one
        for start in range(0, len(keys), BATCH)
        for one in Nudge.objects.filter(user=user, key__in=keys[start : start + BATCH])
    }
    fresh, changed = [], []
    for name, reason in found.items():
        row = known.get(name)
        facts = {
            **reason.facts,
            "since": reason.since,
            "circle": str(circles.get(reason.contact, Circle.NEW)),
        }
        if row is None:
            fresh.append(_row(user, reason, facts, now_ms))
        elif row.state == SETTLED and row.until is not None and row.until > now_ms:
            continue
        elif row.state in (OPEN, LATER, SETTLED) and _differs(row, reason, facts):
            row.contact_id, row.other_id, row.due = reason.contact, reason.other, reason.due
            row.worth, row.facts = reason.worth, facts
            row.state = OPEN if row.state == SETTLED else row.state
            changed.append(row)
    with transaction.atomic():
        Nudge.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        Nudge.objects.bulk_update(
            changed, ["contact", "other", "due", "worth", "facts", "state"], batch_size=BATCH
        )


def _differs(row: Nudge, reason: Reason, facts: dict[str, Any]) -> bool:
    said = (row.contact_id, row.other_id, row.due, row.facts)
    return (
        row.state == SETTLED
        or said != (reason.contact, reason.other, reason.due, facts)
        or abs(row.worth - reason.worth) > 1e-6
    )


def _row(user: User, reason: Reason, facts: dict[str, Any], now_ms: int) -> Nudge:
    return Nudge(
        user=user, kind=str(reason.kind), contact_id=reason.contact, other_id=reason.other, key=reason.key[:120],
        facts=facts, due=reason.due, worth=reason.worth, at=now_ms,
    )  # fmt: skip


def nudge_offer(
    *,
    user: User,
    kind: NudgeKind,
    contact: Contact,
    key: str,
    facts: dict[str, Any],
    worth: float,
    now_ms: int,
    due: int | None = None,
) -> None:
    """A room above offers a reason of its own; it stays open until it is decided or taken back."""  # fmt: skip
    told = {**facts, "offered": True, "since": now_ms}
    Nudge.objects.get_or_create(
        user=user, kind=str(kind), key=key[:120],
        defaults={"contact": contact, "facts": told, "worth": worth, "due": due, "at": now_ms},
    )  # fmt: skip


def nudge_decide(*, actor: User, nudge: Nudge, decision: str, now_ms: int) -> None:
    """The user decides about one of their cards: done, later, dismissed (not this) or never (for this person).

    Raises NotOpen when it was decided already, KeyError for another word, NotAllowed.
    """
    require(actor, "people_edit")
    until = None
    if decision == LATER:
        until = (now_ms // DAY_MS + LATER_DAYS[NudgeKind(nudge.kind) in DEBTS]) * DAY_MS
    with transaction.atomic():
        mine = Nudge.objects.filter(pk=nudge.pk, user=actor, state__in=MOVES[decision])
        values = {"state": decision, "until": until, "decided_at": now_ms, "settled_by": ""}
        if decision not in (*DECIDED, LATER) or not mine.update(**values):
            raise NotOpen(NotOpen.__doc__)
        if decision == DONE and nudge.kind == NudgeKind.PROMISE and nudge.facts.get("ours"):
            promise = Promise.objects.filter(author=actor, public_id=nudge.facts.get("promise")).first()
            if promise is not None:
                promise_move(actor=actor, promise=promise, move="keep", now_ms=now_ms)
        if decision == NEVER:
            family = families_of([nudge.contact_id])
            others = Nudge.objects.filter(Q(contact__in=family), user=actor, state__in=(OPEN, LATER))
            others.update(state=SETTLED, decided_at=now_ms, settled_by="never")
        _log(actor)


def nudge_undo(*, actor: User, nudge: Nudge) -> None:
    """Takes a decision back: the card is open again, and so are those that "never" had settled."""
    require(actor, "people_edit")
    with transaction.atomic():
        mine = Nudge.objects.filter(pk=nudge.pk, user=actor, state__in=(*DECIDED, LATER))
        if not mine.update(state=OPEN, until=None, decided_at=None):
            raise NotOpen(NotOpen.__doc__)
        if nudge.state == NEVER:
            Nudge.objects.filter(
                contact__in=families_of([nudge.contact_id]), user=actor, state=SETTLED, settled_by="never"
            ).update(state=OPEN, decided_at=None, settled_by="")
        _log(actor)


def nudges_shown(rows: Iterable[int], *, day: int) -> None:
    """Remembers on which UTC day these were among the cards, so that nobody is suggested twice a week."""
    Nudge.objects.filter(Q(shown_day=None) | Q(shown_day__lt=day), pk__in=list(rows)).update(shown_day=day)


def _log(actor: User) -> None:
    """That something was decided, not what: what a person puts off is nobody's business."""
    log_append(actor=actor, verb="nudge_decide", subject=str(actor.public_id), details={})
