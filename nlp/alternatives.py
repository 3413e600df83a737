"""One pattern for many names: forms in, the source of a regular expression out that fits the longest of them.

The forms become a tree of what they begin with alike, so that a text is read in the same time however many there are:
a plain list would be tried name by name at each character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from os.path import commonprefix

_Atoms = tuple[str, ...]


def any_of(forms: Iterable[str]) -> str:
    """A group that matches any of the forms, the longest first; a blank in a form stands for any white space."""
    tree = _tree([tuple(r"\s+" if c == " " else re.escape(c) for c in form) for form in dict.fromkeys(forms)])
    return f"(?:{tree})"


def _tree(forms: list[_Atoms]) -> str:
    shared: _Atoms = tuple(commonprefix(forms))  # of any sequences, not only of paths
    branches: dict[str, list[_Atoms]] = {}
    for form in forms:
        if rest := form[len(shared) :]:
            branches.setdefault(rest[0], []).append(rest)
    if not branches:
        return "".join(shared)
    longer = "|".join(_tree(branch) for branch in branches.values())
    optional = "?" if len(shared) in map(len, forms) else ""
    return f"{''.join(shared)}(?:{longer}){optional}"
