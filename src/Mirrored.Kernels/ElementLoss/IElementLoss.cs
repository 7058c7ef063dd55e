namespace Mirrored;

/// <summary>The vector code of one <see cref="ElementLossFunction"/>.</summary>
internal interface IElementLoss
{
    /// <summary>The loss of predictions <paramref name="p"/> and labels <paramref name="t"/>, and its slope along p.</summary>
    static abstract TFloat Loss<TSimd, TFloat, TInt>(TFloat p, TFloat t, float parameter, out TFloat slope)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct;
}
