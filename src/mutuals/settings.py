"""Every setting, read from `MUTUALS_*`; the comment above each is its documentation (`docs/start.md` quotes them).

Plain reads of the environment: a settings library would cost a fifth of a second at every start of the terminal.
`ROOMS` is the one list of rooms; the doors walk it and mount what each room offers.
"""

import contextlib
import os
import zoneinfo
from pathlib import Path

import dj_database_url
import platformdirs

ROOMS = ["team", "record", "sources", "people", "relate", "measure", "around", "leaving"]


class SettingsError(SystemExit):
    """A setting cannot be used; says which and what to write instead."""


def _number(name: str, default: int) -> int:
    raw = os.environ.get(name, "")
    if raw and not raw.isdigit():
        raise SettingsError(f"{name} is {raw!r}; write a whole number, or leave it out for {default}.")
    return int(raw) if raw else default


def _choice(name: str, choices: tuple[str, ...]) -> str:
    raw = os.environ.get(name, "").lower() or choices[0]
    if raw not in choices:
        raise SettingsError(f"{name} is {raw!r}; write one of {', '.join(choices)}.")
    return raw


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes", "on")


# Where everything is kept: the database, the keys, what is being imported. Default: the platform's data folder.
MUTUALS_HOME = (
    Path(os.environ.get("MUTUALS_HOME") or platformdirs.user_data_path("mutuals")).expanduser().absolute()
)

# The database, as a URL. Default: SQLite in one file in MUTUALS_HOME; a large team writes postgres://user@host/name.
MUTUALS_DATABASE_URL = os.environ.get("MUTUALS_DATABASE_URL") or f"sqlite:///{MUTUALS_HOME / 'mutuals.db'}"

# The address that `mutuals run` listens on. Default: this machine only.
MUTUALS_HOST = os.environ.get("MUTUALS_HOST") or "127.0.0.1"

# The port that `mutuals run` listens on.
MUTUALS_PORT = _number("MUTUALS_PORT", 8484)

# Further host names under which a browser may reach this installation, separated by commas.
MUTUALS_ALLOWED_HOSTS = [
    h.strip() for h in os.environ.get("MUTUALS_ALLOWED_HOSTS", "").split(",") if h.strip()
]

# Set to 1 when a proxy in front of Mutuals speaks HTTPS: cookies are then sent over HTTPS only.
MUTUALS_HTTPS = _flag("MUTUALS_HTTPS")

# The time zone (IANA name) in which local times without a zone are read. Default: this machine's.
MUTUALS_TIME_ZONE = os.environ.get("MUTUALS_TIME_ZONE") or ""

# The country (two letters) whose telephone numbers may be written without +, as in your address book.
MUTUALS_REGION = os.environ.get("MUTUALS_REGION", "").upper()

# The largest upload in the browser, in megabytes.
MUTUALS_UPLOAD_MB = _number("MUTUALS_UPLOAD_MB", 20_000)

# How posts are read for what they ask and feel, on this machine: default, better (needs mutuals[text]), or off.
MUTUALS_READINGS = _choice("MUTUALS_READINGS", ("default", "better", "off"))

# Set to 1 to see errors in the browser and the page with all components; never where others can reach it.
MUTUALS_DEBUG = _flag("MUTUALS_DEBUG")

DEBUG = MUTUALS_DEBUG


def _zone() -> str:
    """The IANA name of the zone in which pages show times."""
    name = MUTUALS_TIME_ZONE or os.environ.get("TZ", "").lstrip(":")
    local = Path("/etc/localtime")
    if not name and local.is_symlink():
        name = str(local.readlink()).partition("zoneinfo/")[2]
    try:
        return zoneinfo.ZoneInfo(name or "UTC").key
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        if MUTUALS_TIME_ZONE:
            raise SettingsError(
                f"MUTUALS_TIME_ZONE is {name!r}; write a name such as Europe/Lisbon."
            ) from None
        return "UTC"


def _secret_key() -> str:
    """The key that signs sessions: made once, kept beside the database in a file only its owner can read.

    Written beside and linked into place, so that neither a kill nor a second process leaves or sees half a key.
    """
    path = MUTUALS_HOME / "keys" / "session"
    try:
        return path.read_text()
    except FileNotFoundError:
        MUTUALS_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
    beside = path.with_name(f".session.{os.getpid()}.{os.urandom(4).hex()}")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
        out.write(os.urandom(48).hex())
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
    return path.read_text()


try:
    SECRET_KEY = _secret_key()
except OSError as error:
    raise SettingsError(
        f"I cannot write to {MUTUALS_HOME} ({error.strerror}). Set MUTUALS_HOME to a folder that is yours."
    ) from None

DATABASES = {"default": dj_database_url.parse(MUTUALS_DATABASE_URL)}
# The sample world is a file of SQLite wherever one's own lies.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=268435456;"
    # The log is copied into the file every 32 MB: every 4 MB, as SQLite does by itself, costs an import a twentieth.
    "PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;PRAGMA wal_autocheckpoint=8000;"
    # What is deleted is overwritten with zeros, so that erasing somebody leaves nothing of them in the file.
    "PRAGMA secure_delete=ON;",
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
elif "postgres" in DATABASES["default"]["ENGINE"]:
    try:
        import psycopg  # noqa: F401  the extra `postgres`
    except ImportError:
        raise SettingsError(
            "MUTUALS_DATABASE_URL names PostgreSQL; install it with: pip install 'mutuals[postgres]'"
        ) from None

# What is remembered of one database is never told of another.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "mutuals.team.place.cache_key",
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "team.User"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "mutuals.ui",
    *(f"mutuals.{room}" for room in ROOMS),
    "mutuals.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mutuals.web.static.StaticMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mutuals.web.middleware.HouseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mutuals.web.middleware.AroundMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mutuals.web.context.house",
            ],
            "builtins": ["mutuals.ui.templatetags.mutuals"],
        },
    }
]
FORM_RENDERER = "mutuals.ui.forms.Renderer"
ROOT_URLCONF = "mutuals.web.urls"
ASGI_APPLICATION = "mutuals.web.asgi.application"

# Static files are served straight from the packages that hold them; nothing is collected or copied.
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mutuals.web.static.VersionedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = MUTUALS_DEBUG
WHITENOISE_MAX_AGE = 0 if MUTUALS_DEBUG else 86_400
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

USE_TZ = True
TIME_ZONE = _zone()
LANGUAGE_CODE = "en"
USE_I18N = False

# Sign-in: passwords (Argon2), passkeys, codes and sessions by django-allauth; nobody signs up by themselves.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "mutuals.team.signin.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "mutuals.team.forms.SignInForm",
    "reauthenticate": "mutuals.team.forms.AgainForm",
    "change_password": "mutuals.team.forms.NewPasswordForm",
    "set_password": "mutuals.team.forms.FirstPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_MIN_LENGTH = 1
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if MUTUALS_HTTPS else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if MUTUALS_HTTPS else 0
MFA_ADAPTER = "mutuals.team.signin.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not MUTUALS_HTTPS
MFA_TOTP_ISSUER = "Mutuals"
MFA_TOTP_TOLERANCE = 1

# Nothing is mailed: messages to ourselves come later, and only to addresses that their owner confirmed.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# Cookies know hosts but not ports: two installations on one machine must not sign each other out.
SESSION_COOKIE_NAME = f"mutuals_{MUTUALS_PORT}"
CSRF_COOKIE_NAME = f"mutuals_csrf_{MUTUALS_PORT}"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    MUTUALS_HOST,
    *MUTUALS_ALLOWED_HOSTS,
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in MUTUALS_ALLOWED_HOSTS]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MUTUALS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MUTUALS_HTTPS else None
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if MUTUALS_HTTPS else 0
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mutuals.web.pages.csrf_failed"

# Uploads go to disk beside the database, where there is room; a dropped Maildir is many small files.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = MUTUALS_HOME / "incoming"
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = DATA_UPLOAD_MAX_NUMBER_FILES = 20_000

# What is logged never holds a one-time token or a secret.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"masked": {"()": "mutuals.team.masking.MaskFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["masked"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "uvicorn": {"handlers": [], "level": "WARNING", "propagate": True},
        "uvicorn.access": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
