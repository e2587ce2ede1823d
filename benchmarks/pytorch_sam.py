"""1-SAM on two-layer ReLU networks in PyTorch, as one writes it: two backward passes and torch.optim.SGD.

Usage: pytorch_sam.py <no-bias|bias|sim-ln> [epochs a round] [rounds] [width] [dimension]

Prints one JSON object: microseconds of processor time a step, of each round, and the final loss. Rounds go on where the
one before ended: here a step takes as long at the start of training as at its end.
"""

import json
import sys
import time

import torch
from torch import nn

SAMPLES = 100
# Of the paper's figures 1b, 4b and 6a: bias, layer normalization, learning rate, rho, scale of the first layer.
SETTINGS = {
    "no-bias": (False, False, 0.01, 0.05, 1.0),
    "bias": (True, False, 0.01, 0.05, 1.0),
    "sim-ln": (True, True, 0.1, 0.1, 0.01),
}


class Net(nn.Module):
    def __init__(self, dimension, width, bias, normalized, scale):
        super().__init__()
        self.first = nn.Linear(dimension, width, bias=bias)
        self.second = nn.Linear(width, 1, bias=False)
        self.normalized = normalized
        with torch.no_grad():
            for parameter in self.first.parameters():
                parameter.mul_(scale)

    def forward(self, x):
        hidden = torch.relu(self.first(x))
        if self.normalized:
            hidden = hidden / hidden.norm(dim=1, keepdim=True).clamp_min(1e-5)
        return self.second(hidden).squeeze(1)


def sam_step(net, optimizer, x, y, rho):
    optimizer.zero_grad(set_to_none=True)
    loss = (net(x) - y).square().mean()
    loss.backward()
    with torch.no_grad():
        parameters = list(net.parameters())
        norm = torch.norm(torch.stack([parameter.grad.norm() for parameter in parameters]))
        moves = [parameter.grad * (rho / (norm + 1e-12)) for parameter in parameters]
        for parameter, move in zip(parameters, moves):
            parameter.add_(move)
    optimizer.zero_grad(set_to_none=True)
    (net(x) - y).square().mean().backward()
    with torch.no_grad():
        for parameter, move in zip(parameters, moves):
            parameter.sub_(move)
    optimizer.step()


def main(name, epochs=10, rounds=5, width=500, dimension=30):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    bias, normalized, rate, rho, scale = SETTINGS[name]
    x = torch.randint(0, 2, (SAMPLES, dimension)).float() * 2 - 1
    y = x[:, 0] * x[:, 1]
    net = Net(dimension, width, bias, normalized, scale)
    optimizer = torch.optim.SGD(net.parameters(), lr=rate)

    def train(epochs):
        for _ in range(epochs):
            for i in torch.randperm(SAMPLES).tolist():
                sam_step(net, optimizer, x[i : i + 1], y[i : i + 1], rho)

    train(1)
    microseconds = []
    for _ in range(rounds):
        started = time.process_time()
        train(epochs)
        microseconds.append(1e6 * (time.process_time() - started) / (epochs * SAMPLES))
    loss = (net(x) - y).square().mean().item()
    result = {"net": name, "steps": epochs * SAMPLES, "microseconds": microseconds, "loss": loss}
    print(json.dumps({"version": torch.__version__, **result}))


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in SETTINGS:
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
