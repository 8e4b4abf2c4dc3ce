"""Draw the picture of the README: `python docs/make_picture.py`."""

from pathlib import Path

import symspline as ss
from symspline.render.figures import image
from symspline.render.figures.overview import overview

INIT = ss.Init(w=ss.Normal(1), b=ss.Normal(1), v=ss.Normal(1))

if __name__ == "__main__":
    target, theorem = Path(__file__).with_name("picture.png"), ss.library["B7.joint"]
    target.write_bytes(image(overview(INIT, theorem, theorem.check(evidence=False)), "png", dpi=110))
    print(target)
