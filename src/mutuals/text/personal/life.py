"""Statements on health and family, in ten languages: hints."""

import re
from collections.abc import Iterator

from mutuals.text.personal.cues import FAMILY, HEALTH, ILLS, KIN, KIN_WORDS, either
from mutuals.text.personal.look import Look

_MY = (
    "my|our|meine?[mnrs]?|unsere?[mnrs]?|mon|ma|mes|notre|nos|mi|mis|nuestra|nuestro|mio|mia|miei|nostra|nostro|mijn|ons|"
    "onze|meu|minha|meus|minhas|nossa|nosso|mój|moja|moje|mojej|moją|mojego|mojemu|min|mitt|mina|vår"
)
_DEAR = either(
    "own little big older younger elder eldest oldest youngest dear late beloved poor lovely sweet first "
    "second ex new "
    "step foster unborn twin best two three kleine kleiner kleinen große großer ältere älterer älteste "
    "jüngste liebe "
    "liebster petite petit grande grand pequeña pequeño hermana mayor menor querida querido piccola "
    "piccolo maggiore "
    "kleine oudste jongste lieve młodsza starsza lilla stora äldsta yngsta"
)
_TURKISH = "kızım oğlum eşim karım kocam annem babam kardeşim ablam abim anneannem dedem çocuğum çocuklarım"
_KIN = rf"(?:(?:{_MY}) (?:{_DEAR} ){{0,2}}{either(KIN_WORDS)}|{either(_TURKISH)})"
_FAMILY = re.compile(rf"(?<![\w'’]){_KIN}(?!\w)")
_NOT_KIN = re.compile(r"my (?:man|kind|men|frau|barn|bel)|my \w+ of")
_NAMED = re.compile(r" [^\W\d_][\w'’-]{1,20}")
_SOMEBODY = (
    rf"(?:{_KIN}|i|he|she|we|they|ich|er|sie|wir|je|il|elle|on|yo|él|ella|io|lui|lei|ik|hij|zij|ze|eu|ele|ela|"
    r"jag|han|hon)"
)
_BE = either(
    "i'm i've i'd im ive he's she's we're they're have has had got am is are was were been being getting "
    "getting fighting "
    "battling struggling struggle struggles dealing suffering survived survives beat lost with died dying "
    "recovering "
    "from treated for of to hat habe ist bin hatte war haben an starb gestorben a ai j'ai est suis avait "
    "était atteinte atteint "
    "d'un d'une du de un une la le tiene tengo tenía está estoy murió ha ho sono era aveva è morta morto "
    "heeft heb ben is "
    "had overleden aan tem tenho está estou teve morreu com ma mam miała jest jestem w na choruje choruję "
    "har är hade i dog "
    "var hasta hastası oldu"
)
_FULL = either("stage acute chronic severe mild clinical postpartum type breast lung skin colon brain prostate "
               "terminal "
               "early onset major social heavily 1 2 two one iv four really quite very stage-four eine "
               "einen der die das "
               "diagnosed newly six five months weeks again also now")  # fmt: skip
_STATE = re.compile(
    rf"(?<![\w'’])(?:{_SOMEBODY} |(?=i'm|i've|im |ive |he's|she's|j'ai|tengo|estoy|ho |sono|tenho|estou|"
    rf"mam |jestem|choruj))"
    rf"(?:{_BE} ){{1,4}}(?:{_FULL} ){{0,3}}{either(ILLS)}(?![\w-])"
)
_TURKISH_STATE = re.compile(rf"(?<!\w){either(_TURKISH)} (?:\w{{2,12}} )?{either(ILLS)}(?![\w-])")
_SAID = re.compile(
    r"(?<!\w)(?:(?:been |was |got |were )?(?:re)?diagnosed (?:with|as)|suffer(?:s|ing|ed)? from|in remission|"
    r"(?:on|taking|prescribed) (?:antidepressants|insulin|lithium|methadone|ssris?|prozac|zoloft|ritalin|"
    r"chemo(?:therapy)?)|"
    r"tested positive for|survivor of|hospitali[sz]ed (?:with|for)|treated for|wurde mit|diagnostiziert|"
    r"leide(?:t)? (?:an|unter)|"
    r"erkrankt an|(?:on )?m'a diagnostiqué|diagnostiquée? (?:d'un|avec|de)|souffr(?:e|ons) d[e'u]|"
    r"atteinte? d[e'u]|"
    r"me diagnosticaron|le diagnosticaron|diagnosticad[oa] (?:con|de)|sufro de|padezco|"
    r"mi hanno diagnosticato|"
    r"diagnosticat[oa]|soffr[oe] di|gediagnosticeerd met|lijd(?:t)? aan|fui diagnosticad[oa]|sofro de|"
    r"zdiagnozowano|"
    r"choruj[eę] na|diagnos(?:en|tiserad)|lider av|teşhisi kondu)(?: [^\W\d_][\w'’-]{1,20}){0,3}"
)


def lives(look: Look) -> Iterator[tuple[str, int, int]]:
    """Statements on health, then on family, each from who it speaks of to what it says."""
    if look.flags & HEALTH:
        for pattern in (_STATE, _TURKISH_STATE, _SAID):
            yield from (("health", *found.span()) for found in pattern.finditer(look.lower))
    if look.flags & FAMILY and look.flags & KIN:
        for found in _FAMILY.finditer(look.lower):
            if _NOT_KIN.match(look.lower, found.start()):
                continue
            named = _NAMED.match(look.plain, found.end())
            capital = named is not None and look.plain[named.start() + 1].isupper()
            yield "family", found.start(), named.end() if named and capital else found.end()
