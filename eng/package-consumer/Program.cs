// What a newcomer's first program does, with the package instead of the repository: is the sum of four numbers positive?
var random = new Random(1);
float[,] x = new float[512, 4];
int[] y = new int[512];
for (int row = 0; row < y.Length; row++)
{
    for (int column = 0; column < 4; column++) x[row, column] = random.NextSingle() - 0.5f;
    y[row] = x[row, 0] + x[row, 1] + x[row, 2] + x[row, 3] > 0 ? 1 : 0;
}

using var strategy = new MirroredStrategy(Devices.Cpus(2));
Sequential model;
using (strategy.Scope())
{
    model = new Sequential([new Dense(16, "relu", inputShape: 4), new Dropout(0.1), new Dense(2, "softmax")]);
    model.Compile(new Adam(learningRate: 0.01), loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
}

History history = model.Fit(x, y, batchSize: 64, epochs: 10, verbose: Verbosity.OneLine);
IReadOnlyList<double> loss = history["loss"];
bool learned = loss[^1] < loss[0] / 2;
Console.WriteLine($"Mirrored {MirroredInfo.Version}: loss {loss[0]:0.0000} to {loss[^1]:0.0000}, {(learned ? "learned" : "NOT LEARNED")}");
return learned ? 0 : 1;
