"""The smaller pictures say what their numbers say."""

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.ui.charts.balance import balance, pulse
from mutuals.ui.charts.calibration import Said, calibration
from mutuals.ui.charts.five import five
from mutuals.ui.charts.ledger import DOTS, Row, ledger
from mutuals.ui.charts.rhythm import PHONE, WIDE, Day, Quiet, rhythm
from mutuals.ui.charts.rows import Capacity, Rung, ladder
from mutuals.ui.charts.signature import Year, signature
from mutuals.ui.charts.terms import Term, Terms, terms
from mutuals.ui.charts.years import Kept, years

DAY = date(2026, 3, 12)


def bars(picture: str, class_: str) -> list[dict[str, float]]:
    """The rectangles of a class with their numbers."""
    return [
        {name: float(value) for name, value in re.findall(r' (x|y|width|height)="(-?[\d.]+)"', rect)}
        for rect in re.findall(r"<rect [^>]*>", picture)
        if f'class="{class_}"' in rect
    ]


@pytest.mark.parametrize(
    ("names", "full", "label"),
    [
        ([], 0, "Five empty circles around you"),
        (["Ana"], 1, "Five circles around you; one has initials, four still empty"),
        (["Ana", " ", "Ben", "", "Cleo"], 3, "Five circles around you; three have initials, two still empty"),
        (list("ABCDE"), 5, "Five circles around you; five have initials"),
        (list("ABCDEFG"), 5, "Five circles around you; five have initials"),
    ],
)
def test_the_first_five_take_initials_or_stay_dashed(names, full, label) -> None:
    picture = five(names)
    assert picture.count('class="full"') == full
    assert picture.count('class="vacant"') == 5 - full
    assert f'aria-label="{label}"' in picture


def test_theirs_stands_above_the_line_and_ours_below() -> None:
    picture = rhythm([Day(DAY - timedelta(days=9), 4, 1)], until=DAY, label="x")
    (theirs,), (ours,) = bars(picture, "f-sand"), bars(picture, "f-ink")
    assert theirs["y"] + theirs["height"] < WIDE.middle < ours["y"]
    assert theirs["height"] == pytest.approx(2 * ours["height"], rel=0.02)


def test_only_the_days_of_the_frame_are_drawn() -> None:
    days = [Day(DAY - timedelta(days=back), 1, 1) for back in (0, 100, 200, 300, 400)]
    assert len(bars(rhythm(days, until=DAY, label="x"), "f-ink")) == 4
    assert len(bars(rhythm(days, until=DAY, label="x", frame=PHONE), "f-ink")) == 2


@given(
    st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1e6), st.floats(0, 1e6), st.booleans()), max_size=60)
)
def test_no_bar_leaves_the_strip(found) -> None:
    days = [Day(DAY - timedelta(days=back), theirs, ours, met) for back, theirs, ours, met in found]
    picture = rhythm(days, until=DAY, label="x")
    for bar in bars(picture, "f-sand") + bars(picture, "f-ink"):
        assert 0 <= bar["x"] <= bar["x"] + bar["width"] <= WIDE.width + 0.2
        assert 0 <= bar["y"] <= bar["y"] + bar["height"] <= WIDE.height


def test_a_silence_is_named_and_one_before_the_strip_is_not() -> None:
    old = Quiet(DAY - timedelta(days=900), DAY - timedelta(days=800), "100 quiet days")
    new = Quiet(DAY - timedelta(days=90), DAY - timedelta(days=50), "40 quiet days")
    picture = rhythm([], until=DAY, label="x", quiet=[old, new])
    assert "40 quiet days" in picture
    assert "100 quiet days" not in picture


def test_a_year_names_its_months_in_order() -> None:
    named = re.findall(r">([A-Z][a-z]{2})<", rhythm([], until=DAY, label="x"))
    assert named == "Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar".split()


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=7))
def test_terms_are_drawn_on_one_scale_from_one_zero(amounts) -> None:
    picture = terms([Term("Depth", "41.2", amount) for amount in amounts], label="x")
    zero = float(re.search(r'd="M([\d.]+) 2V', picture)[1])
    up, down = bars(picture, "f-ink"), bars(picture, "f-sand")
    assert (len(up), len(down)) == (sum(a >= 0 for a in amounts), sum(a < 0 for a in amounts))
    assert all(bar["x"] == pytest.approx(zero, abs=0.11) for bar in up)
    assert all(bar["x"] + bar["width"] == pytest.approx(zero, abs=0.21) for bar in down)
    lengths = iter(bar["width"] for bar in up)
    scale = max((bar["width"] for bar in up + down), default=0) / (max(abs(a) for a in amounts) or 1)
    for amount in (a for a in amounts if a >= 0):
        assert next(lengths) == pytest.approx(amount * scale, abs=1)


def test_a_term_is_printed_with_its_sign() -> None:
    assert [Term("", "", amount).signed for amount in (1.618, -0.714, 0.0)] == ["+1.62", "−0.71", "+0.00"]
    assert "+1.62" in Terms("Why", (Term("Depth", "41", 1.618),)).svg


@pytest.mark.parametrize(("share", "ink", "sand"), [(0.0, 0, 280), (0.25, 68.5, 208.5), (1.0, 280, 0)])
def test_a_balance_is_two_parts_of_one_whole(share, ink, sand) -> None:
    picture = balance("give", "take", share)
    assert bars(picture, "f-ink")[0]["width"] == ink
    assert bars(picture, "f-sand")[0]["width"] == sand
    assert f"give {share:.0%}"[:-1] in picture


def test_an_aim_is_pinned_and_said() -> None:
    assert "aim" not in balance("give", "take", 0.5)
    assert "; aim 60" in balance("give", "take", 0.5, aim=0.6)


def test_a_week_without_contact_is_no_bar_of_theirs() -> None:
    picture = pulse([1, 0, 4], label="x")
    assert len(bars(picture, "f-sand")) == 2
    assert bars(picture, "f-sand")[1]["height"] == 24


def test_the_years_are_named_once_and_the_marker_follows() -> None:
    kept = [Kept(date(2022, 1, 1) + timedelta(days=30 * at), at) for at in range(50)]
    named = re.findall(r">(20\d\d)<", years(kept, at=kept[0].day, label="x"))
    assert named == ["2022", "2023", "2024", "2025", "2026"]
    first = years(kept, at=kept[0].day, label="x")
    last = years(kept, at=kept[-1].day, label="x")
    assert 'cx="0"' in first
    assert 'cx="640"' in last


@given(st.integers(0, 364), st.integers(200, 40_000), st.sampled_from([640, 350]))
def test_the_names_of_the_years_never_touch(begins, length, width) -> None:
    first = date(1975, 1, 1) + timedelta(days=begins)
    kept = [Kept(first, 1), Kept(first + timedelta(days=length), 2)]
    drawn = ET.fromstring(years(kept, at=first, label="x", width=width))
    names = [
        (float(one.get("x")), one.get("class") or "") for one in drawn.iter() if one.tag.endswith("text")
    ]
    letters, spans = 31.0, []
    for place, anchor in names:
        begin = place - {"": 0.0, "mid": letters / 2, "end": letters}[anchor]
        spans.append((begin, begin + letters))
    assert names
    assert all(left[1] + 4 <= right[0] for left, right in pairwise(spans))


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=40), st.integers(-100, 2000))
def test_the_years_hold_any_history_and_any_moment(counts, shift) -> None:
    kept = [Kept(date(2020, 1, 1) + timedelta(days=11 * at), count) for at, count in enumerate(counts)]
    picture = years(kept, at=date(2020, 1, 1) + timedelta(days=shift), label="x")
    x = float(re.search(r'<circle cx="([\d.]+)"', picture)[1])
    y = float(re.search(r'cy="([\d.]+)"', picture)[1])
    assert 0 <= x <= 640
    assert 0 <= y <= 46


def test_a_capacity_counts_its_places() -> None:
    inner = Capacity("Inner", 3, 5)
    assert inner.pips == (True, True, True, False, False)
    assert inner.words == "3 of 5"


def test_the_ladder_has_the_furthest_step_on_top() -> None:
    steps = ladder([Rung("Heard", "11 Mar"), Rung("Replied", "12 Mar"), Rung("Met")])
    assert [(step.title, step.reached, step.top) for step in steps] == [
        ("Met", False, False),
        ("Replied", True, True),
        ("Heard", True, False),
    ]


def dots(picture: str, class_: str) -> int:
    return len([one for one in re.findall(r"<circle [^>]*>", picture) if f'class="{class_}"' in one])


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), min_size=1, max_size=11),
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=60),
)
def test_the_ledger_has_a_dot_for_each_entry_and_a_bar_for_many(counts, name) -> None:
    rows = [Row("Thanked", ours, theirs, "#a", "#b", takes=takes) for ours, theirs, takes in counts]
    picture = ledger(rows, name=name, label="Who gave what")
    ET.fromstring(picture)
    for side, class_ in ((0, "ink"), (1, "sand")):
        given_, taken = ([one[side] for one in counts if one[2] is hollow] for hollow in (False, True))
        few = lambda some: sum(n for n in some if n <= DOTS)  # noqa: E731
        many = lambda some: sum(n > DOTS for n in some)  # noqa: E731
        assert dots(picture, f"f-{class_}") == few(given_)
        assert dots(picture, f"f-none s-{class_}") == few(taken)
        assert len(bars(picture, f"f-{class_}")) == many(given_)
        assert len(bars(picture, f"f-none s-{class_}")) == many(taken)
    assert picture.count('class="open"') == sum(bool(n) for one in counts for n in one[:2])


def test_the_longest_bar_of_the_ledger_stays_inside_and_is_the_largest_count() -> None:
    picture = ledger([Row("Thanked", 400, 100), Row("Asked", 21, 0, takes=True)], name="Amara", label="x")
    mine, theirs = bars(picture, "f-ink")[0], bars(picture, "f-sand")[0]
    assert mine["width"] == pytest.approx(4 * theirs["width"], rel=0.01)
    assert mine["x"] > 20
    assert theirs["x"] + theirs["width"] < 600


def test_nothing_that_a_name_holds_is_markup_in_the_ledger() -> None:
    assert "<b>" not in ledger([Row("<b>", 1, 1)], name="<b>", label="<b>")


def circles_of(picture: str) -> list[dict[str, str]]:
    """The circles with their attributes."""
    return [dict(re.findall(r'(\w+)="([^"]*)"', one)) for one in re.findall(r"<circle [^>]*>", picture)]


share = st.floats(0, 1)
some_bins = st.lists(
    st.tuples(share, share, share, share, st.integers(1, 5_000)).map(
        lambda one: Said(one[0], *sorted(one[1:4])[1::-1], sorted(one[1:4])[2], one[4])
    ),
    max_size=10,
)


@given(some_bins)
def test_a_dot_lies_where_it_was_said_and_happened_and_its_area_is_its_cases(bins) -> None:
    picture = calibration(bins)
    ET.fromstring(picture)
    dots = circles_of(picture)
    assert len(dots) == len(bins)
    largest = max((one.cases for one in bins), default=1)
    for dot, one in zip(dots, bins, strict=True):
        assert float(dot["cx"]) == pytest.approx(52 + 320 * one.said, abs=0.06)
        assert float(dot["cy"]) == pytest.approx(334 - 320 * one.happened, abs=0.06)
        assert float(dot["r"]) == pytest.approx(max(3.0, 15 * (one.cases / largest) ** 0.5), abs=0.06)


def test_a_dot_whose_whisker_leaves_the_diagonal_out_is_hollow() -> None:
    holds, misses = Said(0.5, 0.45, 0.4, 0.6, 90), Said(0.5, 0.2, 0.1, 0.3, 90)
    assert [one["class"] for one in circles_of(calibration([holds, misses]))] == ["f-ink", "f-card s-ink"]
    assert "said 50" in calibration([holds])
    assert "nothing to compare yet" in calibration([])


@given(st.lists(st.lists(st.floats(0, 1), max_size=10), max_size=5))
def test_only_the_last_year_has_dots_and_a_higher_share_lies_higher(shares) -> None:
    years_ = [Year(f"year {n}", tuple(sorted(some, reverse=True))) for n, some in enumerate(shares)]
    picture = signature(years_)
    ET.fromstring(picture)
    dots = circles_of(picture)
    assert len(dots) == (len(years_[-1].shares) if years_ else 0)
    heights = [float(one["cy"]) for one in dots]
    assert heights == sorted(heights)
    assert picture.count("stroke-dasharray") == max(0, len(years_) - 1)
