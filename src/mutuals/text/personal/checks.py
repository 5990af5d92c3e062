"""Check digits: arithmetic that tells a number from any other digits. Every function takes digits (or letters and
digits) without separators and answers whether they check; none raises."""

import hashlib

_VERHOEFF_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_BASE58 = {
    sign: value for value, sign in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
_BECH32 = {sign: value for value, sign in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_POLYMOD = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B, modulus 10 with every second digit doubled."""
    odd = sum(map(int, digits[-1::-2]))
    return (odd + sum((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)[int(digit)] for digit in digits[-2::-2])) % 10 == 0


def mod97(account: str) -> bool:
    """ISO 7064 MOD 97-10 as ISO 13616 uses it: four signs to the end, letters as 10 to 35, remainder 1."""
    turned = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    """The sum of the digits, each times its weight; digits without a weight do not count."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def mod11_10(digits: str) -> bool:
    """ISO 7064 MOD 11,10 (German tax numbers)."""
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def verhoeff(digits: str) -> bool:
    """Verhoeff's check over the dihedral group D5 (J. Verhoeff, Error Detecting Decimal Codes, 1969)."""
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _dihedral(check, _turned(int(digit), place % 8))
    return check == 0


def _turned(digit: int, times: int) -> int:
    for _ in range(times):
        digit = _VERHOEFF_TURN[digit]
    return digit


def _dihedral(one: int, other: int) -> int:
    """The product of two elements of D5, rotations being 0 to 4 and reflections 5 to 9."""
    if one < 5:
        return (one + other) % 5 if other < 5 else (one + other - 5) % 5 + 5
    return (one - other) % 5 + 5 if other < 5 else (one - other) % 5


def ean13(digits: str) -> bool:
    """The check digit of EAN-13, which Swiss AHV numbers carry."""
    return weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0


def base58(text: str) -> bool:
    """Base58Check (https://en.bitcoin.it/wiki/Base58Check_encoding): 21 bytes and four of a double SHA-256."""
    number = 0
    for sign in text:
        if sign not in _BASE58:
            return False
        number = number * 58 + _BASE58[sign]
    if number >= 1 << 200:
        return False
    raw = number.to_bytes(25, "big")
    return hashlib.sha256(hashlib.sha256(raw[:21]).digest()).digest()[:4] == raw[21:]


def bech32(text: str) -> bool:
    """Bech32 and Bech32m (BIP 173, BIP 350): a checksum over prefix and data."""
    prefix, _, data = text.lower().rpartition("1")
    if not prefix or any(sign not in _BECH32 for sign in data):
        return False
    values = [ord(sign) >> 5 for sign in prefix] + [0] + [ord(sign) & 31 for sign in prefix]
    check = 1
    for value in values + [_BECH32[sign] for sign in data]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, mask in enumerate(_POLYMOD):
            check ^= mask if top >> bit & 1 else 0
    return check in (1, 0x2BC830A3)
