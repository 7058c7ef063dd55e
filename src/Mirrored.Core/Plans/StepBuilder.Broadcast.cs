namespace Mirrored;

public sealed partial class StepBuilder
{
    /// <summary>How <paramref name="b"/> meets <paramref name="a"/>, and <paramref name="a"/>'s shape as a matrix for it.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    private static (Broadcast Broadcast, Shape Matrix) BroadcastOf(PlanTensor a, PlanTensor b)
    {
        Shape whole = a.Shape, part = b.Shape;
        if (part == whole) return (Broadcast.None, whole.Rank == 0 ? [1, 1] : [a.Rows, a.RowLength]);
        if (part.Rank == whole.Rank && part[-1] == 1 && part.SkipLast(1).SequenceEqual(whole.SkipLast(1)))
            return (Broadcast.Column, [checked((int)part.Length), whole[-1]]);
        if (part.Rank < whole.Rank && whole.TakeLast(part.Rank).SequenceEqual(part))
            return (Broadcast.Row, [checked((int)new Shape([.. whole.SkipLast(part.Rank)]).Length), checked((int)part.Length)]);
        throw new ArgumentException(
            $"{b} does not fit {a}: expected the shape {whole}, or that of its last axes, or (..., 1) for one number a row.");
    }

    /// <summary>A gradient summed over whatever a smaller operand was used for.</summary>
    private PlanTensor SumTo(PlanTensor operand, PlanTensor gradient, Broadcast broadcast, Shape matrix)
    {
        if (broadcast == Broadcast.None) return gradient;
        PlanTensor rows = View(gradient, matrix), sum = _tape.PlaceOf(operand);
        if (broadcast == Broadcast.Row) return ColumnSum(rows, sum);
        Note(new RowReduceOperation { Function = RowFunction.Sum, Input = rows, Output = sum });
        return sum;
    }
}
