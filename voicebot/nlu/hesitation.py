"""Has the customer answered, or only begun to?"""

from __future__ import annotations

import re

_FILLERS = (
    "嗯|呃|额|哦|诶|欸|啊|这个|那个|就是说|就是|怎么说呢|让我看看|让我想想|让我想一下|我看看|我看一下|我想想|我想一下"
    "|容我想想|等一下|等等|稍等|等会儿|等我看看"
    "|um+|uh+|er+|hmm+|well|so|like|let me see|let me think|let me check|hold on|one second|just a second"
)
_ONLY_FILLERS = re.compile(rf"(?:(?:{_FILLERS})\s*)+", re.IGNORECASE)


def is_hesitation(text: str) -> bool:
    """Whether the words are nothing but fillers and requests for a moment: 嗯那个, 让我看看, "um let me see".

    >>> is_hesitation("嗯让我看看"), is_hesitation("嗯行")
    (True, False)
    """
    return _ONLY_FILLERS.fullmatch(text.strip()) is not None
