"""Addresses of the pages about relationships."""

from django.urls import path

from mutuals.relate.pages import circles, declared, how, keep, people, person, plan, today

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
    path("how-we-know", how.how, name="how"),
]
