"""Which addresses are out on the open internet, and which URLs the bot keeps away from by their words alone."""

from __future__ import annotations

import pytest

from bot.errors import Refused
from bot.intake.addresses import anywhere, checked, is_open

OPEN = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"]

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",  # the metadata of most clouds
    "168.63.129.16",  # and of another
    "100.64.0.1",  # behind a carrier's or a VPN's translation; 100.100.100.200 is metadata
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",  # 6to4 around 127.0.0.1
    "2001:db8::1",
    "not an address",
    "",
]


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize("address", INSIDE)
def test_the_inside_of_networks(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://v.example/a",
        "file:///etc/passwd",
        "gopher://v.example:70/_x",
        "javascript:alert(1)",
        "//v.example/a",
        "v.example/a",
        "http://",
        "http:///etc/passwd",
        "http://[::1",
        "http://v.example:99999/",
        "http://v.example:22/",
        "http://v.example:25/",
        "http://ann:secret@v.example/",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:169.254.169.254]/latest/meta-data/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_urls_refused_by_their_words(url: str) -> None:
    with pytest.raises(Refused) as refused:
        checked(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["https://v.example/a", "http://v.example:8080/a", "HTTPS://V.example:443"])
def test_urls_let_through_to_be_resolved(url: str) -> None:
    assert checked(url).hostname == "v.example"


def test_inside_is_let_through_where_it_was_allowed_on_purpose() -> None:
    assert checked("http://127.0.0.1:8080/", is_open=anywhere).port == 8080
    with pytest.raises(Refused):
        checked("file:///etc/passwd", is_open=anywhere)
