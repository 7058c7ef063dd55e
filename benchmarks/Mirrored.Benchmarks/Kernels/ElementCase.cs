using Mirrored.Benchmarks.Columns;

namespace Mirrored.Benchmarks.Kernels;

/// <summary>An operation that moves memory rather than computing.</summary>
public sealed class ElementCase : IWork
{
    private const int Rows = 1024;
    private const int Columns = 128;

    private readonly string _name;
    private readonly Func<Operation> _create;

    private ElementCase(string name, Func<Operation> create) => (_name, _create) = (name, create);

    /// <summary>The operations of the MNIST step, at its sizes.</summary>
    public static IReadOnlyList<ElementCase> All { get; } =
    [
        new("fill", () => new FillOperation { Output = Tensor("output"), Value = 1 }),
        new("bias + ReLU", () => new EpilogueOperation
        {
            Input = Tensor("input"), Bias = Tensor("bias", Columns), Activation = Activation.Relu, Output = Tensor("output"),
        }),
        new("bias + ReLU + dropout", () => new EpilogueOperation
        {
            Input = Tensor("input"), Bias = Tensor("bias", Columns), Activation = Activation.Relu,
            Dropout = new DropoutMask(1, 0, 0.2), Output = Tensor("output"),
        }),
        new("softmax", () => new SoftmaxOperation { Input = Tensor("input"), Output = Tensor("output") }),
        new("column sum", () => new ColumnSumOperation { Input = Tensor("input"), Output = Tensor("output", Columns) }),
    ];

    /// <inheritdoc/>
    public double? Bytes => Create().Reads.Concat(Create().Writes).Sum(t => (double)t.Bytes);

    /// <inheritdoc/>
    public override string ToString() => _name;

    internal Operation Create() => _create();

    private static PlanTensor Tensor(string name) => Tensor(name, [Rows, Columns]);

    private static PlanTensor Tensor(string name, Shape shape) => new(name, shape, DType.Float32, MemoryRegion.Arena);
}
