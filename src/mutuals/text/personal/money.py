"""Accounts, cards and wallets, told by their check digits (ISO 13616, ISO/IEC 7812, Base58Check, BIP 173)."""

import re
from collections.abc import Iterator

from mutuals.text.personal.checks import base58, bech32, luhn, mod97
from mutuals.text.personal.cues import either
from mutuals.text.personal.look import Look

_LENGTHS = (
    "NO15 BE16 BI27 DK18 FI18 FK18 FO18 GL18 NL18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 MN20 XK20 "
    "CH21 HR21 "
    "LI21 LV21 BG22 BH22 CR22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 "
    "CZ24 ES24 "
    "MD24 PK24 RO24 SA24 SE24 SK24 TN24 VG24 LY25 PT25 ST25 IS26 TR26 AZ28 AL28 BY28 CY28 DO28 GT28 HN28 "
    "HU28 LB28 "
    "NI28 PL28 SV28 BR29 DJ27 EG29 FR27 GR27 IT27 MC27 MR27 PS29 QA29 UA29 SM27 JO30 KW30 YE30 MT31 SC31 "
    "RU33 LC32"
)
LENGTHS = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}
"""How many signs an IBAN has, by country (ISO 13616 registry)."""

_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ -]?\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_LETTERED = re.compile(r"[0-9](?<=[A-Za-z]{2}[0-9])[0-9]")
_APART = str.maketrans("", "", " -.")
_CARD = re.compile(
    r"(?<![\w.,+-])(?:\d{13,19}|\d{4}([ .-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?"
    r"|3\d{3}([ .-])\d{6}\2\d{4,5})(?![\w-])(?![.,]\d)"
)
_CARD_WORD = re.compile(
    either(
        "card cards karte kreditkarte kartennummer carte tarjeta carta kaart cartão cartao karta karty "
        "kort kart "
        "visa mastercard amex debit credit cc maestro discover"
    )
)
_WALLET = re.compile(
    r"(?<![\w/])(?:(?P<eth>0x[0-9a-fA-F]{40})|(?P<bech>(?:bc1|ltc1|tb1|BC1)[02-9ac-hj-np-zAC-HJ-NP-Z]{11,87})"
    r"|(?P<old>[13LMDT9A][1-9A-HJ-NP-Za-km-z]{25,34})|(?P<xmr>[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93})"
    r"|(?P<ada>addr1[02-9ac-hj-np-z]{50,110}))(?!\w)"
)
_SOLANA = re.compile(r"(?<![\w/])[1-9A-HJ-NP-Za-km-z]{32,44}(?!\w)")


def ibans(look: Look) -> Iterator[tuple[str, int, int]]:
    """IBANs of a country's own length whose check digits are right, in one piece or in groups."""
    if not (_LETTERED.search(look.plain) or "iban" in look.lower):
        return
    for found in _IBAN.finditer(look.plain):
        length = LENGTHS.get(found[0][:2].upper())
        if length and (end := _after(look.plain, found.start(), found.end(), length)):
            account = look.plain[found.start() : end].translate(_APART).upper()
            if account[2:4].isdigit() and mod97(account):
                yield "iban", found.start(), end


def _after(text: str, start: int, end: int, length: int) -> int:
    """Where so many signs end, separators apart; 0 where there are fewer, or where a word goes on."""
    for place in range(start, end):
        length -= text[place] not in " -"
        if length == 0:
            goes_on = place + 1 < len(text) and text[place + 1].isalnum()
            return 0 if goes_on else place + 1
    return 0


def card_at(look: Look, start: int) -> int:
    """Where the payment card ends that begins there (the number of an issuer's range and length, whose last digit is
    right); 0 where none does."""
    found = _CARD.match(look.plain, start)
    if found is None:
        return 0
    end = found.end()
    if not is_card(found[0]) and found[1]:  # a security code may follow in a group of its own
        end -= len(found[0].rpartition(found[1])[2]) + 1
    return end if is_card(look.plain[start:end]) and not _other(look, start) else 0


def _other(look: Look, start: int) -> bool:
    return look.nobody(start) and not _CARD_WORD.search(look.before(start))


def is_card(text: str) -> bool:
    """Whether digits, with or without separators, are a payment card's."""
    digits = text.translate(_APART)
    return digits.isdigit() and len(digits) > 12 and _range(digits) and len(set(digits)) > 1 and luhn(digits)


def _range(digits: str) -> bool:
    """Whether an issuer gives out numbers that begin so and are so long (ISO/IEC 7812 issuer identification)."""
    two, four, size = int(digits[:2]), int(digits[:4]), len(digits)
    if size == 16:
        return (
            40 <= two <= 58
            or 2221 <= four <= 2720
            or 3528 <= four <= 3589
            or two in (62, 63, 65, 67, 81, 82)
            or four == 6011
            or 644 <= four // 10 <= 649
            or 2200 <= four <= 2204
        )
    if size == 15:
        return two in (34, 37)
    if size == 14:
        return two in (36, 38, 39) or 3000 <= four <= 3059
    if size == 13:
        return two in (40, 41, 44, 45, 49)
    return size > 16 and (two in (50, 56, 57, 58, 62, 63, 67) or (size == 19 and digits[0] == "4"))


def wallets(look: Look) -> Iterator[tuple[str, int, int]]:
    """Addresses of crypto-currencies; those with a checksum that Python can make are checked."""
    if look.longest < 26:
        return
    for found in _WALLET.finditer(look.plain):
        if _is_wallet(found):
            yield "crypto_wallet", *found.span()
    if not look.words.isdisjoint(("solana", "sol", "phantom")):
        for found in _SOLANA.finditer(look.plain):
            if any(map(str.isdigit, found[0])) and any(map(str.isupper, found[0])):
                yield "crypto_wallet", *found.span()


def _is_wallet(found: re.Match[str]) -> bool:
    if found.lastgroup in ("bech", "ada"):
        return bech32(found[0])
    if found.lastgroup == "old":
        return base58(found[0])
    return len(set(found[0][2:])) > 4
