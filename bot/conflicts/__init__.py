"""The second heart: a newly read claim against what is on file. A contradiction, or a reason why not."""

from bot.conflicts.comparing import between, compare
from bot.conflicts.disputes import DIGEST, THRESHOLD, decide

__all__ = ["DIGEST", "THRESHOLD", "between", "compare", "decide"]
