"""How the register fares: the same facts as a page for staff and as JSON for a monitoring system.

It looks at every door, the worker's too, so it stands above them.
"""
