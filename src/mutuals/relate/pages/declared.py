"""I see it differently: trust, strained, circle and step as a person says them, and leaving somebody out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from mutuals.people.models import Contact
from mutuals.relate import said
from mutuals.relate.asked import is_id
from mutuals.relate.declared import CIRCLE, SAYS, STEP, STRAINED, TRUST, NotSaid, Trust
from mutuals.relate.models import Declaration
from mutuals.relate.pages.common import DAY_MS, contact_of, user_of
from mutuals.relate.rungs import Rung
from mutuals.relate.selectors.declared import declarations_about, declarations_of
from mutuals.relate.selectors.person import Sides, sides_of
from mutuals.relate.selectors.ties import Standing, TieRow, standing_of, tie_of
from mutuals.relate.selectors.trust import Strain, evidence_of, hard_words, strain_of, strain_posts
from mutuals.relate.services import declared as acts
from mutuals.relate.services.left_out import contact_leave_out, contact_take_in
from mutuals.relate.trust import suggested
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say


def seen(
    user: User,
    contact: Contact,
    tie: TieRow | None,
    here: Standing,
    sides: Sides,
    *,
    shown: Mapping[str, float],
    today: int,
) -> dict[str, Any]:
    """What the page of a person says of how the user sees it: said, suggested, and what can be said."""
    declared = declarations_about(user, contact)
    told = declared.now
    posts = strain_posts(user, contact, now_ms=now_ms(), standing=here, sides=sides, shown=shown)
    strain = Strain.of(told[STRAINED].says if STRAINED in told else "", posts)
    evidence = evidence_of(user, contact, today=today, strain=strain, sides=sides)
    trust = Trust(told[TRUST].says) if TRUST in told else None
    suggestion = suggested(evidence)
    reckoned = _reckoned(tie, suggestion, bool(strain.posts))
    return {
        "left_out": sides.left_out,
        "see": {
            "told": [said.line(one) for one in told.values()],
            "others": [said.line(one) for one in declared.others],
            "past": [said.line(one) for one in declared.past],
            "trust": trust,
            "suggestion": suggestion,
            "evidence": said.evidence(evidence, person=reverse("relate:person", args=[contact.public_id])),
            "agreement": said.agreement(trust, suggestion, evidence),
            "strain": strain,
            "hard": hard_words(user, strain.posts) if strain.posts else [],
            "choices": said.choices(
                {about: one.says for about, one in told.items()}, reckoned, tie is not None
            ),
            "may": user.may("ties_edit"),
        },
    }


@require_POST
def see(request: HttpRequest, contact: str) -> HttpResponse:
    """Keeps what a person says of a relationship, or takes back what they choose to leave to the reckoning."""
    user, found, now = user_of(request), contact_of(request, contact), now_ms()
    told, reckoned = declarations_of(user, found), _reckoned_now(user, found)
    made, ended = [], []
    try:
        for about in SAYS:
            says = request.POST.get(about)
            known = told.get(about)
            if says is None or says == (known.says if known else ""):
                continue
            if known is not None and not says:
                row = Declaration.objects.get(public_id=known.id)
                acts.declaration_end(actor=user, declaration=row, now_ms=now)
                ended.append(known.id)
            else:
                row = acts.declaration_make(
                    actor=user, contact=found, about=about, says=says, instead=reckoned.get(about, ""),
                    reason=request.POST.get("reason", ""), shared=request.POST.get("shared") == "on", now_ms=now,
                )  # fmt: skip
                made.append(str(row.public_id))
    except NotSaid as error:
        say(request, str(error), level=30, undo=_undo(found, made, ended) if made or ended else "")
    else:
        _say(request, found, made, ended)
    return redirect(reverse("relate:person", args=[found.public_id]) + "#see")


@require_POST
def end(request: HttpRequest, declaration: str) -> HttpResponse:
    """Takes back one thing that was said."""
    user = user_of(request)
    row = get_object_or_404(Declaration, public_id=declaration, user=user)
    acts.declaration_end(actor=user, declaration=row, now_ms=now_ms())
    contact = contact_of(request, row.contact.public_id)
    say(request, "Taken back; it stays in the history.", undo=_undo(contact, [], [str(row.public_id)]))
    return redirect(reverse("relate:person", args=[contact.public_id]) + "#see")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Undoes what was just said, or says again what was just taken back."""
    user, now = user_of(request), now_ms()
    mine = Declaration.objects.filter(user=user).select_related("contact")
    for row in mine.filter(public_id__in=_ids(request, "made")):
        acts.declaration_undo(actor=user, declaration=row, now_ms=now)
    for row in mine.filter(public_id__in=_ids(request, "ended")):
        acts.declaration_resume(actor=user, declaration=row, now_ms=now)
    say(request, "Undone.")
    contact = contact_of(request, request.GET.get("contact", ""))
    return redirect(reverse("relate:person", args=[contact.public_id]) + "#see")


@require_POST
def leave_out(request: HttpRequest, contact: str) -> HttpResponse:
    """Leaves a person out of the reckoning, for everybody."""
    found = contact_of(request, contact)
    contact_leave_out(actor=user_of(request), contact=found, now_ms=now_ms())
    back = reverse("relate:take-in", args=[found.public_id])
    say(request, f"{found.name} is left out of the reckoning. What was said stays.", undo=back)
    return redirect("relate:person", found.public_id)


@require_POST
def take_in(request: HttpRequest, contact: str) -> HttpResponse:
    """Takes a person into the reckoning again."""
    found = contact_of(request, contact)
    contact_take_in(actor=user_of(request), contact=found)
    say(request, f"{found.name} is reckoned with again; it takes a moment to show.")
    return redirect("relate:person", found.public_id)


def _reckoned_now(user: User, contact: Contact) -> dict[str, str]:
    here, now = standing_of(user), now_ms()
    sides = sides_of(user, contact, standing=here)
    strain = strain_of(user, contact, now_ms=now, standing=here, sides=sides)
    evidence = evidence_of(user, contact, today=now // DAY_MS, strain=strain, sides=sides)
    return _reckoned(tie_of(user, contact, standing=here), suggested(evidence), bool(strain.posts))


def _reckoned(tie: TieRow | None, suggestion: Trust, strained: bool) -> dict[str, str]:
    """What stands where nothing is said, by what it is about; of a circle and a step only where there is a tie."""
    found = {TRUST: str(suggestion), STRAINED: "yes" if strained else "no"}
    if tie is not None:
        rung = tie.rung if tie.rung_reckoned is None else tie.rung_reckoned
        found[CIRCLE] = str(tie.circle_reckoned or tie.circle)
        found[STEP] = Rung(rung).name.lower() if rung else ""
    return found


def _say(request: HttpRequest, contact: Contact, made: list[str], ended: list[str]) -> None:
    if not made and not ended:
        say(request, "Nothing was changed.", level=20)
        return
    text = "Kept. It counts from now on." if made else "Taken back; it stays in the history."
    say(request, text, undo=_undo(contact, made, ended))


def _undo(contact: Contact, made: list[str], ended: list[str]) -> str:
    asked = [
        ("contact", str(contact.public_id)),
        *(("made", one) for one in made),
        *(("ended", one) for one in ended),
    ]
    return f"{reverse('relate:see-undo')}?{urlencode(asked)}"


def _ids(request: HttpRequest, name: str) -> list[str]:
    return [one for one in request.GET.getlist(name) if is_id(one)]
