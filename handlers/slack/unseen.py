"""Characters nobody sees and every screen obeys: they are taken out of foreign words before these are shown."""

from __future__ import annotations

import re

# What a reader cannot see but a screen obeys: direction overrides and isolates (they would turn round our
# words beside the quotation too), zero-width fillers, tag characters, control characters. The joiners
# U+200C and U+200D stay, Persian and emoji are written with them; so do the tags of a flag emoji.
_UNSEEN = re.compile(
    "(?P<flag>\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    "|(?P<break>[\u000b\u000c\u0085\u2028\u2029])"
    "|[\u0000-\u0008\u000d-\u001f\u007f-\u0084\u0086-\u009f\u200b\u200e\u200f\u061c\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def displayable(text: str) -> str:
    """The text as it can safely stand on a screen: the same, less the characters nobody sees."""
    if text.isprintable():  # no character that nobody sees is, and it is asked of every word of every message
        return text
    seen = _UNSEEN.sub(lambda m: m["flag"] or ("\n" if m["break"] else ""), text)
    return _SURROGATE.sub("\ufffd", seen)
