"""A film of learning with many neurons: ours beside FuncAnimation of Matplotlib with the same artists.

Claim: ten seconds of film with 500 neurons take less than ten seconds of processor time, and FuncAnimation takes at
least five times as long.
The peer draws the same panels through `save` of `FuncAnimation`, which draws every frame anew; both write a GIF, and
both are given the record of the flow, which is timed alone.
"""

import argparse
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter

import symspline as ss
from symspline.model.dataset import Dataset
from symspline.render.figures.film import _Film, film_frames
from symspline.render.movies import plan_of

MCYCLE = Path(ss.__file__).parent / "data" / "mcycle.csv"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=10.0, help="of film")
    parser.add_argument("--share", type=float, default=0.2, help="of the frames that the peer draws")
    given = parser.parse_args()
    data = Dataset.from_csv(MCYCLE)
    x, y = ((part - part.mean()) / part.std() for part in (data.x, data.y))
    start = ss.presets.torch(given.width).sample(given.width, np.random.default_rng(0))
    flow = ss.gradient_flow(start, x, y, 0.2, on_nonunique="inactive")
    with tempfile.TemporaryDirectory() as folder:
        films = [Path(folder) / "warm.gif", Path(folder) / "ours.gif", Path(folder) / "peer.gif"]
        flow.film(films[0], 0.2)
        begin = time.process_time()
        record = flow.record(flow.times(plan_of(films[1], given.seconds, 25).frames))
        recorded = time.process_time() - begin
        ends = (float(x.min()) - 0.5, float(x.max()) + 0.5)
        begin = time.process_time()
        plan_of(films[1], given.seconds, 25).write(film_frames(record, x, y, ends, 100.0), lambda done: None)
        ours = time.process_time() - begin

        film = _Film(record, x, y, ends, 100.0)
        for _, artist in film.moving:
            artist.set_animated(False)
        film.clock.set_animated(False)

        def draw(k: int) -> list:
            film._place(k)
            film._say(k)
            return []

        shown = max(2, round(given.share * record.t.size))
        begin = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            FuncAnimation(film.figure, draw, frames=shown).save(films[2], PillowWriter(25))
        peer = (time.process_time() - begin) * record.t.size / shown
    print(f"{given.width} neurons, {len(flow.events)} events, {record.t.size} frames; record {recorded:.1f} s")
    print(f"film {ours:.1f} s, FuncAnimation {peer:.1f} s (from {shown} frames): {peer / ours:.1f} times as long")


if __name__ == "__main__":
    main()
