namespace Mirrored;

/// <summary>The numbers behind <see cref="VectorMath"/>, for every device: float32, with the exact value in
/// hexadecimal.</summary>
/// <remarks>The polynomials minimise the largest relative error of their function (Lawson's weighted least squares in
/// 30 digits); each coefficient was rounded to float32 and the higher ones fitted again.</remarks>
internal static class VectorMathConstants
{
    /// <summary>Added and subtracted, it rounds to a whole number: 1.5 * 2^23.</summary>
    public const float Round = 12582912f; // 0x1.8p+23
    public const float Log2E = 1.44269502f; // 0x1.715476p+0

    // ln 2 = Ln2High + Ln2Low to 48 bits.
    public const float Ln2High = 0.693147182f; // 0x1.62e43p-1
    public const float Ln2Low = -1.90465421e-09f; // -0x1.05c61p-29

    // Beyond these e^x is infinity and 0; the bounds keep exponents within what two factors can hold.
    public const float ExpMax = 89f; // 0x1.64p+6
    public const float ExpMin = -104f; // -0x1.ap+6

    // e^r = 1 + r + r² (Exp0 + Exp1 r + ...) for |r| <= ln 2 / 2; relative error 3.2e-9.
    public const float Exp0 = 0.49999994f; // 0x1.fffffcp-2
    public const float Exp1 = 0.166665211f; // 0x1.555492p-3
    public const float Exp2 = 0.0416682623f; // 0x1.5558aep-5
    public const float Exp3 = 0.00836867094f; // 0x1.12398p-7
    public const float Exp4 = 0.00138209993f; // 0x1.6a4f28p-10

    // log(1 + f) = f - f² / 2 + f³ (Log0 + Log1 f + ...) for sqrt(1/2) <= 1 + f <= sqrt 2; relative error 7.7e-10.
    public const float Log0 = 0.333333135f; // 0x1.555548p-2
    public const float Log1 = -0.250000089f; // -0x1.000006p-2
    public const float Log2 = 0.20002073f; // 0x1.99a478p-3
    public const float Log3 = -0.166679949f; // -0x1.555c4cp-3
    public const float Log4 = 0.142203227f; // 0x1.233b72p-3
    public const float Log5 = -0.124060653f; // -0x1.fc2706p-4
    public const float Log6 = 0.118836664f; // 0x1.e6c146p-4
    public const float Log7 = -0.116712831f; // -0x1.de0e46p-4
    public const float Log8 = 0.0675047785f; // 0x1.147fe4p-4

    // tanh x = x + x³ (Tanh0 + Tanh1 x² + ...) for |x| <= TanhSmall; relative error 4.6e-9.
    public const float TanhSmall = 0.625f; // 0x1.4p-1
    public const float Tanh0 = -0.333332807f; // -0x1.555532p-2
    public const float Tanh1 = 0.133314103f; // 0x1.1106fcp-3
    public const float Tanh2 = -0.0537372679f; // -0x1.b83738p-5
    public const float Tanh3 = 0.0206317231f; // 0x1.5207b8p-6
    public const float Tanh4 = -0.00569734583f; // -0x1.75619ap-8

    // Below it e^x - 1 rounds to -1.
    public const float Expm1Min = -17.5f; // -0x1.18p+4

    // erf x = x + x (Erf0 + Erf1 x² + ...) for |x| <= ErfSmall; relative error 1.4e-9.
    public const float ErfSmall = 1f; // 0x1p+0
    public const float Erf0 = 0.128379166f; // 0x1.06eba8p-3
    public const float Erf1 = -0.37612626f; // -0x1.81273ep-2
    public const float Erf2 = 0.112835787f; // 0x1.ce2ce6p-4
    public const float Erf3 = -0.0268533472f; // -0x1.b7f71ap-6
    public const float Erf4 = 0.0051871622f; // 0x1.53f224p-8
    public const float Erf5 = -0.00079978531f; // -0x1.a3515ep-11
    public const float Erf6 = 7.80690316e-05f; // 0x1.4771fcp-14

    // 1 - erf t = e^-(Erfc0 + Erfc1 t + ...) for ErfSmall <= t <= ErfLarge; relative error of erf 1.1e-9. Beyond it erf is 1.
    public const float ErfLarge = 4f; // 0x1p+2
    public const float Erfc0 = 0.000341480569f; // 0x1.66117ep-12
    public const float Erfc1 = 1.12708938f; // 0x1.2088eep+0
    public const float Erfc2 = 0.638144493f; // 0x1.46bae0p-1
    public const float Erfc3 = 0.103107058f; // 0x1.a65396p-4
    public const float Erfc4 = -0.0218382049f; // -0x1.65cc12p-6
    public const float Erfc5 = 0.00294768997f; // 0x1.825c1p-9
    public const float Erfc6 = -0.000186381745f; // -0x1.86defp-13
}
