"""Which mail server EMAIL_URL names, and which it may not name."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from outbox.errors import RelayTrouble

_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "smtp+ssl": 465}


@dataclass(frozen=True, slots=True)
class RelayAddress:
    """Where and how to reach the mail server. `starttls` and `tls` exclude each other."""

    host: str
    port: int
    user: str
    password: str
    starttls: bool
    tls: bool

    @property
    def is_loopback(self) -> bool:
        """Say whether mail stays on this machine. Names other than localhost are not looked up."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


def read_relay(url: str, *, is_demo: bool) -> RelayAddress:
    """Read `smtp://`, `smtp+tls://` (STARTTLS required) or `smtps://`; raises `RelayTrouble`."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        message = "EMAIL_URL must be smtp://, smtp+tls:// or smtps:// with a host."
        raise RelayTrouble(message)
    relay = RelayAddress(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=_PORTS[parts.scheme] == _PORTS["smtps"],
    )
    _refuse_unsafe(relay, is_demo=is_demo)
    return relay


def _refuse_unsafe(relay: RelayAddress, *, is_demo: bool) -> None:
    if relay.is_loopback:
        return
    if is_demo:
        message = f"A demo sends no real mail: EMAIL_URL must name this machine, not {relay.host}."
        raise RelayTrouble(message)
    if relay.user and not (relay.starttls or relay.tls):
        message = "EMAIL_URL has a password but no encryption: use smtp+tls:// or smtps://."
        raise RelayTrouble(message)
