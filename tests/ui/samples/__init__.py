"""Sample pages built from every part of the page frame, with made-up people: models for the pages of the rooms."""

from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.backends.django import DjangoTemplates

from mutuals.ui import kit, nav, paging
from mutuals.ui.charts import balance, circles, five, rhythm, years

PAGES = ("circles", "person", "today", "import", "first", "welcome", "people", "signin", "team", "confirm")
_AT = {
    "circles": "/circles/",
    "person": "/people/",
    "people": "/people/",
    "today": "/",
    "import": "/bring/",
    "team": "/team/",
}


class SignIn(forms.Form):
    """What one signs in with."""

    login = forms.CharField(label="Name or mail address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


@login_not_required
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Renders one sample page."""
    engine = DjangoTemplates(
        {
            "NAME": "samples",
            "DIRS": [Path(__file__).parent],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    )
    return HttpResponse(engine.get_template(f"{name}.html").render(context(name), request))


def context(name: str) -> dict[str, object]:
    """What all sample pages share, and their pictures."""
    people = kit.people("/sample/person/", "/card/")
    faces = kit.faces()
    return {
        "nav": nav.opened(kit.rooms(), _AT.get(name, "")),
        "find_url": "/sample/people/",
        "me": {"name": "Ines Marlow", "public_id": "me", "url": "/sample/team/", "team": "Rookery Repair"},
        "people": faces,
        "rows": list(zip(faces, people, strict=True))[:8],
        "amara": faces[0],
        "niamh": faces[5],
        "circles": circles.circles(
            people,
            label="Sixty-two people around you in four circles by depth. The table below holds the same facts.",
            chosen="sample-5",
            card_into="card",
        ),
        "circles_phone": circles.circles(
            people,
            label="Thirty-six people in the three inner circles.",
            chosen="sample-5",
            card_into="card",
            frame=circles.PHONE,
        ),
        "pulse": balance.pulse(
            [4, 2, 1, 3, 1, 2, 0, 5, 1, 2, 3, 1, 4, 2, 1, 0, 2, 3, 1, 1, 4, 2, 2, 1], label="Days of contact"
        ),
        "capacity": kit.room(),
        "years": kit.area(),
        "years_phone": kit.area(years.PHONE),
        "rhythm": kit.strip(),
        "rhythm_phone": kit.strip(rhythm.PHONE),
        "terms": kit.chance(),
        "rungs": kit.steps(),
        "five": five.five(["Amara Okafor", "Thabo", "Niamh"]),
        "signin": SignIn(),
        "wrong": SignIn({"login": "ines"}),
        "marks": ["na"],
        "question": "Delete 12 people?",
        "text": "You can undo this for 30 days.",
        "act": "Delete them",
        "tone": "alert",
        "action": "/sample/people/",
        "back": "/sample/people/",
        "hidden": [("who", "sample-1"), ("who", "sample-2")],
        "pager": paging.by_number(
            lambda at, size: range(at, at + size), total=148, number=2, size=8, query={"q": "na"}
        ),
    }
