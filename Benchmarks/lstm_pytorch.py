#!/usr/bin/env python3
"""PyTorch's LSTM beside `thalweg benchmark --lstm`: forward, and one training step (forward,
backward, Adam) with a linear head on the last step, float32 on the CPU. Medians of five.

    python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch
    /tmp/torch/bin/python Benchmarks/lstm_pytorch.py [B,T,I,H ...] [--threads N]
"""
import argparse
import statistics
import time
import warnings

warnings.filterwarnings("ignore")  # NumPy is not needed
import torch  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("shapes", nargs="*", default=["256,365,32,256", "64,365,16,64"])
parser.add_argument("--threads", type=int, default=1)
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(1)


def median(action, repeats=5):
    action()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


print(f"PyTorch {torch.__version__}, {arguments.threads} thread(s)")
for shape in arguments.shapes:
    rows, steps, inputs, hidden = map(int, shape.split(","))
    lstm = torch.nn.LSTM(inputs, hidden, batch_first=False)
    head = torch.nn.Linear(hidden, 1)
    optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()])
    x, y = torch.randn(steps, rows, inputs), torch.randn(rows, 1)

    def forward():
        with torch.no_grad():
            return lstm(x)

    def step():
        optimizer.zero_grad()
        loss = ((head(lstm(x)[0][-1]) - y) ** 2).mean()
        loss.backward()
        optimizer.step()

    print(f"{shape}: forward {median(forward):.4f} s, training step {median(step):.4f} s")
