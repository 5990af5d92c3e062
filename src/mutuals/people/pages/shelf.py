"""What can you give? The shelf: answers, links, skills, introductions; and whom they may help."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mutuals.people.models import ShelfItem
from mutuals.people.pages.common import is_id, next_of, user_of
from mutuals.people.selectors.shelf import (
    NotOnTheShelf,
    aims_helped,
    shelf_all,
    shelf_count,
    shelf_get,
    shelf_shared,
)
from mutuals.people.services.shelf import shelf_add, shelf_edit, shelf_remove, shelf_restore
from mutuals.people.shelf import KINDS
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.ui.paging import by_number

PAGE = 40
HELPED = 12


@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: HttpRequest) -> HttpResponse:
    """Everything one can give, what others of the team share, whom it may help; a form puts something more there."""
    user = user_of(request)
    if request.method == "POST":
        kept = _keep(request, None)
        if kept:
            return redirect(next_of(request) or "people:shelf")
    count = shelf_count(user)

    def fetch(offset: int, size: int) -> list[ShelfItem]:
        return shelf_all(user, offset=offset, limit=size)

    context = {
        "page": by_number(fetch, total=count, number=_number(request), size=PAGE, query={}),
        "others": shelf_shared(user),
        "helped": aims_helped(user)[:HELPED],
        "kinds": KINDS,
        "typed": request.POST if request.method == "POST" else {"kind": "answer"},
    }
    return render(request, "people/shelf.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item: str) -> HttpResponse:
    """Changes one thing on one's own shelf."""
    found = _own(request, item)
    if request.method == "POST" and _keep(request, found):
        return redirect("people:shelf")
    context = {"item": found, "kinds": KINDS, "typed": request.POST if request.method == "POST" else found}
    return render(request, "people/shelf_item.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def item_out(request: HttpRequest, item: str) -> HttpResponse:
    """Takes one thing down from the shelf, with a way back."""
    found = _own(request, item)
    if shelf_remove(actor=user_of(request), item=found, now_ms=now_ms()):
        say(
            request,
            f"“{found.title}” is off the shelf.",
            undo=reverse("people:shelf-back", args=[found.public_id]),
        )
    return redirect("people:shelf")


@require_POST
def item_back(request: HttpRequest, item: str) -> HttpResponse:
    """Puts it back."""
    found = _own(request, item)
    if shelf_restore(actor=user_of(request), item=found):
        say(request, f"“{found.title}” is back on the shelf.")
    return redirect("people:shelf")


def _number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _own(request: HttpRequest, item: str) -> ShelfItem:
    if not is_id(str(item)):
        raise Http404("There is no such thing on your shelf.")
    try:
        return shelf_get(user_of(request), str(item))
    except NotOnTheShelf as error:
        raise Http404(str(error)) from error


def _keep(request: HttpRequest, known: ShelfItem | None) -> bool:
    """Adds or changes what a form says; False, with the reason said, where it cannot be."""
    given = request.POST
    kind = given.get("kind", "")
    values = {"title": given.get("title", ""), "text": given.get("text", ""), "url": given.get("url", "")}
    try:
        shared = given.get("shared") == "on"
        kind = kind if kind in KINDS else "answer"
        if known is None:
            shelf_add(actor=user_of(request), kind=kind, shared=shared, now_ms=now_ms(), **values)
        else:
            shelf_edit(actor=user_of(request), item=known, kind=kind, shared=shared, **values)
    except ValueError as error:
        say(request, str(error), level=30)
        return False
    return True
