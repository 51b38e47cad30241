"""What is published, how long it holds, and which key signs it."""

from __future__ import annotations

from pathlib import Path

from matrika.environment import env, env_networks, env_number, env_pair
from matrika.settings.base import BASE_URL, DEMO, VAR_DIR

# The private key that signs what is published. Only the publishing worker opens it.
SIGNING_KEY_FILE = Path(env("MATRIKA_SIGNING_KEY_FILE", str(VAR_DIR / "keys" / "publication-key.pem")))
# … or where in a PKCS#11 token it is; then there is no file.
SIGNING_KEY_TOKEN = env("MATRIKA_SIGNING_KEY_TOKEN", "")
# Consumers are told of a key so many days before it signs.
SIGNING_KEY_NOTICE_DAYS = env_number("MATRIKA_SIGNING_KEY_NOTICE_DAYS", 14)
SIGNING_CERTIFICATE_FILE = Path(
    env("MATRIKA_SIGNING_CERTIFICATE_FILE", str(VAR_DIR / "publication-certificate.pem"))
)
REGISTRATION_AUTHORITY = env("MATRIKA_REGISTRATION_AUTHORITY", BASE_URL)
PUBLICATION_VALIDITY_DAYS = env_number("MATRIKA_PUBLICATION_VALIDITY_DAYS", 7)
PUBLICATION_CACHE_SECONDS = env_number("MATRIKA_PUBLICATION_CACHE_SECONDS", 600)
PUBLICATION_SHRINK_PERCENT = env_number("MATRIKA_PUBLICATION_SHRINK_PERCENT", 20)
PUBLICATION_SHRINK_MINIMUM = env_number("MATRIKA_PUBLICATION_SHRINK_MINIMUM", 10)
PUBLICATION_AGGREGATE_PAUSE_SECONDS = env_number("MATRIKA_PUBLICATION_AGGREGATE_PAUSE_SECONDS", 30)
# gives a change one minute.
PUBLICATION_LATE_SECONDS = env_number("MATRIKA_PUBLICATION_LATE_SECONDS", 120)

# By what the identity provider is known when it fetches; only its fetches are remembered. In the demo whoever
# is on this machine plays it.
IDP_NETWORKS = env_networks("MATRIKA_IDP_NETWORKS", "127.0.0.1" if DEMO else "")
IDP_TOKEN = env("MATRIKA_IDP_TOKEN", "")
IDP_HEADER = env_pair("MATRIKA_IDP_HEADER")
