"""Who asks: what is the same for all requests of one client, so that clients can take turns."""

from ipaddress import ip_address, ip_network

from starlette.requests import HTTPConnection

NETWORK = 64
"""Bits of an IPv6 address that are given to one client."""


def client_of(request: HTTPConnection) -> str:
    """The address of the client; of IPv6 the network, for whoever has one has many addresses."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return str(ip_network(f"{address}/{NETWORK}", strict=False)) if address.version == 6 else host
