"""Passports, driving licences, bank accounts and dates of birth: numbers told only by the word beside them."""

import re
from collections.abc import Iterator

from mutuals.text.personal.cues import ACCOUNT, BIRTH, PAPERS, either
from mutuals.text.personal.look import Look
from mutuals.text.personal.money import is_card

_BETWEEN = (
    r"(?:[^\S\n]?[^\W\d]{1,14}\b['’.]?){0,4}?[^\w\n&]{1,6}"
    r"(?:(?:is|ist|est|es|è|to|#|n°|no|nr|number|nummer)\W{1,4})?"
)
_PASSPORT_WORDS = (
    "passport reisepass passnummer passeport pasaporte passaporto paspoort passaporte paszport paszportu pasaport "
    "pas_no"
)
_ACCOUNT_WORDS = (
    "account accounts acct a/c konto kontonummer konto-nr compte cuenta conto rekening rekeningnummer conta hesap "
    "clabe"
)
_BIRTH_WORDS = (
    "date_of_birth d.o.b. dob birth birthday birthdate bday born geboren geb geburtsdatum geburtstag né née nee "
    "naissance nacido nacida nací naci nacimiento nato nata nascita geboortedatum verjaardag nascido nascida nasci "
    "nascimento urodzony urodzona urodzenia urodziłem urodziłam född födelsedatum født fødselsdato doğum syntynyt "
    "cumpleaños compleanno aniversário urodziny"
)
_PASSPORT = re.compile(
    rf"(?<!\w){either(_PASSPORT_WORDS)}"
    rf"{_BETWEEN}(?P<value>[a-z]{{0,3}}\d[a-z0-9]{{5,9}})(?!\w)",
)
_LICENCE_WORDS = (
    "license licence dl führerschein fuehrerschein führerscheinnummer permis_de_conduire permis_de_conducir "
    "carnet_de_conducir patente rijbewijs carta_de_condução cnh prawo_jazdy prawa_jazdy körkort ehliyet"
)
_LICENCE = re.compile(
    rf"(?<!\w){either(_LICENCE_WORDS)}{_BETWEEN}(?P<value>(?=[a-z0-9 -]{{0,20}}\d[ -]?\d)"
    rf"[a-z]{{0,5}}-?\d[a-z0-9-]{{4,19}})(?!\w)",
)
_DRIVER = re.compile(
    either("driver drivers driver's drivers' driving dl dmv") + "|" + either(_LICENCE_WORDS.split(" ", 2)[2])
)
_ACCOUNT = re.compile(
    rf"(?<!\w){either(_ACCOUNT_WORDS)}"
    rf"{_BETWEEN}(?P<value>\d(?:[ -]?\d){{5,23}})(?![\w])(?![.,]\d)",
)
_ROUTING = re.compile(
    rf"(?<!\w){either('routing sort_code sortcode bsb aba bankleitzahl blz ifsc')}{_BETWEEN}"
    r"(?P<value>[a-z]{4}0[a-z0-9]{6}|\d{2}[- ]\d{2}[- ]\d{2}|\d{3}[- ]?\d{3}|\d{8,9})(?!\w)",
)
_MONTHS = either(
    "january february march april may june july august september october november december jan feb mar "
    "apr jun jul "
    "aug sep sept oct nov dec januar februar märz maerz mai juni juli oktober dezember janvier février "
    "fevrier mars "
    "avril juin juillet août aout septembre octobre novembre décembre enero febrero marzo abril mayo "
    "junio julio "
    "agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre "
    "ottobre "
    "dicembre januari februari maart mei augustus december janeiro fevereiro março maio junho julho "
    "setembro outubro "
    "novembro dezembro stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada "
    "grudnia maj augusti ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
)
_DATE = (
    r"(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s(?:of\s|de\s|d')?{_MONTHS}\.?,?\s(?:de\s|del\s)?(?:19|20)\d\d"
    rf"|{_MONTHS}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d)(?!\w)(?![./-]\d)"
)
_BORN = re.compile(
    rf"(?<!\w){either(_BIRTH_WORDS)}"
    rf"(?P<between>[^\d\n]{{0,32}}?\n?[^\d\n]{{0,8}}?)(?P<value>{_DATE})",
)


def papers(look: Look) -> Iterator[tuple[str, int, int]]:
    """Numbers of passports, driving licences and accounts, and dates of birth, each after the word that says so."""
    if look.flags & PAPERS:
        yield from (("passport", *found.span("value")) for found in _PASSPORT.finditer(look.lower))
        yield from _licences(look)
    if look.flags & ACCOUNT:
        yield from _accounts(look)
    if look.flags & BIRTH:
        yield from (("birth_date", *found.span("value")) for found in _BORN.finditer(look.lower))


def _licences(look: Look) -> Iterator[tuple[str, int, int]]:
    for found in _LICENCE.finditer(look.lower):
        if _DRIVER.search(look.lower, max(0, found.start() - 25), found.start("value")):
            yield "driver_licence", *found.span("value")


def _accounts(look: Look) -> Iterator[tuple[str, int, int]]:
    for pattern in (_ACCOUNT, _ROUTING):
        for found in pattern.finditer(look.lower):
            if not is_card(found["value"]):
                yield "bank_account", *found.span("value")
