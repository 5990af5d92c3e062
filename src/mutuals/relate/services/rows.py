"""How a line becomes a row of the stored ties."""

from collections.abc import Sequence

from mutuals.record.services.bulk import ids_take, rows_insert
from mutuals.relate.circles import Circle
from mutuals.relate.models import Tie
from mutuals.relate.services.lines import Line

CIRCLES = {word: number for number, word in enumerate(Circle)}
COLUMNS = [
    "id",
    "reckoning_id",
    "a",
    "b",
    "ours",
    "depth",
    "depth_out",
    "depth_in",
    "states",
    "days_active",
    "first_day",
    "last_day",
    "last_out",
    "last_in",
    "usual_gap",
    "over",
    "trend",
    "chance",
    "terms",
    "circle",
    "rung",
    "networks",
    "kinds",
]


def rows_write(lines: Sequence[Line], *, reckoning: int, as_of: int) -> None:
    """Stores lines as ties of a reckoning that has none between these two yet; call inside a transaction."""
    ids = ids_take(Tie, len(lines))
    rows_insert(Tie, COLUMNS, [row_of(i, reckoning, as_of, line) for i, line in zip(ids, lines, strict=True)])


def row_of(number: int, reckoning: int, as_of: int, line: Line) -> tuple[object, ...]:
    """A line as the columns of a stored tie."""
    return (
        number,
        reckoning,
        line.a,
        line.b,
        line.ours,
        line.depth,
        line.depth_out,
        line.depth_in,
        line.states,
        line.days_active,
        line.first_day,
        line.last_day,
        line.last_out,
        line.last_in,
        line.usual_gap,
        (as_of - line.last_day) / line.usual_gap if line.usual_gap else None,
        line.trend,
        line.chance,
        line.terms,
        CIRCLES[line.circle],
        line.rung,
        " ".join(one.replace(" ", "-") for one in line.networks),
        line.kinds,
    )
