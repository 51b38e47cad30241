"""What the register trusts when it verifies signatures: imported trusted lists and revocation data."""
