namespace Mirrored;

public sealed class VectorMathSigmoidTests : VectorMathTests
{
    private protected override double Bound => 2.41;

    [Theory]
    [InlineData(0f, 0.5f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(20f, 1f)]
    [InlineData(float.MaxValue, 1f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(-103.2789f, float.Epsilon)]
    [InlineData(float.NaN, float.NaN)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Sigmoid({x:R})");

    [Fact]
    public void MinusZero_GivesItsLimit() =>
        Expect.SameBits([0.5f], Apply<SimdPortable, float, uint>([-0f]), "Sigmoid(-0)");

    private protected override double Reference(double x) => 1 / (1 + Math.Exp(-x));

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Sigmoid<TSimd, TFloat, TInt>(x);
    }
}
