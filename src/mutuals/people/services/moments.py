"""Moments noted by hand: they create interactions, like everything else that ties are reckoned from, and are taken back
without a trace."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from mutuals.people.models import Contact, Encounter, EncounterWith
from mutuals.people.moment import Moment, rows_of
from mutuals.people.selectors.actors import actors_of
from mutuals.people.services.by_hand import actor_mine, actor_theirs
from mutuals.people.services.joins import contact_kept
from mutuals.people.services.refresh import contact_ours
from mutuals.record.kinds import Kind
from mutuals.record.models import Interaction
from mutuals.record.services.accounts import account_for
from mutuals.record.services.hand import (
    HandRow,
    interactions_add,
    interactions_take_back,
    own_by_hand,
)
from mutuals.team.models import User
from mutuals.team.once import once
from mutuals.team.permissions import NotAllowed, require
from mutuals.team.place import place
from mutuals.team.services.log import log_append
from mutuals.text.names import display

# To have done something together is the last step, and in the record a meeting like any other.
KINDS = {"met": Kind.MEETING, "did": Kind.MEETING, "talked": Kind.CALL, "card": Kind.CARD, "gift": Kind.GIFT}
DAY_MS = 86_400_000
# So many people fit on one moment: more is a crowd, of whom nobody can say that they met each.
MOST = 40
LONGEST = 2_000
LONGEST_S = 86_400


class NoMoment(ValueError):
    """Say whom you were with, and on which day."""


def moment_add(
    *,
    actor: User,
    contacts: Sequence[Contact],
    how: str,
    day: int,
    now_ms: int,
    text: str = "",
    place: str = "",
    seconds: int = 0,
    shared: bool = False,
) -> Encounter:
    """Notes that the user met, did something or talked with some people on a UTC day, or gave them something or a
    card, for some time (seconds, 0: unknown), with a line of what was said: private unless shared. The
    same noted twice is one moment.

    A day to come makes a plan: nothing is counted until `moment_happened` says so. Raises KeyError for another `how`
    than those of `KINDS`, NoMoment without people or with more than `MOST`.
    """
    require(actor, "people_edit")
    kind, people = KINDS[how], _people(contacts)
    if not people or len(people) > MOST:
        raise NoMoment(NoMoment.__doc__ if not people else f"{MOST} people at most fit on one moment.")
    told = {
        "how": how, "day": day, "text": text.strip()[:LONGEST], "place": display(place)[:200],
        "seconds": max(0, min(seconds, LONGEST_S)), "shared": shared,
    }  # fmt: skip
    with transaction.atomic():
        known = _again(actor, people, told)
        if known is not None:
            return known
        made = Encounter.objects.create(author=actor, at=now_ms, **told)
        EncounterWith.objects.bulk_create([EncounterWith(encounter=made, contact=one) for one in people])
        if day <= now_ms // DAY_MS:
            _count(actor, made, kind, now_ms)
        _log(actor, made, "moment_note", people)
    return made


def moment_note(*, actor: User, contact: Contact, how: str, day: int, now_ms: int, seconds: int = 0) -> bool:
    """Notes a moment with one person and without words; False when one of this form and day was noted already.

    Raises KeyError for another `how` than those of `KINDS`.
    """
    require(actor, "people_edit")
    kind, account = KINDS[how], account_for(network="hand", holder=actor)
    with transaction.atomic():
        mine, theirs = actor_mine(actor, now_ms=now_ms), actor_theirs(actor, contact, now_ms=now_ms)
        if Interaction.objects.filter(a=mine, b=theirs, kind=kind, day=day, scope=account.pk).exists():
            return False
        moment_add(actor=actor, contacts=[contact], how=how, day=day, now_ms=now_ms, seconds=seconds)
    return True


def moment_happened(*, actor: User, moment: Encounter, now_ms: int) -> bool:
    """Says that a moment noted before its day took place, which makes it count; False when it was said already or its
    day has not come. Raises NotAllowed for somebody else's."""
    _own(actor, moment)
    begins = moment.day * DAY_MS if moment.begins_at is None else moment.begins_at
    if not planned(moment) or begins > now_ms:
        return False
    with transaction.atomic():
        still = Encounter.objects.filter(pk=moment.pk, at=moment.at, undone_at=None)
        if not still.update(at=now_ms):
            return False
        _count(actor, moment, KINDS[moment.how], now_ms)
        _log(actor, moment, "moment_happened", _with(moment))
    return True


def moment_edit(*, actor: User, moment: Encounter, text: str, place: str, shared: bool) -> None:
    """Changes the words, the place and who may read one's own moment. Raises NotAllowed for somebody else's."""
    _own(actor, moment)
    with transaction.atomic():
        Encounter.objects.filter(pk=moment.pk).update(
            text=text.strip()[:LONGEST], place=display(place)[:200], shared=shared
        )
        _log(actor, moment, "moment_edit", _with(moment))


def moment_undo(*, actor: User, moment: Encounter, now_ms: int) -> bool:
    """Takes one's own moment back: its interactions go, and every tie day is as it was; False when it was done before.

    Raises NotAllowed for somebody else's.
    """
    _own(actor, moment)
    with transaction.atomic():
        if not Encounter.objects.filter(pk=moment.pk, undone_at=None).update(undone_at=now_ms):
            return False
        _uncount(moment, now_ms)
        _log(actor, moment, "moment_undo", _with(moment))
    return True


def moment_settle(*, moment: Encounter, now_ms: int) -> None:
    """A calendar tells now of what it had ahead: its own meeting counts instead, and what somebody wrote stays."""
    with transaction.atomic():
        _uncount(moment, now_ms)
        if not moment.text:
            Encounter.objects.filter(pk=moment.pk).delete()
            return
        moment.people.update(actor=None)
        title = moment.title or "A meeting"
        told = {"uri": "", "title": title, "at": max(now_ms, moment.day * DAY_MS)}
        Encounter.objects.filter(pk=moment.pk).update(**told)


def planned(moment: Encounter) -> bool:
    """Whether a moment was noted before its day, and nobody said yet that it took place."""
    return moment.at // DAY_MS < moment.day


def days_joint() -> set[tuple[int, int, int]]:
    """On which UTC days who of us noted to have done something together with whom: (our actor, theirs, day) of the rows
    in the record, which themselves say who may know of it."""
    return once((place(), "joint"), _days_joint)


def _days_joint() -> set[tuple[int, int, int]]:
    rows = EncounterWith.objects.filter(encounter__how="did", encounter__undone_at=None, actor__isnull=False)
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for author, actor, day in rows.values_list("encounter__author", "actor", "encounter__day"):
        found[author].add((actor, day))
    ours = Contact.objects.filter(ours=True, merged_into=None, holder__in=found).values_list("holder", "pk")
    return {
        (mine, actor, day) for author, pk in ours for mine in actors_of(pk) for actor, day in found[author]
    }


def _again(actor: User, people: Sequence[Contact], told: dict[str, object]) -> Encounter | None:
    """The very same moment noted before: a button pressed twice."""
    wanted = {one.pk for one in people}
    for one in Encounter.objects.filter(author=actor, undone_at=None, **told).prefetch_related("people"):
        if {row.contact_id for row in one.people.all()} == wanted:
            return one
    return None


def _people(contacts: Sequence[Contact]) -> list[Contact]:
    """Whom a moment was with: each once, joins followed, not we ourselves."""
    kept = (contact_kept(one.pk) for one in contacts)
    return list({one.pk: one for one in kept if not one.ours}.values())


def _count(actor: User, moment: Encounter, kind: Kind, now_ms: int) -> None:
    """Writes the interactions of a moment, and by whose actors they are."""
    mine, account = actor_mine(actor, now_ms=now_ms), account_for(network="hand", holder=actor)
    withs = list(moment.people.select_related("contact").order_by("pk"))
    for one in withs:
        one.actor = actor_theirs(actor, one.contact, now_ms=now_ms)
    EncounterWith.objects.bulk_update(withs, ["actor"])
    interactions_add(rows=_rows(moment, kind, mine, [one.actor for one in withs]), account=account)


def _uncount(moment: Encounter, now_ms: int) -> None:
    """Takes the interactions of a moment out, whichever of the user's actors they were written by."""
    account = account_for(network="hand", holder=moment.author)
    theirs = [one.actor for one in moment.people.order_by("pk") if one.actor is not None]
    for mine in _mine(moment.author, now_ms) if theirs else ():
        rows = _rows(moment, KINDS[moment.how], mine, theirs)
        if interactions_take_back(rows=rows, account=account):
            break


def _mine(user: User, now_ms: int) -> list[int]:
    """The actors by which the user may have noted a moment: their own by hand, or those of a home before this one."""
    by_hand = own_by_hand(user=user)
    return list(dict.fromkeys([by_hand, *actors_of(contact_ours(user, now_ms=now_ms).pk)]))


def _rows(moment: Encounter, kind: Kind, mine: int, theirs: Sequence[int]) -> list[HandRow]:
    rows = rows_of(Moment(kind, moment.day, moment.seconds), mine, theirs)
    return [HandRow(*one) for one in rows]


def _own(actor: User, moment: Encounter) -> None:
    require(actor, "people_edit")
    if moment.author_id != actor.pk:
        raise NotAllowed("people_edit")


def _with(moment: Encounter) -> list[Contact]:
    return [one.contact for one in moment.people.select_related("contact").order_by("pk")]


def _log(actor: User, moment: Encounter, verb: str, people: Sequence[Contact]) -> None:
    """One entry for each person, so that what is said of one goes when they are erased."""
    details = {"how": moment.how, "day": moment.day, "moment": str(moment.public_id)}
    for one in people:
        person = str(one.public_id)
        log_append(actor=actor, verb=verb, subject=person, details=details, person=person)
