"""Turns who knows whom into the picture, its sentences and its table. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

from mutuals.relate.introduced import listed
from mutuals.ui.charts import network as charts
from mutuals.ui.faces import first_name
from mutuals.ui.words import number


class Seen(Protocol):
    """What this file needs of a `selectors.network.Network`."""

    communities: Sequence[Any]
    lines: Sequence[Any]
    bridges: Sequence[Any]
    alone: int
    knows: dict[int, int]


def picture(seen: Seen) -> dict[str, Any]:
    """The picture for desktop and phone, the sentence about bridges, and the rows of the table."""
    people = {row.pk: row for community in seen.communities for row in community.people}
    titles = [title(community) for community in seen.communities]
    bridging = {one.person for one in seen.bridges}
    discs = tuple(
        charts.Disc(
            name,
            tuple(
                charts.Person(
                    row.contact,
                    row.name,
                    f"/people/{row.contact}",
                    _knows(seen.knows.get(row.pk, 0)),
                    row.pk in bridging,
                )
                for row in community.people
            ),
        )
        for name, community in zip(titles, seen.communities, strict=True)
    )
    lines = tuple(
        charts.Line(people[one.a].contact, people[one.b].contact, one.depth)
        for one in seen.lines
        if one.a in people and one.b in people
    )
    label = (
        f"{number(len(people))} people in {number(len(discs))} communities, with lines between those who know "
        "each other. The table below holds the same facts."
    )
    return {
        "count": len(people),
        "circles_count": len(discs),
        "alone": seen.alone,
        "picture": _drawn(discs, lines, label, charts.DESKTOP),
        "picture_phone": _drawn(discs, lines, label, charts.PHONE),
        "bridges": [_bridge(one, people, titles) for one in seen.bridges],
        "rows": [
            (name, community.people, community.people[0])
            for name, community in zip(titles, seen.communities, strict=True)
        ],
    }


def title(community: Any) -> str:
    """What a community is called: its group, else the best connected in it."""
    if community.name:
        return str(community.name)
    names = [row.name for row in community.people]
    return listed(names, 2) if len(names) == 2 else f"around {first_name(names[0])}"


@lru_cache(maxsize=8)
def _drawn(
    discs: tuple[charts.Disc, ...], lines: tuple[charts.Line, ...], label: str, frame: charts.Frame
) -> str:
    """The picture, which is laid out anew only when somebody in it has changed."""
    return charts.network(discs, lines, label=label, frame=frame)


def _knows(count: int) -> str:
    return f"knows {number(count)} {'other' if count == 1 else 'others'} here"


def _bridge(one: Any, people: dict[int, Any], titles: Sequence[str]) -> tuple[Any, str]:
    """A bridge in words: the row of the person, and what they connect."""
    ends = [titles[one.home], *(titles[at] for at in one.others[:2])]
    said = [f"those {end}" if end.startswith("around ") else f"“{end}”" for end in ends]
    return people[one.person], f"connects {said[0]} with {' and '.join(said[1:])}"
