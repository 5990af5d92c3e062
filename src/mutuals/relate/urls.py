"""Addresses of the pages about relationships."""

from django.urls import path

from mutuals.relate.pages import circles, how, people, person, plan, today, whole

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
    path("circles.csv", circles.circles_csv, name="circles-csv"),
    path("people", people.people, name="people"),
    path("people/<uuid:contact>", person.person, name="person"),
    path("people/<uuid:contact>/card", circles.card, name="card"),
    path("people/<uuid:contact>/same", people.same, name="same"),
    path("people/<uuid:contact>/met", person.met, name="met"),
    path("people/<uuid:contact>/days", person.days, name="days"),
    path("people/<uuid:contact>/days/<str:day>", person.day, name="day"),
    path("people/aim/<uuid:aim>/true", whole.aim_true, name="aim-true"),
    path("people/aim/<uuid:aim>/not-yet", whole.aim_not_yet, name="aim-not-yet"),
    path("how-we-know", how.how, name="how"),
]
