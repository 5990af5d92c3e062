"""Statements on health and family, in ten languages: hints."""

import re
from collections.abc import Iterator

from mutuals.text.personal.cues import FAMILY, HEALTH, ILLS, KIN, KIN_WORDS, either
from mutuals.text.personal.look import Look

_MY = "my|our|meine?|meine[mnrs]|unsere?|mon|ma|mes|notre|nos|mi|mis|nuestra|nuestro|mio|mia|miei|nostra|nostro|mijn|ons|onze|"
_MY += "meu|minha|meus|minhas|nossa|nosso|mój|moja|moje|mojej|moją|mojego|mojemu|min|mitt|mina|vår"
_FAMILY = re.compile(
    rf"(?<![\w'’])(?:(?:(?:la|il|el|le|o|a|i) )?(?:{_MY}) (?:[^\W\d_]{{2,12}} ){{0,2}}?{either(KIN_WORDS)}"
    rf"|(?:kızım|oğlum|eşim|karım|kocam|annem|babam|kardeşim|ablam|abim|anneannem|dedem|çocuğum|çocuklarım))(?!\w)"
)
_NAMED = re.compile(r" [^\W\d_][\w'’-]{1,20}")
_SOMEBODY = (
    r"(?:i|i'm|i've|im|ive|he|she|we|he's|she's|my [^\W\d_]{2,12}|ich|er|sie|wir|je|j'ai|il|elle|yo|tengo|tiene|estoy|está|ho|"
    r"ha|sono|ik|hij|zij|ze|eu|tenho|tem|estou|mam|ma|choruję|jestem|choruje|jag|han|hon|meine? [^\W\d_]{2,14}|ma [^\W\d_]{2,14}|"
    r"mon [^\W\d_]{2,14}|mi [^\W\d_]{2,14}|mia [^\W\d_]{2,14}|mijn [^\W\d_]{2,14}|minha [^\W\d_]{2,14}|moja [^\W\d_]{2,14}|"
    r"min [^\W\d_]{2,14}|annem|babam|kızım|oğlum|eşim|bende)"
)
_STATE = re.compile(rf"(?<![\w'’]){_SOMEBODY}(?:,? [^\W\d_][\w'’-]{{0,14}}){{0,5}}? {either(ILLS)}(?![\w-])")
_SAID = re.compile(
    r"(?<!\w)(?:(?:been |was |got |were )?(?:re)?diagnosed (?:with|as)|suffer(?:s|ing|ed)? from|in remission|living with|"
    r"(?:on|taking|prescribed) (?:antidepressants|insulin|lithium|methadone|ssris?|prozac|zoloft|ritalin|chemo(?:therapy)?)|"
    r"tested positive for|survivor of|hospitali[sz]ed (?:with|for)|treated for|wurde mit|diagnostiziert|leide(?:t)? (?:an|unter)|"
    r"erkrankt an|(?:on )?m'a diagnostiqué|diagnostiquée? (?:d'un|avec|de)|souffr(?:e|ons) d[e'u]|atteinte? d[e'u]|"
    r"me diagnosticaron|le diagnosticaron|diagnosticad[oa] (?:con|de)|sufro de|padezco|mi hanno diagnosticato|"
    r"diagnosticat[oa]|soffr[oe] di|gediagnosticeerd met|lijd(?:t)? aan|fui diagnosticad[oa]|sofro de|zdiagnozowano|"
    r"choruj[eę] na|diagnos(?:en|tiserad)|lider av|teşhisi kondu)(?: [^\W\d_][\w'’-]{1,20}){0,3}"
)


def lives(look: Look) -> Iterator[tuple[str, int, int]]:
    """Statements on health, then on family, each from who it speaks of to what it says."""
    if look.flags & HEALTH:
        for pattern in (_STATE, _SAID):
            yield from (("health", *found.span()) for found in pattern.finditer(look.lower))
    if look.flags & FAMILY and look.flags & KIN:
        for found in _FAMILY.finditer(look.lower):
            named = _NAMED.match(look.plain, found.end())
            capital = named is not None and look.plain[named.start() + 1].isupper()
            yield "family", found.start(), named.end() if named and capital else found.end()
