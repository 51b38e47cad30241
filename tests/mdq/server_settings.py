"""Settings of a web process that tests start: theirs, on the database that the test filled."""

import os

from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = os.environ["MATRIKA_TEST_FILE"]
