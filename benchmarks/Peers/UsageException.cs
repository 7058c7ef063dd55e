namespace Mirrored.Peers;

/// <summary>The command line or the data folder is wrong: the message is printed and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
