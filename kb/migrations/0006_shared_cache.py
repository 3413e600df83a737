"""The table of Django's cache, which all processes of the site share."""

from django.core.management import call_command
from django.db import migrations

TABLE = "shared_cache"


def create(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [
        ('kb', '0005_document_changes'),
    ]

    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
