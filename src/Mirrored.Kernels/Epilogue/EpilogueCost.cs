namespace Mirrored;

/// <summary>How many elementary operations a row of an epilogue or its gradient is worth.</summary>
internal static class EpilogueCost
{
    private const int Draw = 16;
    private const int Exponential = 16;

    public static int Row(PlanTensor output, Activation activation, bool draws) => output.RowLength
        * (1 + (draws ? Draw : 0) + (activation is Activation.Sigmoid or Activation.Tanh ? Exponential : 0));
}
