"""The tags and filters of the templates."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.messages import WARNING
from django.contrib.messages.storage.cookie import CookieStorage
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from mutuals.ui.faces import Face
from mutuals.ui.icons import ICONS
from mutuals.ui.notices import notices, say


def render(source: str, **context) -> str:
    return Template("{% load mutuals %}" + source).render(Context(context))


@pytest.mark.parametrize("name", sorted(ICONS))
def test_an_icon_is_hidden_from_readers(name) -> None:
    assert 'aria-hidden="true"' in render("{% icon name %}", name=name)


def test_an_unknown_icon_is_a_mistake_that_shows() -> None:
    with pytest.raises(KeyError):
        render("{% icon 'nothing' %}")


def test_a_face_is_drawn_from_whatever_a_page_has() -> None:
    key = uuid.uuid4()
    drawn = {
        render("{% face who 40 %}", who=who)
        for who in (
            Face(str(key), "Amara Okafor"),
            SimpleNamespace(public_id=key, name="Amara Okafor"),
            {"public_id": key, "name": "Amara Okafor"},
        )
    }
    assert len(drawn) == 1
    assert "<span>AO</span>" in drawn.pop()


def test_a_face_beside_a_name_is_silent_and_alone_it_speaks() -> None:
    who = Face("k", "Amara")
    assert 'aria-hidden="true"' in render("{% face who %}", who=who)
    assert 'role="img" aria-label="Amara"' in render("{% face who label=True %}", who=who)


def test_a_drifting_face_is_dashed_unless_the_page_says_otherwise() -> None:
    who = Face("k", "Amara", drifting=True)
    assert "drifting" in render("{% face who %}", who=who)
    assert "drifting" not in render("{% face who 40 drifting=False %}", who=who)


def test_a_photo_has_its_size_so_that_nothing_shifts() -> None:
    drawn = render("{% face who 56 %}", who=Face("k", "Amara", photo="/photos/k.jpg"))
    assert '<img src="/photos/k.jpg" alt="" width="56" height="56"' in drawn


def test_a_face_of_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="size 41"):
        render("{% face who 41 %}", who=Face("k", "Amara"))


def test_names_are_escaped() -> None:
    drawn = render("{% face who label=True %}{{ who.name|marked:found }}", who=Face("k", "<b>&"), found=["b"])
    assert "<b>" not in drawn
    assert "&lt;<mark>b</mark>&gt;&amp;" in drawn


def test_a_row_of_faces_ends_at_its_limit() -> None:
    people = [Face(str(at), "Ana") for at in range(9)]
    assert render("{% face_row people 40 3 %}", people=people).count('class="av ') == 3


@pytest.mark.parametrize(
    ("network", "title"),
    [
        ("mastodon", "Mastodon"),
        ("twitter", "X"),
        ("mbox", "Mail"),
        ("meeting", "In person"),
        ("friendica", "Friendica"),
    ],
)
def test_a_network_is_named_also_when_it_is_new(network, title) -> None:
    assert f'title="{title}"' in render("{% net name %}", name=network)


def test_a_measure_opens_and_a_plain_word_does_not() -> None:
    assert (
        render("{% opens href '47 hours' %}", href="/a?b=1&c=2")
        == '<a class="open" href="/a?b=1&amp;c=2">47 hours</a>'
    )
    assert render("{% opens '' text %}", text="<47>") == "&lt;47&gt;"


def test_filters_speak_and_stay_silent_about_nothing() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    assert render("{{ day|ago }} {{ n|thin }} {{ p|names:1 }}", day=yesterday, n=1284, p=["Ana", "Ben"]) == (
        "yesterday 1,284 Ana and 1 more"
    )
    assert (
        render(
            "{{ x|ago }}{{ x|day }}{{ x|short_day }}{{ x|thin }}{{ x|percent }}{{ x|days }}{{ x|clock }}",
            x=None,
        )
        == ""
    )


@pytest.mark.parametrize(
    ("text", "found", "marked"),
    [
        ("Thabo Mokoena", ["NA"], "Thabo Mokoe<mark>na</mark>"),
        ("İstanbul", ["stan"], "İ<mark>stan</mark>bul"),
        ("a+b", ["+"], "a<mark>+</mark>b"),
        ("anana", ["ana", "an"], "<mark>ana</mark>na"),
        ("anything", [], "anything"),
    ],
)
def test_the_marker_lies_on_what_was_found(text, found, marked) -> None:
    assert render("{{ text|marked:found }}", text=text, found=found) == marked


def test_a_message_waits_once_with_its_tone_and_its_way_back() -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    say(request, "Twelve people deleted.", undo="/people/undo/7/")
    say(request, "Not heard since Monday.", level=WARNING)
    first, second = notices(request)
    assert (first.text, first.tone, first.icon, first.undo) == (
        "Twelve people deleted.",
        "ink",
        "check",
        "/people/undo/7/",
    )
    assert (second.tone, second.undo) == ("care", "")


def test_the_page_offers_to_take_back_by_post() -> None:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)
    say(request, "Deleted <b>.", undo="/undo/")
    shown = render('{% include "ui/parts/notices.html" %}', request=request, csrf_token="t0ken")
    assert '<form class="inline" method="post" action="/undo/">' in shown
    assert "Deleted &lt;b&gt;." in shown
    assert "t0ken" in shown
