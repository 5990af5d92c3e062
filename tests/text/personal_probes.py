"""Probes for personal data: texts in which a span is marked with ⟦ ⟧, and texts in which nothing may be found.

Numbers with check digits are made here by other arithmetic than the finder's (searching the digit that fits, or the
published sum written out), so that both would have to err alike.
"""

import random
import re
import string

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


MAILS = """
write to ⟦ana@mail.com⟧ please
⟦ana.lopez+news@sub.mail.co.uk⟧, thanks!
mail me: ⟦o'brien.j@firma.de⟧
(⟦x_y-z@uni-koeln.de⟧)
⟦ana [at] mail dot com⟧
reach me at ⟦ana(at)mail.com⟧.
⟦ana (at) mail (dot) org⟧
⟦ana at mail dot com⟧ is mine
⟦ana [at] mail [dot] co [dot] uk⟧
schreib an ⟦hanna.k (ät) web (punkt) de⟧
escríbeme a ⟦luis arroba correo punto es⟧
⟦paul{at}posteo{dot}net⟧
⟦j.doe<at>example<dot>org⟧
⟦ANA@MAIL.COM⟧
⟦ａｎａ＠ｍａｉｌ．ｃｏｍ⟧
⟦ana @ mail.com⟧ works
⟦jörg@müller.de⟧
scrivimi: ⟦giulia chiocciola posta punto it⟧
mailto:⟦bob@example.org⟧
DM or ⟦sam AT proton DOT me⟧
my e-mail is ⟦a1@b.io⟧; no spam
pisz na ⟦ola małpa poczta kropka pl⟧
""".strip().splitlines()
PHONES = """
call me at ⟦(415) 555-2671⟧
⟦+32 470 12 34 56⟧
tel ⟦+49 (0)30 901820⟧
my number is ⟦415.555.2671⟧
WhatsApp ⟦+91 98765 43210⟧
☎ ⟦01 23 45 67 89⟧ le matin
appelez-moi au ⟦06.12.34.56.78⟧
ruf mich an: ⟦0171/2345678⟧
llámame al ⟦612 345 678⟧
mobiel ⟦06-12345678⟧
zadzwoń: ⟦601 234 567⟧
phone: ⟦5551234567⟧
⟦+1-800-555-0199 ext. 42⟧
text ⟦07700 900123⟧ when you land
Tel.: ⟦044 668 18 00⟧
fax ⟦020 7946 0958⟧
⟦0044 20 7946 0958⟧
ring me on ⟦555-0134⟧ tonight
meu celular é ⟦(11) 91234-5678⟧
numaram: ⟦0532 123 45 67⟧
⟦1-212-555-0147⟧ is the office
chiamami al ⟦347 1234567⟧
ring ⟦070-123 45 67⟧
＋４４ is not one but ⟦＋４４ ２０ ７９４６ ０９５８⟧ is
""".strip().splitlines()
ADDRESSES = """
I live at ⟦221B Baker Street, London⟧
send it to ⟦1600 Pennsylvania Avenue NW, Washington, DC 20500⟧
We moved to ⟦45 Oak Lane⟧ last week
Ich wohne in der ⟦Hauptstraße 12, 10115 Berlin⟧
meine Adresse: ⟦Lindenallee 7b, 50668 Köln⟧
j'habite ⟦12 rue de la Paix, 75002 Paris⟧
⟦25 avenue des Champs-Élysées⟧, 3e étage
vivo en la ⟦Calle Mayor 5, 28013 Madrid⟧
abito in ⟦Via Garibaldi 23, 20121 Milano⟧
ik woon op de ⟦Keizersgracht 123, 1015 CJ Amsterdam⟧
moro na ⟦Rua Augusta 150, São Paulo⟧
mieszkam na ⟦ul. Długa 15, Kraków⟧
ship to ⟦742 Evergreen Terrace, Springfield, IL 62704⟧
⟦P.O. Box 4821⟧, Austin
party at ⟦10 Downing St⟧ tonight!
Adresse: ⟦Bahnhofstr. 3, 8001 Zürich⟧
besöksadress ⟦Storgatan 14, 411 38 Göteborg⟧
deliver to ⟦Apt 4, 19 King's Road, Brighton⟧
i live at ⟦12 oak street⟧ lol
Mannerheimintie 5 is the stop; post to ⟦Runeberginkatu 22, Helsinki⟧
our office: ⟦500 Fifth Avenue, Suite 300, New York, NY 10110⟧
""".strip().splitlines()
SECRETS = """
password: ⟦hunter2⟧
the wifi password is ⟦Tr0ub4dor&3⟧
Passwort: ⟦Sommer2024!⟧
mot de passe : ⟦soleil-77⟧
contraseña: ⟦Gato_Negro9⟧
pwd=⟦s3cr3t!⟧
login admin / pass: ⟦letmein99⟧
postgres://bob:⟦xk2PqRs9⟧@db.example.org/app
my PIN is ⟦4821⟧
wachtwoord is ⟦Welkom01⟧
hasło: ⟦Zima2023⟧
api_key = "⟦9f8a7b6c5d4e3f2a1b0cZZ⟧"
""".strip().splitlines()
PAPERS = """
passport/my passport number is ⟦X4567890⟧
passport/Passport No: ⟦533401372⟧
passport/Reisepass ⟦C01X00T47⟧
passport/pasaporte: ⟦AAB123456⟧
passport/numéro de passeport : ⟦12AB34567⟧
driver_licence/my driver's license is ⟦D1234567⟧
driver_licence/driving licence ⟦MORGA657054SM9IJ⟧
driver_licence/Führerschein: ⟦B072RRE2I55⟧
driver_licence/DL# ⟦F255-921-50-094-0⟧
driver_licence/permis de conduire n° ⟦123456789012⟧
bank_account/account number ⟦12345678⟧, sort code 12-34-56
bank_account/Kontonummer: ⟦532013000⟧
bank_account/my account is ⟦0532-013-000⟧
bank_account/compte n° ⟦20041010050500013⟧
birth_date/I was born on ⟦12 March 1987⟧
birth_date/DOB: ⟦1990-04-23⟧
birth_date/geboren am ⟦3.5.1979⟧
birth_date/née le ⟦14 juillet 1992⟧
birth_date/date of birth ⟦07/11/1968⟧
birth_date/nacido el ⟦2 de mayo de 2001⟧
birth_date/nato il ⟦09/12/1955⟧
birth_date/my birthday is ⟦June 5, 1994⟧
birth_date/geboortedatum: ⟦21-08-1983⟧
""".strip().splitlines()
NETWORK = """
domain/see ⟦https://example.org/a/b?c=1⟧.
domain/my site is ⟦anna-lopez.com⟧
domain/⟦www.bakery.co.uk⟧ has it
domain/(⟦http://foo.bar.de/x⟧)
domain/blog at ⟦mueller.dev/about⟧
domain/visit ⟦shop.example.nl⟧ today
ip/my IP is ⟦86.231.85.193⟧
ip/blocked ⟦192.0.2.44⟧:8080 again
ip/host ⟦2001:db8:85a3::8a2e:370:7334⟧ is up
ip/ping ⟦fe80:0:0:0:1:ff:fe23:4567⟧
ip/from ⟦10.218.6.131⟧.
mac/device ⟦3c:22:fb:9a:01:de⟧
mac/⟦00-1B-63-84-45-E6⟧ on wifi
mac/cisco ⟦001b.6384.45e6⟧
coordinates/meet at ⟦50.84673, 4.35247⟧
coordinates/⟦48°51'24"N 2°21'03"E⟧
coordinates/geo link ⟦geo:37.786971,-122.399677⟧
coordinates/⟦https://maps.google.com/?q=52.5200,13.4050⟧
coordinates/⟦https://www.openstreetmap.org/#map=19/50.84673/4.35247⟧
coordinates/we are at ⟦8FVC9G8F+6X⟧
coordinates/lat: ⟦51.50, lon: -0.12⟧
coordinates/coords ⟦-33.868,151.209⟧
""".strip().splitlines()
HINTED = """
name/My name is ⟦Kenjirou Tanabe⟧
name/ich heiße ⟦Annegret⟧
name/je m'appelle ⟦Clotilde⟧
name/me llamo ⟦Itziar⟧
name/thanks, Dr. ⟦Okonkwo⟧
name/I met ⟦Maria Lopez⟧ yesterday
name/mi chiamo ⟦Ludovica⟧
name/ik heet ⟦Sjoerd⟧
place/I live in ⟦Marrakesh⟧
place/she moved to ⟦Portugal⟧
place/ich komme aus ⟦Salzburg⟧
place/j'habite à ⟦Carcassonne⟧
place/the weather in ⟦New York⟧ is bad
organisation/he works for ⟦Globex Corporation⟧
organisation/a lecture at the ⟦University of Leeds⟧
organisation/Rechnung von ⟦Müller Bau GmbH⟧
organisation/joined ⟦Initech Ltd.⟧
health/⟦my mother has cancer⟧
health/I was ⟦diagnosed with ADHD⟧
health/⟦I am pregnant⟧!
health/⟦mein Vater hat Krebs⟧
health/⟦ma soeur a un diabète⟧
health/⟦mi madre tiene cáncer⟧
health/⟦my son is autistic⟧
health/⟦mijn vader heeft kanker⟧
family/⟦my daughter Lea⟧ starts school
family/picked up ⟦my son⟧ today
family/⟦meine Tochter⟧ lernt Geige
family/⟦ma fille⟧ adore ça
family/⟦mi hermano⟧ vive lejos
family/⟦mijn zoon⟧ is ziek
family/⟦mia figlia⟧ canta
family/⟦minha mãe⟧ ligou
family/⟦moja córka⟧ śpiewa
""".strip().splitlines()


MORE = """
email/Kontakt: ⟦max.mustermann@gmx.de⟧, danke
email/⟦info[at]verein-xyz[dot]org⟧
email/hit me up at ⟦kai (at) tutanota (dot) com⟧ ok
email/mon mail c'est ⟦lucie.d@orange.fr⟧ !
email/<⟦first.last@company.travel⟧>
email/e-mail:⟦root@server1.example.com⟧
email/⟦user%tag@host.org⟧
email/⟦marek (małpa) wp (kropka) pl⟧
phone/my cell's ⟦212 555 0147⟧, text anytime
phone/☎️ ⟦+33 6 12 34 56 78⟧
phone/Telefon: ⟦030/12 34 56 78⟧
phone/ring ⟦(020) 7946 0018⟧ after six
phone/nuevo móvil ⟦+34 612 34 56 78⟧
phone/Handy ⟦01761234567⟧
phone/gsm: ⟦0475 12 34 56⟧
phone/+ 1 (650) 253-0000 is Google; mine is ⟦650.253.1111⟧
phone/mon numéro : ⟦06 98 76 54 32⟧
phone/telefone ⟦21 2345-6789⟧
phone/⟦+81 3-1234-5678⟧ (Tokyo)
phone/WhatsApp me ⟦447700900123⟧
address/The dentist is at ⟦88 Cedar Street, Boston⟧
address/come to ⟦Schillerplatz 4, 70173 Stuttgart⟧
address/RDV au ⟦8 boulevard Voltaire, 75011 Paris⟧
address/nos vemos en ⟦Avenida de América 33, Madrid⟧
address/pacco a ⟦Corso Italia 12, 00198 Roma⟧
address/mein neues Zuhause: ⟦Am Markt 3, 99423 Weimar⟧
address/my new place is ⟦1420 NE 65th St, Seattle, WA 98115⟧
address/Flat 2, ⟦14 Abbey Road, London NW8 9AY⟧
address/bezoek ⟦Laan van Meerdervoort 50, Den Haag⟧
address/wysyłka: ⟦al. Jerozolimskie 100, 00-807 Warszawa⟧
iban/⟦FR1420041010050500013M02606⟧
iban/conto ⟦IT60 X054 2811 1010 0000 0123 456⟧
iban/⟦CH93 0076 2011 6238 5295 7⟧
card/⟦4012 8888 8888 1881⟧
card/number is ⟦5105105105105100⟧ ok?
card/⟦3782-822463-10005⟧
id_us_ssn/SSN: ⟦078-05-1121⟧
id_es_dni/DNI: ⟦12345678Z⟧
id_fr_nir/⟦2 69 05 49 588 157 80⟧
id_br_cpf/cpf ⟦111.444.777-35⟧
id_pl_pesel/⟦44051401359⟧ to mój PESEL
id_fi_hetu/⟦010101-123N⟧
id_ch_ahv/⟦756.9217.0769.85⟧
passport/US passport ⟦910239248⟧ expires soon
driver_licence/Driver License No. ⟦S530-4609-2781⟧
birth_date/geb. ⟦01.02.1980⟧ in Bonn
birth_date/my dob is ⟦02/29/1996⟧
bank_account/acct # ⟦000123456789⟧
domain/read ⟦blog.janedoe.net/2023/05⟧
domain/⟦HTTPS://Example.COM/Path⟧
ip/my home IP: ⟦203.0.113.77⟧
ip/⟦2a02:1810:4d1c:9a00::1⟧
mac/wifi ⟦A4:5E:60:E2:11:9F⟧
coordinates/⟦52.520008, 13.404954⟧
coordinates/⟦40.7128° N, 74.0060° W⟧
coordinates/plus code ⟦9F4MGC2M+H4⟧
crypto_wallet/eth ⟦0x71C7656EC7ab88b098defB751B7401B5f6d8976F⟧
password/user: bob password: ⟦P@ssw0rd123⟧
password/pw: ⟦geheim99⟧
password/mi clave es ⟦luna2020⟧
password/DB_PASSWORD=⟦hj3k4lK9⟧
password/the door code is ⟦4471⟧
name/Best regards, ⟦Peter⟧
name/yo soy ⟦Mercedes Ruiz⟧
place/I'm from ⟦Lisbon⟧
place/on habite à ⟦Quimper⟧
health/⟦my dad has Parkinson's⟧
health/⟦ich bin schwanger⟧
family/⟦mon fils Hugo⟧ a 5 ans
""".strip().splitlines()


def positives(seed: int = 7) -> list[tuple[str, str]]:
    """Kind and marked text."""
    made = [("email", text) for text in MAILS] + [("phone", text) for text in PHONES]
    made += [("address", text) for text in ADDRESSES]
    made += [("password" if "api_key" not in text else "key_generic", text) for text in SECRETS]
    made += [tuple(line.split("/", 1)) for line in PAPERS + NETWORK + HINTED + MORE]
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


_NOTHING = """
order 4829-3371-22 has shipped
Order number 5551234567, thanks
invoice #20231145678
Rechnung Nr. 2023-004512
commande 0123456789 expédiée
pedido 612345678 enviado
tracking number 1Z999AA10123456784
my parcel 00340434161094042557 is late
it costs $1,299.99 now
1.234.567,89 € im Jahr
only 49,99 EUR
that is 12 345 678 people
2024-01-31 18:30:00
31.12.1999 war toll
since 11/15/2019
2019-2023 were hard
version 1.2.3.4 is out
v2.10.3.1 fixes it
Python 3.11.4 and Node 20.9.0
build 10.0.19045.3803
commit 9fceb02d0ae598e95dc970b74767f19372d61af8
sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
md5 d41d8cd98f00b204e9800998ecf8427e
uuid 123e4567-e89b-12d3-a456-426614174000
timestamp 1700000000
1700000000000 ms since the epoch
ISBN 978-3-16-148410-0
ISBN 0-306-40615-2
ISSN 2049-3630
doi:10.1000/182
RFC 5321 section 4.1
issue #123456
PR 4567890
chapter 12, page 345
score 3-2 after 90 minutes
we won 102-98
pi is 3.14159265358979
e=2.718281828459045
the ratio was 0.123456789
100000000 stars
it weighs 1500 kg
1920x1080 at 144 Hz
temperature 21.5, humidity 45.2
room 404 on floor 3
bus 42 leaves 10:15
at 12:30:45 sharp
9:00-17:00 Mon-Fri
2x4x8 boards
Windows 10 Home 64
iPhone 15 Pro Max
blink-182 and Maroon 5
Catch 22 and Apollo 13
Formula 1 2024 season
Area 51 is closed
Boeing 737 MAX 8
GPT-4 and Llama 3
USB 3.2 Gen 2x2
ffmpeg -r 30 -b 5000k
#100DaysOfCode day 37
thanks @ana@mastodon.social
hello @bob, how are you?
cc @team @everyone
meet @ 5pm
look at this dot product
I arrived at noon dot
we met at the point of no return
README.md and setup.py
edit main.rs then test.sh
index.js and style.css
node.js is fast
e.g. this, i.e. that
end of sentence.Next one
and so on...etc
U.S.A. and U.K.
a.m. or p.m.
std::vector<int> v
foo::bar::baz
10:20:30 on the clock
Genesis 1:1
ratio 16:9
:::: what ::::
localhost 127.0.0.1
0.0.0.0 binds all
netmask 255.255.255.0
password is wrong again
I forgot my password
password reset required
the password must have 8 letters
Passwort vergessen?
mot de passe oublié
my token of appreciation
the key is to practice
secret santa is on
pin the tail
private key cryptography
use -----BEGIN CERTIFICATE----- lines
sk-learn and sk-image
the sky_live_show
task_live_update_for_everyone
good-news-this-week everyone
long-term-goal-set here
over-the-hill-gang
account manager wanted
my account was hacked
passport control took 2 hours
driver license rules changed in 2024
she was born to run
geboren um zu leben
born in the USA
birthday party at 8
my street is loud
on the road again
5 minutes down the road
10 Things I Hate About You
a 20 minute drive
the 3rd way
Route 66
42nd street? no, the song
two-way street
Wall Street fell 3 percent
Sesame Street is 50
Main Street needs 3 shops
I walked 5 miles
12 years a slave
the 100 best films
Top 10 Songs of 2023
September 11 attacks
World War 2
Chapter 11 bankruptcy
3 Doors Down
part number 0319-3649187
serial 12345-67890-12345
license key AAAAA-BBBBB-CCCCC-DDDDD
ticket 123-456-7890 closed
order 415-555-2671
article 12345678
model 4111-2222
SKU 99887766554
batch 123456789
customer 1234567890
lottery: 4 8 15 16 23 42
01 02 2024
phone home
call 911? no: call it a day
number of the beast 666
0 1 1 2 3 5 8 13 21 34
1 2 3 4 5 6 7 8 9 10 11 12
1234567890
11111111111
000-00-0000
666-12-3456
123-00-4567
GB00 0000 0000 0000 00
DE12345
NL is a country code
1111 1111 1111 1111
4111 1111 1111 1112
card 1234 5678 9012 3456
0x1234
0xdeadbeef
#ff00ff and #c0ffee
base64 SGVsbG8gV29ybGQh
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
lat nite, lon day
about 3.5, 4.5 and 5.5
prices 12.345, 13.456
it is 25° outside
90° N of nowhere?
C++ and A+ grades
www is short for web
http:// is a prefix
50% of 1.000.000
+100 points
+1 from me
-5 to +30
+++ breaking +++
(2023) 45-67
§ 1.2.3.4
Zimmer 12, 3. Stock
vor 2000 Jahren
Bestellnummer 12345678901
le 14/07/1789
en 1492 Colón
dal 1861 al 1946
di 100 euro
om 10 uur
em 2022 o Brasil
o 15:30 w sobotę
kl 14.30 imorgon
saat 18.00
NI number QQ123456C is the form's example
see section 3.2.1 of the manual
Flight LH 1234 to Oslo
EAN 4006381333931
your code is in the mail
we raised $4,500,000 in 2022
Dec 25, 2023 at 10:00
12/24/2022 was cold
the year 1984 by Orwell
IPv4 vs IPv6
HTTP 404 error
0.1 + 0.2 = 0.30000000000000004
id=8f14e45fceea167a5a36dedd4bea2543
rev 3f2504e0-4f89-11d3-9a0c-0305e82c3301
kernel 5.15.0-91-generic
Ubuntu 22.04.3 LTS
apt install python3.11-dev
Ref: 2023/1234/56
Case No. 21-cv-04567
Artikel-Nr. 123 456 789
Kundennummer 4711 0815
Sendungsnummer 00340434161094021501
colis 6A12345678901
numéro de commande 1234567890
número de pedido 987654321
ordine n. 123456789012
bestelling 1234-5678-90
zamówienie nr 12345678
there were 1 200 000 people
3 000 000 euro
10 000 Schritte am Tag
page 12-34
Ps 119:105
1-800-FLOWERS
9-5 job
24/7 support
50/50 chance
4x4 on 3rd gear
A4 paper, B2 level
M4A1 vs AK47
COVID-19 in 2020
H2O and CO2
the 1980s and 90s
5G, 4K, 3D
1080p60 stream
192 kbps at 44100 Hz
mp3 and mp4
foo@ bar
@ home
user@localhost
git@github
a@b
what about this.that thing
ok.thanks
file.tar.gz and data.csv
main.py line 42
lib.so.6 is missing
my password manager is great
change your password now
Passwort ändern!
secret: nobody knows
the token expired
ssh-rsa keys are old
Bearer of bad news
12 Angry Men
21 Jump Street was fun
Park Avenue
street food on every corner
corner of the room and wall
drive 3 miles north
avenue for growth
lane 4 won the race
Court ruled 5-4
Square root of 16
Nummer 5 lebt
Block 12, row 3, seat 44
Gate 22 at 14:05
Level 80 character
200 Meter weit
in 80 Tagen um die Welt
100 ans de solitude
20 000 lieues sous les mers
12 monkeys, 7 samurai
50.5, 60.25
1.5, 2.25, 3.125
-1.0000, 2000.0000
rgb(255, 0, 128)
#deadbeef
0xff00ff00
bc1 is a prefix
1BoatSLRHtKNngkdXEeobR76b53LETtpyX
AKIA is how they start
sk-short
ghp_tooshort
eyJ is base64
AAAA-BBBB-CCCC-DDDD
word-word-word-word
""".strip().splitlines()


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
    return _NOTHING + wrong
