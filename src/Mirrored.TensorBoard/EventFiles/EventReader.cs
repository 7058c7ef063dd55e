using Google.Protobuf;
using Mirrored.Keras.EventFiles;

namespace Mirrored.Keras;

/// <summary>Reads event files, whoever wrote them.</summary>
internal static class EventReader
{
    /// <summary>The event files of a folder itself, in the order in which TensorBoard reads them.</summary>
    public static IReadOnlyList<string> Files(string directory) =>
    [
        .. Directory.EnumerateFiles(directory)
            .Where(file => Path.GetFileName(file).Contains(EventFile.NameMark, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The events of a file up to its end, or to a last one that is not all there.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<Event> Read(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long number = 0;
        while (Next(stream, file, number++) is { } next) yield return next;
    }

    private static Event? Next(FileStream stream, string file, long number)
    {
        try
        {
            return RecordFormat.Read(stream) is { } data ? Event.Parser.ParseFrom(data) : null;
        }
        catch (Exception problem) when (problem is InvalidDataException or InvalidProtocolBufferException)
        {
            throw new InvalidDataException(
                $"'{file}' is no event file, or is damaged: record {number}: {problem.Message.TrimEnd('.')}.", problem);
        }
    }
}
