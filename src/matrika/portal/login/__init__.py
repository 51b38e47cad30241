"""Coming in and leaving: through an identity provider, and what a session is."""
