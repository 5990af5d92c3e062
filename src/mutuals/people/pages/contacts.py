"""What is done to a contact: name, group, note, join, part, delete with undo."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.abouts import ABOUTS, THROUGH
from mutuals.people.models import Contact, Group, Join, Note
from mutuals.people.pages.common import address_of, back_to, contact_of, is_id, next_of, user_of
from mutuals.people.selectors.contacts import Ambiguous, NotFound, contact_find, contacts_visible
from mutuals.people.services import contacts as acts
from mutuals.people.services.joins import CannotJoin, contacts_join_by, contacts_part
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.text.names import display
from mutuals.ui.notices import say


@require_POST
def rename(request: HttpRequest, contact: str) -> HttpResponse:
    """Another name for a contact."""
    found = contact_of(request, contact)
    acts.contact_rename(actor=user_of(request), contact=found, name=request.POST.get("name", ""))
    return back_to(request, found)


@require_POST
def note(request: HttpRequest, contact: str) -> HttpResponse:
    """A note on a contact, of anything or about something: private unless shared on purpose."""
    found, user = contact_of(request, contact), user_of(request)
    about, named = request.POST.get("about", ""), request.POST.get("through", "")
    if about not in ABOUTS:
        return HttpResponseBadRequest("A note can be about many things, and not about that.")
    text, through = _through(user, request.POST.get("text", ""), named if about in THROUGH else "")
    if text.strip() or through:
        shared = request.POST.get("shared") == "on"
        acts.note_add(
            actor=user, contact=found, text=text, about=about, through=through, shared=shared, now_ms=now_ms()
        )
        if named.strip() and about in THROUGH and through is None:
            say(request, f"I know nobody called {named.strip()} here; the name stands in the words.")
    return back_to(request, found)


@require_POST
def note_edit(request: HttpRequest, note: str) -> HttpResponse:
    """Changes one's own note; an empty one is deleted."""
    found = get_object_or_404(Note, public_id=note, author=user_of(request))
    shared = request.POST.get("shared") == "on"
    text = request.POST.get("text", "")
    acts.note_edit(actor=user_of(request), note=found, text=text, shared=shared, now_ms=now_ms())
    return back_to(request, found.contact)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A contact by hand."""
    name = display(request.POST.get("name", ""))
    if not name:
        say(request, "A name is needed; anything you would know them by.", level=30)
        return redirect(next_of(request) or address_of("relate:people"))
    made = acts.contact_add(actor=user_of(request), name=name, now_ms=now_ms())
    return back_to(request, made)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Groups or deletes the ticked people."""
    user, chosen = user_of(request), _chosen(request)
    act, back = request.POST.get("act", ""), address_of("relate:people")
    if not chosen:
        say(request, "Tick somebody first.", level=30)
    elif act == "delete":
        acts.contacts_delete(actor=user, contacts=chosen, now_ms=now_ms())
        asked = [*(("c", str(one.public_id)) for one in chosen), ("next", next_of(request) or back)]
        undo = f"{reverse('people:restore')}?{urlencode(asked)}"
        say(request, f"{_people(chosen)} put away. For 30 days you can take that back.", undo=undo)
    elif act == "group":
        _grouped(request, user, chosen)
    else:
        return HttpResponseBadRequest("That is nothing that can be done here.")
    return redirect(next_of(request) or back)


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Takes a deletion back."""
    wanted = [one for one in request.GET.getlist("c") if is_id(one)]
    count = acts.contacts_restore(actor=user_of(request), public_ids=wanted, now_ms=now_ms())
    say(request, "They are back." if count else "There was nobody to bring back.")
    return redirect(next_of(request) or address_of("relate:people"))


@require_POST
def group_take(request: HttpRequest, contact: str, group: str) -> HttpResponse:
    """Takes a contact out of a group."""
    found = contact_of(request, contact)
    where = get_object_or_404(Group, public_id=group, deleted_at=None)
    acts.group_take(actor=user_of(request), group=where, contacts=[found])
    return back_to(request, found)


@require_POST
def join(request: HttpRequest, contact: str) -> HttpResponse:
    """Two contacts are one, says a person."""
    user = user_of(request)
    kept, gone = contact_of(request, contact), contact_of(request, request.POST.get("other", ""))
    try:
        contacts_join_by(actor=user, kept=kept, gone=gone, why=request.POST.get("why", ""), now_ms=now_ms())
    except CannotJoin as error:
        say(request, str(error), level=30)
    else:
        say(request, f"{kept.name} and {gone.name} are one person now. You can part them again on the page.")
    return back_to(request, kept)


@require_POST
def part(request: HttpRequest, join: str) -> HttpResponse:
    """Takes a join back."""
    found = get_object_or_404(Join, public_id=join, ended_at=None)
    contact_of(request, found.kept.public_id)
    # As the undo of a moment ago it says nothing for ever.
    contacts_part(actor=user_of(request), join=found, now_ms=now_ms(), refuse="undo" not in request.GET)
    say(request, f"{found.kept.name} and {found.gone.name} are two again, as they were before.")
    return back_to(request, found.kept)


@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Names that begin with what was typed, for the field that joins two people."""
    words = request.GET.get("q", "").strip()
    found = contacts_visible(user_of(request)).filter(ours=False, name_key__contains=words.casefold())[:8]
    return JsonResponse([{"contact": str(one.public_id), "name": one.name} for one in found], safe=False)


def _through(user: User, text: str, named: str) -> tuple[str, Contact | None]:
    """The person through whom one met; whom nobody here is called like stays as a word in the text."""
    if not named.strip():
        return text, None
    try:
        return text, contact_find(user, named.strip())
    except (NotFound, Ambiguous):
        return f"{text.strip()} (through {named.strip()[:200]})".strip(), None


def _chosen(request: HttpRequest) -> list[Contact]:
    ids = [one for one in request.POST.getlist("contact") if is_id(one)]
    return list(contacts_visible(user_of(request)).filter(public_id__in=ids)) if ids else []


def _grouped(request: HttpRequest, user: User, chosen: Sequence[Contact]) -> None:
    name = request.POST.get("new_group", "").strip() or request.POST.get("group", "").strip()
    if not name:
        say(request, "Which group? Choose one or write a new name.", level=30)
        return
    group = acts.group_add(actor=user, name=name, now_ms=now_ms())
    acts.group_put(actor=user, group=group, contacts=chosen)
    say(request, f"{_people(chosen)} in {group.name} now.")


def _people(chosen: Sequence[Contact]) -> str:
    return f"{chosen[0].name} is" if len(chosen) == 1 else f"{len(chosen)} people are"
