"""What words of postal addresses are: a letter for each, from which address.py reads addresses as a sentence.

n house number, Z number that may be a postcode, z postcode, o ordinal, C word with a capital, A two or three capitals,
p particle within names, P word before a street's name, S word after it, T word that stands before or after, v and s
those that are as well other words, K word that is a whole street (Hauptstraße), U flat or suite, B box, W corner, a
and, x word that no address holds, l any other.
"""

import re

from mutuals.text.personal.cues import either

SUFFIX = frozenset(
    "street st str road rd avenue ave av lane ln drive dr boulevard blvd court ct terrace crescent "
    "highway hwy "
    "parkway pkwy circle cir trail mews grove turnpike expressway freeway alley esplanade promenade "
    "straße strasse gasse weg platz allee ufer damm utca u út útja tér körút köz tänav tee pst puiestee "
    "katu tie "
    "kuja polku gata gatan gate gade vej veien vegen väg vägen gränd plads allé straat laan plein gracht "
    "kade "
    "singel dijk sokak sokağı sok cadde caddesi cad mahallesi mah bulvarı iela gatvė g "
    "улица ул проспект пр-т переулок пер шоссе οδός".split()
)
WEAK_SUFFIX = frozenset(
    "way place pl square sq close row walk hill gardens park view green gate rise loop run path point "
    "pass heights "
    "crossing ridge valley bridge landing plaza st dr ct u g tee tie".split()
)
PREFIX = frozenset(
    word.rstrip(".")
    for word in (
        "rue avenue av boulevard bd bld chemin quai impasse allée allee cours place passage via viale piazza "
        "piazzale "
        "laan corso vicolo largo strada contrada calle c/ cl avda avda. avenida plaza pza paseo camino carretera "
        "ctra ronda "
        "travesía glorieta callejón rua r. travessa praça praca estrada alameda rodovia ul ul. ulica al. "
        "aleja os. "
        "osiedle plac trg ulica cesta ulice třída náměstí nám strada bulevardul str str. şoseaua улица ул ул. "
        "проспект пр. οδός λεωφόρος jalan jl jl. route urb cra carrera"
    ).split()
)
UNITS = frozenset(
    "apt apartment suite ste unit flat floor fl room rm appartement appt app apto apartamento piso puerta "
    "depto "
    "bus étage etage stock og wohnung whg lokal lok m lgh interno int scala bâtiment bât bldg building "
    "daire kat no nr".split()
)
_STRONG = "street road avenue lane boulevard blvd rd ave straße strasse straat katu gatan utca gade"
STRONG = frozenset(_STRONG.split())
_COMPOUND = re.compile(
    r".{2,}(?:stra(?:ß|ss)e[nr]?|str|gasse|allee|ufer|damm|platz|straat|weg|laan|plein|gracht|kade|singel|"
    r"dijk|dreef|"
    r"steenweg|lei|hof|gatan?|gränd|stigen|vägen|väg|veien|vegen|vei|vej|gade|gate|allé|vænget|stræde|toften|"
    r"katu|tie|kuja|polku|utca|gata|vegur|stígur|braut|sokağı|caddesi|weide|steeg|markt|chaussee|pad|"
    r"tänav|gårdsvägen|"
    r"backen|parken|bakken|haugen|stien|svingen|marken|løkken|lunden|berg|stieg|ring|steig|wiese|graben|"
    r"leane|pfad)"
)
_NOT_COMPOUND = re.compile(
    either(
        "always away midway halfway subway railway gateway runway highway hallway anyway driveway doorway "
        "delegate "
        "investigate generate create private climate ultimate separate update candidate navigate mitigate "
        "debate "
        "estimate aggregate propagate obligate interrogate regate frigate tailgate surrogate colgate "
        "template "
        "spring string bring during strong iceberg cutie zombie movie market launchpad ipad notepad "
        "thinkpad homepad "
        "necktie bodie eltie wing king sting ing boring monitoring engineering unterwegs weg bahnhof "
        "friedhof berg "
        "something nothing anything everything amazing morning evening meeting building feeling wedding "
        "trading "
        "looking coming going saying working making taking getting being having doing thing"
    )
    + r"|.*(?:ing|ating|way|iate|eate|igate)"
)
_PARTICLES = frozenset(
    "de la le les du des van der den von di da do dos das del della delle dei degli dell el los las y e "
    "und am an "
    "im auf zum zur sur sous op te ter ten aan het 's d l av i på und u na of saint san santa st ste mt "
    "nad pod di "
    "dello al alla bei vor".split()
)
_BREAKS = frozenset(
    "a an the this that these those is are was were be been am i'm i you he she it we they me my your his "
    "her our "
    "their to from for with at by on or but if as not no yes so then than when where what who how why "
    "which and "
    "do does did done have has had can could will would should may might must shall please call me like just "
    "there here about into over under after before between during since until while because very too also "
    "only "
    "more most much many some any all both each other new old last next first minutes minute hours hour "
    "days day "
    "weeks week months month years year times people miles mile km kilometers meters feet percent dollars "
    "euros "
    "bucks points likes followers kids children things ways steps pages am pm old ago later away down up "
    "off out "
    "ist sind war und oder mit für bis von nach bei aus vor seit wenn weil nicht auch nur noch schon sehr "
    "jahre "
    "jahren tage uhr minuten stunden et ou avec pour par dans est sont pas ne que qui ans jours heures "
    "minutes y o "
    "con para por es son que años días horas minutos è sono e per anni giorni ore en met voor niet jaar "
    "dagen uur "
    "going got get go got went buy bought sold sell need needs want wants version got make made take took "
    "see saw "
    "was his hers mine yours im dont thanks thank hi hello hey tomorrow today tonight yesterday monday "
    "tuesday "
    "wednesday thursday friday saturday sunday january february march april june july august september "
    "october "
    "november december versus vs card iban number code order chapter page bitte danke merci gracias "
    "grazie lol haha btw tho "
    "jan feb mar apr jun jul aug sep sept oct nov dec round level stage season episode part zone chapter "
    "grade class "
    "group team gate terminal platform section phase tier week day game act book volume vol version "
    "windows iphone "
    "type model lab round half playoff playoffs division".split()
)
_NAMED = frozenset("new old next last des las los".split())
_POSTCODE = re.compile(
    r"(?:[a-z]{1,2}-)?(?:\d{5}-\d{3,4}|\d{5}-\d{4}|\d{2}-\d{3}|\d{4}-\d{3}|\d{3}-\d{4}|\d{6})|"
    r"[a-z]{1,2}-\d{4,5}"
    r"|\d{4}[a-z]{2}"
)
_HOUSE = re.compile(r"\d{1,5}(?:-?[a-z])?|\d{1,4}(?:bis|ter|quater)|\d{1,4}[-/–]\d{1,4}[a-z]?|#\d{1,5}")
_HALF = re.compile(r"[a-z]{1,2}\d{1,2}[a-z]?|\d[a-z]{2}|[a-z]\d[a-z]|\d[a-z]\d")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|º|ª|e|ème)")
_SMALL = {
    **dict.fromkeys(_BREAKS, "x"),
    **dict.fromkeys(_PARTICLES, "p"),
    "and": "a", "und": "a", "y": "a", "et": "a", "corner": "W", "ecke": "W", "esquina": "W", "box": "B",
    "postfach": "B", "apartado": "B", "postbus": "B", "pobox": "B", "p.o": "b", "po": "b", "psc": "b",
    "apo": "M", "fpo": "M", "dpo": "M",
}  # fmt: skip
_NO_UNITS = frozenset("m no nr int app fl kat stock og".split())
_WEAK_PREFIX = frozenset("place route via cours passage r al os".split())


def sort_of(word: str, lower: str, *, small: bool) -> str:
    """The letter for one word; `small` says that the whole text is in small letters, so that any word may be a name."""
    if not word.isalpha() and any("0" <= sign <= "9" for sign in lower):
        return _numeral(lower)
    bare = lower.rstrip(".")
    capital = not word[0].islower()
    sort = _street(bare, capital) or _listed(word, bare, capital)
    if not sort and len(bare) > 4 and _COMPOUND.fullmatch(bare) and not _NOT_COMPOUND.fullmatch(bare):
        return "K"
    return sort or _name(word, capital, small=small)


def _street(bare: str, capital: bool) -> str:
    """Words of flats and streets; those that stand before a name in one language stand after it in another."""
    if bare in UNITS and bare not in _NO_UNITS:
        return "U"
    if bare in PREFIX:
        return "T" if bare in SUFFIX else ("P" if capital or bare not in _WEAK_PREFIX else "v")
    if bare in SUFFIX or bare in WEAK_SUFFIX:
        return "S" if capital or bare in STRONG else "s"
    return ""


def _listed(word: str, bare: str, capital: bool) -> str:
    """Small words, which in capitals may be the beginning of a name or a region."""
    known = _SMALL.get(bare, "")
    if not capital or known not in ("p", "x"):
        return known
    if known == "p":
        return "" if len(bare) > 2 else "p"
    if bare in _NAMED:
        return "C"
    return "A" if word.isupper() and len(word) < 4 else "x"


def _name(word: str, capital: bool, *, small: bool) -> str:
    if not capital:
        return "C" if small else "l"
    return "A" if 1 < len(word) < 4 and word.isupper() else "C"


def _numeral(lower: str) -> str:
    if _POSTCODE.fullmatch(lower):
        return "z"
    if _HOUSE.fullmatch(lower):
        return "Z" if len(lower) > 3 and lower.isdigit() else "n"
    if _ORDINAL.fullmatch(lower):
        return "o"
    return "h" if _HALF.fullmatch(lower) else "x"
