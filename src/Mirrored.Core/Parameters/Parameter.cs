namespace Mirrored;

/// <summary>One weight of a model: a name, a shape and its place in the flat memory that every replica holds a copy of.</summary>
/// <remarks>A layer passes it to the <see cref="StepBuilder"/> wherever a tensor is expected.</remarks>
public sealed class Parameter
{
    internal Parameter(string name, Shape shape, bool trainable)
    {
        Name = name;
        Shape = shape;
        Trainable = trainable;
        Value = new PlanTensor(name, shape, DType.Float32, MemoryRegion.Weights);
        Gradient = new PlanTensor(name + "/gradient", shape, DType.Float32, MemoryRegion.Gradients);
    }

    /// <summary>The name, such as <c>dense/kernel</c>.</summary>
    public string Name { get; }

    /// <summary>The shape; there is no batch axis.</summary>
    public Shape Shape { get; }

    /// <summary>False for state that no gradient changes, such as a running mean; a layer may be frozen besides.</summary>
    public bool Trainable { get; }

    /// <summary>True when training leaves the weight alone although it could change it.</summary>
    internal bool IsFrozen { get; set; }

    /// <summary>True when training changes the weight as the model is compiled.</summary>
    internal bool IsTrained => Trainable && !IsFrozen;

    /// <summary>Its penalty and constraint.</summary>
    internal WeightRule Rule { get; init; } = WeightRule.None;

    internal PlanTensor Value { get; }

    internal PlanTensor Gradient { get; }

    /// <summary>The weight as a tensor of the plan.</summary>
    public static implicit operator PlanTensor(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Value;
    }

    /// <summary>The weight as a tensor of the plan.</summary>
    /// <returns>The tensor.</returns>
    public PlanTensor ToPlanTensor() => Value;

    /// <summary>Name and shape, as <c>dense/kernel (784, 128)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {Shape}";
}
