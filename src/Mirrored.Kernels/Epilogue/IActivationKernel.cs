namespace Mirrored;

/// <summary>The vector code of one <see cref="Activation"/>.</summary>
internal interface IActivationKernel
{
    /// <summary>The activation of <paramref name="x"/>.</summary>
    static abstract TFloat Forward<TSimd, TFloat, TInt>(TFloat x)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct;

    /// <summary>The gradient <paramref name="dy"/> times the derivative where the activation gave
    /// <paramref name="y"/>.</summary>
    static abstract TFloat Backward<TSimd, TFloat, TInt>(TFloat dy, TFloat y)
        where TSimd : struct, ISimd<TFloat, TInt>
        where TFloat : struct
        where TInt : struct;
}
