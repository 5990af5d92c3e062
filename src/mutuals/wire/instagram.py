"""Translates what an Instagram export holds beside messages: followers, likes, comments, posts. Pure.

People are handles here and have an address; in conversations they are names, which is a handle only where they chose
no other (`wire/meta_people`). Who may see a post is not told, so that none is taken for public.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Link, Object, PropertyValue, Time
from mutuals.text.phones import e164
from mutuals.wire.json_values import part_of, rows_of, words_of
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.meta_people import Names
from mutuals.wire.meta_values import mended, mended_name, seconds
from mutuals.wire.repeats import Repeats

Items = list[Activity | Actor]
Row = dict[str, Any]
HOME = "https://www.instagram.com/"
_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}")
_MENTION = re.compile(r"(?<![\w.@/])@([A-Za-z0-9_](?:[A-Za-z0-9._]{0,28}[A-Za-z0-9_])?)")
_MEDIA = re.compile(r"/(?:[A-Za-z0-9._]{1,30}/)?(p|reel|reels|tv|stories)/([A-Za-z0-9._/-]+?)/?")
_COMMENT = frozenset(
    "comment kommentar commentaire comentario comentário commento opmerking komentarz yorum".split()
)
_OWNER = frozenset(
    (
        *(
            "media owner",
            "medieninhaber",
            "inhaber der medien",
            "propriétaire du média",
            "propietario del contenido",
        ),
        *(
            "proprietario del contenuto",
            "proprietário da mídia",
            "media-eigenaar",
            "username",
            "benutzername",
        ),
        *(
            "nutzername",
            "nom de profil",
            "nom d'utilisateur",
            "nombre de usuario",
            "nome utente",
            "nome de usuário",
        ),
        *("gebruikersnaam", "nazwa użytkownika", "kullanıcı adı", "author", "owner"),
    )
)
_NAME = frozenset(("name", "nom", "nombre", "nome", "naam", "nazwa", "ad", "имя", "名前", "imię"))
_MAIL = re.compile(r"mail|correo|e-post", re.IGNORECASE)
_PHONE = re.compile(r"phone|telefon|téléphone|teléfono|telefono|telefone|telefoon", re.IGNORECASE)


def handle_of(text: str) -> str:
    """A handle in small letters, without a leading @ or an address around it; "" when the text is none."""
    word = text.strip().removeprefix("@")
    if "instagram.com" in word:
        parts = [one for one in _path(word).split("/") if one not in ("", "_u", "stories")]
        word = parts[0] if len(parts) == 1 else ""
    return word.lower() if _HANDLE.fullmatch(word) and word.strip(".") else ""


def account(handle: str, name: str = "", facts: tuple[PropertyValue, ...] = ()) -> Actor:
    """The actor of a handle."""
    uri = HOME + handle
    return Actor(id=uri, name=name, preferred_username=handle, url=uri, attachment=facts)


def media_uri(href: str) -> str:
    """The id of a post by its link; "" when the link is none."""
    word = mended(href).strip()
    if not word.startswith(("https://", "http://")):
        return ""
    found = _MEDIA.fullmatch(_path(word))
    if found and "instagram.com" in word:
        kind = "reel" if found[1] == "reels" else found[1]
        return f"{HOME}{kind}/{quote(found[2], safe='/')}"
    return quote(word.partition("?")[0].rstrip("/"), safe=":/%@.,~-")


def profile(value: object, region: str | None) -> tuple[str, str, tuple[str, ...]]:
    """(handle, name, further addresses) of the owner by personal_information.json; "" for what it does not tell."""
    rows = value.get("profile_user") if isinstance(value, dict) else None
    said = part_of(next(rows_of(rows), {}), "string_map_data")
    cells = {mended(label).lower(): mended(part_of(said, label).get("value")).strip() for label in said}
    handle = next(
        (handle_of(text) for label, text in cells.items() if label in _OWNER and handle_of(text)), ""
    )
    name = next((text for label, text in cells.items() if label in _NAME and text), "")
    mails = (address_of(text) for label, text in cells.items() if _MAIL.search(label))
    phones = (e164(text, region=region) for label, text in cells.items() if _PHONE.search(label))
    also = [mailto(one) for one in mails if one] + [f"tel:{one}" for one in phones if one]
    return handle, name, tuple(dict.fromkeys(also))


def listed(row: Row) -> tuple[str, Time]:
    """(handle, since when) of one entry of a list of people, in the older and the newer shape; raises ValueError when
    it names nobody."""
    entry = next(rows_of(row.get("string_list_data")), {})
    told = (entry.get("value"), row.get("title"), entry.get("href"), _labelled(row).get("username"))
    handle = next((handle_of(mended(one)) for one in told if handle_of(mended(one))), "")
    if not handle:
        raise ValueError("It names no account.")
    time = seconds(entry.get("timestamp"))
    return handle, time if time.ms is not None else seconds(row.get("timestamp"))


def follow(row: Row, names: Names, *, by_me: bool) -> Items:
    """Somebody who follows the owner, or whom the owner follows (`by_me`)."""
    handle, time = listed(row)
    actor = account(handle)
    one, other = (names.me, actor.id) if by_me else (actor.id, names.me)
    mark = f"{one}#follows/{quote(other, safe='')}"
    return [actor, Activity(id=mark, type="Follow", actor=one, object=other, published=time)]


def close(row: Row) -> Items:
    """Somebody on the owner's list of close friends, which is a label."""
    return [account(listed(row)[0], facts=(PropertyValue("label", "Close friends"),))]


def like(row: Row, names: Names, *, comment: bool = False) -> Items:
    """What the owner liked, and whose it was; a comment is known by the post that it stands under."""
    labels = _labelled(row)
    whose = handle_of(mended(row.get("title"))) or handle_of(labels.get("username", ""))
    entry = next(rows_of(row.get("string_list_data")), {})
    uri = media_uri(words_of(entry.get("href")) or labels.get("url", ""))
    if not uri:
        raise ValueError("It does not say what was liked.")
    whose = whose or handle_of(mended(entry.get("value")))
    time = seconds(entry.get("timestamp"))
    time = time if time.ms is not None else seconds(row.get("timestamp"))
    uri = f"{uri}#comment/{whose}/{time.ms or 0}" if comment else uri
    other = [account(whose)] if whose else []
    act = Activity(
        id=f"{uri}#reaction/{quote(names.me, safe='')}",
        type="Like",
        actor=names.me,
        object=Object(id=uri, attributed_to=other[0].id, url=uri) if other else uri,
        published=time,
        summary="❤️",
    )
    return [*other, act]


def story(row: Row, names: Names, repeats: Repeats, *, kind: str = "story") -> Items:
    """That the owner liked or answered a sticker of somebody's story, or (`kind`) liked what is not said further."""
    handle, time = listed(row)
    if time.ms is None:
        raise ValueError("It does not say when it was.")
    uri = f"{names.base}{kind}/{repeats.digest(kind, handle, time.ms)}"
    about = Object(id=f"{uri}/object", attributed_to=account(handle).id)
    return [
        account(handle),
        Activity(id=uri, type="Like", actor=names.me, object=about, published=time, summary="❤️"),
    ]


def comment(row: Row, names: Names, repeats: Repeats) -> Items:
    """A comment of the owner, to whom the file names, in the older and the newer shape."""
    text, whose, time = _commented(row)
    if not text and not part_of(row, "media_list_data"):
        raise ValueError("It has no words.")
    other = [account(whose)] if whose and HOME + whose != names.me else []
    uri = f"{names.base}comment/{repeats.digest('comment', time.ms, whose, text)}"
    to = (*(one.id for one in other), f"{names.me}/followers")
    mentions = list(_mentions(text))
    thing = Object(
        id=uri,
        attributed_to=names.me,
        content=text,
        in_reply_to=f"{uri}/parent" if other else "",
        to=to,
        tag=tuple(Link(one.id, "Mention", f"@{one.preferred_username}") for one in mentions),
        published=time,
    )
    return [
        *other,
        *mentions,
        Activity(id=f"{uri}#create", actor=names.me, object=thing, published=time, to=to),
    ]


def post(row: Row, names: Names, repeats: Repeats) -> Items:
    """A post, reel or story of the owner with whom its words mention."""
    media = list(rows_of(row.get("media"))) or [row]
    text = (
        mended(row.get("title")).strip()
        or mended(media[0].get("title")).strip()
        or _labelled(row).get("caption", "")
    )
    times = (seconds(one.get("creation_timestamp")) for one in (row, *media))
    time = next((one for one in times if one.ms is not None), seconds(row.get("timestamp")))
    files = [words_of(one.get("uri")).rpartition("/")[2] for one in media[:50]]
    if not text and not any(files):
        raise ValueError("It has no words and nothing attached.")
    uri = f"{names.base}post/{repeats.digest('post', time.ms, text)}"
    mentions = list(_mentions(text))
    to = (f"{names.me}/followers",)
    thing = Object(
        id=uri,
        attributed_to=names.me,
        content=text,
        to=to,
        tag=tuple(Link(one.id, "Mention", f"@{one.preferred_username}") for one in mentions),
        attachment=tuple(_file(one) for one in files if one),
        published=time,
    )
    return [*mentions, Activity(id=f"{uri}#create", actor=names.me, object=thing, published=time, to=to)]


def _commented(row: Row) -> tuple[str, str, Time]:
    """(words, whose post, when); labels are in the language of the account, so that what is none else is the words."""
    said, labels = part_of(row, "string_map_data"), _labelled(row)
    cells = {mended(label).lower(): mended(part_of(said, label).get("value")).strip() for label in said}
    cells |= labels
    times = [seconds(part_of(said, label).get("timestamp")) for label in said] + [
        seconds(row.get("timestamp"))
    ]
    entry = next(rows_of(row.get("string_list_data")), {})
    whose = next((handle_of(text) for label, text in cells.items() if label in _OWNER), "")
    text = next((text for label, text in cells.items() if label in _COMMENT and text), "")
    rest = [one for label, one in cells.items() if one and label not in _OWNER and label not in _COMMENT]
    if not text:
        text, *rest = rest or [mended(entry.get("value")).strip()]
    whose = whose or next((handle_of(one) for one in (*rest, mended(row.get("title"))) if handle_of(one)), "")
    times.append(seconds(entry.get("timestamp")))
    return text, whose, next((one for one in times if one.ms is not None), UNKNOWN_TIME)


def _mentions(text: str) -> Iterator[Actor]:
    for handle in dict.fromkeys(one.lower() for one in _MENTION.findall(text)):
        yield account(handle)


def _file(name: str) -> Link:
    moving = name.lower().endswith((".mp4", ".mov", ".webm"))
    return Link("", "Video" if moving else "Image", name[:200])


def _labelled(row: Row) -> dict[str, str]:
    """Values by their labels in small letters, also of those within others (newer exports)."""
    found: dict[str, str] = {}
    todo = [row.get("label_values")]
    while todo and len(found) < 50:
        for one in rows_of(todo.pop()):
            label = mended_name(words_of(one.get("label"))).lower()
            value = mended(one.get("value")).strip() or mended(one.get("href")).strip()
            if label and value:
                found.setdefault(label, value)
            todo += [one[name] for name in ("dict", "vec") if isinstance(one.get(name), list)]
    return found


def _path(url: str) -> str:
    try:
        return urlsplit(url if "://" in url else f"https://{url}").path
    except ValueError:
        return ""
