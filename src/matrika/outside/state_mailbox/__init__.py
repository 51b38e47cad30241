"""The state's mailboxes, reached through slovensko-sk-api (R-8.3).

configured(…) -> StateMailbox | None        configuration.py: off unless the operator names an address
Letter, envelope(letter) -> str             envelope.py: the SkTalk message
deliver(message, mailbox, at=…)             service.py: POST /api/sktalk/receive and what its answers mean
"""
