"""Whom a line such as "Mara Demo commented on Zoë Šample's post." speaks of. Pure.

Facebook's exports say only in such titles, in the language of the account, whose post was answered, liked or written
to. What no pattern knows speaks of nobody.
"""

import re
from collections.abc import Container

_THING = r"(?:post|photo|video|album|comment|reply|link|status|note|reel|story|timeline|life event|update|event|memory)"
_OWNED = re.compile(
    rf"\b(?:commented on|replied to|likes?|liked|reacted to|wrote on|posted on|loved|shared|in reply to) "
    rf"(?P<whom>[^.]*?\S)(?:'s|’s|['’]) (?:\w+ )?{_THING}\b"
)
_GERMAN = re.compile(
    r"\b(?:hat(?: auf)?|gefällt|gefallen|reagierte auf|auf) (?P<whom>[^.]*?\S) "
    r"(?:Beitrag|Foto|Kommentar|Video|Link|Status|Pinnwand|Chronik)\b"
)
_OF = re.compile(
    r"\b(?:kommentiert|Kommentar|Beitrag|Foto|commentaire|publication|photo|vidéo|comentario|publicación|foto|vídeo|"
    r"video|post|commento|comentário|publicação|bericht|reactie|opmerking)\b[^.]*? "
    r"(?:von|de|di|do|da|van) (?P<whom>[^.]*?\S)"
    r"(?: (?:kommentiert|geantwortet|reagiert|gereageerd|beantwoord|geliket))?\.?$"
)
_AUTHOR = re.compile(
    r"^(?P<whom>.+?) (?:wrote on|posted on|hat (?:in|auf)|a écrit|escribió|ha scritto|shared a) "
)
_ARTICLES = re.compile(
    r"(?:(?:a|an|the|this|that|your|his|her|their|its|own|my|einen|einem|eine|seinen|ihren|seinem|ihrem|deinen|den|"
    r"son|sa|ses|su|sus|un|une|una|il|la|le|el|o|suo|sua|seu|zijn|haar|hun|een|je|de|het)\b|.*\b(?:own|eigenen?)$)",
    re.IGNORECASE,
)


def whom(title: str, owner: str, known: Container[str] = ()) -> str:
    """The name of whom a title speaks of beside the owner; `known` names settle where a German genitive ends. ""
    for nobody or the owner."""
    text = title.removeprefix(owner).strip() if owner else title
    for pattern in (_OWNED, _GERMAN, _OF):
        found = pattern.search(text)
        if found:
            name = _trimmed(found["whom"], known, genitive=pattern is _GERMAN)
            if name != owner and not _ARTICLES.match(name):
                return name
    return ""


def author(title: str) -> str:
    """Who wrote on the owner's page, as the title of such a post begins; "" when no pattern knows."""
    found = _AUTHOR.match(title)
    return found["whom"].strip() if found else ""


def _trimmed(name: str, known: Container[str], *, genitive: bool) -> str:
    name = name.strip()
    if genitive and name not in known and name.endswith("s"):
        return name[:-1]
    return name.rstrip("'’") if genitive else name
