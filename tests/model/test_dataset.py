"""Data files as people have them: what is taken, what it says, and refusals of one line."""

from pathlib import Path

import pytest

from symspline.model.dataset import Dataset

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def read(tmp_path):
    """Read a file of the given text or bytes."""

    def call(content, *columns, **how):
        path = tmp_path / "a.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Dataset.from_csv(path, *columns, **how)

    return call


@pytest.mark.parametrize(
    ("name", "how", "x_name", "y_name", "x", "y"),
    [
        ("bod.csv", {}, "Time", "demand", [1, 2, 3, 4, 5, 7], [8.3, 10.3, 19, 16, 15.6, 19.8]),
        ("pandas.csv", {}, "time", "signal", [0, 0.5, 1, 1.5], [1, 1.2, 0.7, 0.1]),
        ("so15.csv", {}, "x", "y", range(1, 16), None),
        ("bomcrlf.csv", {}, "t", "y", [0, 1, 2], [1, 2, 2.5]),
        ("hash.csv", {}, "t", "y", [0, 1, 2], [1, 2, 2.5]),
        ("utf16.csv", {}, "t", "y", [0, 1, 2], [1, 2, 2.5]),
        ("thousands.csv", {}, "t", "y", [0, 1, 2], [1234.5, 2000, 2500]),
        ("decimalcomma2.csv", {"decimal": ","}, "Zeit", "Wert", [0, 0.5, 1, 1.5], [1.5, 2.25, 2, 3.75]),
        ("isodate.csv", {}, "date (days since 2020-03-01)", "cases", [0, 1, 2, 4, 5], [12, 15, 25, 60, 85]),
        ("usdate.csv", {}, "date (days since 2020-01-22 17:00)", "cases", [0, 1, 2, 3], [1, 9, 15, 39]),
        (
            "na.csv",
            {"x": "Temp", "y": "Ozone", "missing": "drop"},
            "Temp",
            "Ozone",
            [67, 72, 74, 62, 66],
            [41, 36, 12, 18, 28],
        ),
    ],
)
def test_public_files(name, how, x_name, y_name, x, y):
    data = Dataset.from_csv(DATA / name, **how)
    assert (data.x_name, data.y_name, data.x.tolist()) == (x_name, y_name, list(x))
    assert y is None or data.y.tolist() == y
    assert data.notes[0].startswith(f"x: {x_name}, y: {y_name} ({name}")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("metrohm.txt", r"row 1, 'column 1': '\$S Mode 1' is not a number"),
        ("note.csv", "row 7: 1 cells under 2 columns"),
        ("decimalcomma2.csv", "row 2, 'Zeit': '0,0' is not a number; --decimal , reads it"),
        ("na.csv", "column 'Month' of na.csv is constant; choose another with --x"),
    ],
)
def test_public_files_that_are_refused(name, message):
    with pytest.raises(ValueError, match=message):
        Dataset.from_csv(DATA / name)


def test_what_was_taken_is_said(read):
    assert Dataset.from_csv(DATA / "bod.csv").notes == (
        "x: Time, y: demand (bod.csv; left out: rownames, which counts rows)",
    )
    dropped = Dataset.from_csv(DATA / "na.csv", "Temp", "Ozone", missing="drop").notes
    assert dropped[1:] == ("left out for missing values: 1 of 6 rows (row 6)",)
    many = read("t,y\n" + "".join(f"{k},{'NA' if k % 2 else k}\n" for k in range(20)), missing="drop")
    assert len(many) == 10
    assert many.notes[1] == "left out for missing values: 10 of 20 rows (row 3, 5, 7, 9, 11, …)"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("1,5\n2,7\n3,9\n", ("column 1", "column 2")),
        ("1,5,2\n2,7,3\n3,9,8\n", ("column 2", "column 3")),
        ("1871,5,2\n1872,7,3\n1873,9,8\n", ("column 1", "column 2")),
        ("t,id,y\n5,1,2\n7,2,3\n9,3,8\n", ("t", "y")),
        ("id,t,y\n5,1,2\n7,2,3\n9,3,8\n", ("id", "t")),
        ("Unnamed: 0,t,y\n3,1,2\n7,2,3\n9,3,8\n", ("t", "y")),
        ("x,y,z\n1,1,2\n2,2,3\n3,3,8\n", ("x", "y")),
        (",y\n0.5,2\n1.5,3\n", ("column 1", "y")),
        ("t y\n1 0.5 2\n2 0.7 3\n3 0.9 5\n", ("t", "y")),
        ('"t" "y"\n"1" 0.5 2\n"2" 0.7 3\n', ("t", "y")),
        ('"t\n(s)","y"\n1,2\n2,3\n', ("t (s)", "y")),
        ("t,y\n0.5,2,\n0.7,3,\n", ("t", "y")),
        ("#,t,y\n1,0.5,2\n2,0.7,3\n", ("t", "y")),
        ("# t y\n1 2\n2 5\n", ("t", "y")),
        ("# measured in May\n1 2\n2 5\n", ("column 1", "column 2")),
    ],
)
def test_columns_that_number_rows(read, text, taken):
    data = read(text)
    assert (data.x_name, data.y_name) == taken


def test_a_column_that_numbers_rows_is_taken_when_named(read):
    text = "id,y\n1,2\n2,3\n3,8\n"
    with pytest.raises(ValueError, match="'id' counts rows, --x 1 takes it"):
        read(text)
    assert read(text, "id").x.tolist() == read(text, "1").x.tolist() == [1, 2, 3]


@pytest.mark.parametrize("cell", ["", "NA", "N/A", "#N/A", "nan", "NaN", "null", "None", "-", "."])
def test_missing_cells(read, cell):
    text = f"t,y\n{cell},1\n1,2\n2,{cell}\n3,4\n"
    with pytest.raises(ValueError, match=r"a.csv, row 2, column 't': .* is no number; --missing drop"):
        read(text)
    assert read(text, missing="drop").x.tolist() == [1, 3]


@pytest.mark.parametrize(
    ("text", "decimal", "y"),
    [
        ("t;y\n1;1.234,5\n2;0,25\n", ",", [1234.5, 0.25]),
        ("t\ty\n1\t1 234,5\n2\t-1'000\n", ",", [1234.5, -1000]),
        ('t,y\n1,"1.234.567"\n2,"0,5"\n', ",", [1234567, 0.5]),
        ("0,5 1,5\n1,5 2,5\n", ",", [1.5, 2.5]),
        ("t;y\n1;1,234.5\n2;1,234,567\n", ".", [1234.5, 1234567]),
        ("t;y\n1;1\u202f234.5\n2;−2e3\n", ".", [1234.5, -2000]),
        ("time (s; local),y\n1,2\n2,.5\n", ".", [2, 0.5]),
        ("t  y\n 1   2 \n10  3\n", ".", [2, 3]),
        ("t,y\r1,2\r2,3", ".", [2, 3]),
    ],
)
def test_numbers_and_separators(read, text, decimal, y):
    assert read(text, decimal=decimal).y.tolist() == y


@pytest.mark.parametrize(
    ("cells", "order", "x", "name"),
    [
        (("2024-03-01", "2024-03-03"), "", [0, 2], "days since 2024-03-01"),
        (("2024/3/3", "2024/3/1"), "", [2, 0], "days since 2024-03-01"),
        (("2024-03-01T12:30:00Z", "2024-03-02T13:30:00+01:00"), "", [0, 1], "days since 2024-03-01 12:30 UTC"),
        (("2024-03-01 12:30", "2024-03-01 14:00"), "", [0, 1.5], "hours since 2024-03-01 12:30"),
        (("2024-03-01T00:00:00.5", "2024-03-01T00:00:02"), "", [0, 1.5], "seconds since 2024-03-01 00:00:00.500000"),
        (("3/1/2024", "3/13/2024"), "", [0, 12], "days since 2024-03-01"),
        (("13/3/2024", "1/3/2024"), "", [12, 0], "days since 2024-03-01"),
        (("1.3.2024", "3.3.2024"), "", [0, 2], "days since 2024-03-01"),
        (("3/1/2024", "3/3/2024"), "mdy", [0, 2], "days since 2024-03-01"),
        (("3/1/2024", "3/3/2024"), "dmy", [0, 59 + 1], "days since 2024-01-03"),
        (("1/22/2020 11:00 PM", "1/23/2020 11:00 AM"), "", [0, 12], "hours since 2020-01-22 23:00"),
    ],
)
def test_dates(read, cells, order, x, name):
    data = read("when,y\n" + "".join(f"{cell},{k}\n" for k, cell in enumerate(cells)), dates=order)
    assert data.x.tolist() == x
    assert data.x_name == f"when ({name})"


def test_dates_without_a_header_and_as_targets(read):
    data = read("1,2024-03-01\n2,2024-03-05\n")
    assert data.y.tolist() == [0, 4] and data.y_name == "column 2 (days since 2024-03-01)"


@pytest.mark.parametrize(
    ("content", "how", "message"),
    [
        ("d,y\n3/1/2024,1\n4/1/2024,2\n", {}, "row 2, column 'd': '3/1/2024' may be two dates; give --dates dmy"),
        ("d,y\n13/1/2024,1\n1/13/2024,2\n", {}, "'13/1/2024' is no date (mdy)"),
        ("d,y\n2024-02-30,1\n2024-03-01,2\n", {}, "'2024-02-30' is no date"),
        ("d,y\n2024-02-03,1\nsoon,2\n", {}, "row 3, column 'd': 'soon' is not a date"),
        ("d,y\n2024-02-03 12:00Z,1\n2024-02-03 13:00,2\n", {}, "row 3, column 'd': '2024-02-03 13:00': some times"),
        ("d,y\n0001-01-01 00:00+01:00,1\n2024-02-03 13:00Z,2\n", {}, "is no date"),
        ("d,y\n1/22/20,1\n1/23/20,2\n", {}, "write years with four digits"),
        ("t;y\n1;2\n2;1,5\n", {}, "row 3, column 'y': '1,5' is not a number; --decimal , reads it"),
        ("t;y\n1;2\n2;1,234\n", {}, "row 3, column 'y': '1,234' may be a decimal or thousands; give --decimal ,"),
        ("t;y\n1;2\n2;1.5\n", {"decimal": ","}, "'1.5' is not a number; --decimal . reads it"),
        ("t,y\n1,NA\n2,3\n", {"missing": "drop"}, "one row of data with both values"),
        ("t,y\n1,2\n2,3\n", {"missing": "keep"}, "--missing keep: give drop or fail"),
        ("t,y\n1,2\n2,3\n", {"decimal": "\n"}, "give . or ,"),
        ("t,y\n1,2\n2,3\n", {"dates": "ymd"}, "--dates ymd: give dmy or mdy"),
        (b"t,y\n1,2\n2,\x003\n", {}, "not a text file"),
        ("t,y\n1,2\n".encode("utf-16-le"), {}, "not a text file"),
        ("größe,y\n1,2\n".encode("latin-1"), {}, "is not UTF-8 text (byte 2)"),
        (b"\xff\xfea", {}, "is not UTF-16 text"),
        ('t,"y\n1,2\n', {}, "not a readable CSV file"),
        ("t" * 200_000 + ",y\n1,2\n2,3\n", {}, "not a readable CSV file"),
        (
            '"a\nb\u2028\x1b[31m",y\n1,2\n__import__("os"),3\n',
            {},
            "column 'a b [31m': '__import__(\"os\")' is not a number",
        ),
        (",".join("abcdef" * 999) + "\n", {}, "no rows"),
        ("x" * 99_000 + ",y\n1,2\nq,3\n", {}, "'q' is not a number"),
        (",,\n,,\n", {}, "no rows"),
        ("# only\n", {}, "is empty"),
        ("t,y\n1," + "9" * 400 + "\n2,3\n", {}, "is not finite"),
    ],
)
def test_refusals_are_one_short_line(read, content, how, message):
    with pytest.raises(ValueError) as caught:
        read(content, **how)
    text = str(caught.value)
    assert message in text
    assert text.isprintable() and len(text) < 400
