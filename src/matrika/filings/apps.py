from django.apps import AppConfig
from django.core.checks import register


class FilingsConfig(AppConfig):
    name = "matrika.filings"
    label = "filings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from matrika.filings.signatures.services import check_addresses

        register(check_addresses)
