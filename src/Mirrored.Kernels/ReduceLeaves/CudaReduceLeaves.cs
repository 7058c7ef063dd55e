using System.Runtime.CompilerServices;

namespace Mirrored;

internal static unsafe class CudaReduceLeaves
{
    /// <summary>The ranges that fit into the kernel's arguments.</summary>
    private const int MaximumRanges = 16;

    public static PreparedOperation Prepare(ReduceLeavesOperation operation, CudaStream stream)
    {
        if (operation.Sources.Count is 0 or > MaximumRanges || operation.Destinations.Count is 0 or > MaximumRanges
            || operation.Sources.Contains(0) || operation.Destinations.Contains(0))
            throw new ArgumentException(
                $"{operation.Name}: {operation.Sources.Count} sources and {operation.Destinations.Count} destinations; "
                + $"expected 1 to {MaximumRanges} of each, none of them null.");
        ArgumentOutOfRangeException.ThrowIfNegative(operation.Start, nameof(operation));
        ArgumentOutOfRangeException.ThrowIfNegative(operation.Count, nameof(operation));
        var arguments = new Arguments
        {
            Start = operation.Start,
            Count = operation.Count,
            SourceCount = operation.Sources.Count,
            DestinationCount = operation.Destinations.Count,
        };
        for (int i = 0; i < operation.Sources.Count; i++) arguments.Sources[i] = operation.Sources[i];
        for (int i = 0; i < operation.Destinations.Count; i++) arguments.Destinations[i] = operation.Destinations[i];
        return stream.Kernel(
            "reduce_leaves", "mirrored_reduce_leaves", stream.Grid.Elements(operation.Count), arguments);
    }

    internal struct Arguments
    {
        public Ranges Sources;
        public Ranges Destinations;
        public long Start;
        public long Count;
        public int SourceCount;
        public int DestinationCount;
    }

    [InlineArray(MaximumRanges)]
    internal struct Ranges
    {
        private nint _first;
    }
}
