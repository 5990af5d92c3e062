"""The frame around every page, and the sample pages built from every part."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from mutuals.ui import kit, nav, pages, tables
from mutuals.ui.forms import Renderer
from tests.ui import samples

VOID = {"meta", "link", "input", "br", "img", "hr", "path", "circle", "rect", "area", "col", "source", "wbr"}


class Outline(HTMLParser):
    """Collects headings, ids, references to them, labels; fails on tags that are closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.headings, self.ids, self.wanted, self.attributes = [], [], [], [], set()

    def handle_starttag(self, tag, attrs) -> None:
        values = dict(attrs)
        self.attributes |= {name for name, _ in attrs}
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        self.wanted += [values[name] for name in ("for", "aria-labelledby") if name in values]
        self.wanted += (values.get("aria-describedby") or "").split()
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs) -> None:
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    parser.close()
    return parser


def sample(name: str) -> str:
    return samples.page(RequestFactory().get("/"), name).content.decode()


@pytest.mark.parametrize("name", samples.PAGES)
def test_a_page_has_one_question_and_no_loose_ends(name) -> None:
    found = outline(sample(name))
    assert found.open == []
    assert found.headings[0] == "h1"
    assert found.headings.count("h1") == 1
    assert len(found.ids) == len(set(found.ids))
    assert set(found.wanted) <= set(found.ids)
    assert "style" not in found.attributes
    assert not [name for name in found.attributes if re.fullmatch(r"on\w+", name)]


@pytest.mark.parametrize("name", samples.PAGES)
def test_a_page_asks_for_nothing_from_elsewhere(name) -> None:
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', sample(name))


def test_the_kit_shows_every_icon_and_every_picture() -> None:
    page = render_to_string("ui/kit.html", pages.kit_context("/kit/"))
    found = outline(page)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert page.count('<svg class="ch') >= 10


def test_the_kit_is_mounted_only_for_builders(settings) -> None:
    import importlib

    from mutuals.ui import urls
    from mutuals.web import urls as door

    assert urls in [getattr(one, "urlconf_module", None) for one in door.urlpatterns]
    for debug, mounted in ((False, []), (True, ["kit"])):
        settings.DEBUG = debug
        assert [pattern.name for pattern in importlib.reload(urls).urlpatterns] == mounted


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_an_error_page_needs_nothing_and_says_what_is_safe(template) -> None:
    page = render_to_string(template)
    assert outline(page).headings == ["h1"]
    assert 'href="/"' in page


def test_rooms_that_are_not_there_are_not_shown() -> None:
    bare = render_to_string("ui/base.html")
    assert "<nav" not in bare
    assert "Find anyone" not in bare
    full = render_to_string(
        "ui/base.html", {"nav": nav.opened(kit.rooms(), "/people/"), "find_url": "/people/"}
    )
    assert full.count('aria-current="page"') == 2  # on the rail and on the phone's bar
    assert "Find anyone" in full


def test_requests_of_htmx_carry_the_token() -> None:
    request = RequestFactory().get("/")
    page = render_to_string("ui/base.html", {}, request)
    assert re.search(r"""hx-headers:inherited='\{"X-CSRFToken": "\w{64}"\}'""", page)


class Asking(forms.Form):
    default_renderer = Renderer()
    name = forms.CharField(label="Who was it?", help_text="As you call them.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    private = forms.BooleanField(label="Only for me")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_has_its_label_help_and_error_beneath() -> None:
    page = str(Asking({"kind": "a"}))
    found = outline(page)
    assert set(found.wanted) <= set(found.ids)
    assert (
        page.index("Who was it?")
        < page.index('name="name"')
        < page.index("As you call them.")
        < page.index("required.")
    )
    assert 'aria-invalid="true"' in page
    assert "<legend>Kind</legend>" in page
    assert page.count('type="hidden"') == 1


def test_a_mistake_of_the_whole_form_comes_first() -> None:
    form = Asking({"name": "Ana", "kind": "a", "private": "on"})
    form.add_error(None, "These two do not go together.")
    assert str(form).index("do not go together") < str(form).index("Who was it?")


def test_a_table_marks_numbers_the_order_and_the_chosen_row() -> None:
    table = tables.Table(
        "People",
        (
            tables.Column("Person"),
            tables.Column("Depth", number=True, url="?sort=depth", sorted="descending"),
        ),
        (tables.Row((tables.Cell("<Ana>"), tables.Cell("41.2", "/tie/")), chosen=True),),
    )
    page = render_to_string("ui/parts/table.html", {"table": table})
    assert '<th scope="col" class="r" aria-sort="descending"><a href="?sort=depth">Depth</a></th>' in page
    assert (
        '<tr class="is-on"><td>&lt;Ana&gt;</td><td class="r"><a class="open" href="/tie/">41.2</a></td></tr>'
        in page
    )


def test_a_row_that_does_not_match_its_columns_is_refused() -> None:
    table = tables.Table("x", (tables.Column("a"),), (tables.Row(()),))
    with pytest.raises(ValueError, match="shorter"):
        list(table.paired())
