"""Every setting, with its default. A wrong environment variable is named in the error; see README, "Configure"."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kb.database import BASE, ConfigurationError, database_settings, home_folder


def read(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def read_bool(name: str, *, default: bool) -> bool:
    value = read(name, "yes" if default else "no").lower()
    if value in {"1", "yes", "true", "on"}:
        return True
    if value in {"", "0", "no", "false", "off"}:
        return False
    raise ConfigurationError(f"{name} is {value!r}; it should be yes or no.")


def read_int(name: str, default: int, *, low: int, high: int) -> int:
    value = read(name, str(default))
    if not value.isdigit() or not low <= int(value) <= high:
        raise ConfigurationError(f"{name} is {value!r}; it should be a whole number from {low} to {high}.")
    return int(value)


def read_secret(path: Path) -> str:
    """The secret in a file that only its owner reads, made on first use; two processes at once agree on one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # noqa: S110 - another process made it first; both read that one
        finally:
            draft.unlink()
    return path.read_text().strip()


def read_sources(name: str, known: tuple[str, ...], default: str) -> list[str]:
    """Codes of agencies or registers, in the order in which they are known; none only where that is the default."""
    wanted = {part.strip().lower() for part in read(name, default).split(",")} - {""}
    unknown = sorted(wanted - set(known))
    if unknown or (default and not wanted):
        wrong = ", ".join(unknown) or "empty"
        raise ConfigurationError(f"{name} names {wrong}; it should name some of {', '.join(known)}, with commas.")
    return [source for source in known if source in wanted]


HOME = home_folder()
DEBUG = read_bool("DEBUG", default=False)
SECRET_KEY = read("SECRET_KEY") or read_secret(HOME / "secret_key")

HOST = read("HOST", "127.0.0.1")
PORT = read_int("PORT", 8000, low=1, high=65535)
WEB_PROCESSES = read_int("WEB_PROCESSES", min(4, os.cpu_count() or 1), low=1, high=64)
SITE_URL = read("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise ConfigurationError(f"SITE_URL is {SITE_URL!r}; it should look like https://casebook.example.com")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    str(urlsplit(SITE_URL).hostname),
    *filter(None, (name.strip() for name in read("ALLOWED_HOSTS").split(","))),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# A connection is kept for the next page: making one costs more than a page's queries.
DATABASES = {"default": {**database_settings(HOME), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
# Attempts to sign in are counted by all processes, and machines, together. Of what Django offers without another
# server, only the database adds to a cache without losing what another process adds meanwhile.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # more than an attacker fills before the oldest limits end
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "kb.User"

INSTALLED_APPS = [
    "kb",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "django_htmx",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "kb.web.security.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "kb.urls"
WSGI_APPLICATION = "kb.wsgi.application"
ASGI_APPLICATION = "kb.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "kb" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kb.web.context.site",
            ]
        },
    },
    {  # long lists, which Django's own templates take long to write
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "kb" / "jinja2"],
        "OPTIONS": {"environment": "kb.web.templating.make_environment"},
    },
]

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
ACCOUNT_ADAPTER = "kb.web.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

LANGUAGE_CODE = "en-us"
TIME_ZONE = read("TIME_ZONE", "America/New_York")
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "kb" / "static"]
WHITENOISE_USE_FINDERS = True

SOURCES = read_sources("CASEBOOK_SOURCES", ("cftc", "doj", "fincen", "sec", "ofac"), "cftc,doj,fincen")
REGISTERS = read_sources("CASEBOOK_REGISTERS", ("redlist", "msb"), "")

INDEX_FOLDER = HOME / "index"

# Mail goes to files under the home folder until EMAIL_URL names a server: smtp://user:password@host:587?tls=yes
EMAIL_URL = read("EMAIL_URL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = read("EMAIL_FROM", "Casebook <casebook@localhost>")
EMAIL_TIMEOUT = 30
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    if _mail.scheme not in {"smtp", "smtps"} or not _mail.hostname:
        raise ConfigurationError("EMAIL_URL should look like smtp://user:password@host:587 or smtps://…:465")
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and "tls=no" not in _mail.query
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "level": read("LOG_LEVEL", "WARNING")}
    },
    "root": {"handlers": ["console"], "level": read("LOG_LEVEL", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique whatever their case: constraint user_email
