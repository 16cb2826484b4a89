"""The addresses of links and pictures of a page, made absolute."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

__all__ = ["Base"]


class Base:
    """The address against which a page's links are resolved (RFC 3986, section 5)."""

    def __init__(self, url: str | None) -> None:
        self.url = url
        try:
            parts = urlsplit(url or "")
            self.origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else ""
        except ValueError:  # "http://[broken"
            self.url, self.origin = None, ""

    def address(self, url: str) -> str | None:
        """The absolute address of a link; `None` for scripts and for what is no address."""
        url = url.strip()
        if url.startswith(("https://", "http://")):
            return url
        scheme = url.split(":", 1)[0].lower() if ":" in url[:20] else ""
        if scheme in ("javascript", "data", "vbscript", "blob", "about", "file"):
            return None
        if self.url is None:
            return url or None
        # Nearly all links are of this form, and the general way is slow.
        if self.origin and url[:1] == "/" and url[1:2] != "/" and "/." not in url:
            return self.origin + url
        try:
            return urljoin(self.url, url)
        except ValueError:
            return None
