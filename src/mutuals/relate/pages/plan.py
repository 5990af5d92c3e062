"""The plan: one page that says why, for whom, how many minutes a week, what one will do and will not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from mutuals.relate.forms import PlanForm
from mutuals.relate.pages.common import user_of
from mutuals.relate.selectors.plan import PlanView, plan_of, plans_shared
from mutuals.relate.services.plan import plan_save
from mutuals.team.services.common import now_ms
from mutuals.ui.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """What do you want of this, and how much of your week may it take?"""
    user = user_of(request)
    mine = plan_of(user)
    form = PlanForm(request.POST or None, initial=_initial(mine), user=user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        plan_save(
            actor=user, why=given["why"], minutes=given["minutes"], will=given["will"], will_not=given["will_not"],
            people=given["people"], groups=form.chosen_groups(), places=form.lines("places"),
            shared=given["shared"], now_ms=now_ms(),
        )  # fmt: skip
        say(request, "Kept. Today follows it from now on.")
        return redirect("relate:plan")
    others = plans_shared(user)
    context = {
        "form": form, "plan": mine, "others": others, "may_edit": user.may("people_edit"),
        "together": sum(one.minutes or 0 for one in (mine, *others)) if others else 0,
    }  # fmt: skip
    return render(request, "relate/plan.html", context, status=422 if form.is_bound else 200)


def _initial(mine: PlanView) -> dict[str, object]:
    return {
        "why": mine.why,
        "minutes": mine.minutes,
        "will": mine.will,
        "will_not": mine.will_not,
        "people": "\n".join(one.name for one in mine.people),
        "groups": [str(one.public_id) for one in mine.groups],
        "places": "\n".join(mine.places),
        "shared": mine.shared,
    }
