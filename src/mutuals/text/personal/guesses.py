"""Names of persons, places and organisations, guessed from capitals, small lists and the words before them: hints."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mutuals.text.personal.cues import CALLED, either
from mutuals.text.personal.lists import ALSO_WORDS, FIRST_NAMES, PLACES, STARTS, TWO_WORD_PLACES
from mutuals.text.personal.look import Look

_CAPITAL = "A-ZÀ-ÖØ-ÞĀĆČĎĐĒĘĚĞĢĪİĶĹĽŁŃŇŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚΑ-ΡΣ-ΫА-ЯЁ"
_PARTICLE = r"(?:of|de|van|von|der|den|da|di|do|dos|del|della|la|le|el|al|bin|ibn|ter|ten|zu|y|du|af|av)"


def _runs(capital: str) -> re.Pattern[str]:
    short = r"(?:(?:(?<=\b\w)|(?<=\b(?:Dr|Mr|Ms|St|Jr|Sr|Co|Fr|Hr|Lt))|(?<=\b(?:Mrs|Inc|Ltd|Mme|Sra|Sgt|Sig|Rev)))\.)?"
    return re.compile(
        rf"[{capital}](?<![\w@#/][{capital}])[\w'’-]*{short}"
        rf"(?:[ -](?:(?=\w{{1,3}} ){_PARTICLE} (?:{_PARTICLE} )?|& )?[{capital}][\w'’-]*{short}){{0,6}}"
    )


_RUN, _RUN_ASCII = _runs(_CAPITAL), _runs("A-Z")
_TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir madam lady lord herr frau mme mlle monsieur madame sr sra srta "
    "señor señora "
    "don doña sig sig.ra signor signora dott dhr mevr meneer mevrouw pan pani senhor senhora dona bay "
    "bayan fru hr "
    "captain rev sgt capt uncle aunt auntie onkel tante tonton oncle tata tío tía zio zia oom".split()
)
_COMPANY = frozenset(
    "ltd llc inc plc corp corporation company gmbh ag kg ug se sa sas sarl srl spa bv nv vzw asbl oy ab "
    "as aps asa kk "
    "group holding holdings limited incorporated partners associates technologies solutions systems "
    "software labs "
    "industries ventures capital consulting services bank university universität universiteit université "
    "universidad "
    "college institute foundation stiftung verein association ministry agency hospital clinic church "
    "school academy "
    "museum union league committee council e.v. ev sp.z.o.o".split()
)
_PLACE_BEFORE = frozenset("near around visit visited visiting nach uit naar".split())
_PLACE_PAIRS = {
    "in": "live lives living lived up born based stay stays staying work works working trip vacation "
    "holiday office "
    "weather people meet meetup i'm am is are was were year back here home city day days week weekend "
    "summer winter "
    "wohne wohnt lebe lebt bin arbeite geboren woon woont werk ben vivo vado sono lavoro conference "
    "arrived him her "
    "somewhere friends family party concert event job school apartment house flat",
    "to": "moved move moving travel travelling traveling fly flying going go went come came coming return "
    "trip way "
    "ticket train flight back welcome headed heading drive driving been texas",
    "from": "moved here move moving come comes coming came back am i'm is are greetings you're train "
    "flight originally",
    "at": "live lives office",
    "aus": "bin komme kommt",
    "à": "habite j'habite vis vit née né vais suis travaille",
    "en": "habite j'habite vis vit vais suis vivo vive nací trabajo estoy",
    "de": "soy es vengo",
    "a": "vivo abito vado sono voy",
    "em": "moro vivo nasci estou",
    "para": "vou",
    "w": "mieszkam mieszka jestem pracuję",
    "do": "jadę",
    "z": "jestem",
    "i": "bor jobbar",
    "från": "kommer",
    "the": "to",
}
_PLACE_AFTER_PAIR = {last: frozenset(words.split()) for last, words in _PLACE_PAIRS.items()}
_NAME_BEFORE = frozenset(
    "named called meet dear hi hello hey hallo bonjour hola ciao salut liebe lieber beste cher chère "
    "querido querida caro "
    "cara by with says said told asked thanks thx cc username met von avec con mit door com heiße heißt "
    "heisse "
    "m'appelle s'appelle llamo llama chiamo chiama heet chamo nazywam heter adım contact ask author "
    "friend brother "
    "sister mother father son daughter wife husband boss colleague producer singer artist president "
    "doctor teacher "
    "partner cousin uncle aunt neighbour neighbor name user add him her".split()
)
_NAME_PAIRS = frozenset(
    "is/name i/am call/me calls/me name/is you/thank it/under this/is ich/bin on/account imię/na says/, love/,".split()
)
_AFTER_NAME = re.compile(
    r"['’]s\b|\s(?:says?|said|told|asks?|asked|thinks?|wrote|writes|lives|works|called|calls|is my|"
    r"was born|sagt|fragt|"
    r"dit|demande|dice|zegt|diz|mówi)\b|, (?:can|could|would|will|please|kannst|könntest|peux|puedes|puoi|"
    r"kun)\b"
)
_WORK_BEFORE = frozenset("joined organization company".split())
_WORK_PAIRS = frozenset(
    "work at|works at|working at|work for|works for|working for|job at|employed at|employed by|hired "
    "by|arbeite bei|"
    "arbeitet bei|travaille chez|lavoro per|werk bij|werkt bij|trabalho na|founder of|ceo of|cto "
    "of|company called|"
    "employees of|shares of|stock of|invested in|acquired by|office of|job in".split("|")
)
_CALLED = (
    "my_name_is name_is call_me calls_me named_him named_her ich_heiße ich_heisse mein_name_ist "
    "je_m'appelle me_llamo "
    "mi_nombre_es mi_chiamo ik_heet mijn_naam_is me_chamo meu_nome_é nazywam_się mam_na_imię jag_heter "
    "benim_adım"
)
_ASKED = re.compile(
    rf"(?<!\w){either(_CALLED)}"
    r"[ :]{1,3}(?P<name>[^\W\d_][\w'’-]{1,24}(?: [^\W\d_][\w'’-]{1,24})?)(?![\w])"
)
_NAME_ENDS = frozenset(
    "and und et y e i en but from ich je yo io ik here not is so as to the please on in at".split()
)


def names(look: Look) -> None:
    """Keeps names of persons, places and organisations as hints, where nothing else was found."""
    plain = look.plain
    small = plain == look.lower
    if look.flags & CALLED:
        _told(look)
    if small:
        look.claim_all(_small(look), hint=True)
        return
    for found in (_RUN_ASCII if plain.isascii() else _RUN).finditer(plain):
        start, end = found.span()
        if end - start < 12 and plain[start:end] in _ALONE:
            continue
        taken = look.taken.find(1, start, end)
        if end - start < 200 and taken != start:
            _capitals(look, start, plain[start:end] if taken < 0 else plain[start:taken].rstrip())


_ALONE = frozenset(word.capitalize() for word in STARTS) | {"I'm", "I'd", "I'll", "I've"}


def _told(look: Look) -> None:
    """What somebody says to be called."""
    for found in _ASKED.finditer(look.lower):
        words = found["name"].split()
        if not _may_be(look, found, words[0]):
            continue
        last = words[1] if len(words) > 1 else ""
        end = found.start("name") + (len(words[0]) if not last or last in _NAME_ENDS else len(found["name"]))
        look.claim("name", found.start("name"), end, hint=True)


def _may_be(look: Look, found: re.Match[str], word: str) -> bool:
    """Whether somebody may be called so: a word with a capital; in a text without any, one after "name" or listed."""
    if word in STARTS:
        return word in FIRST_NAMES
    if look.plain != look.lower:
        return look.plain[found.start("name")].isupper()
    return "call" not in found[0] or word in FIRST_NAMES


def _small(look: Look) -> Iterator[tuple[str, int, int]]:
    """Names and places of a text without capitals: those of the lists only."""
    known = {word.strip(".,!?:;\"'()") for word in look.words} & _LISTED
    for word in known:
        kind = "name" if word in FIRST_NAMES else "place"
        for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", look.lower):
            yield kind, *found.span()


_LISTED = (FIRST_NAMES | PLACES) - ALSO_WORDS - STARTS


def _capitals(look: Look, start: int, text: str) -> None:
    """What a run of words with capitals may name."""
    skip, run, kind = _named(text)
    if not run:
        return
    start += skip
    kind = kind or _by_context(look, run, start, start + len(run))
    if kind:
        look.claim(kind, start, start + len(run), hint=True)


@lru_cache(20_000)
def _named(text: str) -> tuple[int, str, str]:
    """The part of a run of words with capitals that may name something, after how many signs it begins, and what it
    names by itself ("" if that is for the words around it to say)."""
    words = text.split(" ")
    low = [word.rstrip(".,'’-").removesuffix("'s").removesuffix("’s") for word in text.lower().split(" ")]
    first, last = 0, len(words)
    while first < last and low[first] in STARTS and not _goes_on(low[first:last]):
        first += 1
    while last > first and low[last - 1] in STARTS:
        last -= 1
    if first == last:
        return 0, "", ""
    kind, title = _sort(low[first:last])
    skip = sum(map(len, words[: first + title])) + first + title
    run = " ".join(words[first + title : last])
    return skip, _trimmed(run, kind), kind


def _goes_on(low: list[str]) -> bool:
    """Whether a word that begins sentences is a part of a name here, as another with a capital follows it."""
    two = " ".join(low[:2])
    article = len(low) > 1 and low[0] in ("las", "los", "la", "le", "el", "den")
    return (
        article or two in TWO_WORD_PLACES or (low[0] in FIRST_NAMES and len(low) > 1 and low[1] not in STARTS)
    )


def _trimmed(run: str, kind: str) -> str:
    """A name without the stop or the genitive after it."""
    bare = run.rstrip(".,'’-")
    if kind == "organisation" and run.endswith("."):
        return run
    return bare[:-2] if bare.endswith(("'s", "’s")) else bare


def _sort(low: list[str]) -> tuple[str, int]:
    """What words with capitals name by themselves, and how many titles stand before a name."""
    if len(low) > 1 and not _COMPANY.isdisjoint(low):
        return "organisation", 0
    if low[0] in _TITLES:
        return ("name", 1) if len(low) > 1 else ("", 0)
    if " ".join(low[:2]) in TWO_WORD_PLACES or " ".join(low[:3]) in TWO_WORD_PLACES:
        return "place", 0
    if low[0] in FIRST_NAMES:
        return "name", 0
    if low[0] in PLACES or low[-1] in PLACES:
        return "place", 0
    return ("name", 0) if len(low) > 1 and low[1] in FIRST_NAMES else ("", 0)


def _by_context(look: Look, run: str, start: int, end: int) -> str:
    """What unknown words with capitals name by what stands around them."""
    before = look.before(start, 24).split()
    last, pair = (before[-1].strip('"(“:,') if before else ""), " ".join(before[-2:])
    if last in _WORK_BEFORE or pair in _WORK_PAIRS:
        return "organisation"
    second = before[-2].strip(".,") if len(before) > 1 else ""
    if last in _PLACE_BEFORE or second in _PLACE_AFTER_PAIR.get(last, ()):
        return "place"
    if last in _NAME_BEFORE or f"{last}/{second}" in _NAME_PAIRS or _AFTER_NAME.match(look.lower, end):
        return "name"
    return ""
