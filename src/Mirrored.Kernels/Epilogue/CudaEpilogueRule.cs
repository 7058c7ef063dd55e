namespace Mirrored;

/// <summary>What happens to every element: the part that the arguments of several kernels share.</summary>
internal unsafe struct CudaEpilogueRule
{
    public float* Bias;
    public StepState* State;
    public ulong Seed;
    public uint Layer;
    public uint Threshold;
    public float Scale;
    public Activation Activation;
    public int Dropout;
    public int Reserved;

    /// <summary>Turns an operation's parts into numbers.</summary>
    /// <exception cref="ArgumentException">The dropout's rate is no probability.</exception>
    public static CudaEpilogueRule Create(
        Activation activation, DropoutMask? dropout, MemoryMap memory, PlanTensor? bias = null)
    {
        var rule = new CudaEpilogueRule
        {
            Bias = memory.AddressOrNull<float>(bias), State = memory.State, Activation = activation,
        };
        if (dropout is not { } mask) return rule;
        if (!(mask.Rate >= 0 && mask.Rate <= 1))
            throw new ArgumentException($"Dropout's rate is {mask.Rate}; expected a probability between 0 and 1.");
        (rule.Seed, rule.Layer, rule.Threshold, rule.Scale) = (mask.Seed, mask.Layer, mask.Threshold, mask.Scale);
        rule.Dropout = 1;
        return rule;
    }
}
