"""The first minute, and what is done to a contact: name, group, note, join, part, delete with undo."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.people.forms import WelcomeForm
from mutuals.people.models import Contact, Group, Join, Note, Welcome
from mutuals.people.selectors.contacts import NotFound, contact_get, contacts_visible
from mutuals.people.services import contacts as acts
from mutuals.people.services.joins import CannotJoin, contacts_join_by, contacts_part
from mutuals.people.services.named import choices_refuse, welcome_save
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.text.names import display
from mutuals.ui.charts.five import five
from mutuals.ui.notices import say


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    user = request.user
    assert isinstance(user, User)
    return user


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Which five people do you not want to lose? Every part may be left empty."""
    user = user_of(request)
    if request.method != "POST" and not user.may("people_edit"):
        return redirect(_address("relate:today"))
    form = WelcomeForm(request.POST or None, initial=_said(user))
    if request.method == "POST" and form.is_valid():
        welcome_save(
            actor=user, names=form.names(), why=form.cleaned_data["why"], minutes=form.cleaned_data["minutes"],
            now_ms=now_ms(),
        )  # fmt: skip
        return redirect(_address("relate:today"))
    names = form.names() if form.is_bound else form.initial.get("names", [])
    context = {"form": form, "picture": five(names), "rows": form.rows(), "skip": _address("sources:bring")}
    return render(request, "people/welcome.html", context, status=422 if form.is_bound else 200)


@require_safe
def five_picture(request: HttpRequest) -> HttpResponse:
    """The five circles for the names typed so far."""
    names = [request.GET.get(f"name{place}", "")[:200] for place in range(1, 6)]
    return HttpResponse(five(names), content_type="text/html")


@require_POST
def rename(request: HttpRequest, contact: str) -> HttpResponse:
    """Another name for a contact."""
    found = _contact(request, contact)
    acts.contact_rename(actor=user_of(request), contact=found, name=request.POST.get("name", ""))
    return _back(request, found)


@require_POST
def note(request: HttpRequest, contact: str) -> HttpResponse:
    """A note on a contact: private unless shared on purpose."""
    found = _contact(request, contact)
    text = request.POST.get("text", "")
    if text.strip():
        shared = request.POST.get("shared") == "on"
        acts.note_add(actor=user_of(request), contact=found, text=text, shared=shared, now_ms=now_ms())
    return _back(request, found)


@require_POST
def note_edit(request: HttpRequest, note: str) -> HttpResponse:
    """Changes one's own note; an empty one is deleted."""
    found = get_object_or_404(Note, public_id=note, author=user_of(request))
    shared = request.POST.get("shared") == "on"
    text = request.POST.get("text", "")
    acts.note_edit(actor=user_of(request), note=found, text=text, shared=shared, now_ms=now_ms())
    return _back(request, found.contact)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A contact by hand."""
    name = display(request.POST.get("name", ""))
    if not name:
        say(request, "A name is needed; anything you would know them by.", level=30)
        return redirect(_next(request) or _address("relate:people"))
    made = acts.contact_add(actor=user_of(request), name=name, now_ms=now_ms())
    return _back(request, made)


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Groups or deletes the ticked people."""
    user, chosen = user_of(request), _chosen(request)
    act, back = request.POST.get("act", ""), _address("relate:people")
    if not chosen:
        say(request, "Tick somebody first.", level=30)
    elif act == "delete":
        acts.contacts_delete(actor=user, contacts=chosen, now_ms=now_ms())
        asked = [*(("c", str(one.public_id)) for one in chosen), ("next", _next(request) or back)]
        undo = f"{reverse('people:restore')}?{urlencode(asked)}"
        say(request, f"{_people(chosen)} put away. For 30 days you can take that back.", undo=undo)
    elif act == "group":
        _grouped(request, user, chosen)
    else:
        return HttpResponseBadRequest("That is nothing that can be done here.")
    return redirect(_next(request) or back)


@require_POST
def restore(request: HttpRequest) -> HttpResponse:
    """Takes a deletion back."""
    wanted = [one for one in request.GET.getlist("c") if _is_id(one)]
    count = acts.contacts_restore(actor=user_of(request), public_ids=wanted, now_ms=now_ms())
    say(request, "They are back." if count else "There was nobody to bring back.")
    return redirect(_next(request) or _address("relate:people"))


@require_POST
def group_take(request: HttpRequest, contact: str, group: str) -> HttpResponse:
    """Takes a contact out of a group."""
    found = _contact(request, contact)
    where = get_object_or_404(Group, public_id=group, deleted_at=None)
    acts.group_take(actor=user_of(request), group=where, contacts=[found])
    return _back(request, found)


@require_POST
def join(request: HttpRequest, contact: str) -> HttpResponse:
    """Two contacts are one, says a person."""
    user = user_of(request)
    kept, gone = _contact(request, contact), _contact(request, request.POST.get("other", ""))
    try:
        contacts_join_by(actor=user, kept=kept, gone=gone, why=request.POST.get("why", ""), now_ms=now_ms())
    except CannotJoin as error:
        say(request, str(error), level=30)
    else:
        say(request, f"{kept.name} and {gone.name} are one person now. You can part them again on the page.")
    return _back(request, kept)


@require_POST
def refuse(request: HttpRequest, contact: str) -> HttpResponse:
    """A named person is none of those that the files know by this name."""
    found = _contact(request, contact)
    choices_refuse(actor=user_of(request), contact=found, now_ms=now_ms())
    say(request, f"Then {found.name} stays by themselves. You can say otherwise on their page.")
    return _back(request, found)


@require_POST
def part(request: HttpRequest, join: str) -> HttpResponse:
    """Takes a join back."""
    found = get_object_or_404(Join, public_id=join, ended_at=None)
    _contact(request, found.kept.public_id)
    contacts_part(actor=user_of(request), join=found, now_ms=now_ms())
    say(request, f"{found.kept.name} and {found.gone.name} are two again, as they were before.")
    return _back(request, found.kept)


@require_safe
def find(request: HttpRequest) -> JsonResponse:
    """Names that begin with what was typed, for the field that joins two people."""
    words = request.GET.get("q", "").strip()
    found = contacts_visible(user_of(request)).filter(ours=False, name_key__contains=words.casefold())[:8]
    return JsonResponse([{"contact": str(one.public_id), "name": one.name} for one in found], safe=False)


def _contact(request: HttpRequest, public_id: object) -> Contact:
    try:
        return contact_get(user_of(request), str(public_id))
    except NotFound as error:
        raise Http404(str(error)) from error


def _said(user: User) -> dict[str, object]:
    said = Welcome.objects.filter(user=user).first()
    mine = Contact.objects.filter(holder=user, named__isnull=False, merged_into=None).order_by("named")
    names = [one.name for one in mine]
    first = {f"name{place}": name for place, name in enumerate(names, start=1)}
    return {
        **first,
        "names": names,
        "why": said.why if said else "",
        "minutes": said.minutes if said else None,
    }


def _chosen(request: HttpRequest) -> list[Contact]:
    ids = [one for one in request.POST.getlist("contact") if _is_id(one)]
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


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _back(request: HttpRequest, contact: Contact) -> HttpResponse:
    try:
        page = reverse("relate:person", args=[contact.public_id])
    except NoReverseMatch:
        page = "/"
    return redirect(_next(request) or page)


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if target and safe else ""


def _address(name: str) -> str:
    """A page of a room above, where it is there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return "/"
