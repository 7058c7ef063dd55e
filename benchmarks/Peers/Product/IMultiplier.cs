using Mirrored.Benchmarks.Kernels;

namespace Mirrored.Peers;

/// <summary>One library's matrix product.</summary>
internal interface IMultiplier
{
    /// <summary>Library and version, as the report shows it; null when the library is not there.</summary>
    string? Name { get; }

    /// <summary>Makes a product of random matrices ready.</summary>
    IProduct Prepare(ProductLoad shape);
}
