"""Common ground with a contact: what they keep speaking of, what both like, and how they tell of themselves."""

from collections.abc import Iterable, Sequence

from mutuals.people.interests import DAY_MS, Interest, Said, interests
from mutuals.people.models import Contact
from mutuals.people.selectors.actors import actors_of
from mutuals.people.selectors.spoken import Spoken
from mutuals.record.selectors.scopes import scopes_readable
from mutuals.record.services.bulk import rows_in
from mutuals.team.models import User


def interests_of(
    viewer: User, contact: Contact, spoken: Sequence[Spoken], *, most: int = 6
) -> list[Interest]:
    """What they and we speak of, by the phrases of what was said lately between us (`spoken_between`)."""
    return interests(_said(spoken), names=(contact.name, viewer.name, viewer.username), most=most)


def bios_of(
    viewer: User,
    contact: Contact,
    *,
    actors_known: Sequence[int] | None = None,
    scopes: Iterable[int] | None = None,
) -> list[str]:
    """How a contact tells of themselves on the networks where the viewer may know of them, each text once.

    `actors_known` are their actors, `scopes` those that the viewer reads, where the page has found them already.
    """
    seen = _listed(scopes_readable(viewer) if scopes is None else scopes)
    actors = actors_of(contact.pk) if actors_known is None else actors_known
    sql = (
        "SELECT a.summary FROM record_actor a WHERE a.summary <> '' AND a.id IN ({}) AND EXISTS (SELECT 1 FROM "  # noqa: S608
        f"record_actorsighting s WHERE s.actor = a.id AND s.account IN ({seen}))"
    )
    return list(dict.fromkeys(" ".join(row[0].split()) for row in rows_in(sql, actors)))


def _said(spoken: Iterable[Spoken]) -> Iterable[Said]:
    for one in spoken:
        if one.view is not None and one.at is not None:
            phrases = tuple(" ".join(one.text[start:end].split()) for start, end in one.view.reading.about)
            lang, words = one.view.reading.lang, len(one.text.split())
            yield Said(one.at // DAY_MS, one.ours, phrases, one.key, lang, words)


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in numbers)
