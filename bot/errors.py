"""Everything that can go wrong, as one tree; each says what to do about it.

WirecheckError
├── BadInput            what was handed in cannot be used (exit code 2)
│   ├── BadArticle      a file, page or line that is no article
│   │   └── BadField    one that would be, but for one of its fields
│   ├── BadFeed         a feed that cannot be read
│   ├── BadPairs        a line of a pairs file that is no pair
│   ├── BadCommand      a command or argument nobody knows
│   └── BadSetting      an environment variable with an impossible value
├── Refused             a URL the bot will not fetch (private address, odd scheme)
├── NotAllowed          a change that this person may not make
├── FetchFailed         a URL that did not answer as it should; may be tried again
├── NotOnFile           an id that is not in the archive
├── Misquoted           a quotation that does not stand in its article: never shown
├── StoreFailed         the database cannot be read or written
│   └── SchemaTooNew    it was written by a later version
└── PostFailed          Slack did not take a message; may be tried again
    └── PostRefused     Slack will never take it as it is (channel gone, token revoked)
"""

from __future__ import annotations


class WirecheckError(Exception):
    """The root. ``str()`` is one line for a person, naming what is wrong and what to do."""


class BadInput(WirecheckError):
    """What was handed in cannot be used."""


class BadArticle(BadInput):
    """A file, page or line that is no article."""


class BadField(BadArticle):
    """A record that would be an article, but for one field; ``field`` is its name as its sender knows it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class BadFeed(BadInput):
    """A feed that cannot be read."""


class BadPairs(BadInput):
    """A line of a pairs file that is no pair."""


class BadCommand(BadInput):
    """A command or argument nobody knows; the text carries an example that works."""


class BadSetting(BadInput):
    """An environment variable with an impossible value."""


class Refused(WirecheckError):
    """A URL the bot will not fetch."""


class NotAllowed(WirecheckError):
    """A change that this person may not make; the text says whom to ask."""


class FetchFailed(WirecheckError):
    """A URL that did not answer as it should. ``status`` is what its server answered (0: nothing);
    ``retry_after`` is in seconds, when the server named it."""

    def __init__(self, message: str, *, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class NotOnFile(WirecheckError):
    """An id that is not in the archive."""


class Misquoted(WirecheckError):
    """A quotation that does not stand in its article, word for word: it is never shown."""


class StoreFailed(WirecheckError):
    """The database cannot be read or written."""


class SchemaTooNew(StoreFailed):
    """The database was written by a later version of Wirecheck."""


class PostFailed(WirecheckError):
    """Slack did not take a message. ``retry_after`` is in seconds, when Slack named it. ``settles`` is told where
    it may have taken it all the same: the seconds after which it can be seen whether it did."""

    def __init__(self, message: str, *, retry_after: float | None = None, settles: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.settles = settles


class PostRefused(PostFailed):
    """Slack will never take this message as it is."""
