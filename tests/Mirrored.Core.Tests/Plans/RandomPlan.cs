namespace Mirrored.Core.Tests;

/// <summary>A step of random layers in random order, the same for the same seed.</summary>
internal sealed class RandomPlan
{
    private const int Classes = 4;

    private readonly List<Parameter> _parameters = [];
    private readonly List<Func<StepBuilder, PlanTensor, PlanTensor>> _layers = [];
    private Shape _shape;

    public RandomPlan(int seed)
    {
        Random random = new(seed);
        InputShape = _shape = random.Next(2) == 0 ? [6] : [2, 3];
        int count = random.Next(6);
        for (int i = 0; i < count; i++) AddLayer(random.Next(9), random);
        Reshape([(int)_shape.Length]);
        Dense(Classes, random.Next(2) == 0);
        AddLayer(random.Next(2, 9), random); // Anything that keeps the shape may come last.
        Layout = new ParameterLayout(_parameters, replicas: 2);
    }

    public Shape InputShape { get; }

    public ParameterLayout Layout { get; }

    /// <summary>Describes the whole step.</summary>
    public StepBuilder Describe(PlanKey key)
    {
        StepBuilder step = new(key, _parameters, seed: 3);
        Describe(step, step.Begin(InputShape));
        step.Backward();
        return step;
    }

    /// <summary>Describes what lies between the rows and the backward pass.</summary>
    public void Describe(StepBuilder step, PlanTensor output)
    {
        foreach (Func<StepBuilder, PlanTensor, PlanTensor> layer in _layers) output = layer(step, output);
        if (step.Mode == StepMode.Predict)
        {
            step.Keep(output);
            return;
        }

        step.Accumulate(step.Minimize(step.SparseCrossEntropy(step.Labels, output, fromLogits: false)), 0);
        step.Accumulate(step.SparseAccuracy(step.Labels, output), 1);
        step.Accumulate(step.SparseAccuracy(step.Labels, output), 2);
    }

    private void AddLayer(int kind, Random random)
    {
        switch (kind)
        {
            case 0: Dense(random.Next(1, 40), useBias: random.Next(2) == 0); break;
            case 1: Reshape(_shape.Rank > 1 ? [(int)_shape.Length] : [1, (int)_shape.Length]); break;
            case 2: _layers.Add((step, x) => step.Relu(x)); break;
            case 3: _layers.Add((step, x) => step.Sigmoid(x)); break;
            case 4: _layers.Add((step, x) => step.Tanh(x)); break;
            case 5: _layers.Add((step, x) => step.Softmax(x)); break;
            case 6: _layers.Add((step, x) => step.Dropout(step.Relu(x), 0.3)); break;
            default: Dropout(random.Next(3) * 0.5); break;
        }
    }

    private void Dropout(double rate) => _layers.Add((step, x) => step.Dropout(x, rate));

    private void Reshape(Shape shape)
    {
        _shape = shape;
        _layers.Add((step, x) => step.Reshape(x, shape.Prepend(step.Rows)));
    }

    private void Dense(int units, bool useBias)
    {
        Parameter kernel = new($"dense_{_parameters.Count}/kernel", [_shape[-1], units], true);
        _parameters.Add(kernel);
        Parameter? bias = useBias ? new($"dense_{_parameters.Count}/bias", units, true) : null;
        if (bias is not null) _parameters.Add(bias);
        int[] axes = [.. _shape];
        axes[^1] = units;
        _shape = axes;
        Shape rowShape = _shape;
        _layers.Add((step, x) =>
        {
            PlanTensor rows = step.Reshape(x, [(int)(x.Shape.Length / x.Shape[-1]), x.Shape[-1]]);
            PlanTensor product = step.MatMul(rows, kernel);
            return step.Reshape(bias is null ? product : step.AddBias(product, bias), rowShape.Prepend(step.Rows));
        });
    }
}
