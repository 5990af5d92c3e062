"""Addresses of the pages about relationships."""

from django.urls import path

from mutuals.relate import pages

app_name = "relate"
urlpatterns = [
    path("today", pages.today, name="today"),
    path("today/<uuid:contact>/spoke", pages.spoke, name="spoke"),
    path("circles", pages.circles, name="circles"),
    path("circles.csv", pages.circles_csv, name="circles-csv"),
    path("people", pages.people, name="people"),
    path("people/<uuid:contact>", pages.person, name="person"),
    path("people/<uuid:contact>/card", pages.card, name="card"),
    path("people/<uuid:contact>/same", pages.same, name="same"),
    path("people/<uuid:contact>/met", pages.met, name="met"),
    path("people/<uuid:contact>/days", pages.days, name="days"),
    path("people/<uuid:contact>/days/<str:day>", pages.day, name="day"),
    path("how-we-know", pages.how, name="how"),
]
