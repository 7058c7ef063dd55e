namespace Mirrored;

public sealed class VectorMathLogTests : VectorMathTests
{
    private protected override double Bound => 0.83;

    [Theory]
    [InlineData(1f, 0f)]
    [InlineData(0f, float.NegativeInfinity)]
    [InlineData(-1f, float.NaN)]
    [InlineData(-float.Epsilon, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.Epsilon, -103.27893f)]
    [InlineData(float.MaxValue, 88.72284f)]
    [InlineData(float.NaN, float.NaN)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Log({x:R})");

    [Fact]
    public void MinusZero_GivesItsLimit() =>
        Expect.SameBits([float.NegativeInfinity], Apply<SimdPortable, float, uint>([-0f]), "Log(-0)");

    private protected override double Reference(double x) => Math.Log(x);

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Log<TSimd, TFloat, TInt>(x);
    }
}
