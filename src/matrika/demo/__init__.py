"""A small living demo: invented organisations and people, and a register with a past.

Filled through the same use cases as the real register, so what one sees is what one gets.
"""
