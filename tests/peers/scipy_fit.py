"""Peer: the same fit by scipy.optimize.least_squares with a sparse analytic Jacobian (trf, lsmr).

    python3 scipy_fit.py z.npy init.csv [--evaluations 60] [--seconds 600] > scipy.json

Parameters, pixels, files and the JSON are those of ceres_fit.cc.
"""
import argparse
import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import least_squares
from scipy.sparse import csr_matrix

REACH = 4.5 * 1.5  # standard deviations at the start: the support, with half as much again for movement


class OutOfTime(Exception):
    pass


class Mixture:
    """Residuals z - f over all pixels; the parameters are log a, x, y, log l11, l21, log l22 a component."""

    def __init__(self, z, start, seconds):
        self.z = z
        self.trace = []
        self.seconds = seconds
        height, width = z.shape
        boxes = []
        for _, x, y, log_l11, l21, log_l22 in start:
            half_width = REACH * np.exp(log_l11)
            half_height = REACH * np.hypot(l21, np.exp(log_l22))
            columns = np.arange(max(0, int(np.ceil(x - half_width))), min(width - 1, int(x + half_width)) + 1)
            rows = np.arange(max(0, int(np.ceil(y - half_height))), min(height - 1, int(y + half_height)) + 1)
            boxes.append(np.meshgrid(columns, rows))
        counts = [box[0].size for box in boxes]
        self.x = np.concatenate([box[0].ravel() for box in boxes]).astype(float)
        self.y = np.concatenate([box[1].ravel() for box in boxes]).astype(float)
        self.pixel = (self.y * width + self.x).astype(np.int64)
        self.owner = np.repeat(np.arange(len(boxes)), counts)
        # The pattern of the Jacobian never changes: sorted by pixel once, six columns an entry.
        self.order = np.argsort(self.pixel, kind="stable")
        entries = np.bincount(self.pixel, minlength=z.size)
        self.pointers = 6 * np.concatenate([[0], np.cumsum(entries)])
        self.columns = (6 * self.owner[self.order, None] + np.arange(6)).ravel()

    def terms(self, p):
        log_a, x, y, log_l11, l21, log_l22 = (p.reshape(-1, 6).T)[:, self.owner]
        l11, l22 = np.exp(log_l11), np.exp(log_l22)
        u1 = (self.x - x) / l11
        u2 = (self.y - y - l21 * u1) / l22
        return l11, l21, l22, u1, u2, np.exp(log_a - 0.5 * (u1 * u1 + u2 * u2))

    def residuals(self, p):
        g = self.terms(p)[-1]
        r = self.z.ravel() - np.bincount(self.pixel, weights=g, minlength=self.z.size)
        elapsed = time.perf_counter() - self.begun
        self.trace.append([elapsed, float(r @ r)])
        if elapsed > self.seconds:
            raise OutOfTime
        return r

    def jacobian(self, p):
        l11, l21, l22, u1, u2, g = self.terms(p)
        v2 = u2 / l22
        v1 = (u1 - l21 * v2) / l11
        derivatives = -g[:, None] * np.stack([np.ones_like(g), v1, v2, v1 * u1 * l11, v2 * u1, u2 * u2], axis=1)
        return csr_matrix(
            (derivatives[self.order].ravel(), self.columns, self.pointers), shape=(self.z.size, p.size))

    def fit(self, start, evaluations):
        self.begun = time.perf_counter()
        try:
            least_squares(
                self.residuals, start.ravel(), jac=self.jacobian, method="trf", tr_solver="lsmr", x_scale="jac",
                ftol=1e-12, xtol=1e-12, gtol=1e-12, max_nfev=evaluations)
        except OutOfTime:
            pass
        return time.perf_counter() - self.begun


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("raster")
    parser.add_argument("init")
    parser.add_argument("--evaluations", type=int, default=60)
    parser.add_argument("--seconds", type=float, default=600)
    arguments = parser.parse_args()
    begun = time.perf_counter()
    z = np.load(arguments.raster).astype(float)
    start = np.loadtxt(arguments.init, delimiter=",", skiprows=1, ndmin=2)
    start[:, [0, 3, 5]] = np.log(start[:, [0, 3, 5]])
    problem = Mixture(z, start, arguments.seconds)
    build = time.perf_counter() - begun
    solve = problem.fit(start, arguments.evaluations)
    json.dump({
        "peer": f"scipy {scipy.__version__}",
        "threads": 1,
        "components": len(start),
        "buildSeconds": build,
        "preprocessSeconds": 0,
        "solveSeconds": solve,
        "trace": problem.trace,
    }, sys.stdout)


if __name__ == "__main__":
    main()
