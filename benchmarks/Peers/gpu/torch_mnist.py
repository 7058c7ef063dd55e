"""PyTorch at the MNIST job on one GPU: 784-128-relu-dropout 0.2-10, Adam 1e-3, TF32, data resident on the device.

Runs op by op with the fused Adam. With --compiled the loss goes through torch.compile and the whole step (gather, forward, backward,
update) is one CUDA graph for each batch size, as PyTorch's notes on whole-network capture advise: after the first epochs a step is
one copy of row numbers and one launch.
"""
import sys

import torch

import mnist

compiled = "--compiled" in sys.argv
if compiled:
    sys.argv.remove("--compiled")
options = mnist.arguments(__doc__)
torch.set_float32_matmul_precision("high")  # TF32, as Mirrored's default.
torch.manual_seed(42)
device = torch.device(options.device)
WARM_UP_STEPS = 3  # As PyTorch's notes do before a capture.


def tensors(arrays):
    x, y = arrays
    return torch.tensor(x, device=device), torch.tensor(y, device=device).long()


x_train, y_train = tensors(mnist.train_set(options.data))
x_test, y_test = tensors(mnist.test_set(options.data))
model = torch.nn.Sequential(
    torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Dropout(0.2), torch.nn.Linear(128, 10)).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True, capturable=compiled)
total = torch.zeros((), device=device)
batch = options.batch_size
rows = len(x_train)


def loss_of(x, y):
    return torch.nn.functional.cross_entropy(model(x.float() / 255), y)


run_loss = torch.compile(loss_of, dynamic=False) if compiled else loss_of


def step(chosen):
    loss = run_loss(x_train[chosen], y_train[chosen])
    loss.backward()
    optimizer.step()
    total.add_(loss.detach())


class Graph:
    """A whole step for one number of rows. Gradients belong to the graph, so each has its own."""

    def __init__(self, count):
        self.chosen = torch.arange(count, device=device)
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(WARM_UP_STEPS):
                optimizer.zero_grad(set_to_none=True)
                step(self.chosen)
        torch.cuda.current_stream().wait_stream(side)
        optimizer.zero_grad(set_to_none=True)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            step(self.chosen)

    def run(self, chosen):
        self.chosen.copy_(chosen)
        self.graph.replay()


graphs = {}


def run_step(chosen):
    if not compiled:
        optimizer.zero_grad(set_to_none=True)
        step(chosen)
        return
    if len(chosen) not in graphs:
        graphs[len(chosen)] = Graph(len(chosen))
    graphs[len(chosen)].run(chosen)


def run_epoch():
    model.train()
    order = torch.randperm(rows, device=device)
    for start in range(0, rows, batch):
        run_step(order[start:start + batch])
    if device.type == "cuda":
        torch.cuda.synchronize()


def evaluate():
    model.eval()
    with torch.inference_mode():
        return (model(x_test.float() / 255).argmax(1) == y_test).float().mean().item()


mnist.measure(
    "pytorch compiled, CUDA graphs" if compiled else "pytorch eager, fused Adam",
    options, run_epoch, evaluate, steps=-(-rows // batch))
