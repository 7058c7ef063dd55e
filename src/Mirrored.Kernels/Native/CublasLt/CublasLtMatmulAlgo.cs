using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>A chosen kernel: bytes that can be copied, valid for the same build of the library and the same device
/// type.</summary>
[InlineArray(8)]
internal struct CublasLtMatmulAlgo
{
    private ulong _first;
}
