namespace Mirrored;

/// <summary>A device's kernels: for each kind of operation the function that binds it to memory.</summary>
internal sealed class OperationTable
{
    private readonly Dictionary<Type, Func<Operation, MemoryMap, PreparedOperation>> _kernels = [];

    /// <summary>All kinds of operation that the table can prepare.</summary>
    public IReadOnlyCollection<Type> Kinds => _kernels.Keys;

    /// <summary>Adds the kernel of one kind of operation.</summary>
    public OperationTable Add<TOperation>(Func<TOperation, MemoryMap, PreparedOperation> prepare)
        where TOperation : Operation
    {
        _kernels.Add(typeof(TOperation), (operation, memory) => prepare((TOperation)operation, memory));
        return this;
    }

    /// <summary>Binds an operation to memory.</summary>
    /// <exception cref="NotSupportedException">The device has no kernel for it.</exception>
    public PreparedOperation Prepare(Operation operation, MemoryMap memory) =>
        _kernels.TryGetValue(operation.GetType(), out var prepare)
            ? prepare(operation, memory)
            : throw new NotSupportedException($"This device has no kernel for the operation {operation.Name}.");
}
