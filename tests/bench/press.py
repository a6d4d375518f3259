"""An invented press: as many articles as a benchmark wants, the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.nouns import Article

STARTS = ("Nor", "Vel", "Tar", "Mes", "Osk", "Lin", "Bra", "Kel", "Sor", "Dun")
MIDDLES = ("", "en", "er", "in", "al", "or", "is", "um", "et", "an")
ENDS = ("ford", "mark", "ova", "burg", "stad", "ley", "grad", "haven", "by", "ton")
PLACES = [f"{a}{m}{b}" for m in MIDDLES for a in STARTS for b in ENDS]
#: How many articles, of different outlets, tell of one event: about what a wire's afternoon brings.
TELLERS = 3
OFFICES = (
    "Interior Ministry",
    "Health Ministry",
    "mayor's office",
    "port authority",
    "fire service",
    "police",
    "rail operator",
    "water board",
)
SURNAMES = (
    "Aldane",
    "Brisk",
    "Corvin",
    "Dray",
    "Esker",
    "Falk",
    "Garrow",
    "Hale",
    "Istrad",
    "Jorvik",
    "Kemble",
    "Lorne",
)
EVENTS = ("flood", "strike", "fire", "blast", "derailment", "outage", "protest", "landslide")
VERBS = ("said", "announced", "confirmed", "claimed", "reported", "insisted", "told reporters")

TEMPLATES = (
    "{n} people were injured in the {event} in {place} on {day}, the {office} {verb}.",
    "According to the {office}, the {event} in {place} had been brought under control by {day}.",
    "{first} {surname}, a spokesman for the {office}, denied that the {event} in {place} was caused by neglect.",
    "“We sent at least {n} workers to {place} and they are still there,” {surname} {verb}.",
    "The {event} began in the north of {place} and spread to several districts within {small} hours.",
    "Residents of {place} estimated that around {n} houses were damaged.",
    "The {office} of {place} condemned the handling of the {event} and demanded an inquiry.",
    "Roads between {place} and {other} remained closed, while trains were running again.",
    "The {office} did not say how many families had left their homes.",
    "Rebuilding {place} will cost more than ${n} million, {surname} {verb} on {day}.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def sentence(rng: random.Random, place: str, event: str, surname: str) -> str:
    return rng.choice(TEMPLATES).format(
        n=rng.randint(3, 900), small=rng.randint(2, 9), event=event, place=place, other=rng.choice(PLACES),
        office=rng.choice(OFFICES), verb=rng.choice(VERBS), day=rng.choice(DAYS), first=rng.choice(("Mara", "Ivo", "Tess", "Olin")),
        surname=surname,
    )  # fmt: skip


def articles(count: int, *, seed: int = 1, sentences: int = 16) -> Iterator[Article]:
    """``count`` articles of about ``sentences`` sentences (about 17 words each), dated an hour apart."""
    rng = random.Random(seed)
    for i in range(count):
        if i % TELLERS == 0:
            place, event, surname = rng.choice(PLACES), rng.choice(EVENTS), rng.choice(SURNAMES)
        body = [sentence(rng, place, event, surname) for _ in range(sentences)]
        paragraphs = [" ".join(body[k : k + 2]) for k in range(0, sentences, 2)]
        title = f"{event.capitalize()} in {place}: what is known"
        yield Article(
            key=f"bench:{seed}:{i}", ref=f"{i:06}", title=title, outlet=f"The {rng.choice(PLACES)} Courier",
            text="\n\n".join([title, *paragraphs]), published=datetime(2026, 1, 5, tzinfo=UTC) + timedelta(hours=i),
        )  # fmt: skip
