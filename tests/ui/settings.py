"""The least settings with which the shared pages render; used only while the project's own cannot be found."""

SECRET_KEY = "only for tests"
DEBUG = False
ALLOWED_HOSTS = ["*"]
USE_TZ = True
ROOT_URLCONF = "tests.ui.urls"
STATIC_URL = "/static/"
FORM_RENDERER = "mutuals.ui.forms.Renderer"
INSTALLED_APPS = ["django.contrib.staticfiles", "django.contrib.messages", "django_htmx", "mutuals.ui"]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
MIDDLEWARE = [
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
