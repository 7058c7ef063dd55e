namespace Mirrored.Cli;

/// <summary>Keeps a driver that does not answer from holding the tool.</summary>
internal static class TimeLimit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Asks something on a thread of its own.</summary>
    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public static T Ask<T>(Func<T> question)
    {
        Task<T> answer = Task.Factory.StartNew(
            question, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WaitAny([answer], Limit) == 0 ? answer.GetAwaiter().GetResult()
            : throw new TimeoutException($"The GPU driver did not answer within {Limit.TotalSeconds} s. mirrored doctor tells more.");
    }
}
