namespace Mirrored;

/// <summary>One function of <see cref="VectorMath"/>, so that one test class serves all.</summary>
internal interface IVectorFunction
{
    static abstract TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct;
}
