"""Coordinates: pairs of degrees, map links, geo: addresses (RFC 5870), plus codes (Open Location Code), what3words."""

import re
from collections.abc import Iterator

from mutuals.text.personal.look import Look

_NUMBER = r"[-+]?\d{1,3}\.\d{3,15}"
_PAIR = re.compile(
    rf"(?<![\w.,/-])(?P<lat>[-+]?\d{{1,2}}\.\d{{3,15}})"
    rf"°?\s?(?P<ns>[NSns])?\s?[,;/ ]\s?(?P<lon>{_NUMBER})°?\s?(?P<ew>[EWOewo])?(?![\w%€$])(?![.,-]\d)"
)
_LABELLED = re.compile(
    r"(?<!\w)lat(?:itude)?\W{1,4}(?P<lat>[-+]?\d{1,2}\.\d{2,15})\W{1,4}(?:lon(?:gitude)?|lng|"
    r"long)\W{1,4}(?P<lon>[-+]?\d{1,3}\.\d{2,15})",
    re.IGNORECASE,
)
_EXACT = re.compile(r"\.\d{3}")
_CUE = re.compile(
    r"\b(?:lat|lon|latitude|longitude|gps|coord\w*|koordinat\w*|coordonn\w*|location|position|standort|"
    r"ubicación)\b"
)
_DEGREES = (
    r"\d{1,3}\s?[°º]\s?(?:\d{1,2}(?:\.\d{1,6})?\s?['′’]\s?(?:\d{1,2}(?:[.,]\d{1,6})?\s?(?:[\"″”]|''|′′)\s?)?)"
)
_DMS = re.compile(rf"(?<!\w){_DEGREES}[NSns]\s?[,;/]?\s?{_DEGREES}[EWOewo](?!\w)")
_GEO = re.compile(
    r"(?<!\w)geo:-?\d{1,2}(?:\.\d{1,15})?,-?\d{1,3}(?:\.\d{1,15})?(?:,-?\d{1,6}(?:\.\d{1,6})?)?(?:;\w{1,10}=[\w.-]{1,20}){0,4}"
)
_LINK = re.compile(
    r"(?<!\w)https?://(?:(?:www\.|maps\.)?google\.[a-z.]{2,6}(?:/maps)?|maps\.app\.goo\.gl|goo\.gl/maps|"
    r"maps\.apple\.com"
    r"|(?:www\.)?openstreetmap\.org|osm\.org|(?:www\.)?bing\.com/maps|(?:www\.)?waze\.com|plus\.codes|"
    r"w3w\.co)"
    r"/[^\s<>\"']{1,300}",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"-?\d{1,2}\.\d{3,15}(?:,|%2C|/|~|&m?lon=)-?\d{1,3}\.\d{3,15}|goo\.gl|plus\.codes/\w|w3w\.co/\w",
    re.IGNORECASE,
)
_PLUS = re.compile(
    r"(?<![\w+])(?:[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}"
    r"|[23456789CFGHJMPQRVWX]{4}\+[23456789CFGHJMPQRVWX]{2,3}(?=,? [A-ZÀ-Þ]))(?![\w+])"
)
_WORDS = re.compile(r"(?<![\w/:])///[a-zà-ÿ]{3,20}\.[a-zà-ÿ]{3,20}\.[a-zà-ÿ]{3,20}(?![\w.])")


def coordinates(look: Look) -> Iterator[tuple[str, int, int]]:
    """Where on Earth: pairs need four decimals, or three beside a word that says what they are."""
    plain = look.plain
    if "://" in plain:
        yield from _links(plain)
    if "geo:" in plain:
        yield from (("coordinates", *found.span()) for found in _GEO.finditer(plain))
    if _EXACT.search(plain) or "lat" in look.lower:
        yield from _pairs(look)
    yield from _marked(plain)


def _links(plain: str) -> Iterator[tuple[str, int, int]]:
    for found in _LINK.finditer(plain):
        if _LINKED.search(found[0]):
            yield "coordinates", found.start(), found.start() + len(found[0].rstrip(".,;)!?"))


def _pairs(look: Look) -> Iterator[tuple[str, int, int]]:
    plain = look.plain
    for found in _LABELLED.finditer(plain) if "lat" in look.lower else ():
        if _on_earth(found):
            yield "coordinates", found.start("lat"), found.end("lon")
    for found in _PAIR.finditer(plain):
        if _on_earth(found) and (_exact(found) or _CUE.search(look.before(found.start()))):
            yield "coordinates", *found.span()


def _marked(plain: str) -> Iterator[tuple[str, int, int]]:
    if "°" in plain or "º" in plain:
        yield from (("coordinates", *found.span()) for found in _DMS.finditer(plain))
    if "+" in plain:
        yield from (("coordinates", *found.span()) for found in _PLUS.finditer(plain))
    if "///" in plain:
        yield from (("coordinates", *found.span()) for found in _WORDS.finditer(plain))


def _on_earth(found: re.Match[str]) -> bool:
    return abs(float(found["lat"])) <= 90 and abs(float(found["lon"])) <= 180


def _exact(found: re.Match[str]) -> bool:
    """Whether a pair is written as only places are: four decimals in both, or with its quarters of the sky."""
    decimals = min(len(found[name].partition(".")[2]) for name in ("lat", "lon"))
    return decimals > 3 or bool(found["ns"] and found["ew"])
