"""People: everybody, searched and sorted; who else is the same person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.people.selectors.contacts import (
    groups_all,
    identities,
)
from mutuals.relate.asked import is_id, number_of
from mutuals.relate.pages.common import contact_of, user_of
from mutuals.relate.selectors.people import (
    SORTS,
    PersonRow,
    Wanted,
    people_count,
    people_list,
    with_groups,
)
from mutuals.relate.selectors.ties import (
    standing_of,
)
from mutuals.ui.paging import by_number

# So many are offered as the same person.
ALIKE = 12


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
def same(request: HttpRequest, contact: str) -> HttpResponse:
    """Who else here is this person? A list to choose from."""
    user, found = user_of(request), contact_of(request, contact)
    words = request.GET.get("q", "").strip() or found.name
    rows = people_list(user, Wanted(words), limit=ALIKE + 1)
    # People of the same name are told apart by where they are heard and when they last were.
    others = [
        (row.contact, next(iter(identities(user, row.contact)), None), row.tie)
        for row in rows
        if row.contact.pk != found.pk
    ][:ALIKE]
    return render(request, "relate/same.html", {"contact": found, "found": others, "words": words})
