"""What is known about revoked certificates: lists (CRL), responses (OCSP), and both weighed together."""
