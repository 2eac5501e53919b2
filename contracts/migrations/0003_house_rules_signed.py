import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import contracts.rules.life


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_amendments_and_reviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RulesLeft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("left_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RulesSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("typed_name", models.CharField(max_length=150)),
                ("consent", models.TextField()),
                ("consent_sha256", models.CharField(max_length=64)),
                (
                    "proof",
                    models.CharField(
                        choices=[
                            ("passkey", "Passkey"),
                            ("totp", "Authenticator app"),
                            ("password", "Password"),
                            ("sso", "Company sign-on"),
                            ("mailed_code", "Code sent by mail"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=12,
                    ),
                ),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                ("rules_sha256", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="signingcode",
            name="rules",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="contracts.houserules",
            ),
        ),
        migrations.AlterField(
            model_name="signingcode",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="contracts.version",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcode",
            constraint=models.UniqueConstraint(
                fields=("rules", "user"), name="one_rules_signing_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingcode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version__isnull", True), ("rules__isnull", True), _connector="XOR"
                ),
                name="signing_code_for_one_text",
            ),
        ),
        migrations.AddField(
            model_name="rulesleft",
            name="contract",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="contracts.contract",
            ),
        ),
        migrations.AddField(
            model_name="rulesleft",
            name="rules",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="contracts.houserules",
            ),
        ),
        migrations.AddField(
            model_name="rulesleft",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="rulessignature",
            name="rules",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signature",
                to="contracts.houserules",
            ),
        ),
        migrations.AddField(
            model_name="rulessignature",
            name="signer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="rulesleft",
            constraint=models.UniqueConstraint(
                fields=("user", "contract", "rules"), name="rules_left_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="rulessignature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "proof__in",
                        [
                            contracts.rules.life.Proof["PASSKEY"],
                            contracts.rules.life.Proof["TOTP"],
                            contracts.rules.life.Proof["PASSWORD"],
                            contracts.rules.life.Proof["SSO"],
                            contracts.rules.life.Proof["MAILED_CODE"],
                            contracts.rules.life.Proof["UNKNOWN"],
                        ],
                    )
                ),
                name="rules_signature_proof_known",
            ),
        ),
    ]
