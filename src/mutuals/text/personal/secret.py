"""Keys and tokens, told by the marks their providers give them so that they are found (each provider's documentation;
GitHub: https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/), and
passwords told by the word before them."""

import re
from collections.abc import Iterator

from mutuals.text.personal.cues import either
from mutuals.text.personal.look import Look

_B64 = r"[A-Za-z0-9_-]"
_TOKENS: tuple[tuple[str, str], ...] = (
    ("key_aws", r"(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z2-7]{16}"),
    ("key_github", r"gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}"),
    ("key_gitlab", rf"gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|oas)-{_B64}{{20,100}}"),
    ("key_anthropic", rf"sk-ant-(?:api|admin|sid|oat)\d{{2}}-{_B64}{{20,200}}"),
    (
        "key_openai",
        (
            rf"sk-(?:proj|svcacct|admin|None)-{_B64}{{20,200}}|sk-[A-Za-z0-9]{{20}}T3BlbkFJ[A-Za-z0-9]{{20}}"
            r"|sk-[A-Za-z0-9]{32,64}"
        ),
    ),
    ("key_stripe", r"(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,247}|whsec_[A-Za-z0-9+/=]{24,64}"),
    (
        "key_slack",
        (
            r"xox[abposre](?:\.xox[bp])?-[A-Za-z0-9-]{10,250}|xapp-\d-[A-Za-z0-9-]{10,250}"
            r"|https://hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9_/+-]{20,120}"
        ),
    ),
    ("key_google", rf"AIza{_B64}{{35}}|ya29\.{_B64}{{20,250}}|GOCSPX-{_B64}{{28}}|1//0{_B64}{{30,120}}"),
    ("key_sendgrid", rf"SG\.{_B64}{{16,32}}\.{_B64}{{16,64}}"),
    ("key_twilio", r"(?:AC|SK)[0-9a-f]{32}"),
    ("key_npm", r"npm_[A-Za-z0-9]{36}"),
    ("key_pypi", rf"pypi-(?:AgEIcHlwaS5vcmc|AgENdGVzdC5weXBpLm9yZw){_B64}{{50,250}}"),
    ("key_huggingface", r"hf_[A-Za-z]{34}"),
    ("key_telegram", rf"\d{{8,10}}:AA{_B64}{{33}}"),
    (
        "key_discord",
        (
            rf"[MNO][A-Za-z0-9]{{23,27}}\.{_B64}{{6}}\.{_B64}{{27,38}}"
            rf"|https://(?:\w{{1,10}}\.)?discord(?:app)?\.com/api/webhooks/\d{{17,20}}/{_B64}{{60,72}}"
        ),
    ),
    ("key_jwt", rf"eyJ{_B64}{{10,3000}}\.eyJ{_B64}{{10,3000}}\.{_B64}{{10,1000}}"),
    (
        "key_azure",
        (
            r"AccountKey=[A-Za-z0-9+/]{40,90}={0,2}|SharedAccessKey=[A-Za-z0-9+/]{40,90}={0,2}"
            rf"|{_B64}{{3}}\dQ~[A-Za-z0-9_.~-]{{31,34}}"
        ),
    ),
)
_SIGNS = r"A-Za-z0-9_"
_TOKEN = re.compile(
    rf"(?<![{_SIGNS}-])(?=[AGMNOSaeghnprswxy1-9]|[{_SIGNS}-]{{3}}\dQ~)(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TOKENS)
    + rf")(?![{_SIGNS}])"
)
_BLOCK = re.compile(
    r"-----BEGIN (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[A-Za-z0-9+/=\s:,.\\()]{0,20000}(?:-(?!-)"
    r"[A-Za-z0-9+/=\s:,.\\()]{0,20000}){0,9}-----END (?:[A-Z0-9]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?"
)
_AWS_SECRET = re.compile(
    r"(?i:aws|secret)[\w .-]{0,30}(?:\s?[=:]\s?|"
    r"\s(?:is\s)?)[\"']?(?P<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])"
)
_NAMED = re.compile(
    r"(?<![A-Za-z0-9])(?:api|access|auth|secret|client|bearer|private|encryption|account|webhook|app)?[\s_-]?"
    r"(?:key|token|secret|bearer)[\"']?\s?(?:=>|[:=]|\bis\b)\s?[\"'`]?(?P<value>[A-Za-z0-9_+/=.~-]{12,200})",
    re.IGNORECASE,
)
_APP = re.compile(r"(?<![\w-])[a-z0-9]{4}(?:-[a-z0-9]{4}){3}(?![\w-])")
_APP_SPACED = re.compile(r"(?<![\w-])[a-z]{4}(?: [a-z]{4}){3}(?![\w-])")
_APP_CUE = re.compile(
    rf"{either('app_password app-specific bluesky bsky mastodon apppassword app_passwort 2fa')}"
)
_WORDS = either(
    "password passwords passwort pass pwd pw passwd passphrase passcode kennwort mot_de_passe contraseña "
    "contrasena "
    "wachtwoord senha palavra-passe palavra_passe hasło haslo lösenord losenord parola şifre sifre salasana "
    "adgangskode passord clave пароль"
)
_PASSWORD = re.compile(
    rf"(?<![^\W_]){_WORDS}(?:\s?\([^()\n]{{0,30}}\)|[\s_-][^\W\d_]{{1,12}}){{0,3}}?"
    r"[\"']?(?P<sign>\s?(?:=>|:=|[:=])\s{0,3}|\s(?:is|ist|est|es|è|jest|är|er|é|was|war)\s?:?\s)"
    r"(?P<quote>[\"'`«“]?)(?P<value>[^\s\"'`«»“”,;]{4,64})",
    re.IGNORECASE,
)
_PIN = re.compile(
    rf"(?<!\w){either('pin pincode pin_code pin-code passcode tür_code door_code alarm_code security_code cvv cvc')}"
    r"(?:\s(?:number|code|nummer))?\s?(?:[:=]|\b(?:is|ist|est|es|è|"
    r"jest)\b)\s?(?P<value>\d{3,8})(?![\w.,-]*\d)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"://[^\s/:@]{1,64}:(?P<value>[^\s/@:]{3,64})@")
_NOT_ONE = frozenset(
    "required optional forgotten forgot reset none null true false string text hidden wrong correct "
    "incorrect "
    "invalid expired changed change needed please your yours mine the this that http https undefined "
    "empty weak "
    "strong secret protected manager managers important password passwort field minimum must should have "
    "been "
    "very what with here there same sent never always also only just necessary mandatory stored encrypted "
    "hashed unknown redacted removed erforderlich vergessen falsch".split()
)


def keys(look: Look) -> Iterator[tuple[str, int, int]]:
    """Keys and tokens of providers, private keys, and passwords in web addresses."""
    plain = look.plain
    if "-----BEGIN" in plain:
        yield from (("key_private", *found.span()) for found in _BLOCK.finditer(plain))
    if look.longest < 19:
        return
    for found in _TOKEN.finditer(plain):
        if found.lastgroup and _mixed(found[0]):
            yield found.lastgroup, *found.span()
    if "://" in plain and "@" in plain:
        yield from (("password", *found.span("value")) for found in _LOGIN.finditer(plain))
    yield from _apps(look)


def _apps(look: Look) -> Iterator[tuple[str, int, int]]:
    for found in _APP.finditer(look.plain):
        cued = _APP_CUE.search(look.before(found.start(), 60))
        letters = any(map(str.isalpha, found[0]))
        if letters and (cued or (any(map(str.isdigit, found[0])) and not _like_hex(found[0]))):
            yield "key_app_password", *found.span()


def _like_hex(text: str) -> bool:
    """Whether it may as well be a part of a hash or a UUID: no letter beyond f."""
    return all(sign in "0123456789abcdef-" for sign in text)


def _mixed(token: str) -> bool:
    """Whether a token is more than a mark followed by one sign again and again."""
    return len(set(token[8:])) > 4


def passwords(look: Look) -> Iterator[tuple[str, int, int]]:
    """What a text itself calls a password, a key or a PIN."""
    for kind, pattern in (("key_aws", _AWS_SECRET), ("key_generic", _NAMED)):
        for found in pattern.finditer(look.plain):
            if _random(found["value"]):
                yield kind, *found.span("value")
    for found in _PASSWORD.finditer(look.plain):
        end = found.start("value") + len(found["value"].rstrip(".)" if not found["quote"] else ""))
        if _is_password(found, look.plain[found.start("value") : end]):
            yield "password", found.start("value"), end
    for found in _PIN.finditer(look.plain):
        yield "password", *found.span("value")
    if _APP_CUE.search(look.lower):
        yield from (("key_app_password", *found.span()) for found in _APP_SPACED.finditer(look.plain))


def _random(value: str) -> bool:
    """Whether a value looks made by a machine: digits and letters, and many different ones."""
    return len(set(value)) > 7 and any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _is_password(found: re.Match[str], value: str) -> bool:
    """Whether what follows the word is one: a sentence goes on with words, a password is odd or stands after a sign."""
    signed = ":" in found["sign"] or "=" in found["sign"]
    if len(value) < 4 or value.lower() in _NOT_ONE or value.startswith(_NOT_SO):
        return False
    if found["quote"] or signed:
        return signed or found[0][:4].lower() != "pass" or found[0][4:5].isalpha()
    odd = not value.isalpha() and any(map(str.isalnum, value)) and not _WORDY.fullmatch(value)
    return odd and (found[0][:4].lower() != "pass" or found[0][4:5].isalpha())


_NOT_SO = ("http", "//", "<", "[", "{", "*", "...", "$", "(")
_WORDY = re.compile(r"[^\W\d_]+(?:['’/-]+[^\W\d_]+)+|[^\W\d_]+[.!?]+")
