"""Which page a URL means: without tracking, the same for the same article however it was shared."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def canonical(url: str) -> str:
    """The URL without tracking parameters and fragment; "" for what names no article on the web
    (another scheme, no host, or a site's front page, which carries a different story every hour)."""
    from courlan import clean_url

    try:
        cleaned = clean_url(url.strip()) or ""
        parts = urlsplit(cleaned)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    if parts.path in ("", "/") and not parts.query:
        return ""
    return parts._replace(fragment="").geturl()


def key_of(url: str) -> str:
    """What a canonical URL's article is known by: with http or https, "www." or a last slash, the same."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"url:{parts.netloc.removeprefix('www.')}{path}{query}"


def same_site(one: str, other: str) -> bool:
    """Whether two URLs belong to one publisher: a page may speak only for its own."""
    return bool(_site(one)) and _site(one) == _site(other)


def _site(url: str) -> str:
    from courlan import extract_domain

    try:
        return extract_domain(url) or host_of(url)
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host without "www.", or ""."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def joined(base: str, href: str) -> str:
    """The address that a link on the page ``base`` leads to; "" for one that leads nowhere on the web."""
    try:
        address = urljoin(base, href.strip())
    except ValueError:
        return ""
    return address if address.lower().startswith(("http://", "https://")) else ""
