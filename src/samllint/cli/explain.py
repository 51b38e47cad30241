"""`samllint explain`: everything about one rule, or about the rules of one paragraph of the guide."""

from __future__ import annotations

import argparse
import difflib
import re

from samllint.cli import ending
from samllint.cli.output import Output, style_for
from samllint.text import Text

DESCRIPTION = "Tell what a rule asks, the guide's own words, why, and one good and one bad example."
EPILOG = """\
examples:
  samllint explain slo-location-https
  samllint explain 3.2.8          also: '3.2(8)', '§3.2/8'
"""

# Paragraphs that ask nothing of the metadata, so that there is no rule to show.
WITHOUT_RULE = {
    "3.1.1": Text(
        sk="Bod 3.1.1 nepreveruje nijaké pravidlo: certifikát môže vydať sám žiadateľ (self-signed) aj"
        " certifikačná autorita a na vydavateľa sa nepýta nič.",
        en="No rule checks paragraph 3.1.1: a certificate may be self-signed or issued by a certification"
        " authority, and nothing is asked about the issuer.",
    ),
    "3.1.2": Text(
        sk="Bod 3.1.2 nepreveruje nijaké pravidlo: register pozná iba platnosť certifikátov a CRL ani OCSP"
        " ich vydavateľa nezisťuje. O zrušenie certifikátu treba požiadať.",
        en="No rule checks paragraph 3.1.2: the register knows the validity of certificates only and never"
        " consults their issuer's CRL or OCSP. To have a certificate cancelled one must ask for it.",
    ),
}


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rule", metavar="RULE", help="a rule's id, or a paragraph of the guide such as 3.2.8")


def run(options: argparse.Namespace) -> int:
    from samllint import base64fault, rules
    from samllint.formats import rulebook

    known = (*rules.every(), base64fault.RULE)

    asked = options.rule.strip()
    clause = ".".join(re.findall(r"\d+", asked)) if re.fullmatch(r"[§\d./()\s]+", asked) else None
    meant = [rule for rule in known if rule.id == asked.lower() or clause in rule.clauses]
    if clause in WITHOUT_RULE:
        with Output(None) as output:
            output.write(WITHOUT_RULE[clause].to(options.lang) + "\n")
        return ending.NOTHING_FOUND
    if not meant:
        raise ending.Stop(_unknown(asked, [rule.id for rule in known]))
    with Output(None) as output:
        style = style_for(options, output)
        output.write("\n".join(rulebook.explained(rule, style) for rule in meant))
    return ending.NOTHING_FOUND


def _unknown(asked: str, known: list[str]) -> Text:
    similar = difflib.get_close_matches(asked.lower(), known, n=3, cutoff=0.4)
    sk, en = f"pravidlo ani bod návodu „{asked}“ nepoznám", f"there is no rule or paragraph “{asked}”"
    if similar:
        sk += f"; podobné: {', '.join(similar)}"
        en += f"; similar: {', '.join(similar)}"
    return Text(sk=f"{sk} (všetky: samllint rules)", en=f"{en} (all of them: samllint rules)")
