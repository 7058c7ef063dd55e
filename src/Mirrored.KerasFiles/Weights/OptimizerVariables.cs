namespace Mirrored.Keras;

/// <summary>The optimizer's variables in the tree of Keras 3: iterations, learning rate, then slots.</summary>
/// <remarks>Adam lists all slots of a weight before the next weight's, RMSprop all weights of a slot before the next slot.</remarks>
internal static class OptimizerVariables
{
    private const string Place = "/optimizer/vars";
    private const int FirstSlot = 2;

    /// <summary>Writes the variables of a compiled model.</summary>
    public static void Write(Sequential model, Hdf5Writer writer)
    {
        using IDisposable use = model.Strategy.Use();
        StepEngine engine = model.Engine();
        ModelOptimizer optimizer = model.Optimizer!; // It is compiled.
        writer.Attribute(Place, "name", optimizer.Settings.GetType().Name.ToLowerInvariant());
        writer.Integer($"{Place}/0", checked((int)optimizer.Iterations));
        writer.Floats($"{Place}/1", [], [(float)optimizer.LearningRate]);
        foreach ((int i, (Parameter weight, string slot)) in Order(model, engine).Index())
            writer.Floats($"{Place}/{FirstSlot + i}", weight.Shape, engine.ReadSlot(slot, weight).ToArray());
    }

    /// <summary>Reads the variables for a compiled model; nothing is changed before all are read.</summary>
    /// <returns>What puts them into the model; null if the file has none.</returns>
    public static Action? Read(Sequential model, Hdf5Reader reader)
    {
        if (!reader.Exists(Place)) return null;
        using IDisposable use = model.Strategy.Use();
        (Parameter Weight, string Slot)[] order = [.. Order(model, model.Engine())];
        int found = reader.Children(Place).Count;
        if (found != FirstSlot + order.Length)
            throw reader.Wrong(Place, $"{found} variables", $"{FirstSlot + order.Length}: iterations, learning rate and {order.Length} slots");
        long iterations = reader.Integer($"{Place}/0");
        NDArray<float> rate = reader.Floats($"{Place}/1");
        if (iterations < 0 || rate.Shape.Rank != 0 || !float.IsFinite(rate.Span[0]) || rate.Span[0] < 0)
            throw reader.Wrong(Place, $"iteration {iterations} and learning rate {rate}", "numbers of at least 0");
        NDArray<float>[] slots = [.. order.Select((o, i) => Keras3Weights.Checked(reader, $"{Place}/{FirstSlot + i}", o.Weight))];
        return () => Restore(model, iterations, rate.Span[0], [.. order.Zip(slots, (o, values) => (o.Weight, o.Slot, values))]);
    }

    private static void Restore(Sequential model, long iterations, float rate, (Parameter Weight, string Slot, NDArray<float> Values)[] slots)
    {
        using IDisposable use = model.Strategy.Use();
        StepEngine engine = model.Engine();
        foreach ((Parameter weight, string slot, NDArray<float> values) in slots) engine.WriteSlot(slot, weight, values.Span);
        engine.RestoreIterations(iterations);
        model.Optimizer!.Iterations = iterations;
        // The configuration has the rate unrounded, unless Keras changed it afterwards.
        bool differs = (float)model.Optimizer.LearningRate != rate;
        if (differs && model.Optimizer.Settings.Schedule is ConstantLearningRate) model.Optimizer.LearningRate = rate;
    }

    private static IEnumerable<(Parameter Weight, string Slot)> Order(Sequential model, StepEngine engine)
    {
        IReadOnlyList<Parameter> weights = [.. model.Weights.Where(w => w.IsTrained)];
        return model.Optimizer!.Settings is RMSprop
            ? engine.SlotNames.Select(slot => slot switch { "mg" => (slot, 2), "momentum" => (slot, 1), _ => (slot, 0) })
                .OrderBy(s => s.Item2).SelectMany(s => weights.Select(w => (w, s.slot)))
            : weights.SelectMany(w => engine.SlotNames.Select(slot => (w, slot)));
    }
}
