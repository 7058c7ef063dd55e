namespace Mirrored;

/// <summary>The vector code of one <see cref="BinaryFunction"/>.</summary>
internal interface IBinaryKernel
{
    static abstract TFloat Apply<TSimd, TFloat, TInt>(TFloat a, TFloat b)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct;
}
