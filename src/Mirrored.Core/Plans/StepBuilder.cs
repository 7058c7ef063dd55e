namespace Mirrored;

/// <summary>Describes one step of a model, operation by operation; layers, losses and metrics are written against it.</summary>
/// <remarks>Nothing is computed: each call notes an operation and returns the tensor that will hold its result. In training
/// each call also notes how its gradient is computed, so that a layer has no backward half to write. The plan
/// that comes out is fused, given memory and bound to the devices once, and then run for every batch of that size.</remarks>
public sealed partial class StepBuilder
{
    private readonly List<Operation> _operations = [];
    private readonly Tape _tape;
    private readonly Dictionary<PlanTensor, PlanTensor> _logits = [];
    private readonly Dictionary<PlanTensor, Parameter> _parameters;
    private readonly List<PlanTensor> _kept = [];
    private readonly PlanKey _key;
    private readonly ulong _seed;
    private PlanTensor? _labels;
    private (PlanTensor Predictions, PlanTensor Gradient)? _loss;
    private uint _dropouts;

    internal StepBuilder(PlanKey key, IReadOnlyList<Parameter> parameters, ulong seed)
    {
        _key = key;
        _seed = seed;
        _tape = new Tape(_operations);
        _parameters = parameters.ToDictionary(p => p.Value);
        foreach (Parameter parameter in parameters.Where(p => p.IsTrained)) _tape.Watch(parameter.Value, parameter.Gradient);
    }

    /// <summary>The number of rows that the plan is for.</summary>
    public int Rows => _key.Rows;

    /// <summary>True when layers behave as in training: dropout drops.</summary>
    public bool Training => _key.Mode == StepMode.Train;

    internal StepMode Mode => _key.Mode;

    internal IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Tensors that are read after the plan has run.</summary>
    internal IReadOnlyList<PlanTensor> Kept => _kept;

    /// <summary>The labels of the step's rows: int32 when they were integers, else float32.</summary>
    internal PlanTensor Labels => _labels ?? throw new InvalidOperationException("A prediction has no labels.");

    /// <summary>The same numbers under another shape; costs nothing.</summary>
    /// <param name="input">Any tensor.</param>
    /// <param name="shape">The new shape, batch axis included, of as many elements.</param>
    /// <returns>A view.</returns>
    /// <exception cref="ArgumentException">The number of elements differs.</exception>
    public PlanTensor Reshape(PlanTensor input, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape == shape) return input;
        PlanTensor view = new(input, shape);
        _tape.Record(view, input, gradient => Reshape(gradient, input.Shape));
        return view;
    }

    /// <summary>The matrix product: <c>(rows, k) x (k, n)</c>.</summary>
    /// <param name="input"><c>(rows, k)</c>; axes behind the first count as one.</param>
    /// <param name="weights"><c>(k, n)</c>, usually a <see cref="Parameter"/>.</param>
    /// <returns><c>(rows, n)</c>.</returns>
    /// <exception cref="ArgumentException">The inner sizes differ, or the weight is not one of this model.</exception>
    public PlanTensor MatMul(PlanTensor input, PlanTensor weights)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weights);
        if (input.RowLength != weights.Rows)
            throw new ArgumentException($"Cannot multiply {input} by {weights}: {input.RowLength} and {weights.Rows} differ.");
        PlanTensor output = Product(input, weights, false, false, Temporary("product", [input.Rows, weights.RowLength]));
        _tape.Record(output, [input, weights], gradient =>
        {
            if (_tape.Watches(weights)) _tape.Add(weights, Product(input, gradient, true, false, _tape.PlaceOf(weights)));
            if (_tape.Watches(input)) _tape.Add(input, Product(gradient, weights, false, true, _tape.PlaceOf(input)));
        });
        return output;
    }

    /// <summary>Adds a vector to every row.</summary>
    /// <param name="input"><c>(rows, n)</c>.</param>
    /// <param name="bias"><c>(n)</c>, usually a <see cref="Parameter"/>.</param>
    /// <returns><c>(rows, n)</c>.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or the weight is not one of this model.</exception>
    public PlanTensor AddBias(PlanTensor input, PlanTensor bias)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(bias);
        if (input.RowLength != bias.Shape.Length) throw new ArgumentException($"Cannot add {bias} to the rows of {input}.");
        PlanTensor output = Like(input);
        Note(new EpilogueOperation { Input = input, Bias = bias, Output = output });
        _tape.Record(output, [input, bias], gradient =>
        {
            if (_tape.Watches(bias)) _tape.Add(bias, ColumnSum(gradient, _tape.PlaceOf(bias)));
            _tape.Add(input, gradient);
        });
        return output;
    }

    /// <summary><c>max(x, 0)</c>, element by element.</summary>
    /// <param name="input">Any tensor with a batch axis.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Relu(PlanTensor input) => Activate(input, Activation.Relu);

    /// <summary><c>1 / (1 + e^-x)</c>, element by element.</summary>
    /// <param name="input">Any tensor with a batch axis.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Sigmoid(PlanTensor input) => Activate(input, Activation.Sigmoid);

    /// <summary><c>tanh x</c>, element by element.</summary>
    /// <param name="input">Any tensor with a batch axis.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Tanh(PlanTensor input) => Activate(input, Activation.Tanh);

    /// <summary>Softmax over the last axis: <c>e^x_j / sum_k e^x_k</c>.</summary>
    /// <param name="input"><c>(rows, ..., n)</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    public PlanTensor Softmax(PlanTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int classes = input.Shape[-1];
        PlanTensor rows = Reshape(input, [checked((int)(input.Shape.Length / Math.Max(1, classes))), classes]);
        PlanTensor output = Like(rows);
        Note(new SoftmaxOperation { Input = rows, Output = output });
        _tape.Record(output, rows, gradient =>
        {
            PlanTensor result = Like(rows);
            Note(new SoftmaxGradientOperation { OutputGradient = gradient, Output = output, InputGradient = result });
            return result;
        });
        PlanTensor shaped = Reshape(output, input.Shape);
        _logits[shaped] = input;
        return shaped;
    }

    /// <summary>In training sets a fraction of the elements to zero and scales the others by <c>1 / (1 - rate)</c>; else nothing.</summary>
    /// <param name="input"><c>(rows, ...)</c>, with the batch axis in front.</param>
    /// <param name="rate">The probability of dropping an element, in [0, 1].</param>
    /// <param name="seed">Draws other masks than the strategy's seed would; null takes that one.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The first axis is not the batch's.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is not in [0, 1].</exception>
    /// <remarks>The mask is a function of seed, layer, step, row within the global batch and column: it does not depend on the
    /// number of replicas.</remarks>
    public PlanTensor Dropout(PlanTensor input, double rate, long? seed = null)
    {
        if (!(rate is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A dropout rate lies in [0, 1].");
        RequireBatchAxis(input, nameof(Dropout));
        uint layer = _dropouts++;
        if (!Training || rate == 0) return input;
        DropoutMask mask = new(seed is { } own ? (ulong)own : _seed, layer, rate);
        PlanTensor output = Like(input);
        Note(new EpilogueOperation { Input = input, Dropout = mask, Output = output });
        _tape.Record(output, input, gradient =>
        {
            PlanTensor result = Like(input);
            Note(new EpilogueGradientOperation { OutputGradient = gradient, Dropout = mask, InputGradient = result });
            return result;
        });
        return output;
    }

    /// <summary>In training adds normal numbers of mean 0; else nothing. The gradient passes as it is.</summary>
    /// <param name="input"><c>(rows, ...)</c>, with the batch axis in front.</param>
    /// <param name="stddev">Their standard deviation, not negative.</param>
    /// <param name="seed">Draws other numbers than the strategy's seed would; null takes that one.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentException">The first axis is not the batch's.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stddev"/> is negative or not finite.</exception>
    /// <remarks>The numbers are a function of seed, layer, step, row within the global batch and column: they do not depend on the
    /// number of replicas.</remarks>
    public PlanTensor GaussianNoise(PlanTensor input, double stddev, long? seed = null)
    {
        if (!double.IsFinite(stddev) || stddev < 0)
            throw new ArgumentOutOfRangeException(nameof(stddev), stddev, "A standard deviation is finite and not negative.");
        RequireBatchAxis(input, nameof(GaussianNoise));
        uint layer = _dropouts++;
        if (!Training || stddev == 0) return input;
        PlanTensor output = Like(input);
        Note(new GaussianNoiseOperation
        {
            Input = input, StdDev = (float)stddev, Seed = seed is { } own ? (ulong)own : _seed, Layer = layer, Output = output,
        });
        _tape.Record(output, input, gradient => gradient);
        return output;
    }

    private void RequireBatchAxis(PlanTensor input, string operation)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank == 0 || input.Rows != Rows)
            throw new ArgumentException(
                $"{operation} draws by row of the batch: expected shape ({Rows}, ...), found {input.Shape}.", nameof(input));
    }

    private PlanTensor Activate(PlanTensor input, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(input);
        PlanTensor output = Like(input);
        Note(new EpilogueOperation { Input = input, Activation = activation, Output = output });
        _tape.Record(output, input, gradient =>
        {
            PlanTensor result = Like(input);
            Note(new EpilogueGradientOperation
            {
                OutputGradient = gradient, Output = output, Activation = activation, InputGradient = result,
            });
            return result;
        });
        return output;
    }

    private PlanTensor Product(PlanTensor a, PlanTensor b, bool transposeA, bool transposeB, PlanTensor into)
    {
        Note(new MatMulOperation { A = a, B = b, TransposeA = transposeA, TransposeB = transposeB, Output = into });
        return into;
    }

    private PlanTensor ColumnSum(PlanTensor input, PlanTensor into)
    {
        Note(new ColumnSumOperation { Input = input, Output = into });
        return into;
    }

    /// <summary>Adds an operation to the step.</summary>
    /// <exception cref="ArgumentException">It reads a weight of another model, whose place means something else in this one's
    /// memory.</exception>
    private void Note(Operation operation)
    {
        foreach (PlanTensor tensor in operation.Reads)
            if (tensor.Region == MemoryRegion.Weights && !_parameters.ContainsKey(tensor.Root))
                throw new ArgumentException($"{tensor} is not a weight of this model. Add it in the layer's Build.");
        _operations.Add(operation);
    }

    private static PlanTensor Like(PlanTensor tensor) => Temporary("activation", tensor.Shape);

    private static PlanTensor Temporary(string name, Shape shape, DType dtype = DType.Float32) =>
        new(name, shape, dtype, MemoryRegion.Arena);
}
