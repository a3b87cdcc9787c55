"""Files."""

from __future__ import annotations

from kanbanlang.diagnostics.catalogue.entry import Entry, page
from kanbanlang.diagnostics.diagnostic import Severity

PAGES: tuple[Entry, ...] = (
    page(
        "KB501",
        "a file that cannot be read",
        """
A policy names a file that is not there, is a folder, or may not be read. Files are looked for beside the text that names them.
Prefer: the name as it is on disk, small and capital letters included.
""",
    ),
    page(
        "KB502",
        "a file that is no text",
        """
A policy is a text in UTF-8. This file holds bytes that are not: it was saved in another encoding, or is no policy at all.
Prefer: to save it as UTF-8 in the editor.
""",
    ),
    page(
        "KB503",
        "files that use each other",
        """
`use` takes in another file of the same policy. Two files that use each other have no beginning, and a row of a table cannot use a file.
Prefer: one main file that uses the others.
""",
    ),
    page(
        "KB504",
        "a table that cannot be read",
        """
A table is a CSV file in UTF-8 with the names of its columns in row 1 and one cell for each in every row.
Prefer: the export "CSV UTF-8" of the spreadsheet. The finding names the row as the spreadsheet shows it.
""",
    ),
    page(
        "KB505",
        "a row that says nothing usable",
        """
A row of orders or of stock names something that the policy does not have, a moment that is none, or a quantity that its unit cannot
count.

    at,of,quantity
    2026-01-05 08:00,gearbox,3

Prefer: `at` as date and time, local or with an offset; `of` as the name or code of an item, or a buffer; `quantity` in the item's unit.
""",
    ),
    page(
        "KB506",
        "a column that cannot be spoken of",
        """
A column is written `{name}` in a policy, so its name has small letters, digits and underscores, and begins with a letter.
Prefer: to rename it in row 1 of the table: `Lead Time` becomes `lead_time`. A column that no template names does no harm.
""",
        severity=Severity.WARNING,
    ),
)
