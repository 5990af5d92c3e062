"""Give and take: between two, entry by entry and mended with one click; and with everybody."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.models import Contact
from mutuals.people.services.deeds import help_note
from mutuals.record.keys import network_of
from mutuals.record.kinds import ActName
from mutuals.record.selectors.given import GivenView
from mutuals.record.services.deeds import NoDeed, deed_redo, deed_undo
from mutuals.record.services.meanings import RIGHT, Between, NoEntry, act_say, act_unsay
from mutuals.relate import ledger_shown as shown
from mutuals.relate import ledger_words as words
from mutuals.relate.asked import day_of, number_of
from mutuals.relate.ledger import DEFAULTS, GIVES, TAKES, BadWeight
from mutuals.relate.pages.common import DAY_MS, contact_of, user_of
from mutuals.relate.selectors.give_and_take import GiveAndTake, Uneven, give_and_take, given_among
from mutuals.relate.selectors.ledger import (
    LedgerView,
    ledger_denied,
    ledger_entries,
    ledger_of,
    weights_history,
)
from mutuals.relate.selectors.person import Sides, sides_of
from mutuals.relate.selectors.ties import date_of
from mutuals.relate.services.weights import weights_now, weights_set
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.faces import first_name
from mutuals.ui.notices import say
from mutuals.ui.paging import by_number

SIZE = 40
ACTS = {shown.name_of(act): act for act in ActName}
QUARTERS = 8
MOST_QUARTER = 40_000


def person_ledger(user: User, contact: Contact, *, sides: Sides, today: int) -> dict[str, Any]:
    """What a person's page says of give and take; the template `relate/person_ledger.html` draws it."""
    found = ledger_of(user, contact, sides=sides)
    return {} if found is None else _shown(user, contact, found, today)


def _shown(user: User, contact: Contact, found: LedgerView, today: int) -> dict[str, Any]:
    name, url = first_name(contact.name), reverse("relate:ledger", args=[contact.public_id])
    rows = shown.rows(found.counts, url)
    return {
        "rows": rows,
        "picture": shown.picture(rows, name=name) if rows else None,
        "say": words.balance_words(found.balance),
        "last": shown.happened(found.last, name=name, today=date_of(today)) if found.last else "",
        "total": found.total,
        "denied": found.denied,
        "url": url,
        "acts": shown.acts(),
        "may_note": user.may("people_edit"),
    }


@require_safe
def ledger(request: HttpRequest, contact: str) -> HttpResponse:
    """The entries between us and somebody, page by page, each with what shows it and a way to say otherwise."""
    user, found = user_of(request), contact_of(request, contact)
    sides, today = sides_of(user, found), now_ms() // DAY_MS
    view = ledger_of(user, found, sides=sides)
    if view is None:
        raise Http404("This person is left out of the reckoning.")
    act, ours = (
        ACTS.get(request.GET.get("act", "")),
        {"you": True, "them": False}.get(request.GET.get("by", "")),
    )
    name = first_name(found.name)
    total = sum(
        one.n for (what, mine), one in view.counts.items() if act in (None, what) and ours in (None, mine)
    )

    def fetch(offset: int, size: int) -> list[shown.Line]:
        rows = ledger_entries(user, found, act=act, ours=ours, offset=offset, limit=size, sides=sides)
        return _lines(user, name, rows, today)

    query = {key: request.GET[key] for key in ("act", "by") if request.GET.get(key)}
    number = number_of(request.GET.get("page")) or 1
    rows = shown.rows(view.counts, request.path)
    context = {
        "contact": found,
        "page": by_number(fetch, total=total, number=number, size=SIZE, query=query),
        "denied": _lines(user, name, ledger_denied(user, found, sides=sides), today),
        "ledger": _shown(user, found, view, today),
        "say": words.balance_words(view.balance),
        "rows": rows,
        "only": words.TITLES[act] if act else "",
        "by": request.GET.get("by", "") if ours is not None else "",
        "total": total,
        "acts": shown.acts(),
        "may_mend": user.may(RIGHT),
        "today_iso": date_of(today).isoformat(),
        "here": request.get_full_path(),
    }
    return render(request, "relate/ledger.html", context)


def _lines(user: User, name: str, entries: list[GivenView], today: int) -> list[shown.Line]:
    return [
        shown.line(
            one, name=name, viewer=str(user.public_id), today=date_of(today),
            network=network_of(one.post.uri) if one.post else "hand",
        )
        for one in entries
    ]  # fmt: skip


@require_POST
def ledger_note(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes what one did for the other on a day: `what` is an act and who it was for, as in "helped-them"."""
    found, day = contact_of(request, contact), day_of(request.POST.get("day"))
    name, _, whom = request.POST.get("what", "").rpartition("-")
    act = ACTS.get(request.POST.get("act", "") if name == "act" else name)
    if day is None or day > now_ms() // DAY_MS or act is None or whom not in ("you", "them"):
        say(request, "Which day was it, and what was it? It cannot be in the future.", level=30)
        return redirect(_person(found))
    deed = help_note(
        actor=user_of(request), contact=found, act=act, ours=whom == "them", day=day,
        text=request.POST.get("text", ""), now_ms=now_ms(),
    )  # fmt: skip
    said = words.did(act, ours=whom == "them", name=first_name(found.name))
    undo = (
        reverse("relate:ledger-undo", args=[found.public_id]) + f"?{urlencode({'deed': str(deed.public_id)})}"
    )
    say(request, f"Noted: {said}.", undo=undo)
    return redirect(_person(found))


@require_POST
def ledger_undo(request: HttpRequest, contact: str) -> HttpResponse:
    """Takes back an act noted by hand, or lets it stand again (`redo`)."""
    found = contact_of(request, contact)
    deed, redo = _asked(request, "deed"), _asked(request, "redo")
    here = reverse("relate:ledger-undo", args=[found.public_id])
    try:
        if redo:
            deed_redo(actor=user_of(request), public_id=redo)
            say(request, "It stands again.")
        else:
            deed_undo(actor=user_of(request), public_id=deed, now_ms=now_ms())
            say(request, "Taken back.", undo=f"{here}?{urlencode({'redo': deed})}")
    except NoDeed as error:
        raise Http404(str(error)) from error
    return redirect(_next(request) or _person(found))


@require_POST
def ledger_say(request: HttpRequest, contact: str) -> HttpResponse:
    """One click: an entry (`ref`, `act`, `by`) is not so, is another act (`instead`), or what was said is taken back
    (`unsay`)."""
    user, found = user_of(request), contact_of(request, contact)
    ref, act, instead = (
        _asked(request, "ref"),
        ACTS.get(_asked(request, "act")),
        ACTS.get(_asked(request, "instead")),
    )
    sides = sides_of(user, found)
    ways = {"you": Between(sides.mine, sides.theirs), "them": Between(sides.theirs, sides.mine)}
    between = ways.get(_asked(request, "by"))
    if between is None or act is None:
        raise Http404("There is no such entry.")
    told: dict[str, Any] = {
        "actor": user, "ref": ref, "between": between, "now_ms": now_ms(), "person": str(found.public_id),
    }  # fmt: skip
    here = reverse("relate:ledger-say", args=[found.public_id])
    try:
        if _asked(request, "unsay"):
            act_unsay(**told)
            say(request, "Taken back. What was read holds again.")
        else:
            act_say(**told, act=act, says=instead is not None, instead=instead)
            back = {"ref": ref, "act": shown.name_of(act), "by": _asked(request, "by"), "unsay": "1"}
            say(
                request,
                "Thank you. What you say stands, whatever is read later.",
                undo=f"{here}?{urlencode(back)}",
            )
    except NoEntry as error:
        raise Http404(str(error)) from error
    return redirect(_next(request) or reverse("relate:ledger", args=[found.public_id]))


@require_safe
def everybody(request: HttpRequest) -> HttpResponse:
    """Give and take with everybody: quarters, circles, groups, and with whom it is most uneven."""
    user = user_of(request)
    found = give_and_take(user)
    now = weights_now()
    weights = [
        (shown.name_of(act), words.TITLES[act], now[act], DEFAULTS[act], act in TAKES)
        for act in (*GIVES, *TAKES)
    ]
    context: dict[str, Any] = {
        "weights": weights,
        "history": weights_history(user),
        "may_mend": user.may(RIGHT),
        "found": found,
    }
    if found is not None:
        context |= _everybody(found)
    return render(request, "relate/give_and_take.html", context)


def _everybody(found: GiveAndTake) -> dict[str, Any]:
    people, among = reverse("relate:people"), reverse("relate:given-among")
    rows = shown.rows(_summed(found), among)
    return {
        "say": words.whole_words(found.year),
        "since": words.since_words(found.since),
        "kinds": rows,
        "picture": shown.picture(rows, name="Others") if rows else None,
        "quarters": [
            shown.share(words.quarter_words(one.quarter), one.balance, url=f"{among}?quarter={one.quarter}")
            for one in found.quarters[:QUARTERS]
        ],
        "circles": [
            shown.share(one.name.capitalize(), one.balance, url=f"{people}?circle={one.key}")
            for one in found.circles
        ],
        "groups": [
            shown.share(one.name, one.balance, url=f"{people}?group={one.key}") for one in found.groups
        ],
        "gave_more": [_uneven(one, given=True) for one in found.gave_more],
        "took_more": [_uneven(one, given=False) for one in found.took_more],
        "undated": found.undated.entries,
    }


def _uneven(one: Uneven, *, given: bool) -> tuple[Contact, str, str]:
    """Somebody with whom it is uneven: what it was mostly, and the balance, in words."""
    name = first_name(one.contact.name)
    mostly = shown.most(one.counts, weights_now(), name=name, given=given)
    return one.contact, mostly, words.balance_words(one.balance, apart=True)


@require_safe
def among(request: HttpRequest) -> HttpResponse:
    """With whom the entries of a sum over everybody are: of an act, a side, a quarter; each opens their entries."""
    user = user_of(request)
    act, by = ACTS.get(request.GET.get("act", "")), request.GET.get("by", "")
    ours, quarter = {"you": True, "them": False}.get(by), number_of(request.GET.get("quarter"))
    quarter = quarter if quarter is not None and 0 <= quarter < MOST_QUARTER else None
    found = given_among(user, act=act, ours=ours, quarter=quarter)
    context = {
        "found": found,
        "title": words.TITLES[act] if act else "",
        "ours": ours,
        "when": words.quarter_words(quarter) if quarter is not None else "",
        "query": urlencode({key: request.GET[key] for key in ("act", "by") if request.GET.get(key)}),
        "total": sum(one.n for one in found),
    }
    return render(request, "relate/given_among.html", context)


def _summed(found: GiveAndTake) -> dict[tuple[ActName, bool], int]:
    """How often what over the year."""
    sums: dict[tuple[ActName, bool], int] = {}
    for one in found.quarters:
        for key, n in one.counts.items() if one.quarter >= found.since else ():
            sums[key] = sums.get(key, 0) + n
    return sums


@require_POST
def weights(request: HttpRequest) -> HttpResponse:
    """Sets what acts weigh; all is added up anew with it."""
    values = {name: request.POST[name] for name in ACTS if request.POST.get(name)}
    try:
        done = weights_set(
            actor=user_of(request), values=values, reason=request.POST.get("reason", ""), now_ms=now_ms()
        )
    except BadWeight as error:
        say(request, str(error), level=30)
    else:
        say(
            request,
            "These weights hold from now on, for the years behind as well."
            if done
            else "They were so already.",
        )
    return redirect(reverse("relate:give-and-take") + "#weights")


def _asked(request: HttpRequest, name: str) -> str:
    """A value from the form, else from the address: an undo comes without a form."""
    return request.POST.get(name) or request.GET.get(name, "")


def _person(contact: Contact) -> str:
    return reverse("relate:person", args=[contact.public_id]) + "#ledger"


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if target and safe else ""
