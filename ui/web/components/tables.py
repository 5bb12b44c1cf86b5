"""Tables that scroll within themselves where the page is narrow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup


def table_html(heads: Sequence[str], rows: Iterable[Sequence[Markup | str]], numbers: Iterable[int] = ()) -> Markup:
    """A table; cells that are no markup are escaped, the columns at the positions ``numbers`` are set to the right."""
    right = set(numbers)
    kind = [Markup(' class="cw-number"') if index in right else Markup("") for index in range(len(heads))]
    head = Markup("").join(Markup("<th{}>{}</th>").format(kind[i], text) for i, text in enumerate(heads))
    body = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td{}>{}</td>").format(kind[i], cell) for i, cell in enumerate(row)))
        for row in rows
    )
    return Markup(
        '<div class="cw-scroll" tabindex="0"><table class="cw-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, body)
