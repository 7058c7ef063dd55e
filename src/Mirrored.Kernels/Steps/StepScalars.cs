using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The optimizer's own numbers of one step, such as Adam's corrected step size.</summary>
[InlineArray(Count)]
internal struct StepScalars
{
    public const int Count = 16;

    private float _first;
}
