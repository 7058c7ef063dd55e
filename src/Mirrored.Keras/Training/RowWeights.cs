namespace Mirrored.Keras;

/// <summary>How much each row counts in loss and weighted metrics: its own weight times that of its class.</summary>
/// <param name="OfRows">One for each row of the arrays; null for 1.</param>
/// <param name="OfClasses">One for each class; null for 1.</param>
internal sealed record RowWeights(NDArray<float>? OfRows, IReadOnlyDictionary<int, double>? OfClasses)
{
    private double[]? _table;

    /// <summary>All rows count the same, unless the data says otherwise.</summary>
    public static RowWeights None { get; } = new(null, null);

    /// <summary>Takes the weights that the data brings itself.</summary>
    /// <exception cref="ArgumentException">Others were given, too.</exception>
    public RowWeights With(NDArray<float>? ofData)
    {
        if (ofData is null) return this;
        return OfRows is null ? this with { OfRows = ofData } : throw new ArgumentException(
            "The dataset brings sample weights of its own, so SampleWeight must stay null: say how rows count in one place.");
    }

    /// <summary>The weight of every row, or null when all count the same.</summary>
    /// <param name="y">The labels of the same rows.</param>
    /// <exception cref="ArgumentException">There are not as many weights as rows, or not one for each class.</exception>
    public NDArray<float>? Combine(NDArray y)
    {
        if (OfRows is { } given) Require(given, y);
        if (OfClasses is null) return OfRows;
        float[] weights = new float[y.RowCount];
        if (OfRows is null) Array.Fill(weights, 1);
        else OfRows.CopyTo(weights);
        MultiplyByClass(weights, y);
        return weights;
    }

    /// <summary>Multiplies weights by those of the rows' classes.</summary>
    /// <exception cref="ArgumentException">A label is of no class that has a weight.</exception>
    public void MultiplyByClass(Span<float> weights, NDArray y)
    {
        if (OfClasses is null) return;
        double[] table = _table ??= Table(OfClasses);
        for (int row = 0; row < weights.Length; row++)
        {
            int label = ClassOf(y, row);
            if ((uint)label >= (uint)table.Length)
                throw new ArgumentException($"Row {row} is of class {label}, the class weights are for 0 to {table.Length - 1}.");
            weights[row] = (float)(table[label] * weights[row]);
        }
    }

    /// <summary>Requires finite numbers.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void RequireFinite(ReadOnlySpan<float> weights)
    {
        for (int row = 0; row < weights.Length; row++)
            if (!float.IsFinite(weights[row]))
                throw new ArgumentException($"The sample weight of row {row} is {weights[row]}. Weights are finite numbers.");
    }

    private static void Require(NDArray<float> weights, NDArray y)
    {
        if (weights.Shape.Length != y.RowCount || weights.RowCount != y.RowCount)
            throw new ArgumentException(
                $"Sample weights have shape {weights.Shape}, the labels {y.Shape}: give one weight for each row, shape ({y.RowCount},).");
        RequireFinite(weights.Span);
    }

    private static double[] Table(IReadOnlyDictionary<int, double> weights)
    {
        double[] table = new double[weights.Count];
        for (int label = 0; label < table.Length; label++)
        {
            if (!weights.TryGetValue(label, out table[label]))
                throw new ArgumentException(
                    $"Class weights need a weight for each class from 0 to {table.Length - 1}; there is none for {label}. "
                    + $"They are for {string.Join(", ", weights.Keys.Order())}.");
            if (!double.IsFinite((float)table[label]))
                throw new ArgumentException($"The weight of class {label} is {table[label]}. Weights are finite float32 numbers.");
        }

        return table.Length > 0 ? table : throw new ArgumentException("There are no class weights; null makes all classes count the same.");
    }

    /// <summary>The class number of a row, or where its one-hot label is largest.</summary>
    private static int ClassOf(NDArray y, int row)
    {
        int length = checked((int)y.Shape.RowShape().Length);
        if (y.Shape.Rank > 2 || length == 0)
            throw new ArgumentException($"Class weights need labels (rows,) or (rows, classes), found {y.Shape}.");
        if (length == 1)
            return y switch
            {
                NDArray<byte> bytes => bytes.Span[row],
                NDArray<int> numbers => numbers.Span[row],
                _ => (int)y.As<float>().Span[row],
            };
        int best = 0;
        for (int column = 1; column < length; column++)
            if (At(y, row * length + column) > At(y, row * length + best)) best = column;
        return best;
    }

    private static float At(NDArray y, int index) => y switch
    {
        NDArray<byte> bytes => bytes.Span[index],
        NDArray<int> numbers => numbers.Span[index],
        _ => y.As<float>().Span[index],
    };
}
