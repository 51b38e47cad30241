"""The Qualifications extension of a service's entry → values (TS 119 612 §5.5.9.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from matrika.outside.signatures.lists.qualifiers import Criteria, Qualification, word

_ECC = "{http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#}"
_ADDITIONAL = "{http://uri.etsi.org/02231/v2/additionaltypes#}"
_XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
QUALIFICATIONS = _ECC + "Qualifications"
MAX_DEPTH = 8  # of criteria within criteria


def read(extension: etree._Element) -> Iterator[Qualification]:
    """Every qualification of one ServiceInformationExtension; none when it is about something else."""
    for element in extension.iterfind(f"{QUALIFICATIONS}/{_ECC}QualificationElement"):
        uris = (node.get("uri", "") for node in element.iterfind(f"{_ECC}Qualifiers/{_ECC}Qualifier"))
        criteria = element.find(_ECC + "CriteriaList")
        yield Qualification(
            frozenset(filter(None, map(word, uris))),
            _NOT_UNDERSTOOD if criteria is None else _criteria(criteria, MAX_DEPTH),
        )


_NOT_UNDERSTOOD = Criteria("", is_understood=False)


def _criteria(element: etree._Element, depth: int) -> Criteria:
    if not depth:
        return _NOT_UNDERSTOOD
    known = {
        _ECC + name for name in ("KeyUsage", "PolicySet", "CriteriaList", "Description", "otherCriteriaList")
    }
    others = [child for holder in element.iterfind(_ECC + "otherCriteriaList") for child in holder]
    nested = tuple(_criteria(child, depth - 1) for child in element.iterfind(_ECC + "CriteriaList"))
    usages, attributes = _ADDITIONAL + "ExtendedKeyUsage", _ADDITIONAL + "CertSubjectDNAttribute"
    return Criteria(
        assertion=element.get("assert", ""),
        key_usages=tuple(_bits(child) for child in element.iterfind(_ECC + "KeyUsage")),
        policy_sets=tuple(_oids(child) for child in element.iterfind(_ECC + "PolicySet")),
        extended_key_usages=tuple(_oids(child) for child in others if child.tag == usages),
        subject_attributes=tuple(_oids(child) for child in others if child.tag == attributes),
        nested=nested,
        is_understood=all(one.is_understood for one in nested)
        and all(child.tag in known for child in element if isinstance(child.tag, str))
        and all(child.tag in (usages, attributes) for child in others if isinstance(child.tag, str)),
    )


def _bits(element: etree._Element) -> tuple[tuple[str, bool], ...]:
    bits = element.iterfind(_ECC + "KeyUsageBit")
    return tuple((bit.get("name", ""), (bit.text or "").strip() in ("true", "1")) for bit in bits)


def _oids(element: etree._Element) -> frozenset[str]:
    texts = ((node.text or "").strip() for node in element.iter(_XADES + "Identifier"))
    return frozenset(text.lower().removeprefix("urn:oid:") for text in texts)
