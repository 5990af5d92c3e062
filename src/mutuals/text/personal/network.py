"""Web addresses, IP addresses and hardware addresses (RFC 3986, RFC 1123, RFC 791, RFC 4291, IEEE 802)."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from mutuals.text.personal.cues import either
from mutuals.text.personal.look import Look

_GENERIC = (
    "com org net edu gov mil int info biz name pro eu uk io ai app dev blog shop site online store tech "
    "xyz club "
    "social cloud space news live world life today email agency academy travel museum jobs mobi tel asia "
    "cat post "
    "top win bid page wiki design studio media digital network systems solutions services team work works "
    "zone "
    "art bar cafe city coop health music photo photos place press red rocks run school science software "
    "support "
    "tools town video vip wine berlin hamburg koeln wien paris london nyc amsterdam brussels gent "
    "vlaanderen bzh "
    "scot wales quebec tokyo local onion рф"
)
_COUNTRIES = (
    "ac ad ae af ag al am ao ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz "
    "ca cc cd cf "
    "cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et fi fj fk fm fo fr "
    "ga gb gd ge "
    "gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in iq ir is it je jm jo "
    "jp ke kg kh "
    "ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr "
    "ms mt mu mv "
    "mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re "
    "ro rs ru rw "
    "sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr "
    "tt tv tw tz "
    "ua ug us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
TOP_LEVEL = frozenset(f"{_GENERIC} {_COUNTRIES}".split())
"""The last labels by which a host without a scheme is taken for one."""

WORDS = frozenset(
    "as at be by do es in is it me my no pro se so the to us am an de la le work works team top life live "
    "news name "
    "place run zone space today".split()
)
"""Last labels that are words of a sentence as well."""

_ENDINGS = frozenset(
    "py rs md sh pl cc so ps js ts go cs vb mk am la st me is in it no so do to my be at as by id us so "
    "in if "
    "app name info pro run place works work zone top team life post live today local space news bar art".split()
)
"""Last labels that are as well endings of file names, or words after a missing space: hosts there say more."""

_URL = re.compile(
    r"(?<![\w])(?:https?|ftps?|wss?|sftp|gemini)://[^\s<>\"'`{}|\\^\[\]]{3,2000}", re.IGNORECASE
)
_HOST = re.compile(
    r"(?<![\w.@/:+%-])(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}(?P<last>[^\W\d_]{2,24})(?![\w@])"
    r"(?!\.[\w])(?P<rest>(?::\d{2,5})?(?:[/?#][^\s<>\"'`{}|\\^\[\]]{0,2000})?)"
)
_ESCAPED = re.compile(r"&(?:#\d|quot|gt|lt)|&#")
_DOT = re.compile(r"\.[^\W\d_]{2}")
_ENDS = ".,;:!?)'\"*_"
_IPV4 = re.compile(r"(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-])(?!\.\d)")
_IPV6 = re.compile(
    r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\w:])(?:%\w{1,15})?"
)
_MAC = re.compile(
    r"(?<![\w:.-])(?:[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}"
    r"|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?![\w:-])(?!\.\w)"
)
_VERSION = re.compile(
    rf"(?:\b{either('version versions ver build release release_notes firmware revision chapter section driver')}"
    r"\.?[^\d]{0,12}|\bv\.?\s?|[§=~^<>]\s?|\boid\b.{0,12})$"
)


def urls(look: Look) -> Iterator[tuple[str, int, int]]:
    """Web addresses with a scheme, or a host whose last label is known to be one."""
    plain = look.plain
    if "://" in plain:
        for found in _URL.finditer(plain):
            yield "domain", found.start(), _end(found)
    if _DOT.search(plain):
        for found in _HOST.finditer(plain):
            if _is_host(found):
                yield "domain", found.start(), _end(found)


def _end(found: re.Match[str]) -> int:
    """Where an address ends that a sentence goes on after: without its stops, or a bracket opened before it."""
    text = _ESCAPED.split(found[0], maxsplit=1)[0].rstrip(_ENDS)
    return found.start() + len(text) + (1 if found[0][len(text) :].startswith(")") and "(" in text else 0)


def _is_host(found: re.Match[str]) -> bool:
    host, last = found[0][: len(found[0]) - len(found["rest"])], found["last"]
    if last.lower() not in TOP_LEVEL or not (last.islower() or host.isupper()):
        return False
    labels = host.lower().split(".")
    if labels[0] == "www" or found["rest"].startswith("/"):
        return True
    if len(host) < 5 or len(labels[-2]) < 2 or labels[-2].isdigit():
        return False
    return last.lower() not in _ENDINGS or (len(labels) > 2 and len(labels[0]) > 1)


def ip_at(look: Look, start: int) -> int:
    """Where the IPv4 address ends that begins there; 0 where none does: loopback, netmasks and version numbers are
    none that somebody has."""
    found = _IPV4.match(look.plain, start)
    return found.end() if found and _is_v4(found[0]) and not _VERSION.search(look.before(start, 25)) else 0


def ips(look: Look) -> Iterator[tuple[str, int, int]]:
    """IP addresses of version 6; those that nobody has (unspecified, loopback) are none."""
    if look.plain.count(":") > 1:
        for found in _IPV6.finditer(look.plain):
            if _is_v6(found[0].partition("%")[0]):
                yield "ip", *found.span()


def _is_v4(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except AddressValueError:
        return False
    return not (address.is_loopback or address.is_multicast or text.startswith(("0.", "255.")))


def _is_v6(text: str) -> bool:
    if len(text) < 4 or not any(map(str.isalnum, text)):
        return False
    try:
        address = IPv6Address(text)
    except AddressValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)


def macs(look: Look) -> Iterator[tuple[str, int, int]]:
    """Hardware addresses of 48 bits."""
    plain = look.plain
    if look.longest < 14 or max(plain.count(":"), plain.count("-"), 2 * plain.count(".")) < 4:
        return
    for found in _MAC.finditer(plain):
        if len(set(found[0])) > 2:
            yield "mac", *found.span()
