from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0007_further_addresses'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(
                condition=models.Q(('channel', 'mailbox'), ('delivered_at__isnull', False), ('read_at__isnull', True)),
                fields=['organisation'],
                name='mailbox_unread',
            ),
        ),
    ]
