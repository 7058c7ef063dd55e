using Mirrored.Peers;

try
{
    PeerOptions options = PeerOptions.Parse(args);
    if (options.Side is { } side)
        SideProcess.Run(side, options);
    else
        await Comparison.RunAsync(options);
    return 0;
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
