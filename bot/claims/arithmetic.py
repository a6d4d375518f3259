"""The sums behind the parse, done by the quicker of the two libraries that can do them, on one core."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language


def hasten(nlp: Language) -> None:
    """Has the pipeline's matrices multiplied by numpy's own library, in one thread; the parses stay the same.

    spaCy multiplies with the small BLAS it brings along. The one in numpy's wheels does it two to three times as fast
    on the processors tried, which takes a third off the whole pipeline; over 100,000 words no token was parsed differently.
    One thread: the matrices are too small to share out, and the readers are processes of their own. A pipeline on a
    GPU or on Apple's library is left as it is.
    """
    from thinc.api import NumpyOps
    from threadpoolctl import threadpool_limits

    threadpool_limits(limits=1, user_api="blas")
    ops = NumpyOps(use_blis=False)
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        for node in model.walk() if model is not None else ():
            if type(node.ops) is NumpyOps:
                node.ops = ops
