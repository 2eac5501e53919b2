"""The health check of the web container: this process answers for the host it serves."""

import http.client
import os
import sys
from contextlib import closing
from urllib.parse import urlsplit

PORT = 8000


def main() -> int:
    """Ask `/healthz` as the proxy in front would; exit code 1 on any other answer than 200."""
    site = urlsplit(os.environ["SITE_URL"])
    headers = {"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
    with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)) as client:
        client.request("GET", "/healthz", headers=headers)
        return int(client.getresponse().status != http.client.OK)


if __name__ == "__main__":
    sys.exit(main())
