"""Probes for personal data: texts in which a span is marked with ⟦ ⟧, and texts in which nothing may be found.

They stand beside this file, one a line, the marked ones after their kind.
Numbers with check digits are made here by other arithmetic than the finder's (searching the digit that fits, or the
published sum written out), so that both would have to err alike.
"""

import random
import re
import string
from pathlib import Path

PROBES = Path(__file__).parent / "probes"
LETTERS = string.ascii_letters
ALNUM = string.ascii_letters + string.digits
B64 = ALNUM + "-_"


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where they stood."""
    spans, plain = [], ""
    for part in re.split("([⟦⟧])", text):
        if part == "⟦":
            start = len(plain)
        elif part == "⟧":
            spans.append((start, len(plain)))
        else:
            plain += part
    return plain, spans


class Maker:
    """Makes numbers and tokens of every kind from a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def some(self, letters: str, size: int) -> str:
        return "".join(self.draw.choices(letters, k=size))

    def digits(self, size: int) -> str:
        return self.some(string.digits, size)

    def last(self, head: str, fits) -> str:
        """The head and the one digit after it that fits; another head where none does."""
        for digit in string.digits:
            if fits(head + digit):
                return head + digit
        return ""

    def luhn(self, prefix: str, size: int) -> str:
        return self.last(prefix + self.digits(size - len(prefix) - 1), luhn_by_table)

    def iban(self, country: str, account: str) -> str:
        return next(
            f"{country}{check:02d}{account}"
            for check in range(2, 99)
            if remainder(f"{account}{country}{check:02d}", 97) == 1
        )

    def until(self, make):
        """The first of what is made that is not empty."""
        return next(filter(None, (make() for _ in range(10_000))))

    def token(self, prefix: str, letters: str, size: int) -> str:
        return prefix + self.some(letters, size - 1) + self.draw.choice("4567")


def luhn_by_table(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(digits[::-1]):
        value = int(digit) * (1 + place % 2)
        total += value // 10 + value % 10
    return total % 10 == 0


def remainder(text: str, divisor: int) -> int:
    """The rest of a long division, sign by sign, letters standing for 10 to 35."""
    rest = 0
    for sign in text:
        for digit in str(string.digits.find(sign) if sign.isdigit() else ord(sign.upper()) - 55):
            rest = (rest * 10 + int(digit)) % divisor
    return rest


def cpf(head: str) -> str:
    for _ in range(2):
        total = sum(int(digit) * weight for weight, digit in enumerate(reversed(head), 2))
        head += str(0 if total % 11 < 2 else 11 - total % 11)
    return head


def nhs(head: str) -> str:
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(head))
    check = 11 - total % 11
    return "" if check == 10 else head + str(check % 11)


def bsn(head: str) -> str:
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(head))
    return "" if total % 11 == 10 else head + str(total % 11)


def pesel(head: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(head, [1, 3, 7, 9] * 3, strict=False))
    return head + str((10 - total % 10) % 10)


def tckn(head: str) -> str:
    odd, even = sum(map(int, head[0::2])), sum(map(int, head[1::2]))
    head += str((7 * odd - even) % 10)
    return head + str(sum(map(int, head)) % 10)


def steuer(head: str) -> str:
    rest = 10
    for digit in head:
        rest = (int(digit) + rest) % 10
        rest = (10 if rest == 0 else rest) * 2 % 11
    return head + str((11 - rest) % 10)


def ean(head: str) -> str:
    total = sum(map(int, head[0::2])) + 3 * sum(map(int, head[1::2]))
    return head + str(-total % 10)


def dni(head: str) -> str:
    return head + "TRWAGMYFPDXBNJZSQVHLCKE"[int(head) % 23]


VERHOEFF = [
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
]  # fmt: skip
TURNS = [
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
]


def verhoeff(digits: str) -> bool:
    """The published tables of Verhoeff's check, looked up."""
    check = 0
    for place, digit in enumerate(digits[::-1]):
        check = int(VERHOEFF[check][int(TURNS[place % 8][int(digit)])])
    return check == 0


def grouped(text: str, *sizes: int, sep: str = " ") -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return sep.join(parts)


def positives(seed: int = 7) -> list[tuple[str, str]]:
    """Kind and marked text."""
    written = (PROBES / "personal.txt").read_text("utf-8").splitlines()
    made = [tuple(line.split("/", 1)) for line in written]
    maker = Maker(seed)
    return made + _money(maker) + _identity(maker) + _keys(maker)


def _money(m: Maker) -> list[tuple[str, str]]:
    de, gb = m.iban("DE", m.digits(18)), m.iban("GB", "NWBK" + m.digits(14))
    fr, nl = m.iban("FR", m.digits(20) + "A" + m.digits(2)), m.iban("NL", "ABNA" + m.digits(10))
    no, mt = m.iban("NO", m.digits(11)), m.iban("MT", "MALT" + m.digits(5) + "MTLCAST001S".ljust(18, "0"))
    visa, master, amex = m.luhn("4", 16), m.luhn("53", 16), m.luhn("37", 15)
    return [
        ("iban", f"IBAN ⟦{de}⟧"),
        ("iban", f"überweise auf ⟦{grouped(de, 4, 4, 4, 4, 4, 2)}⟧ bitte"),
        ("iban", f"my account: ⟦{gb.lower()}⟧."),
        ("iban", f"virement ⟦{grouped(fr, 4, 4, 4, 4, 4, 4, 3)}⟧ merci"),
        ("iban", f"betaal op ⟦{grouped(nl, 4, 4, 4, 4, 2)}⟧"),
        ("iban", f"⟦{no}⟧"),
        ("iban", f"pay ⟦{mt}⟧ now"),
        ("iban", f"IBAN: ⟦{grouped(gb, 4, 4, 4, 4, 4, 2, sep='-')}⟧"),
        ("card", f"my card {'⟦'}{visa}⟧ was stolen"),
        ("card", f"⟦{grouped(master, 4, 4, 4, 4)}⟧ exp 12/27"),
        ("card", f"amex ⟦{grouped(amex, 4, 6, 5)}⟧"),
        ("card", f"card: ⟦{grouped(visa, 4, 4, 4, 4, sep='-')}⟧ cvv 123"),
        ("card", f"Karte ⟦{m.luhn('6011', 16)}⟧ sperren"),
        ("card", f"tarjeta ⟦{m.luhn('36', 14)}⟧"),
        ("card", f"pay with ⟦{m.luhn('2223', 16)}⟧"),
        ("crypto_wallet", "send btc to ⟦1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa⟧"),
        ("crypto_wallet", "⟦bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq⟧ thanks"),
        ("crypto_wallet", f"eth: ⟦0x{m.some('0123456789abcdef', 40)}⟧"),
        ("crypto_wallet", "tips ⟦3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy⟧"),
    ]


def _identity(m: Maker) -> list[tuple[str, str]]:
    aadhaar = m.last("2345" + m.digits(7), verhoeff)
    nir = "1850578006084"
    nir += f"{97 - int(nir) % 97:02d}"
    ahv = ean("756" + m.digits(9))
    return [
        ("id_us_ssn", "my SSN is ⟦536-90-4399⟧"),
        ("id_us_ssn", "⟦219-09-9998⟧ on the form"),
        ("id_us_ssn", "social security number ⟦536904399⟧"),
        ("id_uk_nino", "NI number ⟦AB 12 34 56 C⟧"),
        ("id_uk_nino", "⟦JG103759A⟧ is my NINO"),
        ("id_uk_nhs", f"NHS number {'⟦'}{grouped(m.until(lambda: nhs(m.digits(9))), 3, 3, 4)}⟧"),
        ("id_de_steuer", f"Steuer-ID: ⟦{steuer('8609574271')}⟧"),
        ("id_de_steuer", f"meine IdNr ⟦{grouped(steuer('4703689281'), 2, 3, 3, 3)}⟧"),
        ("id_fr_nir", f"sécu ⟦{grouped(nir, 1, 2, 2, 2, 3, 3, 2)}⟧"),
        ("id_fr_nir", f"⟦{nir}⟧"),
        ("id_es_dni", f"mi DNI ⟦{dni(m.digits(8))}⟧"),
        ("id_es_dni", "NIE ⟦X1234567L⟧"),
        ("id_it_cf", "codice fiscale ⟦RSSMRA85T10A562S⟧"),
        ("id_nl_bsn", f"BSN ⟦{m.until(lambda: bsn('1' + m.digits(7)))}⟧"),
        ("id_pl_pesel", f"PESEL ⟦{pesel('4405140135')}⟧"),
        ("id_pl_pesel", f"mój pesel to ⟦{pesel('0221031234')}⟧"),
        ("id_br_cpf", "CPF ⟦529.982.247-25⟧"),
        ("id_br_cpf", f"meu cpf: ⟦{cpf('111444777')}⟧"),
        ("id_se_pnr", f"personnummer ⟦{m.last('811218987', luhn_by_table)}⟧"),
        ("id_se_pnr", f"⟦811218-{m.last('811218987', luhn_by_table)[6:]}⟧"),
        ("id_ch_ahv", f"AHV ⟦{grouped(ahv, 3, 4, 4, 2, sep='.')}⟧"),
        ("id_ch_ahv", f"AHV-Nr ⟦{ahv}⟧"),
        ("id_tr_tckn", f"TC kimlik no ⟦{tckn('100000001')}⟧"),
        ("id_in_aadhaar", f"my aadhaar ⟦{grouped(aadhaar, 4, 4, 4)}⟧"),
        ("id_in_aadhaar", f"Aadhaar: ⟦{aadhaar}⟧"),
        ("id_in_pan", "PAN ⟦ABCPE1234F⟧"),
        ("id_fi_hetu", "hetu ⟦131052-308T⟧"),
        ("id_be_nn", "rijksregister ⟦85.07.30-033.28⟧"),
        ("id_ca_sin", "SIN ⟦046 454 286⟧"),
        ("id_au_tfn", "TFN ⟦123 456 782⟧"),
        ("id_pt_nif", "contribuinte NIF ⟦123456789⟧"),
        ("id_dk_cpr", "CPR ⟦070761-4285⟧"),
    ]


def _keys(m: Maker) -> list[tuple[str, str]]:
    upper = string.ascii_uppercase + "234567"
    jwt = f"ey{'J'}{m.some(ALNUM, 30)}.ey{'J'}{m.some(ALNUM, 60)}.{m.some(B64, 43)}"
    hexes = "0123456789abcdef"
    return [
        ("key_aws", f"aws_access_key_id = ⟦{m.token('AK' + 'IA', upper, 16)}⟧"),
        ("key_aws", f"aws_secret_access_key = ⟦{m.token('w', ALNUM + '/+', 39)}⟧"),
        ("key_github", f"token ⟦{m.token('gh' + 'p_', ALNUM, 36)}⟧"),
        ("key_github", f"⟦github{'_pat_'}{m.some(ALNUM, 22)}_{m.some(ALNUM, 59)}⟧"),
        ("key_gitlab", f"⟦{m.token('gl' + 'pat-', ALNUM, 20)}⟧ leaked"),
        ("key_slack", f"⟦xo{'xb'}-{m.digits(12)}-{m.digits(12)}-{m.some(ALNUM, 24)}⟧"),
        ("key_stripe", f"stripe ⟦{m.token('sk' + '_live_', ALNUM, 24)}⟧"),
        ("key_openai", f"⟦{m.token('sk' + '-proj-', ALNUM, 48)}⟧"),
        ("key_openai", f"OPENAI_API_KEY=⟦{m.token('s' + 'k-', ALNUM, 48)}⟧"),
        ("key_anthropic", f"⟦{m.token('sk' + '-ant-api03-', B64, 90)}⟧"),
        ("key_google", f"maps key ⟦{m.token('AI' + 'za', B64, 35)}⟧"),
        ("key_sendgrid", f"⟦S{'G'}.{m.some(ALNUM, 22)}.{m.some(ALNUM, 43)}⟧"),
        ("key_twilio", f"twilio ⟦{'A' + 'C'}{m.some(hexes, 32)}⟧"),
        ("key_npm", f"⟦{m.token('np' + 'm_', ALNUM, 36)}⟧"),
        ("key_pypi", f"⟦{m.token('pypi-' + 'AgEIcHlwaS5vcmc', B64, 80)}⟧"),
        ("key_telegram", f"bot ⟦{m.digits(9)}1:AA{m.some(ALNUM, 33)}⟧"),
        ("key_discord", f"⟦M{m.some(ALNUM, 23)}.{m.some(ALNUM, 6)}.{m.some(ALNUM, 38)}⟧"),
        ("key_jwt", f"Authorization: Bearer ⟦{jwt}⟧"),
        ("key_azure", f"Account{'Key'}=".join(["⟦", m.token("", ALNUM, 86) + "==⟧"])),
        ("key_huggingface", f"⟦{'h' + 'f_'}{m.some(LETTERS, 34)}⟧"),
        (
            "key_private",
            "⟦-----BEGIN RSA PRIVATE" + " KEY-----\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE" + " KEY-----⟧",
        ),
        ("key_app_password", f"⟦ab3d-{m.some('abcdefgh', 4)}-{m.some('ghjkl', 4)}-x7yz⟧"),
        ("key_app_password", "bluesky app password ⟦abcd-efgh-ijkl-mnop⟧"),
    ]


def nothings(seed: int = 8) -> list[str]:
    """Texts in which no kind (hints apart) may be found: written ones, and numbers whose check digit is wrong."""
    m = Maker(seed)
    wrong = []
    for _ in range(4):
        card = m.luhn("4", 16)
        wrong.append(f"card {card[:-1]}{(int(card[-1]) + 3) % 10}")
        iban = m.iban("DE", m.digits(18))
        wrong.append(f"reference {iban[:-1]}{(int(iban[-1]) + 1) % 10}")
        wrong.append(f"hash {m.some('0123456789abcdef', 40)}")
        wrong.append(f"id {m.some('0123456789abcdef', 32)}")
    return (PROBES / "nothing.txt").read_text("utf-8").splitlines() + wrong
