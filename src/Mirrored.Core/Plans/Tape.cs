namespace Mirrored;

/// <summary>The order in which a plan's tensors came about, and how each one's gradient passes to what it was made of.</summary>
/// <remarks>It is walked backwards once, while the plan is built. What several operations read gets the sum of what each of
/// them passes back, added in the order of the walk: the last reader's part first. A tensor with one reader takes that
/// reader's part as it is.</remarks>
internal sealed class Tape(List<Operation> operations)
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<PlanTensor, PlanTensor?> _watched = [];
    private readonly Dictionary<PlanTensor, PlanTensor> _gradients = [];
    private bool _unwinding;

    /// <summary>Says that a tensor's gradient is wanted.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="place">Where the gradient must lie in the end; null for anywhere.</param>
    public void Watch(PlanTensor tensor, PlanTensor? place = null) => _watched[tensor] = place;

    /// <summary>True when the tensor is a trainable weight or depends on one.</summary>
    public bool Watches(PlanTensor tensor) => _watched.ContainsKey(tensor);

    /// <summary>Notes an operation of one input.</summary>
    /// <param name="output">What it writes.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="gradient">Describes the input's gradient from that of the output.</param>
    public void Record(PlanTensor output, PlanTensor input, Func<PlanTensor, PlanTensor> gradient) =>
        Record(output, [input], outputGradient => Add(input, gradient(outputGradient)));

    /// <summary>Notes an operation.</summary>
    /// <param name="output">What it writes.</param>
    /// <param name="inputs">What it reads.</param>
    /// <param name="backward">From the output's gradient: describes that of every watched input and hands it to
    /// <see cref="Add"/>.</param>
    public void Record(PlanTensor output, ReadOnlySpan<PlanTensor> inputs, Action<PlanTensor> backward)
    {
        if (_unwinding) return; // What a backward pass is made of has no gradient itself.
        bool watched = false;
        foreach (PlanTensor input in inputs) watched |= Watches(input);
        if (!watched) return;
        Watch(output);
        _entries.Add(new Entry(output, backward));
    }

    /// <summary>Where an operation may write its part of a watched tensor's gradient: where the gradient must lie, if it is the
    /// first part.</summary>
    public PlanTensor PlaceOf(PlanTensor tensor) => _watched[tensor] is { } place && !_gradients.ContainsKey(tensor)
        ? place
        : new PlanTensor("gradient", tensor.Shape, DType.Float32, MemoryRegion.Arena);

    /// <summary>Adds a part to a tensor's gradient; nothing if the tensor is not watched.</summary>
    public void Add(PlanTensor tensor, PlanTensor part)
    {
        if (!_watched.TryGetValue(tensor, out PlanTensor? place)) return;
        if (!_gradients.TryGetValue(tensor, out PlanTensor? sum))
        {
            if (place is not null && part != place) operations.Add(new EpilogueOperation { Input = part, Output = place });
            _gradients.Add(tensor, place ?? part);
            return;
        }

        // Never in place of a part: another tensor's gradient may be the same numbers.
        PlanTensor total = place ?? PlaceOf(tensor);
        operations.Add(new BinaryOperation { Function = BinaryFunction.Add, A = sum, B = part, Output = total });
        _gradients[tensor] = total;
    }

    /// <summary>Describes the whole backward pass, from the gradients added so far down to the weights.</summary>
    public void Unwind()
    {
        Walk();
        _entries.Clear();
    }

    /// <summary>Describes one of several backward passes, and forgets it so that the next may start elsewhere.</summary>
    /// <param name="starts">Tensors, and the gradients that come from outside.</param>
    public void Unwind(IEnumerable<(PlanTensor Tensor, PlanTensor Gradient)> starts)
    {
        KeyValuePair<PlanTensor, PlanTensor>[] before = [.. _gradients];
        foreach ((PlanTensor tensor, PlanTensor gradient) in starts) Add(tensor, gradient);
        Walk();
        _gradients.Clear();
        foreach ((PlanTensor tensor, PlanTensor gradient) in before) _gradients.Add(tensor, gradient);
    }

    private void Walk()
    {
        _unwinding = true;
        foreach (Entry entry in Enumerable.Reverse(_entries))
            if (_gradients.TryGetValue(entry.Output, out PlanTensor? gradient)) entry.Backward(gradient);
        _unwinding = false;
    }

    private sealed record Entry(PlanTensor Output, Action<PlanTensor> Backward);
}
