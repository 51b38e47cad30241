"""Settings, from the environment: a module a topic. Every variable is named in docs/operating.md."""

from matrika.settings.base import *
from matrika.settings.database import *
from matrika.settings.filings import *
from matrika.settings.log import *
from matrika.settings.login import *
from matrika.settings.mail import *
from matrika.settings.protection import *
from matrika.settings.publication import *
from matrika.settings.signatures import *
from matrika.settings.web import *
