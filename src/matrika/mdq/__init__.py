"""Published metadata over HTTP: the Metadata Query Protocol, in front of Django.

draft-young-md-query (the protocol) and draft-young-md-query-saml (its SAML profile). Serving touches
neither XML nor key: the bytes were made, signed and verified when they were published.
"""
