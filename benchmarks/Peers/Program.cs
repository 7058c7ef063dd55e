using Mirrored.Peers;

try
{
    PeerOptions options = PeerOptions.Parse(args);
    if (options.Side is { } side)
    {
        if (options.Job == Jobs.Product) ProductSide.Run(side, options);
        else TrainingSide.Run(side, options);
    }
    else
    {
        using var busy = new BusyThreads(options.Busy);
        if (options.Job == Jobs.Product) await ProductComparison.RunAsync(options);
        else await TrainingComparison.RunAsync(options);
    }

    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
