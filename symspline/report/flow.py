"""Report section: the exact gradient flow of a small network on the data, and where plain descent leaves it."""

from symspline.render import figures, plots

from .blocks import Picture, Prose, ReportSection, Table, number
from .small_flow import SERIES, SmallFlow
from .subject import Subject

_SAYS = {
    "on": "a breakpoint passes a datum, which the neuron sees from then on",
    "off": "a breakpoint passes a datum, which the neuron sees no longer",
    "slide": "a breakpoint stays on a datum (D11)",
    "exit on": "a breakpoint leaves the datum that it was held on, and the neuron sees it",
    "exit off": "a breakpoint leaves the datum that it was held on, and the neuron does not see it",
    "dies": "the neuron sees no datum any more",
    "flip": "an input weight changes its sign, the breakpoint passing through infinity (D6)",
    "vanishes": "input weight and bias of the neuron are zero from then on",
}


def section(subject: Subject) -> ReportSection:
    """The events of the flow, the paths of the breakpoints, the loss, and how far descent is from it."""
    small = subject.small_flow
    flow, width = small.flow, small.start.width
    intro = f"""
A network of {width} neuron{"s" * (width > 1)}, drawn from {_law(subject)}, learns by the gradient flow itself, the
limit of descent for small steps. Between events the flow is a polynomial field and is followed by its Taylor series
(D13); events, at which the set of data that a neuron sees changes, are found and not stepped over. `symspline flow`
does the same on its own, for other widths and times, and makes a film of it.
"""
    if small.steps < 2:
        return ReportSection("The flow of a small network", (Prose(intro), Prose(_ending(subject, small))))
    first, last = flow.loss([0.0, float(flow.t_end)])
    text = f"""
Until {_time(float(flow.t_end))} the loss fell from {number(first, 4)} to {number(last, 4)},
and {len(flow.events)} events took place. {_ending(subject, small)}

{_descent(small)}
"""
    rows = tuple((_SAYS.get(kind, kind), str(count), number(_first(small, kind))) for kind, count in _ordered(small))
    figure, axes = figures.new(columns=2, width=11.0, height=4.3)
    record = flow.record(flow.times(plots.PANEL_PATH))
    begun = float(record.t[plots.PANEL_PATH // 5])
    plots.flow_paths(axes[0], flow, record, begun=begun)
    figures.loss_over_time(axes[1], record.t, record.loss, begun=begun)
    figures.beside(axes[1], small.descent.recorded * small.step, small.descent.losses, "flow", "descent")
    picture = Picture(
        "flow",
        figure,
        "Left: the breakpoints of the small network along the time of the flow, with what happens to them; grey lines "
        "are the inputs. Right: the loss of the flow and of descent from the same start.",
        "Paths of breakpoints with marked events, and two falling losses.",
    )
    table = (Table(("what happens", "times", "first at $t$"), rows),) if rows else ()
    return ReportSection("The flow of a small network", (Prose(intro), Prose(text), picture, *table))


def _time(t: float) -> str:
    return f"$t = {number(t).strip('$')}$"


def _law(subject: Subject) -> str:
    name = subject.initialisation.name
    return f"the initialisation `{name}` of that width" if name else "the same laws"


def _ordered(small: SmallFlow) -> list[tuple[str, int]]:
    return [(kind, small.counts[kind]) for kind in (*_SAYS, "grows") if small.counts[kind]]


def _first(small: SmallFlow, kind: str) -> float:
    return next(float(event.time) for event in small.flow.events if event.kind == kind)


def _ending(subject: Subject, small: SmallFlow) -> str:
    """Why the flow ended where it did."""
    fork, when = small.fork, _time(float(small.flow.t_end))
    if fork is not None:
        place = "" if fork.datum is None else f" at {subject.x_name} = {subject.own_place(float(small.x[fork.datum]))}"
        return (
            f"At {when} the flow is **not unique** (D12): neuron {fork.neuron}{place} has more than one way to go on "
            f"({fork.kind}). Which of them descent takes depends on its step; nothing is said beyond that time."
        )
    if small.flow.status == "out of steps":
        return f"At {when} the budget of {SERIES} Taylor series ended; the flow goes on, and nothing is said of that."
    return ""


def _descent(small: SmallFlow) -> str:
    """How descent of the step of the report differs from the flow."""
    times, apart = small.apart
    most = int(apart.argmax())
    seen = small.descent.watched
    assert seen is not None  # it was asked for
    chattering = len({(neuron, datum) for neuron, datum, _ in seen.chatter})
    error = seen.error or 0.0
    here = float(abs(small.descent.network(small.x) - small.flow.end(small.x)).max())
    if error > 3 * here or here > 3 * error:
        agrees = "which is far from it: the step is too large for the difference to be of first order (D18)"
    else:
        agrees = "which is of its size, as where the difference is of first order in the step (D18)"
    return f"""
Plain descent from the same start, {small.steps} steps of {number(small.step)} (half of what is stable at the start,
the rule of this report), is at most {number(float(apart[most]))} away from the flow on the range of the data, at
{_time(float(times[most]))}. At the inputs it ends {number(here)} away; a second descent of half the step estimates
{number(error)}, {agrees}. Its step times the sharpness was at most {number(seen.most)}, where 2 is the limit of
stability (D19). Where the flow holds a breakpoint on a datum, descent can only step to and fro: the flow began to slide
{small.counts["slide"]} times, and {chattering} times a breakpoint of descent came to pass one datum 3 times or more
within 100 steps.
"""
