"""The words after a name that tell it is a place or a people, and not the name of a party."""

from __future__ import annotations

import re

# `a Springfield, Ohio, man`: a place or a people, not a name.
QUALIFIES = re.compile(
    r"(?:, [A-Z][\w. ]{2,20},?)?\s+(?:man|woman|men|women|couple|resident|residents|area|native|businessman"
    r"|businesswoman|doctor|physician|attorney|lawyer|company|gang|group|family)\b"
)
# `four Larkfield County, Ky., relatives`: the place where people are from, after the name of a county or town.
MODIFIES_PEOPLE = re.compile(
    r"(?:,\s+(?:[A-Z][\w.]*\s?){1,2},)?\s+(?!(?:was|were|is|are|has|have|had|will|and|or|to|for|from|in|on|of|by|with"
    r"|that|which|who|over|against|under|after|as|at|may|must|shall|can|could|would|did|does)\b|[a-z]+(?:ed|ing)\b)"
    r"[a-z][\w-]+"
)
# `a Costa Rican citizen`, `his St. Charles, Ill., company`: a people or a place, whatever it looks like.
IS_PLACE = re.compile(
    r"\s+(?:and [A-Z]\w+ )?(?:citizens?|nationals?|natives?)\b"
    r"|,\s+[A-Z][\w.]+(?: [A-Z]\w+)?,\s+(?:[\w-]+ )?(?:man|woman|men|women"
    r"|couple|residents?|businessm[ae]n|company|companies|firm|doctor|physician|attorney|lawyer|corporation|bank"
    r"|contractor)\b"
    r"|,\s+[A-Z][\w.]+(?: [A-Z]\w+)?,\s+(?:[A-Z]\w+ )?(?:Deput|Sheriff|Police|Correction|Detention|Jail|Judge|Officer"
    r"|Lieutenant|Sergeant|Captain|Commissioner|Clerk|Treasurer)"
)
