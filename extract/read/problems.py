"""What can go wrong in reading: a whole run, the rest of one input, or one record."""


class ReadError(Exception):
    """An input that cannot be opened, or whose format cannot be told: what, where, and how to fix it."""


class BrokenInput(Exception):  # noqa: N818 (says what the input is, and never leaves the package)
    """The rest of one input cannot be read; what came before it is kept.

    `reason` is the kebab-case word of the `Reject` it becomes; `line` is the place, where it is known;
    `fatal` says that nothing of the input can be read as asked, which for an input named by the user is a
    `ReadError`.
    """

    def __init__(self, reason: str, detail: str, *, line: int | None = None, fatal: bool = False) -> None:
        """Keep the parts of the reject."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.line = line
        self.fatal = fatal


class Refused(Exception):  # noqa: N818 (says what happened to the record, and never leaves the package)
    """One record cannot become a document; the rest of the input goes on."""

    def __init__(self, reason: str, detail: str, *, doc_id: str | None = None) -> None:
        """Keep the parts of the reject."""
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.doc_id = doc_id
