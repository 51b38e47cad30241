from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0012_newest_of_a_kind'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['organisation', '-filed_at', '-id'], name='filings_newest_of_owner'),
        ),
    ]
