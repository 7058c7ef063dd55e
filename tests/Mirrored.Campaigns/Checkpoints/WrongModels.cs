namespace Mirrored.Campaigns.Checkpoints;

/// <summary>Restores a checkpoint into models that it does not fit: each is refused before anything changes.</summary>
internal sealed class WrongModels : Campaign
{
    public override string Name => "wrong-model";

    public override string Goal => "A5";

    public override string Summary => "checkpoints of other layers, shapes, names, optimizers and seeds: refused, the model untouched";

    public override void Run(CampaignRun run)
    {
        string folder = run.Subfolder("checkpoints");
        using (TrainedModel saved = new(Layers(run.Random, mutation: -1)))
        using (CheckpointManager manager = new(folder))
        {
            saved.Train();
            manager.Save(saved.Model);
            using TrainedModel same = new(Layers(run.Random, mutation: -1));
            manager.Restore(same.Model);
            run.Expect(same.Model.WeightsSha256() == saved.Model.WeightsSha256(), $"the control: the same model was not restored");
        }

        for (int i = 0; i < run.Of(24, 120); i++)
        {
            int mutation = i % 12;
            using TrainedModel other = Mutated(run.Random, mutation);
            if (run.Random.Next(2) == 0) other.Train();
            string before = other.Model.WeightsSha256();
            string refusal = Refusal(folder, other.Model);
            run.Expect(
                refusal.Length > 0 && Names(mutation).Any(name => refusal.Contains(name, StringComparison.Ordinal)),
                $"mutation {mutation}: '{refusal}'");
            run.Expect(before == other.Model.WeightsSha256(), $"mutation {mutation} changed the model");
        }
    }

    private static string Refusal(string folder, Sequential model)
    {
        using CheckpointManager manager = new(folder);
        try
        {
            manager.Restore(model, TextWriter.Null);
            return "";
        }
        catch (CheckpointMismatchException mismatch)
        {
            return mismatch.Message;
        }
    }

    /// <summary>What a refusal has to name.</summary>
    private static string[] Names(int mutation) => mutation switch
    {
        8 or 9 or 10 => ["optimizer"],
        11 => ["seed"],
        _ => ["layer", "weight"],
    };

    private static TrainedModel Mutated(Random random, int mutation) => mutation switch
    {
        8 => new TrainedModel(Layers(random, -1), new SGD(0.01)),
        9 => new TrainedModel(Layers(random, -1), new Adam(0.01, amsgrad: true)),
        10 => new TrainedModel(Layers(random, -1), new Adam(new CosineDecay(0.01, 100 + random.Next(100)))),
        11 => new TrainedModel(Layers(random, -1), seed: 43 + random.Next(1000)),
        _ => new TrainedModel(Layers(random, mutation)),
    };

    private static List<Layer> Layers(Random random, int mutation)
    {
        int units = mutation == 0 ? 7 + random.Next(20) : 6;
        List<Layer> layers =
        [
            new Dense(
                units, "relu", useBias: mutation != 2, inputShape: 4, name: mutation == 1 ? $"renamed{random.Next(100)}" : "hidden"),
            new BatchNormalization(scale: mutation != 3),
            new Dropout(0.1),
            new Dense(3, "softmax"),
        ];
        if (mutation == 4) layers.Insert(1 + random.Next(3), new Dense(units, "relu"));
        if (mutation == 5) layers.RemoveAt(1 + random.Next(2));
        if (mutation == 6) (layers[1], layers[2]) = (layers[2], layers[1]);
        if (mutation == 7) layers.Insert(1 + random.Next(3), new Mirrored.Keras.Activation("tanh"));
        return layers;
    }
}
