"""How many can you keep? What was kept over the years, who came as others left, the shape of a year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mutuals.relate import kept
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.beside import keeping_of
from mutuals.relate.selectors.ties import standing_of, tie_counts

# So many quarters are shown at first; the others open.
FIRST = 6


@require_safe
def keep(request: HttpRequest) -> HttpResponse:
    """How many deep relationships are really kept up, and what each new one displaced."""
    user = user_of(request)
    here = standing_of(user)
    found, people = keeping_of(user, standing=here), tie_counts(user, here).total()
    answer = kept.answer(found.kept)
    rows = [(kept.quarter(one.day), kept.day_of(one.day), one) for one in found.moves]
    context = {
        "answer": answer,
        "people": people,
        "kind": kept.kindness(people, answer),
        "years": kept.over_years(found.kept),
        "kept": [(kept.day_of(one.day), one) for one in reversed(found.kept)],
        "displaced": kept.displaced(found.moves),
        "moves": rows[:FIRST],
        "older": rows[FIRST:],
        "shape": kept.shape(found.signatures),
        "shapes": kept.pictures(found.signatures),
        "signatures": [(kept.day_of(one.until), one) for one in reversed(found.signatures)],
    }
    return render(request, "relate/keep.html", context)
