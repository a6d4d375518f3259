"""The second opinion: a small network that reads two passages side by side and says whether one rules the other out."""
