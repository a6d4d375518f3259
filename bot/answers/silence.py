"""Is it said that something is not told? "It gave no figure", "did not say how many", "declined to name"."""

from __future__ import annotations

import re

from bot.nouns import Claim

_TELLING = (
    r"(?:say|tell|give|specify|disclose|reveal|name|comment|confirm|provide|offer|release|mention|state|explain|clarify|"
    r"identify|elaborate|detail|know|make (?:any |a )?(?:statements?|comments?|announcements?))"
)
_SILENT = re.compile(
    rf"(?:\b(?:did|does|do|has|have|had|would|could|is|was|were)(?: not|n[’']t)(?: \w+)? {_TELLING}"
    rf"|(?:\bnot|n[’']t|\bnever) (?:yet |directly |immediately )?(?:said|given|named|disclosed|specified|commented|released|offered|known|clear)"
    rf"|(?:gave|made|offered|provided|released|issued) no (?:\w+ )?(?:figures?|details?|comments?|statements?|numbers?|information|reasons?|word)"
    rf"|(?:declin|refus)(?:e[sd]?|ing) to {_TELLING}"
    rf"|without (?:giving|saying|naming|specifying|disclosing|elaborating)"
    rf"|\bno (?:official |immediate )?(?:word|figures?|information|details?|claim)\b"
    rf"|\b(?:unclear|unknown|uncertain)\b)",
    re.IGNORECASE,
)


def keeps_silent(claim: Claim) -> bool:
    """Whether the claim tells that somebody tells nothing, or that it is not known."""
    return claim.cue_class == "withhold" or bool(_SILENT.search(claim.quote))
