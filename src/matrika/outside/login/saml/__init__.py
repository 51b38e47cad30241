"""SAML 2.0 Web Browser SSO and Single Logout, as the service provider (docs/decisions/0028)."""
