namespace Mirrored;

/// <summary>The vector code of one <see cref="UnaryFunction"/>.</summary>
internal interface IUnaryKernel<TFloat>
    where TFloat : struct
{
    /// <summary>The function of <paramref name="x"/>.</summary>
    static abstract TFloat Forward(TFloat x, UnaryParameters p);

    /// <summary>The gradient <paramref name="dy"/> times the derivative.</summary>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="v">The output or the input, as <see cref="UnaryFunctions.DerivativeFromOutput"/> says.</param>
    /// <param name="p">The constants.</param>
    static abstract TFloat Backward(TFloat dy, TFloat v, UnaryParameters p);
}
