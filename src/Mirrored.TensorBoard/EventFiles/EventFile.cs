using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Mirrored.Keras.EventFiles;

namespace Mirrored.Keras;

/// <summary>A file of events that nobody else writes to; it appears with the first event.</summary>
/// <remarks>Each event is handed to the operating system as one piece when it is written: what was written before a process is
/// killed is in the file. Only when the machine itself dies may the last seconds be missing.</remarks>
internal sealed partial class EventFile : IDisposable
{
    /// <summary>What every event file's name has in it, by which TensorBoard finds it.</summary>
    public const string NameMark = "tfevents";

    private const string Version = "brain.Event:2";

    private static int s_files;

    private readonly string _directory;
    private readonly TimeProvider _time;
    private FileStream? _stream;
    private bool _disposed;

    /// <param name="directory">Where the file will be; made when it is not there.</param>
    /// <param name="time">Gives the time of events.</param>
    public EventFile(string directory, TimeProvider time) => (_directory, _time) = (directory, time);

    /// <summary>Seconds since 1970, UTC.</summary>
    public double Now => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Writes an event at a step.</summary>
    /// <exception cref="IOException">The file cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not allowed there.</exception>
    public void Write(long step, params IEnumerable<Summary.Types.Value> values)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Event happened = new() { WallTime = Now, Step = step, Summary = new Summary { Value = { values } } };
        _stream ??= Open();
        try
        {
            Append(_stream, happened);
        }
        catch
        {
            // What follows a record that is not whole could not be read: the next one begins another file.
            _stream.Dispose();
            _stream = null;
            throw;
        }
    }

    /// <summary>Makes sure that a file can be written there, and makes it.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not allowed there.</exception>
    public void Create() => _stream ??= Open();

    public void Dispose()
    {
        _disposed = true;
        _stream?.Dispose();
        _stream = null;
    }

    private static void Append(FileStream stream, Event happened) => stream.Write(RecordFormat.Frame(happened.ToByteArray()));

    private FileStream Open()
    {
        Directory.CreateDirectory(_directory);
        FileStream stream = OpenNew();
        try
        {
            Append(stream, new Event
            {
                WallTime = Now, FileVersion = Version, SourceMetadata = new SourceMetadata { Writer = "Mirrored" },
            });
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // TensorBoard reads a folder's files in the order of their names, so those of a later run, whose seconds are greater, come last.
    private FileStream OpenNew()
    {
        string host = NotOfNames().Replace(Environment.MachineName, "-");
        string start = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.{NameMark}.{_time.GetUtcNow().ToUnixTimeSeconds():D10}.{host}.{Environment.ProcessId}");
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
        };
        const int attempts = 100;
        for (int i = 1; ; i++)
        {
            string path = Path.Combine(_directory, $"{start}.{Interlocked.Increment(ref s_files) - 1}.v2");
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException) when (i < attempts && File.Exists(path))
            {
                // A process of the same number in another container was there before, in the same second.
            }
        }
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex NotOfNames();
}
