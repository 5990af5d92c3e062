"""Today, Circles, People, and a person's page: what matters, why, and down to the very events."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mutuals.people.models import Contact, Welcome
from mutuals.people.selectors.contacts import (
    NotFound,
    contact_get,
    facts_of,
    groups_all,
    groups_by_contact,
    identities,
    joins_of,
    notes_of,
)
from mutuals.people.services.moments import KINDS, moment_note
from mutuals.record.selectors.corrections import known_of, thresholds_of
from mutuals.record.selectors.readings import readings_progress
from mutuals.record.services.reader import reader_wanted
from mutuals.record.thresholds import LEAST
from mutuals.relate import shown
from mutuals.relate import words as words_of
from mutuals.relate.asked import day_of, is_id, number_of
from mutuals.relate.circles import CAPACITIES, Circle
from mutuals.relate.selectors.lists import listed_between
from mutuals.relate.selectors.people import (
    SORTS,
    PersonRow,
    Wanted,
    people_count,
    people_list,
    with_groups,
)
from mutuals.relate.selectors.person import (
    DayRow,
    chance_of,
    days_between,
    days_count,
    happenings,
    sides_of,
    steps_of,
)
from mutuals.relate.selectors.ties import (
    Standing,
    TieRow,
    date_of,
    forecast_of,
    kept_of,
    standing_of,
    tie_counts,
    tie_of,
    ties_frame,
    ties_ours,
)
from mutuals.relate.selectors.today import cards_all
from mutuals.relate.ties import DEFAULTS, HALF_LIVES
from mutuals.sources.selectors.imports import imports_of
from mutuals.team.models import User
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say
from mutuals.ui.paging import Page, by_number

DAY_MS = 86_400_000
YEAR = 366
# So many lines a page of the table of everybody has, under the picture.
EVERY = 25
# So many are offered as the same person.
ALIKE = 12
# Whoever is in a circle is among the deepest so many.
CIRCLED = CAPACITIES[-1]
NAV = [
    {"section": "", "title": "Today", "url_name": "relate:today", "icon": "today", "order": 10, "foot": True},
    {
        "section": "People",
        "title": "Circles",
        "url_name": "relate:circles",
        "icon": "circles",
        "order": 20,
        "foot": True,
    },
    {
        "section": "People",
        "title": "People",
        "url_name": "relate:people",
        "icon": "people",
        "order": 21,
        "foot": True,
    },
    {"section": "Settings", "title": "How we know", "url_name": "relate:how", "icon": "eye", "order": 950},
]
FIND = "relate:people"


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    user = request.user
    assert isinstance(user, User)
    return user


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """One card: whom to think of today; the first visit leads to the first minute."""
    user = user_of(request)
    said, here = Welcome.objects.filter(user=user).first(), standing_of(user)
    if said is None and user.may("people_edit") and "later" not in request.GET and not tie_counts(user, here):
        return redirect("people:welcome")
    skip = number_of(request.GET.get("skip")) or 0
    cards = cards_all(user, standing=here)
    context = {
        "card": cards[skip % len(cards)] if cards else None,
        "count": len(cards),
        "skip": skip + 1,
        "today": dt.datetime.now(dt.UTC).date(),
        "circles": shown.capacity(tie_counts(user, here), reverse("relate:people")),
        "said": said,
        "brought": bool(imports_of(user)),
    }
    return render(request, "relate/today.html", context)


@require_POST
def spoke(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes when the user last spoke with somebody."""
    user, found = user_of(request), _contact(request, contact)
    back = {"today": 0, "week": 3, "month": 15, "season": 60}.get(request.POST.get("when", ""))
    how = request.POST.get("how", "talked")
    if back is None or how not in KINDS:
        return redirect(f"{reverse('relate:today')}?skip={request.POST.get('skip', '1')}")
    number = now_ms() // DAY_MS - back
    moment_note(actor=user, contact=found, how=how, day=number, now_ms=now_ms())
    said = "for today" if not back else f"for about {shown.date_of(number):%-d %B}"
    say(request, f"Noted {said}. If you know better days, note them on the page of {found.name}.")
    return redirect("relate:today")


@require_POST
def met(request: HttpRequest, contact: str) -> HttpResponse:
    """Notes a meeting or a talk on a day."""
    found, number = _contact(request, contact), day_of(request.POST.get("day"))
    how = request.POST.get("how", "met")
    if number is None or how not in KINDS or number > now_ms() // DAY_MS:
        say(request, "Which day was it? It cannot be in the future.", level=30)
    else:
        fresh = moment_note(actor=user_of(request), contact=found, how=how, day=number, now_ms=now_ms())
        say(request, "Noted." if fresh else "That was noted already.")
    return redirect("relate:person", found.public_id)


@require_safe
def same(request: HttpRequest, contact: str) -> HttpResponse:
    """Who else here is this person? A list to choose from."""
    user, found = user_of(request), _contact(request, contact)
    words = request.GET.get("q", "").strip() or found.name
    rows = people_list(user, Wanted(words), limit=ALIKE + 1)
    # People of the same name are told apart by where they are heard and when they last were.
    others = [
        (row.contact, next(iter(identities(user, row.contact)), None), row.tie)
        for row in rows
        if row.contact.pk != found.pk
    ][:ALIKE]
    return render(request, "relate/same.html", {"contact": found, "found": others, "words": words})


@require_safe
def circles(request: HttpRequest) -> HttpResponse:
    """Who is close, and who drifts: the picture, its card, the years, the same as a table."""
    user = user_of(request)
    day, last = day_of(request.GET.get("at")), now_ms() // DAY_MS
    past, here = day is not None and day < last, standing_of(user)
    if past and day is not None:
        rows = ties_frame(user, at_day=day, standing=here)
        counts = Counter(row.circle for row in rows)
    else:
        rows = ties_ours(user, limit=CIRCLED, standing=here)
        counts = tie_counts(user, here)
    groups = groups_by_contact(user, [row.pk for row in rows if row.circle is not Circle.NEW])
    only, whole = request.GET.get("only", ""), "all" in request.GET
    found = [row for row in rows if only in shown.tags(row, groups.get(row.pk, ()))] if only else rows
    page = _every(request, rows if past else None, counts.total(), here) if whole and not only else None
    picture = shown.circles(
        rows,
        groups,
        kept_of(user),
        day=day if past else None,
        today=last,
        keep=request.GET.get("who", ""),
        only=only,
    )
    context = picture | {
        "total": counts.total(),
        "listed": len(found) if only else counts.total(),
        "only": only,
        "query": {"at": request.GET.get("at", ""), "only": only},
        "outside": counts[Circle.NEW],
        "capacity": shown.capacity(counts, reverse("relate:people")),
        "shown": page.rows if page else found if whole else found[:12],
        "page": page,
        "past": past,
    }
    return render(request, "relate/circles.html", context)


def _every(request: HttpRequest, past: Sequence[TieRow] | None, total: int, here: Standing) -> Page[TieRow]:
    """A page of the table of everybody: of a past day's rows, else of all ties as they are."""
    user, query = user_of(request), {"all": "1", "at": request.GET.get("at", "")}

    def fetch(offset: int, size: int) -> list[TieRow]:
        if past is not None:
            return list(past[offset : offset + size])
        rows = people_list(user, offset=offset, limit=size, standing=here)
        return [row.tie for row in rows if row.tie is not None]

    query = {name: value for name, value in query.items() if value}
    number = number_of(request.GET.get("page")) or 1
    return by_number(fetch, total=total, number=number, size=EVERY, query=query)


@require_safe
def circles_csv(request: HttpRequest) -> HttpResponse:
    """The table of the circles as a file."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="circles.csv"'
    out = csv.writer(answer)
    out.writerow(
        ["person", "circle", "depth", "usual gap in days", "last contact", "step", "balance", "heard on"]
    )
    for row in ties_ours(user_of(request)):
        # A name that begins like a formula would be run by a spreadsheet.
        name = f"'{row.name}" if row.name[:1] in "=+-@\t\r" else row.name
        out.writerow(
            [
                name,
                row.circle,
                f"{row.depth:.3f}",
                row.usual_gap or "",
                row.last,
                row.step,
                f"{row.balance:.3f}",
                " ".join(row.networks),
            ]
        )
    return answer


@require_safe
def card(request: HttpRequest, contact: str) -> HttpResponse:
    """The small card of one person beside the circles."""
    found = _contact(request, contact)
    return render(request, "relate/card.html", _card(user_of(request), found))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody: searched, sorted by circle, drifting, last contact or name; ticked to group or put away."""
    user = user_of(request)
    words, sort = request.GET.get("q", "").strip(), request.GET.get("sort", "circle")
    group, circle = request.GET.get("group", ""), request.GET.get("circle", "")
    # Numbers without a name stay out of the way until they are searched for or asked for.
    unnamed = True if circle == "unnamed" else None if words or group else False
    wanted = Wanted(words, group if is_id(group) else "", circle, unnamed)
    query = {k: v for k, v in (("q", words), ("sort", sort), ("group", group), ("circle", circle)) if v}
    number = number_of(request.GET.get("page")) or 1
    here = standing_of(user)
    total = people_count(user, wanted, standing=here)

    def fetch(offset: int, size: int) -> list[PersonRow]:
        return people_list(user, wanted, sort=sort, offset=offset, limit=size, standing=here)

    page = by_number(fetch, total=total, number=number, size=50, query=query)
    context = {
        "page": page,
        "rows": with_groups(user, list(page.rows)),
        "words": words,
        "sort": sort,
        "sorts": SORTS,
        "groups": groups_all(user),
        "group": group,
        "circle": circle,
        "total": total,
        "query": query,
        "unnamed": people_count(user, Wanted(unnamed=True), standing=here),
        "may_edit": user.may("people_edit"),
    }
    return render(request, "relate/people.html", context)


@require_safe
def person(request: HttpRequest, contact: str) -> HttpResponse:
    """One person: identities, how things stand, the relationship opened up, everything in order."""
    user, found = user_of(request), _contact(request, contact)
    if str(found.public_id) != str(contact):
        return redirect("relate:person", found.public_id)
    last = now_ms() // DAY_MS
    only = request.GET.get("of", "")
    before = number_of(request.GET.get("before"))
    here = standing_of(user)
    sides = sides_of(user, found, standing=here)
    active = days_between(user, found, at_day=last, since=last - YEAR, sides=sides)
    tie, facts = tie_of(user, found, standing=here), facts_of(user, found, actors_known=sides.theirs)
    context: dict[str, Any] = {
        "contact": found,
        "tie": tie,
        "identities": identities(user, found, actors_known=sides.theirs),
        "joins": joins_of(user, found),
        "facts": shown.standing(facts, listed_between(user, found, sides=sides)),
        "calling": words_of.calling((one.name, one.value) for one in facts),
        "notes": notes_of(user, found),
        "may_edit": user.may("people_edit"),
        "groups": groups_by_contact(user, [found.pk]).get(found.pk, []),
        "all_groups": groups_all(user),
        "only": only,
        "months": shown.months(
            happenings(user, found, before=before, only=only, limit=16, sides=sides), size=15
        ),
        "rungs": shown.ladder(
            steps_of(user, found, sides=sides), reverse("relate:person", args=[found.public_id])
        ),
        "total": tie_counts(user, here).total(),
        "shown": thresholds_of(user),
        "active": active[:6]
        if len(active) > 5
        else days_between(user, found, at_day=last, limit=6, sides=sides),
        "active_count": days_count(user, found, at_day=last, sides=sides),
        "parameters": DEFAULTS,
        "half_lives": HALF_LIVES,
        "today_iso": date_of(last).isoformat(),
    }
    if tie is not None:
        context |= shown.relationship(found, tie, active, chance_of(user, found, standing=here), today=last)
    return render(request, "relate/person.html", context)


@require_safe
def days(request: HttpRequest, contact: str) -> HttpResponse:
    """All active days with a person, page by page, and what each adds to the depth."""
    user, found, last = user_of(request), _contact(request, contact), now_ms() // DAY_MS
    here = standing_of(user)
    sides = sides_of(user, found, standing=here)
    count = days_count(user, found, at_day=last, sides=sides)

    def fetch(offset: int, size: int) -> list[DayRow]:
        return days_between(user, found, at_day=last, offset=offset, limit=size, sides=sides)

    page = by_number(fetch, total=count, number=number_of(request.GET.get("page")) or 1, size=100, query={})
    tie = tie_of(user, found, standing=here)
    context = {"contact": found, "page": page, "count": count, "tie": tie}
    return render(request, "relate/days.html", context)


@require_safe
def day(request: HttpRequest, contact: str, day: str) -> HttpResponse:
    """The very events of one day."""
    found, number = _contact(request, contact), day_of(day)
    if number is None:
        raise Http404("That is no day.")
    user = user_of(request)
    events = happenings(user, found, day=number, limit=500)
    context = {
        "contact": found,
        "date": date_of(number),
        "months": shown.months(events, size=500),
        "shown": thresholds_of(user),
    }
    return render(request, "relate/day.html", context)


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """How we know: the formula, its parameters, the forecast that speaks here."""
    user = user_of(request)
    context = {
        "parameters": DEFAULTS,
        "weights": shown.weights(DEFAULTS),
        "half_lives": HALF_LIVES,
        "model": shown.model(forecast_of(user)),
        "progress": readings_progress(user),
        "off": not reader_wanted(),
        "known": [(one, shown.quarters(one.quarters)) for one in known_of(user)],
        "least": LEAST,
    }
    return render(request, "relate/how.html", context)


def _card(user: User, found: Contact) -> dict[str, Any]:
    here = standing_of(user)
    tie: TieRow | None = tie_of(user, found, standing=here)
    context: dict[str, Any] = {"contact": found, "tie": tie, "total": tie_counts(user, here).total()}
    if tie is not None:
        last = now_ms() // DAY_MS
        sides = sides_of(user, found, standing=here)
        active = days_between(user, found, at_day=last, since=last - YEAR, sides=sides)
        context["pulse"] = shown.pulse_of(found, active, today=last)
    return context


def _contact(request: HttpRequest, public_id: object) -> Contact:
    try:
        return contact_get(user_of(request), str(public_id))
    except NotFound as error:
        raise Http404(str(error)) from error
