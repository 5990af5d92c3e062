"""Whether a meeting is held online, and where: by what calendars and their programs write. Pure.

Google and others hang a link on every invitation, so that a link says nothing where a place is told. Sources: RFC 7986
section 5.11 (CONFERENCE); the properties of Google's and Microsoft's calendars as they export them.
"""

import re

from mutuals.as2 import Link
from mutuals.text.folding import clean
from mutuals.wire.ical_lines import Properties, params_of, words

VIRTUAL = "VirtualLocation"
"""The type of the link to a place that is none (schema.org VirtualLocation, as FEP-8a8e has it of events)."""
LOOKED_AT = 20_000
_TOLD = (
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
)
_HOSTS = (
    (r"meet\.google\.com|hangouts\.google\.com", "Google Meet"),
    (r"(?:[\w-]+\.)?zoom(?:gov)?\.(?:us|com(?:\.cn)?)/(?:j|my|w|s|wc)\b", "Zoom"),
    (r"teams\.(?:microsoft\.(?:com|us)|live\.com)/(?:l/meetup-join|meet)", "Microsoft Teams"),
    (r"join\.skype\.com|meet\.lync\.com", "Skype"),
    (r"(?:[\w-]+\.)?webex\.com/(?:meet|join|[\w-]+/j\.php|wbxmjs|[\w.-]+/meet)", "Webex"),
    (r"meet\.jit\.si|8x8\.vc", "Jitsi"),
    (r"(?:[\w-]+\.)?whereby\.com|appear\.in", "Whereby"),
    (r"facetime\.apple\.com/join", "FaceTime"),
    (r"(?:[\w-]+\.)?(?:gotomeeting\.com|gotomeet\.me)|meet\.goto\.com", "GoTo Meeting"),
    (r"(?:[\w-]+\.)?bluejeans\.com|(?:app\.)?chime\.aws|meet\.proton\.me|meet\.around\.co", "Video call"),
    (r"(?:meet|jitsi|bbb|bigbluebutton|conference|video)\.[\w.-]+\.[a-z]{2,}", "Video call"),
)
_LINK = re.compile(
    "https?://(?:"
    + "|".join(f"(?P<h{at}>{one})" for at, (one, _) in enumerate(_HOSTS))
    + r")(?=[/?#:;,\s\"'<>)\]]|$)"
    r"[^\s\"'<>)\]?#,;\\]*",
    re.IGNORECASE,
)
_ANY_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_SAYS_ONLINE = re.compile(
    r"(?:(?:microsoft |ms )?teams|google (?:meet|hangouts?)|hangouts?|zoom|skype|webex|jitsi|whereby|facetime)"
    r"(?:[- ]?(?:meeting|call|besprechung|vergadering|réunion|reunión|riunione|reunião|möte|møde|kokous|spotkanie))?"
    r"|(?:réunion|reunión|riunione|reunião|spotkanie) (?:microsoft )?(?:teams|zoom|google meet)"
    r"|(?:online|virtual|remote|remotely|video|phone|telephone|tele)?[- ]?"
    r"(?:online|remote|virtual|videocall|video call|videoconference|video conference|conference call|phone call|phone|"
    r"telefon|telefonisch|telefonat|téléphone|teléfono|telefono|telefone|en ligne|en línea|virtuell|wirtualne|онлайн)"
    r"(?:[- ](?:meeting|call|besprechung|konferenz))?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*(?:[;,|\n]|\s-\s|\s/\s)\s*")
_HEARD = frozenset(("AUDIO", "VIDEO", "PHONE", "MODERATOR", "SCREEN"))


def online(found: Properties) -> Link | None:
    """The link (VIRTUAL) to where a meeting is held online; None for one at a place, or of which nothing is said."""
    place = words(found, "LOCATION")[:LOOKED_AT]
    said = [part for part in _PARTS.split(_ANY_LINK.sub(" ", place).strip()) if part.strip(" ():.")]
    here = [part for part in said if not _SAYS_ONLINE.fullmatch(part.strip(" ():."))]
    if here or (_ANY_LINK.search(place) and not _LINK.search(place)):
        return None
    return _linked(found, place) or (Link("", VIRTUAL, clean(said[0])[:100]) if said else None)


def _linked(found: Properties, place: str) -> Link | None:
    texts = [place, words(found, "URL"), *(one.value for name in _TOLD for one in found.get(name, ())[:3])]
    for one in found.get("CONFERENCE", ())[:10]:
        told = params_of(one.params)
        features = {part.strip().upper() for part in told.get("FEATURE", "").split(",")} - {""}
        if one.value.strip() and (not features or features & _HEARD):
            return _link(one.value) or Link(
                _bare(one.value), VIRTUAL, clean(told.get("LABEL", ""))[:100] or "Call"
            )
    texts.append(words(found, "DESCRIPTION")[:LOOKED_AT])
    return next((link for link in map(_link, texts) if link), None)


def _link(text: str) -> Link | None:
    """The first link of a known kind in a text, without what opens the door."""
    match = _LINK.search(text)
    if not match:
        return None
    name = next(name for at, (_, name) in enumerate(_HOSTS) if match[f"h{at}"])
    return Link(clean(match[0])[:500], VIRTUAL, name)


def _bare(uri: str) -> str:
    return clean(re.split(r"[?#;,\s]", uri.strip(), maxsplit=1)[0])[:500]
