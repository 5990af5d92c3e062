"""The navigation that the web door fills and every page shows: sections of places, and which one is open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Item:
    """A place one can go: `count` is shown in pencil where something waits, `foot` puts it on a phone's bar."""

    url: str
    title: str
    icon: str
    count: str = ""
    foot: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A room on the screen with its places; an empty title is the section without a heading."""

    title: str
    items: tuple[Item, ...]


def opened(sections: Sequence[Section], path: str) -> tuple[Section, ...]:
    """Marks as current the one place whose address is the longest beginning of the path, if any."""
    urls = [item.url for section in sections for item in section.items if _leads_to(item.url, path)]
    best = max(urls, key=len, default=None)
    return tuple(
        replace(
            section,
            items=tuple(replace(item, current=item.url == best) for item in section.items),
        )
        for section in sections
    )


def foot(sections: Sequence[Section]) -> tuple[tuple[Item, ...], tuple[Section, ...]]:
    """Splits the navigation for the phone: at most four places on the bar, all the others behind "More"."""
    bar = [item for section in sections for item in section.items if item.foot][:4]
    urls = {item.url for item in bar}
    rest = (
        replace(section, items=tuple(item for item in section.items if item.url not in urls))
        for section in sections
    )
    return tuple(bar), tuple(section for section in rest if section.items)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (path.startswith(url if url.endswith("/") else f"{url}/") and url != "/")
