"""Translates what a Facebook export holds beside messages: friends, posts, comments, reactions. Pure.

Nothing in it has an id or an address: people are names, things are known by their moment and words. Who could read a
post is not told, so that none is taken for public.
"""

from collections.abc import Container
from typing import Any
from urllib.parse import quote

from mutuals.as2 import Activity, Actor, Link, Object, PropertyValue, Time
from mutuals.text.phones import e164
from mutuals.wire.days import day_text
from mutuals.wire.facebook_titles import author, whom
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.meta_people import Names
from mutuals.wire.meta_values import first_of, is_gone, mended, mended_name, seconds
from mutuals.wire.repeats import Repeats

Items = list[Activity | Actor]
Row = dict[str, Any]
_FACE = {
    "LIKE": "👍",
    "LOVE": "❤️",
    "HAHA": "😆",
    "WOW": "😮",
    "SORRY": "😢",
    "SAD": "😢",
    "ANGER": "😡",
    "ANGRY": "😡",
    "SUPPORT": "🤗",
    "CARE": "🤗",
}
_WORDS = frozenset(
    "text message post content comment texte testo texto tekst beitrag nachricht kommentar mensaje mensagem".split()
)


def profile(value: object, region: str | None) -> tuple[str, Row]:
    """(full name, fields of an Actor) of profile_information.json; ("", {}) when it names nobody."""
    row = (
        next((one for one in value.values() if isinstance(one, dict)), {}) if isinstance(value, dict) else {}
    )
    name = mended_name(words_of(part_of(row, "name").get("full_name")) or words_of(row.get("name")))
    mails = part_of(row, "emails").get("emails")
    found = [mailto(address_of(one)) for one in _strings(mails) if address_of(one)]
    phones = (words_of(one.get("phone_number")) for one in rows_of(row.get("phone_numbers")))
    found += [f"tel:{one}" for one in (e164(phone, region=region) for phone in phones) if one]
    page = words_of(row.get("profile_uri"))
    fields: Row = {"also_known_as": tuple(dict.fromkeys(found))}
    if page.startswith("https://"):
        fields["url"] = page
    return (name, fields) if name else ("", {})


def friend(row: Row, names: Names) -> Actor | None:
    """A friend with the day since when; None for one who closed the account. Raises ValueError when it has no name."""
    name = _named(row)
    if is_gone(name):
        return None
    day = day_text(seconds(row.get("timestamp")))
    facts = (PropertyValue("connected on", day),) if day else ()
    actor = names.person(name)
    return Actor(id=actor.id, name=actor.name, attachment=facts)


def follow(row: Row, names: Names, *, by_me: bool) -> Items:
    """Somebody who follows the owner, or whom the owner follows (`by_me`)."""
    actor, time = names.person(_named(row), "follow"), seconds(row.get("timestamp"))
    one, other = (names.me, actor.id) if by_me else (actor.id, names.me)
    return [
        actor,
        Activity(
            id=f"{one}#follows/{quote(other, safe='')}",
            type="Follow",
            actor=one,
            object=other,
            published=time,
        ),
    ]


def post(row: Row, names: Names, repeats: Repeats, known: Container[str] = ()) -> Items:
    """A post of the owner with whom it names, or whose page it was written on."""
    text, time = _text(row, "post"), _moment(row)
    title = mended(row.get("title"))
    page = whom(title, names.my_name, known) if "wrote on" in title or "Pinnwand" in title else ""
    people = [mended_name(words_of(one.get("name"))) for one in rows_of(row.get("tags"))]
    named = [names.person(one) for one in dict.fromkeys((page, *people)) if one and not is_gone(one)]
    links = _attached(row)
    if not text and not links and not title:
        raise ValueError("It has no words and nothing attached.")
    uri = f"{names.base}post/{repeats.digest('post', time.ms, text)}"
    return [*named, _create(uri, names.me, text, time, [one.id for one in named], names, links)]


def wall(row: Row, names: Names, repeats: Repeats) -> Items:
    """What somebody wrote on the owner's page; raises ValueError when the title does not tell who."""
    text, time, title = _text(row, "post"), _moment(row), mended(row.get("title"))
    name = author(title)
    if not name or is_gone(name):
        raise ValueError("It does not say in a way that is known here who wrote it.")
    actor = names.person(name)
    uri = f"{names.base}wall/{repeats.digest('wall', time.ms, name, text)}"
    return [actor, _create(uri, actor.id, text, time, [names.me], names, _attached(row))]


def comment(row: Row, names: Names, repeats: Repeats, known: Container[str] = ()) -> Items:
    """A comment of the owner, to whom its title names."""
    inner = first_of(row.get("data"), "comment")
    said = inner if isinstance(inner, dict) else {}
    text, time = mended(said.get("comment")).strip() or _labelled(row), seconds(said.get("timestamp"))
    time = time if time.ms is not None else _moment(row)
    if not text and not said and not _attached(row):
        raise ValueError("It has no words.")
    uri = f"{names.base}comment/{repeats.digest('comment', time.ms, text)}"
    name = whom(mended(row.get("title")), mended_name(words_of(said.get("author"))) or names.my_name, known)
    other = [names.person(name)] if name and not is_gone(name) else []
    to = (*(one.id for one in other), f"{names.me}/followers")
    thing = Object(
        id=uri,
        attributed_to=names.me,
        content=text,
        in_reply_to=f"{uri}/parent" if other else "",
        to=to,
        attachment=tuple(_attached(row)),
        published=time,
    )
    return [*other, Activity(id=f"{uri}#create", actor=names.me, object=thing, published=time, to=to)]


def reaction(row: Row, names: Names, repeats: Repeats, known: Container[str] = ()) -> Items:
    """What the owner liked; whose it was where the title tells."""
    inner = first_of(row.get("data"), "reaction")
    said = inner if isinstance(inner, dict) else {}
    face, time, title = words_of(said.get("reaction")).upper(), _moment(row), mended(row.get("title"))
    if not said and not title:
        raise ValueError("It does not say what it is.")
    uri = f"{names.base}reaction/{repeats.digest('reaction', time.ms, title, face)}"
    name = whom(title, names.my_name, known)
    other = [names.person(name)] if name and not is_gone(name) else []
    about: Object | str = f"{uri}/object"
    if other:
        about = Object(id=f"{uri}/object", attributed_to=other[0].id)
    like = Activity(
        id=uri,
        type="Like",
        actor=names.me,
        object=about,
        published=time,
        summary=_FACE.get(face, mended(said.get("reaction"))),
    )
    return [*other, like]


def _create(
    uri: str, by: str, text: str, time: Time, named: list[str], names: Names, links: list[Link]
) -> Activity:
    to = (*named, f"{names.me}/followers")
    thing = Object(
        id=uri,
        attributed_to=by,
        content=text,
        to=to,
        tag=tuple(Link(one, "Mention") for one in named),
        attachment=tuple(links),
        published=time,
    )
    return Activity(id=f"{uri}#create", actor=by, object=thing, published=time, to=to)


def _named(row: Row) -> str:
    name = mended_name(words_of(row.get("name"))) or mended_name(_labelled(row))
    if not name:
        raise ValueError("It has no name.")
    return name


def _moment(row: Row) -> Time:
    time = seconds(row.get("timestamp"))
    if time.ms is None:
        raise ValueError("It does not say when it was.")
    return time


def _text(row: Row, name: str) -> str:
    return mended(first_of(row.get("data"), name)).strip() or _labelled(row)


def _labelled(row: Row) -> str:
    """The words among labelled values, which are labelled in the language of the account."""
    pairs = [
        (mended(one.get("label")).lower(), mended(one.get("value")).strip())
        for one in rows_of(row.get("label_values"))
    ]
    return next((value for label, value in pairs if label in _WORDS and value), "")


def _attached(row: Row) -> list[Link]:
    found = []
    for part in rows_of(row.get("attachments")):
        for one in rows_of(part.get("data")):
            found += _link(one)
    return found[:100]


def _link(one: Row) -> list[Link]:
    url = mended(part_of(one, "external_context").get("url"))
    uri = words_of(part_of(one, "media").get("uri"))
    if url.startswith(("http://", "https://")):
        return [Link(url, "Link", mended(part_of(one, "external_context").get("name"))[:200])]
    moving = uri.lower().endswith((".mp4", ".mov", ".webm"))
    return [Link("", "Video" if moving else "Image", uri.rpartition("/")[2][:200])] if uri else []


def _strings(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
