"""Signatures inside PDF documents (ISO 32000-2 §12.8, EN 319 142-1)."""
