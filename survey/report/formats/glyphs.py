"""The shapes of letters, drawn once a page: charts write text as shapes, and repeat them in every chart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_DEFS = re.compile(r"<defs>(?:<path [^>]*/>)+</defs>")
_PATH = re.compile(r"<path [^>]*/>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_USE = re.compile(r'xlink:href="#([^"]+)"')
_HIDDEN = 'width="0" height="0" style="position:absolute" aria-hidden="true" focusable="false"'


@dataclass
class Glyphs:
    """Collect the letter shapes of several pictures.

    A page in Chinese with thirty charts is a fifth of the size when each shape stands in it once.

    Examples
    --------
    >>> glyphs = Glyphs()
    >>> picture = '<svg><defs><path d="M 0 0 L 1 1" id="a-1" /></defs><use xlink:href="#a-1" /></svg>'
    >>> glyphs.take(picture)
    '<svg><use xlink:href="#s0" /></svg>'
    >>> glyphs.take(picture.replace("a-1", "b-1")) == glyphs.take(picture), glyphs.svg().count("<path")
    (True, 1)
    """

    shapes: dict[tuple[tuple[str, str], ...], str] = field(default_factory=dict)

    def take(self, picture: str) -> str:
        """Return a picture with its shapes taken out, referring to the shared ones."""
        names: dict[str, str] = {}

        def collect(match: re.Match[str]) -> str:
            for path in _PATH.findall(match[0]):
                attributes = dict(_ATTRIBUTE.findall(path))
                own = attributes.pop("id", None)
                if own is None:
                    return match[0]
                key = tuple(sorted(attributes.items()))
                names[own] = self.shapes.setdefault(key, f"s{len(self.shapes):x}")
            return ""

        rest = _DEFS.sub(collect, picture)
        return _USE.sub(lambda match: f'xlink:href="#{names.get(match[1], match[1])}"', rest)

    def svg(self) -> str:
        """Return the picture without size that holds the shapes."""
        paths = "".join(_write_path({**dict(attributes), "id": own}) for attributes, own in self.shapes.items())
        links = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        return f"<svg {links} {_HIDDEN}><defs>{paths}</defs></svg>" if paths else ""


def _write_path(attributes: dict[str, str]) -> str:
    return "<path " + " ".join(f'{name}="{value}"' for name, value in attributes.items()) + "/>"
