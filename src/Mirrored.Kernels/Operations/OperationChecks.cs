namespace Mirrored;

/// <summary>What kernels ask of their tensors before they take raw addresses of them.</summary>
internal static class OperationChecks
{
    /// <summary>Those of some tensors that there are.</summary>
    public static IReadOnlyList<PlanTensor> Present(params ReadOnlySpan<PlanTensor?> tensors)
    {
        List<PlanTensor> present = [];
        foreach (PlanTensor? tensor in tensors)
            if (tensor is not null) present.Add(tensor);
        return present;
    }

    /// <summary>Requires a tensor that is, as a matrix, <paramref name="rows"/> by
    /// <paramref name="rowLength"/>.</summary>
    /// <exception cref="ArgumentException">It has another shape or element type.</exception>
    public static void Require(this Operation operation, PlanTensor tensor, DType type, int rows, int rowLength)
    {
        if (tensor.DType != type || tensor.Shape.Rank == 0 || tensor.Rows != rows || tensor.RowLength != rowLength)
            throw new ArgumentException(
                $"{operation.Name}: {tensor} does not fit; expected {rows} rows of {rowLength} elements of {type}.");
    }

    /// <summary>Requires a tensor of any shape with <paramref name="length"/> elements.</summary>
    /// <exception cref="ArgumentException">It has another number of elements or element type.</exception>
    public static void Require(this Operation operation, PlanTensor tensor, DType type, long length)
    {
        if (tensor.DType != type || tensor.Shape.Length != length)
            throw new ArgumentException(
                $"{operation.Name}: {tensor} does not fit; expected {length} elements of {type}.");
    }
}
