"""Briefs that lack the confidence of charges are made anew, see kb.briefs."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('kb', '0012_register_periods'),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE kb_extraction SET brief = NULL WHERE brief IS NOT NULL", migrations.RunSQL.noop
        ),
    ]
