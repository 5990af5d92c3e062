"""Identity numbers of countries, by their form and, where they have one, their check digit.

A number that a tenth or more of all digits would pass needs a word beside it that names it; one whose form is its own
(two check digits, dots in their places, letters) does not. Sources stand at each rule.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from mutuals.text.personal.checks import ean13, luhn, mod11_10, verhoeff, weighted
from mutuals.text.personal.cues import either
from mutuals.text.personal.look import Look

_APART = str.maketrans("", "", " .-/+")


def _ssn(number: str) -> bool:
    """US SSN: no area 000, 666 or 9xx, no group 00, no serial 0000 (https://www.ssa.gov/employer/randomization.html)."""
    return (
        number[:3] not in ("000", "666") and number[0] != "9" and number[3:5] != "00" and number[5:] != "0000"
    )


def _nino(number: str) -> bool:
    """UK NINO: prefixes never given (HMRC, https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110)."""
    return number[:2].upper() not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")


def _nhs(number: str) -> bool:
    """UK NHS number, weights 10 to 2, modulus 11 (NHS Data Dictionary, NHS NUMBER)."""
    check = (11 - weighted(number[:9], (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11
    return check == int(number[9]) and len(set(number)) > 1


def _steuer(number: str) -> bool:
    """German tax number: ISO 7064 MOD 11,10; among the first ten one digit stands twice or thrice (section 139b AO)."""
    counts = sorted(number[:10].count(digit) for digit in set(number[:10]))
    return number[0] != "0" and counts[-1] in (2, 3) and counts[-2] == 1 and mod11_10(number)


def _nir(number: str) -> bool:
    """French NIR: key is 97 less the rest of the division by 97; Corsica 2A and 2B count as 19 and 18 (INSEE)."""
    number = number.upper()
    head = number[:13].replace("2A", "19").replace("2B", "18")
    month = int(number[3:5])
    return (
        head.isdigit()
        and (month <= 12 or 20 <= month <= 42 or month >= 50)
        and 97 - int(head) % 97 == int(number[13:])
    )


def _dni(number: str) -> bool:
    """Spanish DNI and NIE: letter by the rest of the division by 23 (Real Decreto 1553/2005)."""
    digits = str("XYZ".find(number[0].upper())) + number[1:-1] if number[0].isalpha() else number[:-1]
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == number[-1].upper()


_CF_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)


def _codice(number: str) -> bool:
    """Italian codice fiscale: check letter by odd and even places (Decreto Ministeriale 23 dicembre 1976)."""
    values = [int(sign, 36) - (0 if sign.isdigit() else 10) for sign in number.upper()]
    total = sum(_CF_ODD[value] for value in values[:15:2]) + sum(values[1:15:2])
    return total % 26 == values[15]


def _bsn(number: str) -> bool:
    """Dutch BSN, the test of eleven with weight -1 last (Besluit burgerservicenummer)."""
    return len(set(number)) > 1 and weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _national(number: str) -> bool:
    """Belgian number: 97 less the rest by 97, with a 2 before it for those born from 2000 (Royal Decree 3.4.1984)."""
    if not _day(number[4:6]) or int(number[2:4]) > 12:
        return False
    return any(97 - int(century + number[:9]) % 97 == int(number[9:]) for century in ("", "2"))


def _pesel(number: str) -> bool:
    """Polish PESEL: weights 1 3 7 9, the century within the month (Ustawa o ewidencji ludności, art. 15-19)."""
    check = -weighted(number[:10], (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    return check == int(number[10]) and 1 <= int(number[2:4]) % 20 <= 12 and _day(number[4:6])


def _cpf(number: str) -> bool:
    """Brazilian CPF: two digits by modulus 11 (Receita Federal)."""
    if len(set(number)) == 1:
        return False
    first = weighted(number[:9], tuple(range(10, 1, -1))) * 10 % 11 % 10
    second = weighted(number[:10], tuple(range(11, 1, -1))) * 10 % 11 % 10
    return number[9:] == f"{first}{second}"


def _personnummer(number: str) -> bool:
    """Swedish personnummer: a date (day plus 60 for samordningsnummer), then Luhn (Folkbokföringslagen 18 §)."""
    digits = number[-10:]
    day = int(digits[4:6])
    return 1 <= int(digits[2:4]) <= 12 and (_day(digits[4:6]) or _day(str(day - 60))) and luhn(digits)


def _hetu(number: str) -> bool:
    """Finnish HETU: control sign by the rest of the division by 31 (DVV, https://dvv.fi/en/personal-identity-code)."""
    sign = "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(number[:6] + number[-4:-1]) % 31]
    return _day(number[:2]) and 1 <= int(number[2:4]) <= 12 and number[-1].upper() == sign


def _cpr(number: str) -> bool:
    """Danish CPR: a date and four digits, without a check digit since 2007 (https://cpr.dk)."""
    return _day(number[:2]) and 1 <= int(number[2:4]) <= 12


def _tckn(number: str) -> bool:
    """Turkish number: tenth digit by odds and evens, last by the sum (NVI, law 5490)."""
    digits = [int(digit) for digit in number]
    tenth = (sum(digits[:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return digits[0] > 0 and tenth == digits[9] and sum(digits[:10]) % 10 == digits[10]


def _tfn(number: str) -> bool:
    """Australian tax file number: weights 1 4 3 7 5 8 6 9 10, modulus 11 (ATO)."""
    return weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def _nif(number: str) -> bool:
    """Portuguese NIF: weights 9 to 2, modulus 11 (Decreto-Lei 14/2013)."""
    check = 11 - weighted(number[:8], (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return number[0] in "123456789" and int(number[8]) == (check if check < 10 else 0)


def _day(text: str) -> bool:
    return 1 <= int(text) <= 31


class Rule(NamedTuple):
    """A country's number: how it is written, its check, the words that name it, and when it needs one of them."""

    kind: str
    form: re.Pattern[str]
    check: Callable[[str], bool]
    words: re.Pattern[str]
    cued: re.Pattern[str] | None


def _rule(kind: str, form: str, check: Callable[[str], bool], words: str, cued: str | None) -> Rule:
    """`cued` is the form (within the number's own) that counts only beside one of the words."""
    return Rule(
        kind,
        re.compile(form),
        check,
        re.compile(rf"(?<![^\W_]){either(words)}(?![^\W_])"),
        re.compile(cued) if cued else None,
    )


_BARE = r"\d+"
_RULES = (
    _rule("id_us_ssn", r"\d{3}([- ]?)\d{2}\1\d{4}", _ssn, "ssn social_security socialsecurity social",
          r"\d+|.* .*"),
    _rule("id_uk_nino", r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-Da-d]", _nino, "nino", None),
    _rule("id_uk_nhs", r"\d{3}([- ]?)\d{3}\1\d{4}", _nhs, "nhs health_number patient_number", r".*"),
    _rule("id_de_steuer", r"\d{2}([ /]?)\d{3}\1\d{3}\1\d{3}|\d{11}", _steuer,
          "steuer steuer-id steueridentifikationsnummer identifikationsnummer idnr tax tin steuernummer", _BARE),
    _rule("id_fr_nir", r"[12] ?\d\d ?\d\d ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3} ?\d\d", _nir,
          "nir sécurité_sociale secu", None),
    _rule("id_es_dni", r"(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZxyz]-?\d{7})[ -]?[A-Za-z]", _dni, "dni nie nif", None),
    _rule("id_it_cf", r"(?i:[a-z]{6}[\dlmnp-v]{2}[a-ehlmprst][\dlmnp-v]{2}[a-z][\dlmnp-v]{3}[a-z])", _codice,
          "cf", None),
    _rule("id_nl_bsn", r"\d{9}|\d{4}([. ])\d{2}\1\d{3}|\d{3}([. -])\d{3}\2\d{3}", _bsn,
          "bsn burgerservicenummer sofinummer sofi", r".*"),
    _rule("id_be_nn", r"\d{2}\.?\d{2}\.?\d{2}[- ]?\d{3}[. ]?\d{2}", _national,
          "rijksregister rijksregisternummer registre_national insz niss national", None),
    _rule("id_pl_pesel", r"\d{11}", _pesel, "pesel", None),
    _rule("id_br_cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}|\d{9}-?\d{2}", _cpf, "cpf", None),
    _rule("id_se_pnr", r"(?:19|20)?\d{6}[-+]?\d{4}", _personnummer, "personnummer personnr pnr samordningsnummer",
          r"\d+|\d{8}-(?:[01]\d|2[0-3])[0-5]\d"),
    _rule("id_fi_hetu", r"\d{6}[-+A-FU-Ya-f]\d{3}[0-9A-FHJ-NPR-Ya-y]", _hetu, "hetu henkilötunnus", None),
    _rule("id_dk_cpr", r"\d{6}-?\d{4}", _cpr, "cpr cpr-nr cpr-nummer personnummer", r".*"),
    _rule("id_ch_ahv", r"756\.?\d{4}\.?\d{4}\.?\d{2}", ean13, "ahv avs oasi", None),
    _rule("id_tr_tckn", r"\d{11}", _tckn, "tc tckn kimlik", None),
    _rule("id_in_aadhaar", r"[2-9]\d{3}([ -]?)\d{4}\1\d{4}", verhoeff, "aadhaar aadhar uidai uid", _BARE),
    _rule("id_in_pan", r"[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z]", bool, "pan permanent_account income_tax", r".*"),
    _rule("id_ca_sin", r"\d{3}([- ]?)\d{3}\1\d{3}", luhn, "sin social_insurance nas assurance_sociale", r".*"),
    _rule("id_au_tfn", r"\d{3}([- ]?)\d{3}\1\d{3}", _tfn, "tfn tax_file", r".*"),
    _rule("id_pt_nif", r"\d{3}([- ]?)\d{3}\1\d{3}", _nif, "nif contribuinte", r".*"),
)  # fmt: skip
_LEFT, _RIGHT = r"(?<![\w.,+@#/$€£-])", r"(?!\w)(?![.,-]?\d)"
_DIGITS_FIRST = re.compile(
    _LEFT + r"(?:\d{3}[- ]\d\d[- ]\d{4}|[12] ?\d\d ?\d\d ?(?:\d\d|2[ABab]) ?\d{3} ?\d{3} ?\d\d"
    r"|\d{3}[- .]\d{3}[- .]\d{3,4}|\d{3}\.\d{3}\.\d{3}-\d\d|\d\d[ /]\d{3}[ /]\d{3}[ /]\d{3}"
    r"|\d{4}[ -]\d{4}[ -]\d{4}|\d{4}[. ]\d\d[. ]\d{3}|\d\d\.\d\d\.\d\d[- ]\d{3}[. ]\d\d"
    r"|756\.\d{4}\.\d{4}\.\d\d|\d\d\.\d{3}\.\d{3}-?[A-Za-z]|\d{6}(?:\d\d)?[-+A-FU-Ya-f]\d{3}[\dA-Ya-y]"
    r"|\d{6}[- ]\d{3}[. ]\d\d|\d{9}-\d\d|\d{8}[ -]?[A-Za-z]|\d{9,15})" + _RIGHT
)
_LETTERS_FIRST = re.compile(
    _LEFT + r"(?:[XYZxyz]-?\d{7}-?[A-Za-z]|[A-Za-z]{2} ?\d\d ?\d\d ?\d\d ?[A-Da-d]|[A-Z]{5}\d{4}[A-Z]"
    r"|(?i:[a-z]{6}[\dlmnp-v]{2}[a-z][\dlmnp-v]{2}[a-z][\dlmnp-v]{3}[a-z]))" + _RIGHT
)
_LETTERED = re.compile(
    r"[0-9](?:(?<=[A-Za-z][0-9])[0-9]|[0-9] [0-9]{2} [0-9]{2} ?[A-Da-d]\b|(?<=-[0-9])[0-9]{6})"
)


def lettered(look: Look) -> Iterator[tuple[str, int, int]]:
    """Identity numbers that begin with letters."""
    if _LETTERED.search(look.plain):
        for found in _LETTERS_FIRST.finditer(look.plain):
            if kind := _kind(look, found):
                yield kind, *found.span()


def identity_at(look: Look, start: int) -> tuple[str, int]:
    """Kind and end of the identity number that begins there with a digit; ("", 0) where none does."""
    found = _DIGITS_FIRST.match(look.plain, start)
    kind = _kind(look, found) if found else ""
    return (kind, found.end()) if found and kind else ("", 0)


def _kind(look: Look, found: re.Match[str]) -> str:
    """The rule that a number follows, first one named by a word beside it; one of weak form only so."""
    text, before, unnamed = found[0], look.before(found.start(), 45), ""
    for rule in _RULES:
        if rule.form.fullmatch(text) and rule.check(text.translate(_APART)):
            if rule.words.search(before) or rule.words.search(look.lower, found.end(), found.end() + 25):
                return rule.kind
            if not (unnamed or (rule.cued and rule.cued.fullmatch(text))):
                unnamed = rule.kind
    return "" if unnamed and look.nobody(found.start()) else unnamed
