"""Addresses that an organisation adds beside the mandatory one: for copies, and for a weekly digest.

addresses.py: add, confirm, change, remove · digest.py: once a week, what ends and what is open
"""
