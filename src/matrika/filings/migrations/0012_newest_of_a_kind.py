from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('filings', '0011_four_eyes_and_assignment'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='filing',
            index=models.Index(fields=['kind', '-filed_at', '-id'], name='filings_newest_of_kind'),
        ),
    ]
