namespace Mirrored;

public sealed class VectorMathErfTests : VectorMathTests
{
    private protected override double Bound => 1.05;

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(float.NegativeInfinity, -1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(5f, 1f)]
    [InlineData(float.NaN, float.NaN)]
    [InlineData(float.Epsilon, float.Epsilon)]
    public void SpecialNumber_GivesItsLimit(float x, float expected) =>
        Expect.SameBits([expected], Apply<SimdPortable, float, uint>([x]), $"Erf({x:R})");

    [Fact]
    public void MinusZero_StaysMinusZero() => Expect.SameBits([-0f], Apply<SimdPortable, float, uint>([-0f]), "Erf(-0)");

    private protected override double Reference(double x) => ErrorFunction.Of(x);

    private protected override float[] Apply<TSimd, TFloat, TInt>(float[] x) =>
        ApplyAll<Function, TSimd, TFloat, TInt>(x);

    private readonly struct Function : IVectorFunction
    {
        public static TFloat Apply<TSimd, TFloat, TInt>(TFloat x)
            where TSimd : struct, ISimd<TFloat, TInt>
            where TFloat : struct
            where TInt : struct
            => VectorMath.Erf<TSimd, TFloat, TInt>(x);
    }
}
