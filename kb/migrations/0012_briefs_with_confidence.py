"""Briefs that lack the confidence of charges are made anew, see kb.briefs."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('kb', '0011_missed_pages'),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE kb_extraction SET brief = NULL WHERE brief IS NOT NULL", migrations.RunSQL.noop
        ),
    ]
