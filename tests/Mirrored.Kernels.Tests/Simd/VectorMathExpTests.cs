namespace Mirrored;

public sealed class VectorMathExpTests : VectorMathTests
{
    private protected override double Bound => 1.02;

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(1e-30f, 1f)]
    [InlineData(float.NegativeInfinity, 0f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(88.73f, float.PositiveInfinity)]
    [InlineData(float.MaxValue, float.PositiveInfinity)]
    [InlineData(-104f, 0f)]
    [InlineData(float.MinValue, 0f)]
    [InlineData(-103.2789f, float.Epsilon)]
    [InlineData(float.NaN, float.NaN)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Exp({x:R})");

    [Fact]
    public void MinusZero_GivesItsLimit() =>
        Expect.SameBits([1], Apply<SimdPortable, float, uint>([-0f]), "Exp(-0)");

    private protected override double Reference(double x) => Math.Exp(x);

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Exp<TSimd, TFloat, TInt>(x);
    }
}
