namespace Mirrored;

public sealed class VectorMathExpm1Tests : VectorMathTests
{
    private protected override double Bound => 1.35;

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(-100f, -1f)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Expm1({x:R})");

    [Fact]
    public void MinusZero_StaysMinusZero() => Expect.SameBits([-0f], Apply<SimdPortable, float, uint>([-0f]), "Expm1(-0)");

    private protected override double Reference(double x) => Math.Abs(x) < 1e-5 ? x + (x * x / 2) : Math.Exp(x) - 1;

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Expm1<TSimd, TFloat, TInt>(x);
    }
}
