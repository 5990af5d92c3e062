"""Who among a viewer's people could help with a text: by what they wrote, answered, offer or like; and what lies on our
own shelf. All in what the viewer may read."""

from dataclasses import dataclass

from django.db.models import Q

from mutuals.people.models import Contact, ShelfItem
from mutuals.people.selectors.actors import roots_by_actor
from mutuals.record.keys import key_parse, key_text
from mutuals.record.packed import words_of
from mutuals.record.selectors.posts import PostView, posts_by_key
from mutuals.record.selectors.readings import readings_of
from mutuals.relate.matching import Help, Said, Words, folded, phrases_at
from mutuals.relate.selectors.introducible import kept_apart
from mutuals.relate.selectors.ties import Standing, remembered, standing_of, ties_ours
from mutuals.relate.selectors.writings import writings_of
from mutuals.team.models import User
from mutuals.text.keyphrases import keyphrases
from mutuals.text.language import detect
from mutuals.text.plainly import plainly
from mutuals.text.topics import alike, packed
from mutuals.text.vectors import load
from mutuals.ui.words import names

DAY_MS = 86_400_000
LIMIT = 5
LEAST_FIT = 0.3
EXCERPT = 200
# So near must a thing on the shelf lie that shares no word.
SHELF_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class HelperRow:
    """Somebody who could help: why in one sentence, how well it fits (0 to 1), and the posts that say so as (key,
    excerpt), the best first."""

    contact: Contact
    why: str
    fit: float
    phrases: tuple[str, ...]
    posts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Something on our own shelf that fits."""

    public_id: str
    kind: str
    title: str
    why: str


def helpers_for(
    viewer: User, text: str = "", *, post: str = "", limit: int = LIMIT, standing: Standing | None = None
) -> list[HelperRow]:
    """Who could help with a text, or with a post (its key, 16 digits) that the viewer reads; the best fit first, nobody
    who wrote it, and nobody who is left out, strained or guarded."""
    here = standing or standing_of(viewer)
    asked = _asked(viewer, text, post)
    if asked is None:
        return []
    words, among = _words(viewer, here)
    found = [one for one in words.helpers(asked, among=among, limit=limit) if one.fit >= LEAST_FIT]
    people = Contact.objects.in_bulk([one.contact for one in found])
    keys = [key_parse(said.post) for one in found for said in one.posts if said.post]
    texts = {key_text(view.key): view for view in posts_by_key(viewer, keys)}
    return [_row(one, people[one.contact], texts) for one in found if one.contact in people]


def shelf_for(viewer: User, text: str = "", *, post: str = "", limit: int = LIMIT) -> list[ShelfRow]:
    """What on our shelf fits a text or a post: the viewer's own things and those shared on purpose."""
    asked = _asked(viewer, text, post)
    items = ShelfItem.objects.filter(Q(author=viewer) | Q(shared=True), deleted_at=None).order_by(
        "-at", "-pk"
    )
    things = list(items[:500])
    if asked is None or not things:
        return []
    near = alike(asked.vector, packed(load().of([f"{one.title}. {one.text}" for one in things])))
    wanted, found = folded(asked.phrases), []
    for one, nearness in zip(things, near, strict=True):
        lang = detect([f"{one.title}. {one.text}"])[0][0]
        mine = folded([one.title, *keyphrases(f"{one.title}. {one.text}", lang)])
        same = [written for phrase, written in wanted.items() if phrase in mine]
        if same or nearness >= SHELF_NEAR:
            why = (
                f"It is about {names([f'“{word}”' for word in same[:2]])}."
                if same
                else "It is about something alike."
            )
            found.append((len(same) + nearness, ShelfRow(str(one.public_id), one.kind, one.title, why)))
    found.sort(key=lambda row: -row[0])
    return [row for _, row in found[:limit]]


def _words(viewer: User, here: Standing) -> tuple[Words, list[int]]:
    """What everybody in the viewer's circles writes, remembered for a minute."""

    def read() -> tuple[Words, list[int]]:
        people = [row.pk for row in ties_ours(viewer, circled=True, standing=here)]
        apart = kept_apart(viewer, people)
        people = [one for one in people if one not in apart]
        return Words(writings_of(viewer, people, now_ms=(here.today + 1) * DAY_MS)), people

    return remembered(viewer, here, "words of circles", read)


def _asked(viewer: User, text: str, post: str) -> Said | None:
    """What is asked, as one thing said; nothing where there are no words, or none that the viewer reads."""
    if post:
        return _by_post(viewer, post)
    if not text.strip():
        return None
    lang = detect([text])[0][0]
    phrases = keyphrases(text, lang, most=8)
    words = [word for phrase in phrases for word in phrase.split() if len(word) > 2]
    return Said("", 0, 0, tuple(dict.fromkeys([*phrases, *words])), packed(load().of([text]))[0])


def _by_post(viewer: User, post: str) -> Said | None:
    try:
        views = posts_by_key(viewer, [key_parse(post)])
    except ValueError:
        return None
    read = readings_of(viewer, [view.id for view in views])
    if not views or views[0].id not in read:
        return None
    view, reading = views[0], read[views[0].id].reading
    owner = roots_by_actor([view.author]).get(view.author, 0) if view.author is not None else 0
    phrases = phrases_at(words_of(view.name, view.summary, view.content), reading.about)
    return Said(post, owner, view.at or 0, phrases, reading.vector)


def _row(one: Help, contact: Contact, texts: dict[str, PostView]) -> HelperRow:
    told = [said for said in one.posts if said.post in texts]
    posts = [(said.post, _excerpt(texts[said.post])) for said in told]
    about = (
        f" about {names([f'“{word}”' for word in one.phrases[:2]])}"
        if one.phrases
        else " about something alike"
    )
    if any(said.noted for said in one.posts):
        why = f"It was noted that they care{about}."
    elif any(said.answers for said in told):
        why = f"They helped or answered somebody{about}."
    else:
        why = f"They wrote{about}."
    return HelperRow(contact, why, round(one.fit, 3), one.phrases, tuple(posts))


def _excerpt(view: PostView) -> str:
    return plainly(words_of(view.name, view.summary, view.content))[:EXCERPT]
