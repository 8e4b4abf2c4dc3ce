"""How fast the loss surface is: each figure with its peer, measured in the same run.

Run: python benchmarks/bench_loss_surface.py [--small]

Peers: PyTorch autograd, torch.func and jax.hessian in float64 on the same machine, np.argsort for the growth. A figure
whose peer is not installed is printed without a ratio.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable

import numpy as np

from symspline.numerics.beam import cantilever_wavenumbers
from symspline.numerics.critical_points import count_critical_points, critical_points
from symspline.numerics.hessian import hessian
from symspline.numerics.hessian_operator import hessian_operator
from symspline.numerics.landscape import gradient
from symspline.numerics.lonely import lonely_probability
from symspline.numerics.spectrum import top_eigenvalues
from symspline.numerics.tangent_kernel import tangent_kernel
from symspline.numerics.weights import Weights


def best_time(call: Callable[[], object], repeats: int = 5) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def problem(n: int, width: int, seed: int = 0):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.random(n))
    w, v = rng.standard_normal(width), rng.standard_normal(width) / np.sqrt(width)
    return Weights(w, -w * rng.random(width), v, 0.1), x, np.sin(6.0 * x)


def flat(net: Weights) -> np.ndarray:
    return np.concatenate([net.w, net.b, net.v, [net.b0]])


def line(name: str, seconds: float, peer: float | None = None, target: str = "") -> None:
    compared = f"  peer {peer:10.4g} s  ratio {peer / seconds:9.1f}" if peer else ""
    print(f"{name:<58} {seconds:10.4g} s{compared}  {target}", flush=True)


def torch_functions(arrays):
    import torch

    net, x, y = arrays[0], *(torch.tensor(a, dtype=torch.float64) for a in arrays[1:])
    theta = torch.tensor(flat(net), dtype=torch.float64)
    width = net.w.size

    def value(t):
        parts = t[:width], t[width : 2 * width], t[2 * width : 3 * width]
        return 0.5 * ((torch.relu(x[:, None] * parts[0] + parts[1]) @ parts[2] + t[-1] - y) ** 2).sum()

    def slope():
        t = theta.clone().requires_grad_(True)
        value(t).backward()
        return t.grad.numpy()

    def product(u):
        return torch.func.jvp(torch.func.grad(value), (theta,), (torch.tensor(u),))[1].numpy()

    return slope, product


def bench_gradient_and_product(n: int) -> None:
    arrays = problem(n, n)
    operator = hessian_operator(*arrays)
    u = np.random.default_rng(1).standard_normal(3 * n + 1)
    ours = best_time(lambda: gradient(*arrays), 20)
    ours_product = best_time(lambda: operator.matvec(u), 20)
    ours_whole = best_time(lambda: hessian_operator(*arrays).matvec(u), 20)
    peer = peer_product = None
    if importlib.util.find_spec("torch"):
        slope, product = torch_functions(arrays)
        peer, peer_product = best_time(slope, 3), best_time(lambda: product(u), 2)
        found, wanted = flat(gradient(*arrays)), slope()
        error = np.max(np.abs(found - wanted)) / np.max(np.abs(wanted))
        print(f"  relative difference from autograd: gradient {error:.1e}", end="")
        wanted = product(u)
        print(f", product {np.max(np.abs(operator.matvec(u) - wanted)) / np.max(np.abs(wanted)):.1e}")
    line(f"gradient, N = H = {n}, against torch autograd", ours, peer, "(>= 500)")
    line(f"Hessian-vector product, N = H = {n}, against torch.func", ours_product, peer_product, "(>= 500)")
    line("  the same with the operator built anew", ours_whole, peer_product, "(>= 500)")


def bench_growth(sizes: list[int]) -> None:
    for n in sizes:
        arrays = problem(n, n)
        beta = -arrays[0].b / arrays[0].w
        ours, sort = best_time(lambda a=arrays: gradient(*a)), best_time(lambda t=beta: np.argsort(t))
        target = "(< 3 s, at most 3 x argsort)" if n == 10**7 else ""
        print(
            f"gradient, N = H = {n:>9}: {ours:9.4g} s, {ours / n * 1e9:6.1f} ns each, "
            f"{ours / sort:5.2f} x np.argsort of the breakpoints ({sort:.4g} s)  {target}",
            flush=True,
        )


def bench_dense(n: int, width: int) -> None:
    arrays = problem(n, width)
    ours = best_time(lambda: hessian(*arrays), 10)
    peer = None
    if importlib.util.find_spec("jax"):
        import jax

        jax.config.update("jax_enable_x64", True)
        jnp = jax.numpy
        net, x, y = arrays[0], *(jnp.asarray(a) for a in arrays[1:])

        def value(t):
            hidden = jax.nn.relu(x[:, None] * t[:width] + t[width : 2 * width])
            return 0.5 * jnp.sum((hidden @ t[2 * width : 3 * width] + t[-1] - y) ** 2)

        theta = jnp.asarray(flat(net))
        compiled = jax.jit(jax.hessian(value))
        wanted = np.asarray(compiled(theta))
        peer = best_time(lambda: compiled(theta).block_until_ready(), 3)
        print(
            f"  relative difference from jax: {np.max(np.abs(hessian(*arrays) - wanted)) / np.max(np.abs(wanted)):.1e}"
        )
    line(f"dense Hessian, H = {width}, N = {n}, against jax.hessian", ours, peer, "(>= 50)")


def bench_large_dense() -> None:
    arrays = problem(10**5, 1000)
    ours = best_time(lambda: hessian(*arrays), 3)
    writing = best_time(lambda: np.ones((3001, 3001)), 3)
    line("dense Hessian, H = 1000, N = 1e5, against writing it", ours, writing, "(< 2 s)")


def bench_offset(offset: float = 1e6) -> None:
    """Spline coordinates do not feel a translation; every number here moves by the offset without rounding."""
    rng = np.random.default_rng(5)
    x, beta = (np.round(rng.random(size) * 2.0**20) / 2.0**20 for size in (1000, 50))
    w, v = np.round(rng.standard_normal(50) * 512.0 + 0.5) / 512.0, rng.standard_normal(50)
    y = np.sin(6.0 * x)
    wanted = hessian(Weights(w, -w * beta, v, 0.1), x, y, "spline")
    found = hessian(Weights(w, -w * (beta + offset), v, 0.1), x + offset, y, "spline")
    far, breaks = x + offset, beta + offset
    seen = (np.sign(w) * (far[:, None] - breaks) > 0).astype(float)
    x0, x1, x2 = (seen.T @ (far[:, None] ** k * seen) for k in range(3))
    uncentred = x2 - np.add.outer(breaks, breaks) * x1 + np.multiply.outer(breaks, breaks) * x0
    block = wanted[50:100, 50:100]
    errors = [np.max(np.abs(a - b)) / np.max(np.abs(b)) for a, b in ((found, wanted), (uncentred, block))]
    print(f"data at {offset:.0e}: relative error of the Hessian {errors[0]:.1e}, uncentred {errors[1]:.1e}  (<= 1e-9)")


def bench_kernel(n: int, width: int) -> None:
    net, x, _ = problem(n, width)

    def plain():
        hidden = np.multiply.outer(x, net.w) + net.b
        seen = hidden > 0
        hidden *= seen
        carried = seen * net.v
        return hidden @ hidden.T + (carried @ carried.T) * (1 + np.multiply.outer(x, x)) + 1

    error = np.max(np.abs(tangent_kernel(net, x) - plain())) / np.max(plain())
    print(f"  relative difference from the matrix products: {error:.1e}")
    line(
        f"tangent kernel, N = {n}, H = {width}, against BLAS",
        best_time(lambda: tangent_kernel(net, x)),
        best_time(plain, 2),
    )


def bench_spectrum(n: int) -> None:
    arrays = problem(n, n)
    start = time.perf_counter()
    found = top_eigenvalues(hessian_operator(*arrays))
    seconds = time.perf_counter() - start
    relative = found.residuals[0] / found.values[0]
    line(f"leading eigenvalue, N = H = {n}, residual {relative:.0e}", seconds, target="(< 60 s)")


def bench_exact() -> None:
    rng = np.random.default_rng(3)
    y = [int(t) for t in rng.integers(-9, 10, 16)]
    line(
        "all critical points, N = 16, every P",
        best_time(lambda: [critical_points(range(16), y, p) for p in range(1, 9)]),
        target="(< 1 s)",
    )
    for kind, y in (
        ("integers", [int(t) for t in rng.integers(-99, 99, 200)]),
        ("floats", list(rng.random(200))),
        ("one line", list(range(200))),
    ):
        line(
            f"counting, N = 200, P <= 8, {kind}",
            best_time(lambda t=y: count_critical_points(range(200), t, 8), 1),
            target="(< 30 s)",
        )
    line("cantilever, 20 wavenumbers to 20 digits", best_time(lambda: cantilever_wavenumbers(20, 20)))
    line("lonely probability, N = 100, H = 10000, exact", best_time(lambda: lonely_probability(100, 10**4)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--small", action="store_true", help="sizes for a quick look")
    small = parser.parse_args().small
    bench_gradient_and_product(1000 if small else 10**4)
    bench_growth([10**4, 10**5] if small else [10**4, 10**5, 10**6, 10**7])
    bench_dense(1000, 50 if small else 200)
    bench_large_dense()
    bench_offset()
    bench_kernel(500 if small else 2000, 2000 if small else 20000)
    bench_exact()
    bench_spectrum(10**4 if small else 10**6)


if __name__ == "__main__":
    main()
