namespace Mirrored;

public sealed class VectorMathTanhTests : VectorMathTests
{
    private protected override double Bound => 1.34;

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(1e-30f, 1e-30f)]
    [InlineData(-float.Epsilon, -float.Epsilon)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(10f, 1f)]
    [InlineData(float.MinValue, -1f)]
    [InlineData(float.NaN, float.NaN)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Tanh({x:R})");

    [Fact]
    public void MinusZero_GivesItsLimit() =>
        Expect.SameBits([-0f], Apply<SimdPortable, float, uint>([-0f]), "Tanh(-0)");

    private protected override double Reference(double x) => Math.Tanh(x);

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Tanh<TSimd, TFloat, TInt>(x);
    }
}
