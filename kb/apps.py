from django.apps import AppConfig


class KnowledgeBase(AppConfig):
    name = "kb"
    verbose_name = "Casebook"
    default_auto_field = "django.db.models.BigAutoField"
