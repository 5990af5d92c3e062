"""Addresses of the pages about relationships."""

from django.urls import path

from mutuals.relate.pages import alike, circles, how, people, person, today

app_name = "relate"
urlpatterns = [
    path("today", today.today, name="today"),
    path("today/<uuid:contact>/spoke", today.spoke, name="spoke"),
    path("circles", circles.circles, name="circles"),
    path("circles.csv", circles.circles_csv, name="circles-csv"),
    path("people", people.people, name="people"),
    path("people/same", alike.alike, name="alike"),
    path("people/<uuid:contact>", person.person, name="person"),
    path("people/<uuid:contact>/card", circles.card, name="card"),
    path("people/<uuid:contact>/same", alike.same, name="same"),
    path("people/<uuid:contact>/met", person.met, name="met"),
    path("people/<uuid:contact>/days", person.days, name="days"),
    path("people/<uuid:contact>/days/<str:day>", person.day, name="day"),
    path("how-we-know", how.how, name="how"),
]
