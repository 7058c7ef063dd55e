using Mirrored.Samples.Basics;

Dictionary<string, Func<double>> programs = new()
{
    ["binary"] = Binary.Run,
    ["checkpoint"] = Checkpoint.Run,
    ["class-weights"] = ClassWeights.Run,
    ["csv"] = Csv.Run,
    ["custom-callback"] = CustomCallback.Run,
    ["custom-layer"] = CustomLayer.Run,
    ["custom-loop"] = ClipLoop.Run,
    ["early-stopping"] = EarlyStop.Run,
    ["normalization"] = BatchNorm.Run,
    ["regression"] = Regression.Run,
    ["schedule"] = Schedule.Run,
    ["transfer"] = Transfer.Run,
};
if (args.Length != 1 || !programs.TryGetValue(args[0], out Func<double>? program))
{
    Console.Error.WriteLine($"Name one program: {string.Join(", ", programs.Keys)}.");
    return 2;
}

Console.WriteLine($"Result: {program():0.0000}");
return 0;
