"""Snapshots of the state's registers: read, compared with the record, and only then written."""
