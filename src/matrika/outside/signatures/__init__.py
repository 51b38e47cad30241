"""Electronic signatures of filings: bytes → `core.verdict`. No Django, no network, no clock."""
