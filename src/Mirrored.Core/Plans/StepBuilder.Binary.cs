namespace Mirrored;

public sealed partial class StepBuilder
{
    /// <summary><c>a + b</c>, element by element.</summary>
    /// <param name="a">Any tensor.</param>
    /// <param name="b">A tensor of the same shape; or of the shape of the last axes of <paramref name="a"/>, which is used for all
    /// its rows; or <c>(..., 1)</c>, one number for each row.</param>
    /// <returns>A tensor of the shape of <paramref name="a"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public PlanTensor Add(PlanTensor a, PlanTensor b) => Binary(
        BinaryFunction.Add, a, b, (gradient, _) => gradient, (gradient, _) => gradient);

    /// <summary>An operation of two tensors; each gradient is described from that of the output and the output.</summary>
    private PlanTensor Binary(
        BinaryFunction function, PlanTensor a, PlanTensor b,
        Func<PlanTensor, PlanTensor, PlanTensor>? gradientOfA = null, Func<PlanTensor, PlanTensor, PlanTensor>? gradientOfB = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        (Broadcast broadcast, Shape matrix) = BroadcastOf(a, b);
        PlanTensor output = Like(a);
        Note(new BinaryOperation
        {
            Function = function, A = View(a, matrix), B = b, Broadcast = broadcast, Output = View(output, matrix),
        });
        if (gradientOfA is null || gradientOfB is null) return output;
        _tape.Record(output, [a, b], gradient =>
        {
            if (_tape.Watches(a)) _tape.Add(a, gradientOfA(gradient, output));
            if (_tape.Watches(b)) _tape.Add(b, SumTo(b, gradientOfB(gradient, output), broadcast, matrix));
        });
        return output;
    }

    internal static PlanTensor View(PlanTensor tensor, Shape shape) => tensor.Shape == shape ? tensor : new PlanTensor(tensor, shape);
}
