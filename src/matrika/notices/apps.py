from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "matrika.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
