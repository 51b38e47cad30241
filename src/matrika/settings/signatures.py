"""Where trusted lists and second opinions on signatures may be asked for; nowhere by default."""

from __future__ import annotations

from matrika.environment import env

# Where `matrika fetch_trusted_lists` may fetch from; nothing by default.
TRUST_ADDRESSES = env("MATRIKA_TRUST_ADDRESSES", "").split()

# Second opinions on signatures (`outside.signatures.remote.configured`); nobody is asked unless named here.
DSS_ADDRESS = env("MATRIKA_DSS_ADDRESS", "")
AUTOGRAM_SERVICE_ADDRESS = env("MATRIKA_AUTOGRAM_SERVICE_ADDRESS", "")
