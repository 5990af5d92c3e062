"""People: everybody, searched and sorted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.people.selectors.contacts import groups_all
from mutuals.people.selectors.likenesses import suggestions_count
from mutuals.relate.asked import is_id, number_of
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.people import (
    NOBODIES,
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
        "nobodies": people_count(user, Wanted(circle=NOBODIES), standing=here),
        "alike": suggestions_count(user),
        "may_edit": user.may("people_edit"),
    }
    return render(request, "relate/people.html", context)
