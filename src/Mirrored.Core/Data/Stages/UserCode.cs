namespace Mirrored;

/// <summary>Tells failures of a user's code from those of the library.</summary>
internal static class UserCode
{
    /// <summary>True when an exception becomes a <see cref="DatasetException"/>; a cancelled pass stays cancelled.</summary>
    public static bool Failed(Exception cause, CancellationToken token) =>
        cause is not DatasetException && !(cause is OperationCanceledException && token.IsCancellationRequested);

    /// <summary>Applies a function to an element.</summary>
    /// <exception cref="DatasetException">The function failed or gave null.</exception>
    public static TResult Apply<T, TResult>(
        Func<T, TResult> function, T element, string operation, long index, CancellationToken token)
    {
        try
        {
            return function(element) ?? throw GaveNull();
        }
        catch (Exception cause) when (Failed(cause, token))
        {
            throw new DatasetException(operation, index, cause);
        }
    }

    /// <summary>What is said when there is no element where one should be.</summary>
    public static InvalidOperationException GaveNull() => new("It gave null instead of an element.");
}
