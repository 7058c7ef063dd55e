namespace Mirrored;

public sealed class VectorMathLog1pTests : VectorMathTests
{
    private protected override double Bound => 1.5;

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(-1f, float.NegativeInfinity)]
    [InlineData(-1.5f, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.Epsilon, float.Epsilon)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Log1p({x:R})");

    [Fact]
    public void MinusZero_StaysMinusZero() => Expect.SameBits([-0f], Apply<SimdPortable, float, uint>([-0f]), "Log1p(-0)");

    private protected override double Reference(double x) => Math.Abs(x) < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Log1p<TSimd, TFloat, TInt>(x);
    }
}
