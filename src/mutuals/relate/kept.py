"""What is said of how many somebody can keep: one answer, one kind sentence, the quarters, the shape of a year.
Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Protocol

from mutuals.relate.calibration import Calibration
from mutuals.relate.keeping import Kept, Signature
from mutuals.ui.charts.calibration import Said, calibration
from mutuals.ui.charts.signature import PHONE, WIDE, Year, signature
from mutuals.ui.charts.svg import Svg
from mutuals.ui.charts.years import Kept as Counted
from mutuals.ui.charts.years import years
from mutuals.ui.words import MONTHS, number, percent

_EPOCH = date(1970, 1, 1)
# So many quarters make a line; from so many people on, of whom one keeps few, a kind word is due.
LEAST_QUARTERS, MANY = 4, 100
# From so many steps from year to year on it can be told which are usual.
LEAST_STEPS = 3


class Move(Protocol):
    """What this file needs of a `selectors.beside.Moved`."""

    @property
    def came(self) -> Sequence[object]: ...
    @property
    def quiet(self) -> Sequence[object]: ...
    @property
    def overtaken(self) -> Sequence[object]: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """How many are kept at least monthly: now, the usual span over the years, and whether that can be told yet."""

    now: int
    weekly: int
    low: int
    middle: int
    high: int
    years: int
    early: bool


def day_of(day: int) -> date:
    """The date of a UTC day number."""
    return _EPOCH + timedelta(days=day)


def answer(kept: Sequence[Kept]) -> Answer:
    """How many deep relationships are really kept up, at the ends of quarters: the middle half of them is the span."""
    counts = sorted(one.monthly for one in kept)
    if not counts:
        return Answer(0, 0, 0, 0, 0, 0, True)
    quarter = len(counts) // 4
    span = (kept[-1].day - kept[0].day) // 365
    return Answer(
        kept[-1].monthly, kept[-1].weekly, counts[quarter], round(median(counts)), counts[-1 - quarter], span,
        len(kept) < 2,
    )  # fmt: skip


def kindness(people: int, found: Answer) -> str:
    """One warm sentence for somebody with very many people and few whom they keep; nothing where it would not be
    true."""
    if people < MANY or people < 8 * max(1, found.now):
        return ""
    passed = f"{number(people)} people have passed through your days here"
    if found.now == 0:
        return (
            f"{passed}. That none of them is in them every month just now is no fault of yours; any one of them may be "
            "glad of a word."
        )
    return (
        f"{passed}, and nobody keeps so many: that {number(found.now)} of them hear from you month after month is what "
        "a full life looks like. The others are no debt."
    )


def displaced(moves: Sequence[Move]) -> str:
    """What those who came displaced, in one sentence: it says who left in the same quarters, and not because of
    whom."""
    together = [one for one in moves if one.came and (one.quiet or one.overtaken)]
    came, quiet = sum(len(one.came) for one in together), sum(len(one.quiet) for one in together)
    overtaken = sum(len(one.overtaken) for one in together)
    if not together:
        return "Nobody left your fifteen nearest in a quarter in which somebody came."
    return (
        f"In {_quarters(len(together))} somebody came nearer and somebody left: {number(came)} came and "
        f"{number(quiet + overtaken)} left. {_gone(quiet, overtaken)}"
    )


def _gone(quiet: int, overtaken: int) -> str:
    if not overtaken:
        return "All who left had gone quiet by themselves; nobody was merely crowded out."
    if not quiet:
        return (
            "All who left were still in touch as before; there was just no room for everybody among fifteen."
        )
    return f"{number(quiet)} of those had gone quiet; {number(overtaken)} were in touch as before and only overtaken."


def _quarters(count: int) -> str:
    return "one quarter" if count == 1 else f"{number(count)} quarters"


def shape(found: Sequence[Signature]) -> str:
    """How this year is shared out, beside one's own past."""
    if not found:
        return ""
    last = found[-1]
    first, five = percent(last.shares[0]), percent(sum(last.shares[:5]))
    said = f"Of your days with people in the last year {first} went to the first person and {five} to the first five."
    if last.unlike is None or last.same is None:
        return said
    before = found[-2]
    was = f"A year before it was {percent(before.shares[0])} and {percent(sum(before.shares[:5]))}"
    return f"{said} {was}, {_same(last.same)}. {_usual(found)}".rstrip()


def _same(same: int) -> str:
    if same == 5:
        return "with the same five people"
    return f"with {same} of the same five people" if same else "with five others"


def _usual(found: Sequence[Signature]) -> str:
    """Whether the last year is as like the one before as this person's years are; with too few years nothing."""
    steps = [one.unlike for one in found if one.unlike is not None]
    if len(steps) < LEAST_STEPS:
        return ""
    if steps[-1] > 2 * median(steps[:-1]):
        return "That is more of a change of shape than your years usually bring."
    return "The shape stays yours, as it does with most people, whoever is in it."


def pictures(found: Sequence[Signature]) -> tuple[Svg, Svg] | None:
    """The shapes of the years, for a wide page and for a phone."""
    if not found:
        return None
    drawn = [Year(f"The year until {_short(day_of(one.until))}", one.shares) for one in found]
    return signature(drawn, width=WIDE), signature(drawn, width=PHONE)


def over_years(kept: Sequence[Kept]) -> tuple[Svg, Svg] | None:
    """How many were kept at least monthly, for a wide page and for a phone; nothing for few quarters."""
    if len(kept) < LEAST_QUARTERS:
        return None
    points = [Counted(day_of(one.day), one.monthly) for one in kept]
    label = f"In touch at least monthly, by quarters: from {kept[0].monthly} to {kept[-1].monthly}"
    at = points[-1].day
    return years(points, at=at, label=label), years(points, at=at, label=label, width=PHONE)


def came_true(found: Calibration) -> str:
    """How the chances fared, in one sentence or two."""
    if not found.cases:
        return ""
    off = [one for one in found.bins if not one.least <= one.said <= one.most]
    high = sum(one.cases for one in off if one.said > one.happened)
    low = sum(one.cases for one in off if one.said < one.happened)
    told = (
        f"Of {number(found.cases)} chances that had their 28 days, {percent(found.contacts / found.cases)} came true; "
        f"said and happened lie {found.error * 100:.0f} points apart on average."
    )
    if not off:
        return f"{told} Every size of chance came true as often as was said, as far as the cases tell."
    more = "more" if high >= low else "less"
    return f"{told} Where they differ beyond chance, mostly {more} was said than happened."


def came_picture(found: Calibration) -> Svg | str:
    """Said against happened, as a picture; nothing while it is too early."""
    if found.early:
        return ""
    rows = [Said(one.said, one.happened, one.least, one.most, one.cases) for one in found.bins]
    return calibration(rows, said="said: chance of contact within 28 days")


def quarter(day: int) -> str:
    """The quarter that ends with a UTC day: "January to March 2024"."""
    found = day_of(day)
    first = (found.month - 1) // 3 * 3
    return (
        f"{MONTHS[first]} to {MONTHS[found.month - 1]} {found.year}"
        if found.month - 1 > first
        else _month(found)
    )


def _month(found: date) -> str:
    return f"{MONTHS[found.month - 1]} {found.year}"


def _short(day: date) -> str:
    return f"{day.day} {_month(day)}"
