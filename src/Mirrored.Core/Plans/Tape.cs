namespace Mirrored;

/// <summary>The order in which a plan's tensors came about, and how each one's gradient passes to its input.</summary>
/// <remarks>It is walked backwards once, while the plan is built. Every tensor feeds one operation: a Sequential model needs
/// no more, and a second use is refused rather than computed wrongly.</remarks>
internal sealed class Tape
{
    private readonly List<Entry> _entries = [];
    private readonly HashSet<PlanTensor> _watched = [];
    private readonly HashSet<PlanTensor> _used = [];

    /// <summary>Says that a tensor's gradient is wanted.</summary>
    public void Watch(PlanTensor tensor) => _watched.Add(tensor);

    /// <summary>True when the tensor is a trainable weight or depends on one.</summary>
    public bool Watches(PlanTensor tensor) => _watched.Contains(tensor);

    /// <summary>Notes an operation of one input.</summary>
    public void Record(PlanTensor output, PlanTensor input, Func<PlanTensor, PlanTensor?> gradient) =>
        Record(output, [input], gradient);

    /// <summary>Notes an operation.</summary>
    /// <param name="output">What it writes.</param>
    /// <param name="inputs">What it reads; the first is the one that the gradient passes on to.</param>
    /// <param name="gradient">From the gradient of the output to that of the first input, null where nobody wants it;
    /// describes the gradients of weights on the way.</param>
    /// <exception cref="InvalidOperationException">An input that needs a gradient is used a second time.</exception>
    public void Record(PlanTensor output, ReadOnlySpan<PlanTensor> inputs, Func<PlanTensor, PlanTensor?> gradient)
    {
        bool watched = false;
        foreach (PlanTensor input in inputs)
        {
            if (!Watches(input)) continue;
            watched = true;
            if (!_used.Add(input))
                throw new InvalidOperationException($"{input} is used twice. A tensor or weight that training changes feeds one operation.");
        }

        if (!watched) return;
        Watch(output);
        _entries.Add(new Entry(output, inputs[0], gradient));
    }

    /// <summary>Notes a loss: it may look at logits that feed an activation too, whose output then has no gradient.</summary>
    public void RecordLoss(PlanTensor loss, PlanTensor input, Func<PlanTensor, PlanTensor?> gradient)
    {
        if (!Watches(input)) return;
        Watch(loss);
        _entries.Add(new Entry(loss, input, gradient));
    }

    /// <summary>Describes the whole backward pass, from the gradient of one tensor down to the weights.</summary>
    public void Unwind(PlanTensor tensor, PlanTensor gradient)
    {
        // What was recorded after this point is the backward pass itself.
        Entry[] forward = [.. _entries];
        _entries.Clear();
        PlanTensor? target = tensor, current = gradient;
        foreach (Entry entry in forward.Reverse())
        {
            if (current is null || !ReferenceEquals(entry.Output, target)) continue;
            current = entry.Gradient(current);
            target = entry.Input;
        }
    }

    private sealed record Entry(PlanTensor Output, PlanTensor Input, Func<PlanTensor, PlanTensor?> Gradient);
}
