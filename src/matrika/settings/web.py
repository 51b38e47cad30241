"""How pages are made: applications, middleware, templates, languages, files."""

from __future__ import annotations

from matrika.settings.base import PACKAGE_DIR

INSTALLED_APPS = [
    "matrika",  # for its management commands
    "matrika.register",
    "matrika.filings",
    "matrika.notices",
    "matrika.publication",
    "matrika.worker",
    "matrika.pages",  # for its template tags
    "matrika.portal",
    "matrika.console",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "matrika.pages.protection.request_id.RequestId",
    "matrika.pages.protection.headers.Headers",
    # Files too: a style sheet is an eighth then. Django pads pages so that their length gives no token away.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "matrika.portal.only_text.OnlyText",
    "matrika.pages.protection.uploads.Uploads",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "matrika.portal.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "matrika.portal.login.sessions.Endings",
    "matrika.portal.second_factor.SecondFactor",
    "matrika.portal.refusals.Refusals",
]

ROOT_URLCONF = "matrika.urls"
WSGI_APPLICATION = "matrika.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Words and addresses are half of what a page costs unless they are remembered.
            "libraries": {"i18n": "matrika.pages.templatetags.i18n"},
            "builtins": ["matrika.pages.templatetags.addresses"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "matrika.portal.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "sk"
LANGUAGES = [("sk", "Slovenčina"), ("en", "English")]
TIME_ZONE = "Europe/Bratislava"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# One filing: the form, 1 MiB of metadata as Base64, and attachments; see docs/operating.md.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
# More than the form takes, so that the form itself can say that they are too many.
DATA_UPLOAD_MAX_NUMBER_FILES = 100
