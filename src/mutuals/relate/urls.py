"""Addresses of the pages about relationships."""

from django.urls import path

from mutuals.relate.pages import (
    circles,
    declared,
    how,
    keep,
    ledger,
    people,
    person,
    plan,
    steps,
    today,
    whole,
)

app_name = "relate"
urlpatterns = [
    path("today", today.today, name="today"),
    path("today/<uuid:contact>/spoke", today.spoke, name="spoke"),
    path("today/cards/<uuid:nudge>/decide", today.decide, name="decide"),
    path("today/cards/<uuid:nudge>/undo", today.undecide, name="undecide"),
    path("plan", plan.plan, name="plan"),
    path("plan/calendar", plan.feed_change, name="feed-change"),
    path("feeds/<str:token>/today.ics", plan.feed, name="feed"),
    path("circles", circles.circles, name="circles"),
    path("circles/keep", keep.keep, name="keep"),
    path("circles.csv", circles.circles_csv, name="circles-csv"),
    path("people", people.people, name="people"),
    path("people/<uuid:contact>", person.person, name="person"),
    path("people/<uuid:contact>/card", circles.card, name="card"),
    path("people/<uuid:contact>/same", people.same, name="same"),
    path("people/<uuid:contact>/met", person.met, name="met"),
    path("people/<uuid:contact>/see", declared.see, name="see"),
    path("people/<uuid:contact>/leave-out", declared.leave_out, name="leave-out"),
    path("people/<uuid:contact>/take-in", declared.take_in, name="take-in"),
    path("see/undo", declared.undo, name="see-undo"),
    path("see/<uuid:declaration>/end", declared.end, name="see-end"),
    path("people/<uuid:contact>/days", person.days, name="days"),
    path("people/<uuid:contact>/days/<str:day>", person.day, name="day"),
    path("people/<uuid:contact>/steps/<str:rung>", steps.step, name="step"),
    path("people/<uuid:contact>/ledger", ledger.ledger, name="ledger"),
    path("people/<uuid:contact>/ledger/note", ledger.ledger_note, name="ledger-note"),
    path("people/<uuid:contact>/ledger/undo", ledger.ledger_undo, name="ledger-undo"),
    path("people/<uuid:contact>/ledger/say", ledger.ledger_say, name="ledger-say"),
    path("give-and-take", ledger.everybody, name="give-and-take"),
    path("give-and-take/people", ledger.among, name="given-among"),
    path("give-and-take/weights", ledger.weights, name="weights"),
    path("people/aim/<uuid:aim>/true", whole.aim_true, name="aim-true"),
    path("people/aim/<uuid:aim>/not-yet", whole.aim_not_yet, name="aim-not-yet"),
    path("how-we-know", how.how, name="how"),
]
