"""Hostile CSV files, folders that cannot be written, and runs that are stopped or share a folder."""

import errno
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from symspline.files import write_bytes, write_together
from symspline.model.dataset import Dataset

BODY = "\n".join(f"{k / 2},{k * 7 % 5}" for k in range(12)) + "\n"
MARK = "PWNED"
HEADERS = {
    "html": "<script>alert(1)</script>,<img src=x onerror=alert(2)>",
    "tex": rf"\input{{/etc/passwd}},\write18{{touch {MARK}}}$%&#_{{}}~^\def\x{{",
    "formula": "=cmd|' /C calc'!A0,@SUM(1+1)*cmd|' /C calc'!A0",
    "python": f"__import__('os').system('touch {MARK}'),{{7*7}}{{{{7*7}}}}${{7*7}}%s%n",
    "shell": f"$(touch {MARK}),`touch {MARK}`; touch {MARK}",
}

READ = {
    "utf-8 with a mark": ("x,y\n" + BODY).encode("utf-8-sig"),
    "utf-16": ("x,y\n" + BODY).encode("utf-16"),
    "utf-16, big end first": b"\xfe\xff" + ("x,y\n" + BODY).encode("utf-16-be"),
    "utf-32": ("x,y\n" + BODY).encode("utf-32"),
    "utf-32, big end first": b"\0\0\xfe\xff" + ("x,y\n" + BODY).encode("utf-32-be"),
    "carriage returns": ("x,y\n" + BODY).replace("\n", "\r").encode(),
    "control characters": ("\x1b[31mx\x1b[0m,\x07y\n" + BODY).encode(),
    "direction marks": ("\u202ex,\u2066y\n" + BODY).encode(),
    "lines in a header": ('"x\nx","y\r\ny"\n' + BODY).encode(),
    **{f"a header of {name}": f"{line}\n{BODY}".encode() for name, line in HEADERS.items()},
}
REFUSED = {
    "latin-1": ("größe,y\n" + BODY).encode("latin-1"),
    "utf-16 without a mark": ("x,y\n" + BODY).encode("utf-16-le"),
    "half of a utf-16 file": ("x,y\n" + BODY).encode("utf-16")[:-1],
    "ebcdic": ("x,y\n" + BODY).encode("cp500"),
    "shift-jis": ("長さ,値\n" + BODY).encode("shift-jis"),
    "a lone surrogate": b"\xed\xa0\x80,y\n" + BODY.encode(),
    "a NUL in a cell": b"x,y\n1,2\n\0,3\n4,5\n",
    "a NUL in a header": b"x\0,y\n" + BODY.encode(),
    "NULs": bytes(1000),
    "every byte": bytes(range(256)) * 4,
    "nothing": b"",
    "a mark alone": b"\xef\xbb\xbf",
    "a zip file": b"PK\x03\x04" + bytes(range(128, 256)),
    "an open quote": b'x,y\n1,"2\n3,4\n',
    "a cell without end": b"x,y\n1," + b"9" * 200_000 + b"\n2,3\n",
    "a header without end": b"x" * 200_000 + b",y\n1,2\n3,4\n",
    "an exponent without end": b"x,y\n1,1e999999999\n2,3\n",
    "a formula in a cell": b"x,y\n1,=1+1\n2,3\n",
    "code in a cell": b"x,y\n1,__import__('os').getpid()\n2,3\n",
    "digits of another script": "x,y\n١,٢\n٣,٤\n".encode(),
    "a number of Python": b"x,y\n1_000,2\n3,4\n",
    "hexadecimal": b"x,y\n0x10,2\n0x11,4\n",
}


@pytest.mark.parametrize("kind", READ)
def test_it_is_read(tmp_path, kind):
    file = tmp_path / "data.csv"
    file.write_bytes(READ[kind])
    data = Dataset.from_csv(file)
    assert list(data.x) == [k / 2 for k in range(12)] and list(data.y) == [k * 7 % 5 for k in range(12)]
    assert all(name.isprintable() and "\n" not in name for name in (data.x_name, data.y_name, *data.notes))


@pytest.mark.parametrize("kind", REFUSED)
def test_it_is_refused_in_one_short_line(tmp_path, kind):
    file = tmp_path / "data.csv"
    file.write_bytes(REFUSED[kind])
    with pytest.raises(ValueError, match=r"^data\.csv") as caught:
        Dataset.from_csv(file)
    text = str(caught.value)
    assert text.isprintable() and len(text) < 300


def command(*arguments, code="", **options):
    # A shell starts what runs in the background deaf to interrupts.
    program = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{code}\n"
    program += "from symspline.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **options,
    )


def members(session):
    """Processes of a session that are not dead."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, *fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == session and state != "Z":
            found.append(int(stat.parent.name))
    return found


def data_file(folder, header="x,y"):
    file = folder / "data.csv"
    file.write_text(f"{header}\n{BODY}")
    return file


@pytest.mark.slow
def test_a_report_of_hostile_headers(tmp_path):
    parts = [line.split(",") for line in HEADERS.values()]
    header = ",".join(" ".join(half) for half in zip(*((part[0], part[-1]) for part in parts), strict=True))
    file = data_file(tmp_path, header).rename(tmp_path / "$(touch PWNED)<b>\\bad{.csv")
    process = command("report", file, "--out", tmp_path / "out", "--steps", "50", "--width", "20", cwd=tmp_path)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err.decode()
    assert not list(tmp_path.rglob(MARK))
    page, tex = ((tmp_path / "out" / f"report.{end}").read_text() for end in ("html", "tex"))
    assert not any(tag in page for tag in ("<script", "<img src=x", "<b>\\bad"))
    assert r"\write18" not in tex and r"\input{/etc" not in tex
    assert not [line for line in (tmp_path / "out" / "gaps.csv").read_text().splitlines() if line[0] in "=@+"]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_disk(tmp_path):
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    before = tmp_path / "out" / "report.html"
    write_bytes(before, b"of another run")
    file = data_file(tmp_path)
    process = command("report", file, "--out", tmp_path / "out", "--steps", "50", "--width", "20", code=full)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 2 and not out
    assert err.splitlines()[-1] == f"symspline: File too large: {before}".encode() and b"Traceback" not in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.html"]
    assert before.read_bytes() == b"of another run"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "shut").mkdir(mode=0o500)
    with pytest.raises(PermissionError):
        write_bytes(tmp_path / "shut" / "a.tex", b"a")


def test_files_come_together_or_not_at_all(tmp_path, monkeypatch):
    old = {tmp_path / name: name.encode() for name in ("a", "b", "c")}
    write_together(old)
    real = Path.open

    def full(path, *mode):
        if ".c." in path.name:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, *mode)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(OSError, match="No space left"):
        write_together(dict.fromkeys(old, b"new"))
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == old
    (tmp_path / "d").mkdir()
    with pytest.raises(IsADirectoryError):
        write_together({tmp_path / "a": b"new", tmp_path / "d": b"new"})
    assert (tmp_path / "a").read_bytes() == b"a" and len(list(tmp_path.iterdir())) == 4


def test_runs_into_one_folder_do_not_mix(tmp_path):
    names = [tmp_path / f"{k}.txt" for k in range(6)]

    def write(run):
        write_together(dict.fromkeys(names, f"{run}" * 1000))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(10, 60)))
    assert sorted(tmp_path.iterdir()) == names
    assert len({name.read_text() for name in names}) == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes through /proc")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_worker_is_left_behind(name):
    process = command("check", "B7", "B17", "--jobs", "2")
    end = time.monotonic() + 120
    while len(members(process.pid)) < 3 and process.poll() is None and time.monotonic() < end:
        time.sleep(0.1)
    assert len(members(process.pid)) >= 3, "no worker has started"
    time.sleep(1)
    process.send_signal(getattr(signal, name))
    process.wait(60)
    end = time.monotonic() + 30
    while members(process.pid) and time.monotonic() < end:
        time.sleep(0.2)
    left = members(process.pid)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert not left


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("pause", [0.5, 3, 6, 9])
def test_an_interrupted_report_leaves_nothing(tmp_path, pause):
    process = command("report", data_file(tmp_path), "--out", tmp_path / "out", "--width", "20")
    time.sleep(pause)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    found = sorted(path.name for path in (tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else []
    assert process.returncode in (0, 130, -signal.SIGINT), err.decode()
    assert not [name for name in found if name.endswith(".part")]
    assert not found or process.returncode == 0 or {"report.html", "report.tex", "gaps.csv"} <= set(found)
