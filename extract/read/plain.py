"""One file, one document: plain text and Markdown."""

import re
from collections.abc import Iterator

from ...schemas.records import Document
from .documents import Item, Source, collapse_spaces, make_document, make_reject
from .problems import Refused
from .streams import read_whole

TITLE_LIMIT = 300
"""A longer first line is a paragraph, not a title."""

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*\Z")
_UNDERLINE = re.compile(r" {0,3}=+[ \t]*\Z")


def read_text(source: Source) -> Iterator[Item]:
    """Read a plain-text file as one document: the first line is the title where a blank line follows it.

    The document's text is the rest from its first character that is not blank to its last; without a title
    line it is all of the file, so stripped. The identifier is the file's path below the named input, without
    suffixes.
    """
    yield _read_document(source, "text")


def read_markdown(source: Source) -> Iterator[Item]:
    """Read a Markdown file as one document, titled by its first `#` heading or else its front matter.

    The document's text is the file character by character, headings and line ends included, from after the
    front matter (the YAML between `---` lines at the very start), which is data about the text; so offsets
    count the characters of the file's body.
    """
    yield _read_document(source, "markdown")


def split_title(content: str) -> tuple[str, str]:
    r"""Return the title and the text of a plain-text document.

    >>> split_title("Moss: Small Models\n\nMoss is small.\n")
    ('Moss: Small Models', 'Moss is small.')
    """
    text = content.strip()
    first, _, rest = text.partition("\n")
    after, _, body = rest.partition("\n")
    if body.strip() and not after.strip() and len(first) <= TITLE_LIMIT:
        return first.strip(), body.strip()
    return "", text


def split_front_matter(content: str) -> tuple[str, str]:
    r"""Return the front matter's title ("" where there is none) and the body of a Markdown document.

    >>> split_front_matter("---\ntitle: 'Moss'\n---\n# Small\n")
    ('Moss', '# Small\n')
    """
    front = _FRONT_MATTER.match(content)
    if not front:
        return "", content
    title = _FRONT_TITLE.search(front[1])
    return (title[1].strip("\"'") if title else ""), content[front.end() :]


def find_heading(body: str) -> str:
    r"""Return the first heading of the first level outside code, "" where there is none.

    >>> find_heading("```sh\n# install\n```\n\n# Moss #\n")
    'Moss'
    """
    fence = before = ""
    for line in body.splitlines():
        mark = _FENCE.match(line)
        if fence:
            closing = mark is not None and mark[1].startswith(fence) and line.strip() == mark[1]
            fence = "" if closing else fence
        elif mark:
            fence = mark[1]
        elif heading := _HEADING.match(line):
            return heading[1].strip()
        elif before and _UNDERLINE.match(line):
            return before
        before = "" if fence or line.startswith("    ") else line.strip()
    return ""


def _read_document(source: Source, format: str) -> Item:
    """Read the one document of a file, or refuse it."""
    data, broken = read_whole(source.stream)
    if broken:
        raise broken  # half a paper is no paper
    try:
        return None, _make_document(source, data, format)
    except Refused as refused:
        return make_reject(source.name, None, refused, data[:8000].decode("utf-8", "backslashreplace"))


def _make_document(source: Source, data: bytes, format: str) -> Document:
    """Make the document of a file's bytes."""
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        detail = f"line {line} is not UTF-8; save the file as UTF-8"
        raise Refused("invalid-utf8", detail, doc_id=source.doc_name) from None
    if format == "markdown":
        front_title, text = split_front_matter(content)
        title = find_heading(text) or front_title
    else:
        title, text = split_title(content)
    return make_document(source.doc_name, collapse_spaces(title), text, source=source.label, format=format)
