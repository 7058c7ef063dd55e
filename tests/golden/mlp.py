"""Dense, relu, dense, softmax with sparse categorical cross-entropy, trained by SGD or by Keras's Adam.

The independent implementation behind the golden files. It shares nothing with the library it checks: whole-array
numpy, textbook formulas, and by default float64. The arithmetic is done in the dtype of the parameters.

Parameters are a dict of kernel_1 (inputs, hidden), bias_1 (hidden), kernel_2 (hidden, classes), bias_2 (classes).
`matmul` may be replaced, to sum in another order or to disturb the products.
"""

import numpy as np

KERNELS_AND_BIASES = ("kernel_1", "bias_1", "kernel_2", "bias_2")


def forward(parameters, x, matmul=np.matmul):
    """The values before the relu, (rows, hidden), and the logits, (rows, classes)."""
    before_relu = matmul(x, parameters["kernel_1"]) + parameters["bias_1"]
    logits = matmul(np.maximum(before_relu, 0), parameters["kernel_2"]) + parameters["bias_2"]
    return before_relu, logits


def softmax(logits):
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def row_losses(logits, labels):
    """Per row log sum_j e^(z_j) - z_label, (rows)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(labels)), labels]


def gradients(parameters, x, labels, row_weights=None, matmul=np.matmul):
    """The gradient of sum_i row_weights_i loss_i; without weights, of the mean. Relu's derivative at 0 is 0.

    Returns the gradients by name, the losses of the rows, and the values before the relu.
    """
    before_relu, logits = forward(parameters, x, matmul)
    logit_gradient = softmax(logits)
    logit_gradient[np.arange(len(labels)), labels] -= 1
    if row_weights is None:
        logit_gradient /= len(labels)
    else:
        logit_gradient *= np.asarray(row_weights, logits.dtype)[:, None]
    hidden_gradient = matmul(logit_gradient, parameters["kernel_2"].T) * (before_relu > 0)
    result = {
        "kernel_1": matmul(x.T, hidden_gradient),
        "bias_1": hidden_gradient.sum(axis=0),
        "kernel_2": matmul(np.maximum(before_relu, 0).T, logit_gradient),
        "bias_2": logit_gradient.sum(axis=0),
    }
    return result, row_losses(logits, labels), before_relu


class Sgd:
    """w -= learning_rate g"""

    def __init__(self, learning_rate):
        self.learning_rate = learning_rate

    def update(self, parameters, gradient):
        for name in KERNELS_AND_BIASES:
            parameters[name] -= self.learning_rate * gradient[name]


class Adam:
    """Keras's Adam: epsilon is added to the root of the uncorrected second moment."""

    def __init__(self, learning_rate=1e-3, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate, self.beta_1, self.beta_2, self.epsilon = learning_rate, beta_1, beta_2, epsilon
        self.step, self.m, self.v = 0, {}, {}

    def update(self, parameters, gradient):
        self.step += 1
        alpha = self.learning_rate * (1 - self.beta_2**self.step) ** 0.5 / (1 - self.beta_1**self.step)
        for name in KERNELS_AND_BIASES:
            g = gradient[name]
            m = self.m.setdefault(name, np.zeros_like(g))
            v = self.v.setdefault(name, np.zeros_like(g))
            m += (g - m) * (1 - self.beta_1)
            v += (g * g - v) * (1 - self.beta_2)
            parameters[name] -= alpha * m / (np.sqrt(v) + self.epsilon)
