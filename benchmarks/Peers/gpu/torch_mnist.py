"""PyTorch at the MNIST job on one GPU: 784-128-relu-dropout 0.2-10, Adam 1e-3, TF32, data resident on the device.

Runs op by op with the fused Adam; with --compiled through torch.compile with CUDA graphs.
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
device = torch.device("cuda")


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


def step(x, y):
    optimizer.zero_grad(set_to_none=True)
    loss = torch.nn.functional.cross_entropy(model(x.float() / 255), y)
    loss.backward()
    optimizer.step()
    return loss.detach()


run = torch.compile(step, mode="reduce-overhead") if compiled else step


def run_epoch():
    model.train()
    order = torch.randperm(rows, device=device)
    for start in range(0, rows, batch):
        chosen = order[start:start + batch]
        total.add_(run(x_train[chosen], y_train[chosen]))
    torch.cuda.synchronize()


def evaluate():
    model.eval()
    with torch.inference_mode():
        return (model(x_test.float() / 255).argmax(1) == y_test).float().mean().item()


mnist.measure(
    "pytorch compiled, CUDA graphs" if compiled else "pytorch eager, fused Adam",
    options, run_epoch, evaluate, steps=-(-rows // batch))
