namespace Mirrored.Samples.Basics;

/// <summary>A layer of one's own: scaled squares of its input. Its gradient follows from the operations.</summary>
public static class CustomLayer
{
    /// <summary>Trains with a single dense layer behind it: rings are a matter of squares.</summary>
    /// <returns>The accuracy of the last epoch.</returns>
    public static double Run()
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential([new ScaledSquares(inputShape: 2), new Dense(Rings.Classes, "softmax")]);
        model.Compile(new Adam(0.1), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

        var (x, y) = Rings.Make(600, seed: 1);
        var history = model.Fit(x, y, batchSize: 50, epochs: 40, verbose: Verbosity.Silent);

        Console.WriteLine($"Accuracy {history["accuracy"][^1]:0.000} with {model.CountParams()} weights.");
        return history["accuracy"][^1];
    }

    private sealed class ScaledSquares : Layer
    {
        private Parameter? _scale;

        public ScaledSquares(Shape inputShape) => InputShape = inputShape;

        protected override void Build(Shape inputShape) => _scale = AddWeight("scale", inputShape, new Ones());

        protected override PlanTensor Call(StepBuilder step, PlanTensor input) => step.Multiply(step.Square(input), _scale!);
    }
}
