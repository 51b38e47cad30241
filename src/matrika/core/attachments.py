"""Which files may come with a filing (guide §6.1/5, R-5.4; decision 0021).

What a file is, is told by its content; its name and the type that a browser declares count for nothing.
"""

from __future__ import annotations

PDF = "application/pdf"
ASIC_E = "application/vnd.etsi.asic-e+zip"
ASIC_S = "application/vnd.etsi.asic-s+zip"
CMS = "application/pkcs7-mime"
SIGNED_XML = "application/xml"
PNG = "image/png"
JPEG = "image/jpeg"

# Each with the endings that a name of such a file has; the first is given to a name that has none of them.
ENDINGS = {
    PDF: (".pdf",),
    ASIC_E: (".asice", ".sce"),
    ASIC_S: (".asics", ".scs"),
    CMS: (".p7m", ".p7s"),
    SIGNED_XML: (".xml",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
}
# A scan proves nothing by itself; it shows the reviewer what paper will follow, or what a certificate says.
PICTURES = frozenset({PNG, JPEG})
MAY_BE_SIGNED = frozenset(ENDINGS) - PICTURES


def is_accepted(content_type: str) -> bool:
    return content_type in ENDINGS


def true_name(name: str, content_type: str) -> str:
    """The name, with the ending of what the file is, so that no system opens it as something else."""
    endings = ENDINGS.get(content_type, ())
    return name if not endings or name.lower().endswith(endings) else name + endings[0]
