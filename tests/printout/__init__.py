"""The printout: a filing as a PDF."""
