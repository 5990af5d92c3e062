"""Which sentence of a post says what its writer is trying to do, or what they promise. Pure.

A reading says that a post *may* hold a promise or a need; it does not say where, and of short chat lines it says so
too often. So a sentence is proposed only where it also speaks in the first person of doing or wanting something: cues
written for this project in seven languages. How often that is right stands in docs/why/040-a-person-whole.md.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

LONGEST: Final = 240
_READ: Final = 4_000
_ENDS = re.compile(r"(?<=[.!?…])\s+|\s*\n+\s*|\s+[–—]\s+")
_LEFT_OUT = re.compile(r"^>.*$|^-- \n[\s\S]*\Z|(?:https?://|www\.)\S+", re.MULTILINE)
# I am trying to, looking for, learning, saving for, my dream is ...: said of something that takes a while.
_STRIVES: Final = r"""
    \bi(?:'m|’m|\ am|'ve\ been|’ve\ been|\ have\ been)\ (?:still\ |just\ |now\ |really\ )?(?:trying\ to|hoping\ to|
        planning|looking\ for|learning|working\ on|saving|dreaming\ of|training\ for|preparing|applying|
        struggling\ (?:to|with))\b
    | \bmy\ (?:dream|goal|aim|plan)\ is\b | \bi(?:'d|’d|\ would)\ (?:really\ |so\ )?love\ to\b
    | ^(?:still\ |now\ )?(?:trying\ to|learning\ to|looking\ for)\b
    | \bich\ (?:versuche?|plane|träume?|lerne?|bewerbe?|spare?|übe?)\ (?!'s|es\b) | \bich\ suche?\ (?!dir|euch|ihnen)
    | \bmein\ (?:traum|ziel|plan)\ ist\b
    | \b(?:bin\ auf\ der\ suche|bin\ (?:noch\ |gerade\ )?am\ (?:lernen|suchen|üben|sparen))\b
    | \b(?:j'|j’|je\ )(?:essaie|essaye|cherche|apprends|rêve\ de|prépare)\b | \bmon\ (?:rêve|but)\ (?:est|c'est)\b
    | \b(?:estoy\ (?:buscando|intentando|aprendiendo|tratando\ de)|mi\ sueño\ es|me\ gustaría)\b
    | \b(?:estou\ (?:a\ (?:tentar|procurar|aprender)|tentando|procurando|aprendendo)|o\ meu\ sonho|gostava\ de)\b
    | \b(?:sto\ (?:cercando|provando|imparando)|mi\ piacerebbe|il\ mio\ sogno)\b
    | \bik\ (?:probeer|zoek|leer|droom\ van|spaar)\b | \bik\ ben\ op\ zoek\b | \bmijn\ (?:droom|doel)\ is\b
"""
# I want, I need, ich brauche ...: as often of the next five minutes; it takes a reading to believe them.
_WANTS: Final = r"""
    \bi\ (?:really\ |still\ |just\ )?(?:want|hope|need|wish)\b
    | \bich\ (?:möchte?|würde\ gern\w*|will|hoffe?|brauche?)\b
    | \b(?:j'|j’|je\ )(?:voudrais|aimerais|veux|espère|ai\ besoin)\b | \b(?:quiero|quisiera|busco|necesito)\b
    | \b(?:quero|gostaria\ de|procuro|preciso\ de)\b | \b(?:vorrei|voglio|cerco|ho\ bisogno\ di)\b
    | \bik\ (?:wil|zou\ graag|hoop|heb\ nodig)\b
"""
# The word itself, in whatever form.
_SWEARS: Final = r"""
    \b(?:i\ promise|promised|versprech\w*|versprochen|je\ (?:te\ |vous\ )?promets|promis|prometo|prometto|promesso|
        beloof\w*|obiecuj\w*)\b
"""
# I will send, ich schicke dir, schick ich dir, je t'envoie, te mando ...
_DEEDS: Final = r"""
    (?:schick\w*|bring\w*|schreib\w*|ruf\w*|mach\w*|meld\w*|frag\w*|werde?|geb\w*|leih\w*|kümmer\w*|besorg\w*|back\w*|nehm\w*|
        komm\w*|lese?|schau\w*|zahl\w*|überweis\w*|kauf\w*|helf\w*|antwort\w*|post\w*)
"""
_PROMISES: Final = rf"""
    \bi(?:'ll|’ll|\ will|\ shall)\b(?!\ (?:be\ (?:sad|happy|late)|never|not|miss|think\ so|sleep|sulk))
    | \bi(?:'m|’m|\ am)\ going\ to\ (?:send|bring|write|call|ask|look|check|make|fix|read|find)\b
    | \blet\ me\ (?:check|ask|find|look|send|see\ if)\b | \bi\ owe\ you\b
    | \bich\ {_DEEDS}\b | \b{_DEEDS}\ ich\ (?:dir|euch|ihnen|ihr|ihm|sie|dich|das|gleich|morgen|heute)\b
    | \bje\ (?:t'|t’|te\ |vous\ )?(?:envoie|enverrai|apporte|apporterai|ferai|appelle|appellerai|écris|écrirai|
        donne|rendrai)\b
    | \bje\ vais\ (?:t'|t’|te\ |vous\ )?(?:envoyer|apporter|appeler|écrire|demander|faire)\b
    | \b(?:te|le|les|os)\ (?:mando|mandaré|envío|enviaré|llevo|llevaré|llamo|llamaré|escribo|escribiré)\b
    | \b(?:(?:mando|envio|levo|ligo|escrevo)-(?:te|lhe)|vou\ (?:mandar|enviar|levar|ligar|escrever|perguntar))\b
    | \b(?:ti|vi|le)\ (?:mando|manderò|porto|porterò|chiamo|chiamerò|scrivo|scriverò)\b
    | \bik\ (?:stuur|breng|bel|schrijf|zal|vraag|maak|regel|geef)\b
"""
_WRITTEN = re.IGNORECASE | re.VERBOSE
_STRIVE, _WANT = re.compile(_STRIVES, _WRITTEN), re.compile(_WANTS, _WRITTEN)
_SWEAR, _PROMISE = re.compile(_SWEARS, _WRITTEN), re.compile(_PROMISES, _WRITTEN)
# Pieces of words of which every such sentence has one: most texts have none, and are looked at no further.
_SWORN: Final = ("promi", "versprech", "versproch", "promet", "promesso", "beloof", "obiecuj")
_STRIVEN: Final = (
    "trying", "hoping", "planning", "looking", "learning", "working on", "saving", "dream", "training", "preparing",
    "applying", "struggling", "my goal", "my aim", "my plan", "love to", "versuch", "ich plan", "träum", "lern",
    "bewerb", "spar", "ich üb", "am üben", "ich such", "der suche", "suchen", "mein", "essa", "cherch", "apprend",
    "rêve", "prépar", "mon but", "buscando", "intentando", "aprend", "tratando", "sueño", "gustar", "tenta", "procura",
    "sonho", "gostava", "cercando", "provando", "imparando", "piacere", "sogno", "probeer", "zoek", "leer", "droom",
    "doel",
)  # fmt: skip
_ASKED = re.compile(r"\?\s*$")


def wish_in(text: str, *, read: bool) -> str:
    """The first sentence in which the writer says what they are trying to do, at most 240 characters; "" for none.

    `read`: a reading says that the post tells of a need; then plain wanting and needing speak too.
    """
    if not read and not _has(text, _STRIVEN):
        return ""
    cues = (_STRIVE, _WANT) if read else (_STRIVE,)
    return next((one for one in sentences(text, least=4) if _says(one, cues)), "")


def promise_in(text: str, *, read: bool) -> str:
    """The first sentence in which the writer says that they will do something, at most 240 characters; "" for none.

    `read`: a reading says that the post holds a promise; without one only the word itself speaks ("I promise"). Where
    it stands alone ("Promised.") the sentence before goes with it.
    """
    if not read and not _has(text, _SWORN):
        return ""
    before = ""
    for one in sentences(text, least=1):
        if _SWEAR.search(one) and not _ASKED.search(one):
            return one if len(one.split()) > 3 else _cut(f"{before} {one}".strip())
        if read and len(one.split()) >= 3 and _says(one, (_PROMISE,)):
            return one
        before = one
    return ""


def sentences(text: str, *, least: int) -> Iterator[str]:
    """The sentences of at least so many words of a text, without quotes of others, links and signature, in order; of a
    long text those of its first 4,000 characters."""
    plain = _LEFT_OUT.sub(" ", text[:_READ])
    for one in _ENDS.split(plain):
        if len(one.split()) >= least:
            yield _cut(" ".join(one.split()))


def _has(text: str, pieces: Iterable[str]) -> bool:
    small = text[:_READ].lower()
    return any(piece in small for piece in pieces)


def _says(sentence: str, cues: Iterable[re.Pattern[str]]) -> bool:
    return not _ASKED.search(sentence) and any(cue.search(sentence) for cue in cues)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
