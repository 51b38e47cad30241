"""Letters by e-mail, and deliveries to the state's mailboxes."""

from __future__ import annotations

import re

from django.core.exceptions import ImproperlyConfigured

from matrika.environment import env, env_flag, env_number
from matrika.outside.state_mailbox import configuration as state_mailbox
from matrika.settings.base import DEMO, VAR_DIR

EMAIL_BACKEND = env(
    "MATRIKA_EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"  # where the demo's e-mails go instead
EMAIL_HOST = env("MATRIKA_SMTP_HOST", "localhost")
EMAIL_PORT = env_number("MATRIKA_SMTP_PORT", 25)
EMAIL_HOST_USER = env("MATRIKA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env("MATRIKA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env_flag("MATRIKA_SMTP_STARTTLS", False)
EMAIL_USE_SSL = env_flag("MATRIKA_SMTP_TLS", False)  # from the first byte on, usually on port 465
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise ImproperlyConfigured("set MATRIKA_SMTP_STARTTLS or MATRIKA_SMTP_TLS, not both")
EMAIL_TIMEOUT = 20
MAIL_REPLY_TO = env("MATRIKA_MAIL_REPLY_TO", "")
# Where letters that cannot be delivered come back to; "" = to the sender's address, unread. With what
# `notices.return_address` adds, 64 characters may stand before the @ (RFC 5321).
MAIL_BOUNCES = env("MATRIKA_MAIL_BOUNCES", "")
if MAIL_BOUNCES and not re.fullmatch(r"[A-Za-z0-9._-]{1,18}@[A-Za-z0-9.-]{1,190}", MAIL_BOUNCES):
    raise ImproperlyConfigured("MATRIKA_MAIL_BOUNCES must be one address, at most 18 characters before the @")
MAIL_PER_MINUTE = env_number("MATRIKA_MAIL_PER_MINUTE", 600)
MAIL_PER_ADDRESS_PER_HOUR = env_number("MATRIKA_MAIL_PER_ADDRESS_PER_HOUR", 120)
DEFAULT_FROM_EMAIL = env("MATRIKA_MAIL_FROM", "register@matrika.example")


def state_mailbox_settings() -> state_mailbox.StateMailbox | None:
    """Where deliveries to the state's mailboxes go; None unless an address is named."""
    try:
        return state_mailbox.configured(
            env("MATRIKA_STATE_MAILBOX_ADDRESS", ""),
            key_file=env("MATRIKA_STATE_MAILBOX_KEY_FILE", ""),
            subject=env("MATRIKA_STATE_MAILBOX_SUBJECT", ""),
            on_behalf_of=env("MATRIKA_STATE_MAILBOX_ON_BEHALF_OF", ""),
            sender=env("MATRIKA_STATE_MAILBOX_SENDER", "ico://sk/42156424"),
            sent_as=env("MATRIKA_STATE_MAILBOX_CLASSES", state_mailbox.PLACEHOLDERS),
            known_already=env("MATRIKA_STATE_MAILBOX_KNOWN_ALREADY", ""),
        )
    except ValueError as wrong:
        raise ImproperlyConfigured(f"MATRIKA_STATE_MAILBOX_…: {wrong}") from wrong


STATE_MAILBOX = state_mailbox_settings()
