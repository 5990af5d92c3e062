"""Whether two texts speak of the same place: words compared, nothing looked up anywhere. Pure.

There is no gazetteer here and no map: a place is near where its name is the same, in one of a few languages. What is
found says by which words, so that a person can tell Paris in Texas from the other one.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache, lru_cache

# Cities and countries that are often written in several ways: their own languages, English, those of neighbours.
_CITIES = """
antwerp=antwerpen=anvers | athens=athina=athenes=athen | bangkok=krungthep | barcelona=barcelone | basel=basle=bale
beijing=peking=pekin=北京 | belgrade=beograd=belgrad | bern=berne=berna | bologna=bolonia | bruges=brugge=brugges
brussels=bruxelles=brussel=bruselas | bucharest=bucuresti=bukarest=bucarest | cairo=kairo=alqahirah
kapstadt=kaapstad=cape town | cologne=koln=keulen=colonia | copenhagen=kobenhavn=kopenhagen
cracow=krakow=krakau=cracovie | dublin=baile atha cliath | florence=firenze=florenz=florencia | frankfurt=frankfort
geneva=geneve=genf=ginevra | genoa=genova=genua=genes | ghent=gent=gand | gothenburg=goteborg
the hague=den haag=la haye=s gravenhage | hamburg=hambourg=hamburgo | hanover=hannover | helsinki=helsingfors
istanbul=konstantinopel | jerusalem=yerushalayim=alquds | kyiv=kiev=kyjiw=київ | lisbon=lisboa=lissabon=lisbonne
london=londres=londra=londen | lviv=lwow=lemberg=львів | lyon=lyons | marseille=marseilles=marsiglia
cdmx=ciudad de mexico=mexico city | milan=milano=mailand | moscow=moskva=moskau=москва
munich=munchen=monaco di baviera | naples=napoli=neapel | nyc=new york city=nueva york=new york | nice=nizza=niza
nuremberg=nurnberg | osaka=大阪 | paris=parigi | porto=oporto | prague=praha=prag=praga | rome=roma=rom
sf=san francisco | seoul=서울 | seville=sevilla | shanghai=上海 | sofia=софия | stockholm=estocolmo
strasbourg=strassburg | tallinn=reval | tehran=teheran | tokyo=tokio=東京 | turin=torino
venice=venezia=venedig=venise | vienna=wien=vienne=viena | vilnius=wilno | warsaw=warszawa=warschau=varsovie
zagreb=agram | zurich=zuerich=zurigo
"""
_COUNTRIES = """
belgium=belgie=belgique=belgien | germany=deutschland=allemagne=alemania=germania | spain=espana=spanien=espagne
italy=italia=italien=italie | france=frankreich=francia | netherlands=nederland=niederlande=holland=pays bas
austria=osterreich=autriche | switzerland=schweiz=suisse=svizzera | portugal | poland=polska=polen=pologne
greece=hellas=griechenland=grece | sweden=sverige=schweden=suede | norway=norge=norwegen=norvege
denmark=danmark=danemark | finland=suomi=finnland | ireland=eire=irland=irlande | japan=日本 | china=中国
uk=england=united kingdom=great britain | usa=us=america=united states | turkey=turkiye=turkei
"""
# What is written beside the name of a town and is no part of it.
_BESIDE = frozenset(
    {"city", "area", "region", "greater", "metropolitan", "metro", "near", "central", "downtown"}
)
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d")
# Scripts that write without blanks: there a name is looked for inside the text.
_UNBROKEN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PARTS = re.compile(r"[,;\n/|•·]+")
# Letters that bear marks in some language: any one sign in their place is tried, of vowels and of consonants by turns.
_MARKED = ("aeiouy", "cdglnrstz")
# In a word as short as this of both at once (Łódź).
_SHORT = 4


class Sure(IntEnum):
    """How sure it is that two texts speak of one place: the name stands alone, or among other words."""

    NO = 0
    PERHAPS = 1
    YES = 2


def words_of(text: str) -> tuple[str, ...]:
    """The words of a place, folded: small letters without accents, without postal codes."""
    if text.isascii():
        return tuple(word for word in _WORD.findall(text.lower()) if not _DIGITS.search(word))
    plain = unicodedata.normalize(
        "NFKD", text.replace("ß", "ss").replace("ø", "o").replace("Ø", "o").replace("ł", "l")
    )
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    bare = unicodedata.normalize("NFC", bare).casefold()
    return tuple(word for word in _WORD.findall(bare) if not _DIGITS.search(word))


def near(wanted: str, known: str) -> Sure:
    """Whether `known` (an address, a city, a line of a profile) lies at the place `wanted`: as in "Lisbon, Portugal".

    The first part of `wanted` is what must be found; where both name a country and these differ, it is not the place.
    """
    town, *wider = _asked(wanted)
    if not town:
        return Sure.NO
    parts = _parts(known)
    found = max((_alike(town, part) for part in parts), default=Sure.NO)
    if found is Sure.NO or not wider:
        return found
    countries = _countries()
    asked = {countries[one] for one in (_joined(part) for part in wider) if one in countries}
    told = {countries[one] for one in (_joined(part) for part in parts) if one in countries}
    if asked and told and not asked & told:
        return Sure.NO
    return found


def patterns(wanted: str) -> list[str]:
    """What LIKE finds first on small letters: every way in which the place is written, with any sign in place of the
    letters that bear marks in some language. It finds too much and is read again by `near`."""
    town = next(iter(_parts(wanted)), ())
    if not town:
        return []
    typed = _longest(" ".join(_WORD.findall(_PARTS.split(wanted.strip())[0].casefold())) or town[0])
    words = {_longest(name) for name in _ways(" ".join(town))}
    loose = {typed} if typed.isascii() else {_loosened(typed, ""), typed}
    for word in words:
        loose |= {_loosened(word, marked) for marked in _MARKED}
        loose |= {_loosened(word, "".join(_MARKED))} if len(word) <= _SHORT else set()
    return [f"%{one}%" for one in sorted(loose)]


def _longest(name: str) -> str:
    return max(name.split(" "), key=lambda word: (len(word), word))


def _loosened(word: str, marked: str) -> str:
    return "".join("_" if one in marked or not one.isascii() else one for one in word)


@lru_cache(maxsize=64)
def _asked(wanted: str) -> tuple[tuple[str, ...], ...]:
    """The town that is asked for, and what it lies in."""
    return tuple(_parts(wanted)[:3]) or ((),)


def _alike(town: tuple[str, ...], part: tuple[str, ...]) -> Sure:
    """Whether a part of a text is this town, or holds its name."""
    held = Sure.NO
    for name in _ways(" ".join(town)):
        if _UNBROKEN.search(name):
            held = max(held, Sure.PERHAPS if name.replace(" ", "") in "".join(part) else Sure.NO)
            continue
        words = tuple(name.split(" "))
        bare = tuple(word for word in part if word not in _BESIDE) or part
        if words in (bare, part):
            return Sure.YES
        if any(part[at : at + len(words)] == words for at in range(len(part) - len(words) + 1)):
            held = Sure.PERHAPS
    return held


def _parts(text: str) -> list[tuple[str, ...]]:
    found = (words_of(part) for part in _PARTS.split(text[:2_000]))
    return [part for part in found if part]


def _joined(part: tuple[str, ...]) -> str:
    return " ".join(part)


def _ways(name: str) -> frozenset[str]:
    """All the ways in which a place is written that we know of."""
    return _known().get(name, frozenset({name}))


@cache
def _known() -> dict[str, frozenset[str]]:
    return {name: frozenset(group) for group in (*_read(_CITIES), *_read(_COUNTRIES)) for name in group}


@cache
def _countries() -> dict[str, str]:
    """Every name of the countries of the list, with the first name of each."""
    return {name: group[0] for group in _read(_COUNTRIES) for name in group}


def _read(table: str) -> Iterator[tuple[str, ...]]:
    for group in re.split(r"[|\n]", table):
        if group.strip():
            yield tuple(" ".join(words_of(name)) for name in group.split("="))
