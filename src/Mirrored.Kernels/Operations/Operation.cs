namespace Mirrored;

/// <summary>One operation of a step plan: what is read, what is written and by which rule; no memory and no device.</summary>
/// <remarks>The subclass is the contract that every device's kernel fulfils. Its documentation holds the formula.</remarks>
internal abstract class Operation
{
    /// <summary>The tensors whose values the operation needs.</summary>
    public abstract IReadOnlyList<PlanTensor> Reads { get; }

    /// <summary>The tensors that it overwrites (or adds to, where its documentation says so).</summary>
    public abstract IReadOnlyList<PlanTensor> Writes { get; }

    /// <summary>The operation's name in messages and traces.</summary>
    public string Name => GetType().Name.Replace("Operation", "", StringComparison.Ordinal);
}
