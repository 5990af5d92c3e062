"""What holds for every picture: well-formed, escaped, labelled, nothing written inline."""

import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.ui.charts import balance, circles, five, rhythm, terms, years
from mutuals.ui.charts.svg import Svg, element, rounded, shortened, width_of

HOSTILE = "<script>alert('x')</script> & \"Ana\" ]]>"
DAY = date(2026, 3, 12)


def person(name: str = HOSTILE, **more) -> circles.Person:
    values = {"key": "k<1>", "name": name, "href": "/p/?a=1&b=2", "circle": 0, "depth": 1.0} | more
    return circles.Person(**values)


PICTURES = {
    "circles": lambda words: circles.circles(
        [person(words, words=words)], label=words, titles=(words, "B", "C", "D")
    ),
    "circles on a phone": lambda words: circles.circles([person(words)], label=words, frame=circles.PHONE),
    "five": lambda words: five.five([words]),
    "years": lambda words: years.years([years.Kept(DAY, 3)], at=DAY, label=words),
    "rhythm": lambda words: rhythm.rhythm(
        [rhythm.Day(DAY, 1, 2, True)],
        until=DAY,
        label=words,
        quiet=[rhythm.Quiet(DAY - timedelta(days=60), DAY - timedelta(days=20), words)],
    ),
    "terms": lambda words: terms.terms([terms.Term(words, words, -0.5)], label=words),
    "balance": lambda words: balance.balance(words, words, 0.2, aim=0.5),
    "pulse": lambda words: balance.pulse([1, 0, 2], label=words),
}


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_a_hostile_name_stays_words(draw) -> None:
    root = ET.fromstring(draw(HOSTILE))
    assert not [node for node in root.iter() if node.tag.rpartition("}")[2] == "script"]


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
@given(words=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=30))
def test_any_words_make_a_well_formed_picture(draw, words) -> None:
    ET.fromstring(draw(words))


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_a_picture_says_what_it_is_and_has_nothing_inline(draw) -> None:
    root = ET.fromstring(draw("Ana"))
    assert root.get("role") in {"img", "group"}
    assert root.get("aria-label")
    names = {name for node in root.iter() for name in node.attrib}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
def test_the_same_people_make_the_same_picture(draw) -> None:
    assert draw("Ana") == draw("Ana")


def test_text_is_escaped_but_markup_is_not_escaped_twice() -> None:
    assert element("g", "a < b", Svg("<b/>"), class_="x & y") == '<g class="x &amp; y">a &lt; b<b/></g>'


def test_markup_is_printed_as_it_is_by_templates() -> None:
    from django.template import Context, Template

    assert Template("{{ picture }}").render(Context({"picture": Svg("<svg/>")})) == "<svg/>"


@pytest.mark.parametrize(
    ("value", "written"), [(0.04, "0"), (-0.04, "0"), (3.0, "3"), (-2.25, "-2.2"), (10.06, "10.1")]
)
def test_coordinates_are_short(value, written) -> None:
    assert rounded(value) == written


@given(st.text(max_size=60), st.floats(8, 20), st.floats(20, 200))
def test_what_is_shortened_fits(words, size, most) -> None:
    short = shortened(words, size, most)
    assert width_of(short, size) <= most or short == "…"
    assert short == words or short.endswith("…")
