namespace Mirrored.Samples.Basics;

/// <summary>A large model learns few rows by heart, wrong labels too, unless large weights cost something and some units are left
/// out.</summary>
public static class Overfit
{
    /// <summary>Trains without and with a penalty and dropout.</summary>
    /// <returns>By how much the validation loss is lower with them.</returns>
    public static double Run()
    {
        double plain = ValidationLoss(null, dropout: 0), regularized = ValidationLoss(new L2(0.003), dropout: 0.4);
        Console.WriteLine($"Validation loss {plain:0.000} without, {regularized:0.000} with a penalty and dropout.");
        return plain - regularized;
    }

    private static double ValidationLoss(Regularizer? penalty, double dropout)
    {
        using var strategy = new MirroredStrategy(Devices.Cpus(2));
        using var scope = strategy.Scope();
        var model = new Sequential(
        [
            new Dense(128, "elu", inputShape: 2) { KernelRegularizer = penalty }, new Dropout(dropout),
            new Dense(128, "elu") { KernelRegularizer = penalty }, new Dropout(dropout),
            new Dense(Rings.Classes, "softmax"),
        ]);
        model.Compile(new Adam(0.01), loss: "sparse_categorical_crossentropy", metrics: ["sparse_categorical_crossentropy"]);
        var (x, y) = Rings.Make(90, seed: 1);
        var noisy = new NDArray<int>([.. y.ToArray().Select((ring, i) => i % 4 == 0 ? (ring + 1) % Rings.Classes : ring)], 90);
        var history = model.Fit(
            x, noisy, batchSize: 30, epochs: 150, validationData: Rings.Make(300, seed: 2), verbose: Verbosity.Silent);
        return history["val_sparse_categorical_crossentropy"][^1];
    }
}
