from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.notices.smtp import MailServer, mail_server


@pytest.fixture
def post_office(settings: Any) -> Iterator[Callable[..., MailServer]]:
    """Starts a mail server that behaves as told, and points the register at it."""
    with ExitStack() as stack:

        def start(**behaviour: Any) -> MailServer:
            server = stack.enter_context(mail_server(**behaviour))
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
            return server

        yield start
