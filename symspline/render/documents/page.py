"""The frame of an HTML page: one file with its style inside, no script, nothing from a network."""

import html
from collections.abc import Sequence

FRAME = """
:root { --paper: #fdfcf9; --ink: #1d1d1f; --soft: #5d6066; --rule: #dcd8cf; --link: #1a5a96; --card: #f5f2ea;
  --proved: #1b6e3c; --enclosed: #1f5f99; --sampled: #8a5a00; --argued: #7a4b8f;
  --undecided: #6b6b6b; --refuted: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #17181a; --ink: #e6e4df; --soft: #a2a5ab; --rule: #36383c;
  --link: #8ab8e8; --card: #202225; --proved: #6cc48d; --enclosed: #7db5ea; --sampled: #e0b05a; --argued: #c79be0;
  --undecided: #aaa;
  --refuted: #f2867d; }
  img.figure { background: #fff; border-radius: 4px; } }
* { box-sizing: border-box; }
html { font-size: 17px; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 62rem; padding: 1.2rem 1.6rem 4rem; background: var(--paper); color: var(--ink);
  font-family: "Source Serif 4", "Libertinus Serif", "STIX Two Text", Charter, "Bitstream Charter", Georgia,
  "Times New Roman", serif; line-height: 1.5; }
p, ul, ol, dl { max-width: 42rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.2rem 0 .6rem; font-weight: 600; }
h2 { font-size: 1.35rem; margin: 2.4rem 0 .5rem; font-weight: 600; }
h3 { font-size: 1.12rem; margin: 2.2rem 0 .4rem; font-weight: 600; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
nav { font-size: .86rem; color: var(--soft); display: flex; flex-wrap: wrap; gap: .3rem 1.6rem;
  justify-content: space-between; border-bottom: 1px solid var(--rule); padding-bottom: .5rem; }
nav.foot { border-bottom: 0; border-top: 1px solid var(--rule); padding: .6rem 0 0; margin-top: 3rem; }
math { font-family: "Latin Modern Math", "STIX Two Math", "Libertinus Math", "Cambria Math", math; }
"""
PIECES = """
.tag { color: var(--soft); font-weight: 400; margin-right: .5em; font-variant-numeric: lining-nums; }
.display, .scroll { overflow-x: auto; overflow-y: hidden; padding: .15rem 0; }
.derivation { display: grid; grid-template-columns: max-content max-content minmax(0, 1fr) minmax(9rem, 15rem);
  column-gap: .45rem; row-gap: .55rem; align-items: first baseline; margin: 1rem 0; }
.derivation > .subject { grid-column: 1; text-align: right; } .derivation > .subject.own { grid-column: 1 / -1;
  text-align: left; }
.derivation > .sign { grid-column: 2; } .derivation > .line { grid-column: 3; min-width: 0; overflow-x: auto;
  overflow-y: hidden; }
.derivation > .why { grid-column: 4; color: var(--soft); font-size: .88rem; line-height: 1.35;
  padding-left: .8rem; }
.derivation math { margin: 0; } .line > math[display=block], .subject > math { text-align: left;
  width: max-content; }
.line > math + math { padding-left: 1.6rem; margin-top: .3rem; }
@media (max-width: 46rem) { .derivation { grid-template-columns: max-content minmax(0, 1fr); }
  .derivation > .subject { grid-column: 1 / -1; text-align: left; } .derivation > .sign { grid-column: 1; }
  .derivation > .line { grid-column: 2; } .derivation > .why { grid-column: 2; padding: 0 0 .5rem; } }
.verdict { display: inline-block; font: 600 .72rem/1.5 system-ui, sans-serif; letter-spacing: .02em;
  padding: 0 .5em;
  border: 1px solid currentColor; border-radius: .8em; vertical-align: .08em; white-space: nowrap; }
.proved { color: var(--proved); } .enclosed { color: var(--enclosed); } .sampled { color: var(--sampled); }
.argued { color: var(--argued); } .undecided { color: var(--undecided); } .refuted { color: var(--refuted); }
.dot { display: inline-block; width: .5em; height: .5em; border-radius: 50%; background: currentColor;
  margin-right: .35em; }
.coq { display: block; font-size: .92em; }
.given, .ending { color: var(--soft); font-size: .92rem; } .ending { margin-top: .6rem; }
div.ending p:first-of-type { display: inline; }
details { margin: .35rem 0; font-size: .9rem; } summary { cursor: pointer; color: var(--link); }
pre { background: var(--card); padding: .8rem 1rem; overflow-x: auto; border-radius: 4px; font-size: .78rem;
  line-height: 1.45; }
code { font-family: "JetBrains Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .88em; }
table { border-collapse: collapse; font-size: .9rem; margin: .8rem 0; } th { text-align: left; font-weight: 600; }
th, td { padding: .22rem .9rem .22rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1.2rem 0; } figure img, figure svg { max-width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .88rem; max-width: 42rem; }
ol.contents, ol.contents ol { list-style: none; padding-left: 0; } ol.contents ol { padding-left: 1.4rem; }
"""
"""What a theorem looks like, on a page or in a notebook."""
STYLE = FRAME + PIECES
"""The look of every page, in light and dark."""


def page(
    title: str,
    body: str,
    *,
    crumbs: Sequence[tuple[str, str]] = (),
    before: tuple[str, str] | None = None,
    after: tuple[str, str] | None = None,
) -> str:
    """A page around a body of HTML; the title is plain text.

    The crumbs are labels with addresses from the outermost page inwards, an empty one no link; so are the pages before
    and after.
    """
    path = " › ".join(link(label, address) for label, address in crumbs)
    turns = ([f"← {link(*before)}"] if before else []) + ([f"{link(*after)} →"] if after else [])
    sides = " ".join(f"<span>{turn}</span>" for turn in turns)
    top = f"<nav><span>{path}</span><span>{sides}</span></nav>\n" if path or sides else ""
    foot = f'<nav class="foot"><span>{path}</span><span>{sides}</span></nav>\n' if sides else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{top}<main>\n{body.strip()}\n</main>\n{foot}</body>\n</html>\n"
    )


def link(label: str, address: str) -> str:
    """An anchor with its label escaped; the plain label without an address."""
    if not address:
        return html.escape(label)
    return f'<a href="{html.escape(address, quote=True)}">{html.escape(label)}</a>'


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: frozenset[int] = frozenset()) -> str:
    """A table of HTML cells; the columns at the places of `numbers` are set flush right."""
    top = "".join(f"<th>{cell}</th>" for cell in head)
    marks = [' class="number"' if k in numbers else "" for k in range(len(head))]
    cells = ("".join(f"<td{mark}>{cell}</td>" for mark, cell in zip(marks, row, strict=True)) for row in rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in cells)
    return f'<div class="scroll"><table>\n<thead><tr>{top}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'
