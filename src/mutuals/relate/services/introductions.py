"""Introductions: looked for in the background, taken up, answered, made or let go, each step by compare-and-set."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from mutuals.people.models import Contact
from mutuals.relate.introduced import CannotMove, Move, State, moved, note
from mutuals.relate.models import Introduction, Outcome, Reckoning
from mutuals.relate.proposing import Proposal
from mutuals.relate.selectors.introducible import kept_apart, proposals_found, seen_in_contact
from mutuals.relate.selectors.introductions import IntroductionRow
from mutuals.team.models import User
from mutuals.team.permissions import require
from mutuals.team.services.log import log_append

DAY_MS = 86_400_000
LONGEST = 4_000
# What came of it, in the words of the screen: yes they talked, no they did not.
INTRODUCED = "introduction"


class CannotIntroduce(Exception):
    """These two cannot be introduced; the message says why."""


def introductions_refresh(*, now_ms: int) -> int:
    """Looks for proposals anew for everybody who has ties; gives how many proposals there are."""
    return sum(introductions_find(user=user, now_ms=now_ms) for user in User.objects.filter(is_active=True))


def introductions_find(*, user: User, now_ms: int) -> int:
    """Looks for one user's proposals anew and lets those settle whose two were seen in contact; gives how many stand.

    A proposal is a view of what stands in the record, like a tie: finding it is no deed of anybody and is not logged.
    """
    if not Reckoning.objects.filter(current=True).exists():
        return 0
    _settle(user, now_ms)
    found = {(one.a, one.b): one for one in proposals_found(user, now_ms)}
    with transaction.atomic():
        standing = list(Introduction.objects.filter(user=user, state=State.PROPOSED))
        pairs = {(min(row.a_id, row.b_id), max(row.a_id, row.b_id)): row for row in standing}
        gone = [row.pk for pair, row in pairs.items() if pair not in found and not row.facts.get("hand")]
        Introduction.objects.filter(pk__in=gone, state=State.PROPOSED).delete()
        for pair, one in found.items():
            row, facts = pairs.get(pair), facts_of(one)
            if row is not None and not row.facts.get("hand"):
                Introduction.objects.filter(pk=row.pk, state=State.PROPOSED).update(facts=facts)
        made = [
            Introduction(user=user, a_id=one.a, b_id=one.b, facts=facts_of(one), at=now_ms)
            for pair, one in found.items()
            if pair not in pairs
        ]
        Introduction.objects.bulk_create(made)
    return len(found)


def facts_of(one: Proposal) -> dict[str, Any]:
    """What a proposal rests on, as keys and numbers: never the words of anybody."""
    facts: dict[str, Any] = {
        "worth": round(one.worth, 4),
        "parts": {name: round(value, 4) for name, value in one.parts.items()},
        "between": list(one.between),
        "topics": [
            [shared.a.post, shared.b.post] for shared in one.shared if shared.a.post and shared.b.post
        ],
    }
    if one.need is not None:
        answers = [said.post for said in one.need.help.posts if said.post]
        facts["need"] = {
            "by": "a" if one.need.by == one.a else "b",
            "post": one.need.asked.post,
            "answers": answers,
        }
    return facts


def introduction_propose(*, actor: User, a: Contact, b: Contact, reason: str, now_ms: int) -> Introduction:
    """The user's own idea: two people whom they want to introduce; the one that stands already where there is one.

    Raises CannotIntroduce for one and the same, for one of us, for somebody who is left out, strained or guarded.
    """
    require(actor, "notes_write")
    low, high = sorted((a, b), key=lambda one: one.pk)
    if low.pk == high.pk:
        raise CannotIntroduce("That is one and the same person.")
    if low.ours or high.ours:
        raise CannotIntroduce("You need no introduction to yourself.")
    if kept_apart(actor, [low.pk, high.pk]):
        raise CannotIntroduce("One of them is left out, or you said that it is difficult between you.")
    with transaction.atomic():
        open_ = Introduction.objects.filter(
            user=actor, a=low, b=high, state__in=(State.PROPOSED, State.ASKED)
        )
        found = open_.first()
        if found is not None:
            return found
        made = Introduction.objects.create(
            user=actor,
            a=low,
            b=high,
            reason=reason.strip()[:LONGEST],
            facts={"hand": True, "worth": 9.0},
            at=now_ms,
        )
        _log(actor, "introduction_propose", made)
    return made


def notes_for(*, user: User, row: IntroductionRow) -> tuple[str, str]:
    """The notes to both, ready to be changed and copied."""
    me = user.name or user.get_username()
    return (
        row.row.note_a or note(row.a.name, row.b.name, me, topic=row.topic),
        row.row.note_b or note(row.b.name, row.a.name, me, topic=row.topic),
    )


def introduction_ask(
    *, actor: User, introduction: Introduction, note_a: str, note_b: str, now_ms: int
) -> None:
    """Takes a proposal up: keeps the notes that the user copies to both; raises CannotMove."""
    require(actor, "notes_write")
    notes = {"note_a": note_a.strip()[:LONGEST], "note_b": note_b.strip()[:LONGEST]}
    with transaction.atomic():
        _move(actor, introduction, Move.ASK, {**notes, "at": now_ms})
        _log(actor, "introduction_ask", introduction)


def introduction_answer(
    *, actor: User, introduction: Introduction, who: str, says: bool, now_ms: int
) -> State:
    """What one of the two (`who`: a or b) answered; with the second yes it is made, with a no it ends. Raises
    CannotMove."""
    require(actor, "notes_write")
    if who not in ("a", "b"):
        raise ValueError(who)
    mine, other = (("said_a", "said_b"), ("said_b", "said_a"))[who == "b"]
    with transaction.atomic():
        if not says:
            state = _move(actor, introduction, Move.NO, {mine: False, "ended_at": now_ms})
        elif _tried(
            actor,
            introduction,
            Move.BOTH,
            {mine: True, "made_at": now_ms, "ended_at": now_ms},
            **{other: True},
        ):
            state = State.MADE
        else:
            state = _move(actor, introduction, Move.YES, {mine: True}, **{f"{other}__isnull": True})
        _log(actor, "introduction_answer", introduction, says=says)
    return state


def introduction_drop(*, actor: User, introduction: Introduction, now_ms: int) -> None:
    """Lets a pair go for good: it is not proposed again. Raises CannotMove."""
    require(actor, "notes_write")
    with transaction.atomic():
        _move(actor, introduction, Move.DROP, {"ended_at": now_ms})
        _log(actor, "introduction_drop", introduction)


def introduction_outcome(
    *, actor: User, introduction: Introduction, talked: bool, text: str, now_ms: int
) -> Outcome | None:
    """What came of an introduction that was made: whether they talked, and what for; an Outcome where they did.

    What was said before is replaced. Raises CannotMove where none was made.
    """
    require(actor, "notes_write")
    with transaction.atomic():
        facts = {**introduction.facts, "talked": talked}
        kept = Introduction.objects.filter(pk=introduction.pk, user=actor, state=State.MADE).update(
            facts=facts
        )
        if not kept:
            raise CannotMove(str(CannotMove.__doc__))
        of = str(introduction.public_id)
        Outcome.objects.filter(user=actor, of=of, kind=INTRODUCED).delete()
        made = None
        if talked:
            made = Outcome.objects.create(
                contact_id=introduction.a_id, user=actor, kind=INTRODUCED, text=text.strip()[:LONGEST],
                day=now_ms // DAY_MS, of=of, at=now_ms,
            )  # fmt: skip
        _log(actor, "introduction_outcome", introduction, talked=talked)
    return made


def _ends(now_ms: int) -> dict[str, int]:
    return {"made_at": now_ms, "ended_at": now_ms}


def _settle(user: User, now_ms: int) -> None:
    """Ends those whose two were seen in contact: nobody has to be asked any more. Refused pairs stay refused."""
    waiting = Introduction.objects.filter(user=user, state__in=(State.PROPOSED, State.ASKED))
    for pk in seen_in_contact(user, waiting):
        row = Introduction.objects.get(pk=pk)
        if row.state == State.PROPOSED and not row.facts.get("hand"):
            Introduction.objects.filter(pk=pk, state=State.PROPOSED).delete()
            continue
        with transaction.atomic():
            if _tried(user, row, Move.SETTLE, {"ended_at": now_ms}):
                _log(None, "introduction_settle", row)


def _move(actor: User, row: Introduction, move: Move, values: Mapping[str, Any], **where: Any) -> State:
    if not _tried(actor, row, move, values, **where):
        raise CannotMove(str(CannotMove.__doc__))
    return moved(row.state, move)


def _tried(actor: User, row: Introduction, move: Move, values: Mapping[str, Any], **where: Any) -> bool:
    """Makes a move if the row still stands where it was read, and belongs to the actor."""
    to = moved(row.state, move)
    rows = Introduction.objects.filter(pk=row.pk, user=actor, state=row.state, **where)
    return bool(rows.update(state=to, **values))


def _log(actor: User | None, verb: str, row: Introduction, **details: Any) -> None:
    log_append(
        actor=actor, verb=verb, subject=str(row.public_id), details=details, person=str(row.a.public_id)
    )
