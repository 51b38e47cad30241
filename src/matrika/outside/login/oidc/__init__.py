"""OpenID Connect 1.0 by the authorization code flow with PKCE, as the relying party (docs/decisions/0031)."""
