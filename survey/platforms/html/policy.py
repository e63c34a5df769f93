"""The content security policy of the form: its own script and style, and no network but the address it sends to."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import urlsplit

from survey.errors import OptionError

_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


def write_policy(script: str, style: str, address: str | None) -> str:
    """Return the policy for a page with one script and one style sheet.

    Parameters
    ----------
    script, style
        Exactly as they stand between their tags.
    address
        Where the answers are sent, or None.

    Raises
    ------
    OptionError
        The address has no plain host.

    Examples
    --------
    >>> write_policy("", "", "https://answers.example:8443/in?k=1").split("; ")[3]
    'connect-src https://answers.example:8443'
    """
    parts = [
        "default-src 'none'",
        f"script-src {_digest(script)}",
        f"style-src {_digest(style)}",
        f"connect-src {_origin(address)}" if address else "connect-src 'none'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
    ]
    return "; ".join(parts)


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _origin(address: str) -> str:
    """Return scheme, host and port as a policy writes them, the host in ASCII."""
    fault = f"post_to='{address}' has no plain host; write for example https://example.org/answers."
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
        name = parts.hostname or ""
        host = f"[{name}]" if ":" in name else name.encode("idna").decode().lower()
    except ValueError as error:
        raise OptionError(fault) from error
    if "@" in parts.netloc or not _HOST.fullmatch(host):
        raise OptionError(fault)
    return f"{parts.scheme}://{host}{port}"
