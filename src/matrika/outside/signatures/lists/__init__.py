"""Trusted lists (ETSI TS 119 612): bytes → values, their signature, and what they say of a certificate."""
