"""Tables from spreadsheets: what is accepted, and what is said about those that cannot be used."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanbanlang.model.csvfile import MOST_FINDINGS, Table, TableFinding, read_table

PATH = Path("parts.csv")


def table(content: str | bytes) -> Table:
    read = read_table(PATH, content)
    assert isinstance(read, Table), read
    return read


def findings(content: str | bytes) -> list[TableFinding]:
    read = read_table(PATH, content)
    assert not isinstance(read, Table)
    return list(read)


def finding(content: str | bytes) -> TableFinding:
    (only,) = findings(content)
    return only


class TestWhatIsAccepted:
    def test_row_1_names_the_columns_and_the_first_part_is_row_2(self) -> None:
        read = table("sku,cards\nm2,3\nm3,5\n")
        assert read.columns == ("sku", "cards")
        assert [(row.number, row.cells) for row in read.rows] == [(2, ("m2", "3")), (3, ("m3", "5"))]

    @pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old mac"])
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
    def test_what_spreadsheets_write(self, separator: str, end: str, mark: bytes) -> None:
        text = end.join(["sku,text,price", 'm2,"Gear, module 2",14', ""]).replace(",", separator)
        read = table(mark + text.encode())
        assert read.columns == ("sku", "text", "price")
        assert read.rows[0].cells == ("m2", f"Gear{separator} module 2", "14")

    def test_a_separator_inside_a_quoted_name_does_not_decide(self) -> None:
        assert table('"price, EUR, net";sku\n1;2\n').columns == ("price, EUR, net", "sku")

    def test_a_cell_of_several_lines_is_one_row(self) -> None:
        read = table('sku,text\nm2,"two\nlines"\nm3,one\n')
        assert [(row.number, row.line) for row in read.rows] == [(2, 2), (3, 4)]

    def test_rows_without_content_are_left_out_but_counted(self) -> None:
        assert [row.number for row in table("sku,cards\n\nm2,3\n,\nm3,5\n\n").rows] == [3, 5]

    def test_names_and_cells_are_as_written(self) -> None:
        read = table("SKU No, cards\n m2 ,007\n")
        assert read.columns == ("SKU No", " cards")
        assert read.rows[0].cells == (" m2 ", "007")

    def test_a_table_may_have_no_rows_yet(self) -> None:
        assert table("sku,cards").rows == ()

    def test_an_inch_sign_needs_no_quotes(self) -> None:
        assert table('sku,text\nm2,1/2" pipe\n').rows[0].cells == ("m2", '1/2" pipe')


class TestWhatIsSaid:
    @pytest.mark.parametrize("content", ["", "\n\nm2,3\n", ",,\n1,2,3\n", b"\xef\xbb\xbf"])
    def test_a_table_without_a_header(self, content: str | bytes) -> None:
        assert "no header" in finding(content).message

    def test_a_column_without_a_name(self) -> None:
        said = finding("sku,,cards\nm2,x,3\n")
        assert (said.row, said.message) == (1, "gives column 2 no name")

    def test_two_columns_of_one_name(self) -> None:
        said = finding("sku,cards,sku\nm2,3,m2\n")
        assert (said.row, said.column, said.message) == (1, "sku", "names 2 columns `sku`")

    def test_rows_of_another_width_each_in_its_place(self) -> None:
        said = findings('sku,cards\nm2,3,4\n"m\n3",5\nm4\n')
        assert [(one.row, one.line, one.message) for one in said] == [
            (2, 2, "has 3 columns, expected 2 as in the header"),
            (4, 5, "has 1 columns, expected 2 as in the header"),
        ]

    def test_a_table_wrong_in_every_row_does_not_fill_the_screen(self) -> None:
        said = findings("sku,cards\n" + "m2\n" * 1000)
        assert len(said) == MOST_FINDINGS + 1
        assert f"{1000 - MOST_FINDINGS} more rows" in said[-1].message

    def test_a_byte_that_is_no_text(self) -> None:
        said = finding(b"sku,text\nm2,plain\nm3," + "Welle für M3\n".encode("latin-1"))
        assert (said.row, said.message) == (3, "holds the byte 0xfc, which is not UTF-8")

    def test_a_byte_that_is_no_text_behind_cells_of_several_lines(self) -> None:
        said = finding(b'sku,text\nm2,"two\nlines"\nm3,\xff\n')
        assert (said.row, said.line) == (3, 4)

    def test_another_encoding_altogether(self) -> None:
        assert "UTF-16" in finding("sku,cards\n".encode("utf-16")).message

    def test_a_byte_of_nothing(self) -> None:
        assert finding("sku,cards\nm2,3\0\n").row == 2

    def test_a_quote_that_is_never_closed(self) -> None:
        said = finding('sku,text\nm2,"Gear\nm3,Shaft\n')
        assert (said.row, said.message) == (2, "has a quote that is never closed")

    def test_a_quote_that_is_never_closed_in_a_long_table(self) -> None:
        said = finding('sku,text\nm2,"Gear\n' + "m3,Shaft\n" * 20_000)
        assert (said.row, said.message) == (2, "has a quote that is never closed")

    def test_text_behind_a_closing_quote(self) -> None:
        said = finding('sku,text\nm2,"1/2" pipe"\n')
        assert (said.row, said.message) == (2, "has text behind a closing quote")


CELLS = st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=("Cs",)), min_size=1, max_size=12)
NAMES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), min_size=2, max_size=5, unique=True)


@given(NAMES, st.data(), st.sampled_from([",", ";", "\t"]))
def test_what_was_written_is_read(names: list[str], data: st.DataObject, separator: str) -> None:
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(names)), max_size=8))
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([names, *rows])
    read = table(file.getvalue().encode())
    assert list(read.columns) == names
    assert [row.cells for row in read.rows] == rows
    assert [row.number for row in read.rows] == list(range(2, len(rows) + 2))


@given(st.one_of(st.text(), st.binary(), st.text("a,;\t\"'\n\r\0é \ufeff")))
def test_any_text_at_all_is_a_table_or_is_explained(content: str | bytes) -> None:
    read = read_table(PATH, content)
    assert isinstance(read, Table) or (read and all(one.message for one in read))
