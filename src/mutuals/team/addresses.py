"""Under which address another device on the same network reaches this machine. Nothing is sent to find out."""

import ipaddress
import socket

# An address for documentation (RFC 5737): a UDP socket that is "connected" to it tells by which of our own addresses
# packets would leave, and sends none.
_ELSEWHERE = "192.0.2.1"
# Addresses between a provider and its customers (RFC 6598), which private networks such as Tailscale's use too.
_SHARED = ipaddress.ip_network("100.64.0.0/10")


def address_here() -> str:
    """The address by which this machine speaks with its network; "" where it has none but its own."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect((_ELSEWHERE, 9))
            found = str(asked.getsockname()[0])
        except OSError:
            return ""
    return "" if is_loopback(found) or found == "0.0.0.0" else found  # noqa: S104  compared, not listened on


def is_loopback(host: str) -> bool:
    """Whether a host reaches this machine alone."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_everywhere(host: str) -> bool:
    """Whether listening there means on all addresses of this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def is_at_home(host: str) -> bool:
    """Whether an address belongs to a network of one's own and not to the whole internet."""
    try:
        one = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return (one.is_private or one in _SHARED) and not one.is_loopback and not one.is_unspecified


def web_address(host: str, port: int) -> str:
    """The address to type into a browser."""
    plain = host.strip("[]")
    return f"http://[{plain}]:{port}" if ":" in plain else f"http://{plain}:{port}"
