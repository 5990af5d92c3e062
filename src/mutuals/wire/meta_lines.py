"""Lines that Messenger and Instagram write among the messages, though nobody said them. Pure.

They are in the language of the app and cannot be told from words of people but by their form; what is not known here
stays a message of whom the file names as its sender.
"""

import re

_REACTED = (
    r"Reacted .{1,40} to your (?:message|photo|video|story)",
    r"(?:Liked|Reacted .{1,20} to) (?:a|your|the) (?:message|photo|video|sticker)",
    r"Hat mit .{1,40} auf (?:deine|eine) Nachricht reagiert",
    r"A réagi .{1,60} à (?:votre|un) message",
    r"Reaccionó (?:con .{1,40} )?a tu mensaje(?: con .{1,40})?",
    r"Ha (?:reagito|messo) .{1,60} (?:al tuo|a un) messaggio",
    r"Reagiu (?:com .{1,40} )?à (?:sua|tua) mensagem(?: com .{1,40})?",
    r"Heeft met .{1,40} op je bericht gereageerd",
    r"Zareagował(?:a|\(a\))? .{1,60} na (?:Twoją )?wiadomość",
)
# What follows the name of whom the file names as the sender, or "You".
_DONE = (
    r"(?:named the group|left the group|cleared the nickname|changed the (?:group (?:photo|name)|theme|chat theme))\b",
    r"(?:joined|started|ended) (?:the|a|an) (?:group|(?:group )?(?:video |audio )?(?:chat|call))\b",
    r"(?:added|removed) .{1,200} (?:to|from) the group\.?$",
    r"set the (?:quick reaction|emoji|nickname|theme)\b",
    r"(?:missed a (?:video )?(?:call|chat)|called you\.?$)",
)
_ALONE = (
    r"You are now connected on Messenger\.?$",
    r"You can now message and call each other\b",
    r"Say hi to your new Facebook friend\b",
    r"Messages and calls are (?:secured|end-to-end encrypted)\b",
)
_REACTION = re.compile("(?:" + "|".join(_REACTED) + r")\s*$", re.IGNORECASE)
_NOTICE = re.compile(" (?:" + "|".join(_DONE) + ")")
_WHOLE = re.compile("|".join(_ALONE))


def is_notice(text: str, sender: str) -> bool:
    """Whether a line only tells of a reaction or of what was done to the conversation."""
    if len(text) > 400:
        return False
    if _REACTION.match(text) or _WHOLE.match(text):
        return True
    called = (sender, sender.partition(" ")[0], "You")
    who = next((one for one in called if one and text.startswith(f"{one} ")), "")
    return bool(who) and _NOTICE.match(text, len(who)) is not None
