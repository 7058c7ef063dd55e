namespace Mirrored;

/// <summary>The vector code of one <see cref="BinaryFunction"/>.</summary>
internal interface IBinaryKernel<TFloat>
    where TFloat : struct
{
    static abstract TFloat Apply(TFloat a, TFloat b);
}
