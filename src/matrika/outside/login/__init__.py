"""Log-in through somebody else: SAML 2.0 and OpenID Connect, without a framework and without a clock."""
