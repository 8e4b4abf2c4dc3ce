"""Draw the picture of the README: `python docs/make_picture.py`."""

from pathlib import Path

import symspline as ss
from symspline.render.figures import image
from symspline.render.figures.overview import overview

INIT = ss.Init(w=ss.Normal(1), b=ss.Normal(1), v=ss.Normal(1))

if __name__ == "__main__":
    target = Path(__file__).with_name("picture.png")
    target.write_bytes(image(overview(INIT, ss.library["B7.joint"]), "png", dpi=110))
    print(target)
