"""Tells the tables of a LinkedIn export apart by their headers, and says which are left alone and why. Pure."""

import re

from mutuals.wire.linkedin_table import header_of

# What a table is by columns that it must have; the first that fits counts.
HEADERS: dict[str, frozenset[str]] = {
    "connections": frozenset(("first name", "last name", "connected on")),
    "messages": frozenset(("from", "to", "date", "content")),
    "invitations": frozenset(("from", "to", "sent at", "direction")),
    "endorsed": frozenset(("endorsement date", "skill name", "endorsee first name")),
    "endorsers": frozenset(("endorsement date", "skill name", "endorser first name")),
    "recommendations": frozenset(("first name", "last name", "text", "creation date")),
    "profile": frozenset(("first name", "last name", "headline")),
    "notes": frozenset(("connection first name", "connection last name", "note")),
    "emails": frozenset(("email address", "confirmed", "primary")),
    "phones": frozenset(("extension", "number", "type")),
    "positions": frozenset(("company name", "title", "started on")),
    "companies": frozenset(("organization", "followed on")),
    "members": frozenset(("date", "status", "fullname")),
    "shares": frozenset(("date", "sharelink")),
    "comments": frozenset(("date", "link", "message")),
    "reactions": frozenset(("date", "type", "link")),
    "reposts": frozenset(("date", "link")),
}
# Headers that others may use as well count only below the names that LinkedIn gives.
_ARTICLE = "An article of yours; the file does not say when it was written."
_NAMED = {
    "messages": r"messages",
    "phones": r"phone ?numbers",
    "positions": r"positions",
    "companies": r"company follows",
    "members": r"member_follows",
    "comments": r"comments",
    "reactions": r"reactions",
    "reposts": r"instantreposts",
    "recommendations": r"recommendations?_",
}
_MACHINE = "What machines of LinkedIn said to you: nobody wrote it."
_TRACES = (
    "It holds traces that LinkedIn keeps for advertising and security; they are private and of no use here."
)
_WORK = "Your search for work stays with you."
_OWN = "It tells of your own profile, not of who knows whom."
_ALONE = (
    (r"(guide|coach|learning_coach|learning_role_play|role_play)_?messages|learningcoachmessages", _MACHINE),
    (
        r"ad_targeting|ads clicked|lan ads|logins|security|registration|receipts|inferences|account status",
        _TRACES,
    ),
    (r"private_identity|verification|digital identity|ip addresses|third party", _TRACES),
    (r"search ?queries|saved_items|votes|hashtag_follows|events|group", "It says nothing of who knows whom."),
    (r"job|saved jobs|savedjob|online job|screening|applicant", _WORK),
    (r"contacts|importedcontacts", "An address book that LinkedIn copied; bring the address book itself."),
    (r"(profile summary|skills|education|languages|certifications|courses|honors|organizations)\b", _OWN),
    (r"(patents|projects|publications|test scores|volunteering|causes|rich_media|learning|services)", _OWN),
    (r"(providers|engagements|opportunities|content articles)", _OWN),
)
FOLDERS = ("jobs/", "articles/", "services marketplace/", "verifications/", "learning/")


def kind_of(name: str, head: bytes) -> str:
    """What a table is (a key of `HEADERS`), or "" for anything else or what machines said."""
    if not name.lower().endswith(".csv") or left_alone(name) == _MACHINE:
        return ""
    columns = [set(cells) for cells in header_of(head)]
    for kind, wanted in HEADERS.items():
        if any(wanted <= one for one in columns) and _is_called(kind, name, columns):
            return kind
    return ""


def left_alone(path: str) -> str:
    """Why a file of the export is not read; "" when it is not known. `path` is relative to the root."""
    lowered = path.lower()
    stem = lowered.rpartition("/")[2].rpartition(".")[0]
    if lowered.endswith(".html") and "article" in lowered:
        return _ARTICLE
    return next((reason for pattern, reason in _ALONE if re.match(pattern, stem)), "")


def is_given(path: str) -> bool:
    """Whether a table of recommendations holds those that the owner gave."""
    return "given" in path.lower().rpartition("/")[2]


def _is_called(kind: str, name: str, columns: list[set[str]]) -> bool:
    stem = name.lower().rpartition("/")[2]
    if kind == "messages" and any("conversation id" in one or "folder" in one for one in columns):
        return True
    return kind not in _NAMED or re.match(_NAMED[kind], stem) is not None
