"""Drawing: templates filled in, always escaped; the pages for what is missing, refused or broken."""

from __future__ import annotations

from typing import Any

import jinja2
from aiohttp import web

from bot.editions import telling as edition_words
from handlers.desk import wording
from handlers.slack import quoting
from handlers.slack import wording as slack_wording
from handlers.slack.unseen import displayable

MISSING = {
    "article": "Perhaps it was filed in another database, or the address was cut short.",
    "revision": "The article is on file, but not in this revision.",
    "claim": "The archive may have been built anew: a changed reading gives its claims new ids.",
    "dispute": "Perhaps it was found in another database, or the address was cut short.",
    "page": "The desk has a channel, the articles, the disputes and the feeds; this is none of them.",
}


class Views:
    """The templates, with the newsroom's words as filters."""

    def __init__(self) -> None:
        self._env = jinja2.Environment(
            loader=jinja2.PackageLoader("handlers.desk"),
            autoescape=True,  # for every template, whatever it is called
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters |= {
            "day": wording.day,
            "dated": wording.dated,
            "manner": wording.manner,
            "cue": wording.cue,
            "number": wording.number,
            "when": wording.when,
            "shown": displayable,
            "speaker": quoting.speaker,
            "verb": quoting.cue_in_sentence,
            "said_with": quoting.said_with,
            "likely": slack_wording.likely,
            "called": slack_wording.title,
            "settlement": slack_wording.settlement,
            "reports": slack_wording.reports,
            "many": slack_wording.many,
            "withdrawal": slack_wording.withdrawal,
            "fetched": slack_wording.fetched,
            "as_of": quoting.as_of,
            "edited": edition_words.summary,
            "how_told": edition_words.how_told,
            "became": wording.became,
        }

    def draw(self, template: str, **values: Any) -> str:
        """A template filled in."""
        return self._env.get_template(template).render(**values)

    def page(self, template: str, *, status: int = 200, **values: Any) -> web.Response:
        """A page."""
        # What is on file changes: a page from the browser's memory would tell of yesterday.
        headers = {"Cache-Control": "no-store"}
        body = self.draw(template, **values)
        return web.Response(text=body, status=status, content_type="text/html", headers=headers)

    def missing(self, what: str, name: str) -> web.Response:
        """404: what is not there, why that may be, and where to go on."""
        return self.page("missing.html", status=404, what=what, name=name[:200], why=MISSING[what])

    def refused(self, request: web.Request, status: int, why: str) -> web.Response:
        """A request that is not let in."""
        return self.page("trouble.html", status=status, title="Not here", why=why, reference="")

    def broken(self, reference: str) -> web.Response:
        """Something went wrong inside; ``reference`` finds it in the log."""
        why = "Something went wrong inside. Try again; if it comes back, tell whoever runs the bot the reference."
        return self.page("trouble.html", status=500, title="That did not work", why=why, reference=reference)
