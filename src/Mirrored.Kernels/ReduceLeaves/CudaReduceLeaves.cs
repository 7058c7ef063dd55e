using System.Runtime.CompilerServices;

namespace Mirrored;

internal static unsafe class CudaReduceLeaves
{
    /// <summary>The ranges that fit into the kernel's arguments.</summary>
    private const int MaximumRanges = 16;

    public static PreparedOperation Prepare(ReduceLeavesOperation operation, CudaStream stream)
    {
        operation.Check(MaximumRanges);
        var arguments = new Arguments
        {
            Start = operation.Start,
            Count = operation.Count,
            SourceCount = operation.Sources.Count,
            DestinationCount = operation.Destinations.Count,
        };
        for (int i = 0; i < operation.Sources.Count; i++) arguments.Sources[i] = operation.Sources[i];
        for (int i = 0; i < operation.Destinations.Count; i++) arguments.Destinations[i] = operation.Destinations[i];
        return stream.Kernel("reduce_leaves", Entry(operation), stream.Grid.Elements(operation.Count), arguments);
    }

    private static string Entry(ReduceLeavesOperation operation) => (operation.SourceType, operation.DestinationType) switch
    {
        (DType.BFloat16, DType.BFloat16) => "mirrored_reduce_leaves_bf16",
        (DType.BFloat16, _) => "mirrored_reduce_leaves_from_bf16",
        (_, DType.BFloat16) => "mirrored_reduce_leaves_to_bf16",
        _ => "mirrored_reduce_leaves",
    };

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
