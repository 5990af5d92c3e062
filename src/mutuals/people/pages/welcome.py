"""The first minute: which five people, why, how many minutes a week."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mutuals.people.forms import WelcomeForm
from mutuals.people.models import Contact, Welcome
from mutuals.people.pages.common import address_of, back_to, contact_of, user_of
from mutuals.people.services.named import choices_refuse, welcome_save
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.charts.five import five
from mutuals.ui.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest) -> HttpResponse:
    """Which five people do you not want to lose? Every part may be left empty."""
    user = user_of(request)
    if request.method != "POST" and not user.may("people_edit"):
        return redirect(address_of("relate:today"))
    form = WelcomeForm(request.POST or None, initial=_said(user))
    if request.method == "POST" and form.is_valid():
        welcome_save(
            actor=user, names=form.names(), why=form.cleaned_data["why"], minutes=form.cleaned_data["minutes"],
            now_ms=now_ms(),
        )  # fmt: skip
        return redirect(address_of("relate:today"))
    names = form.names() if form.is_bound else form.initial.get("names", [])
    context = {"form": form, "picture": five(names), "rows": form.rows(), "skip": address_of("sources:bring")}
    return render(request, "people/welcome.html", context, status=422 if form.is_bound else 200)


@require_safe
def five_picture(request: HttpRequest) -> HttpResponse:
    """The five circles for the names typed so far."""
    names = [request.GET.get(f"name{place}", "")[:200] for place in range(1, 6)]
    return HttpResponse(five(names), content_type="text/html")


@require_POST
def refuse(request: HttpRequest, contact: str) -> HttpResponse:
    """A named person is none of those that the files know by this name."""
    found = contact_of(request, contact)
    choices_refuse(actor=user_of(request), contact=found, now_ms=now_ms())
    say(request, f"Then {found.name} stays by themselves. You can say otherwise on their page.")
    return back_to(request, found)


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
