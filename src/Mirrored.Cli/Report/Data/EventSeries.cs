using System.Runtime.InteropServices;
using Google.Protobuf;
using Mirrored.Keras.EventFiles;

namespace Mirrored.Cli;

/// <summary>What the event files of a folder hold, by tag.</summary>
internal sealed class EventSeries
{
    private const int MostTags = 10_000;

    private readonly OrderedDictionary<string, SortedDictionary<long, double>> _scalars = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _plugins = new(StringComparer.Ordinal);
    private SessionStartInfo? _session;

    /// <summary>The tags of curves, in the order in which they first came.</summary>
    public IReadOnlyList<string> Tags => _scalars.Keys;

    /// <summary>Adds what the files of a folder hold; of two values for a step the later one counts.</summary>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public void Add(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (string file in EventReader.Files(folder))
        {
            try
            {
                foreach (Event happened in EventReader.Read(file).Where(happened => happened.Summary is not null))
                    foreach (Summary.Types.Value value in happened.Summary.Value)
                        Add(happened.Step, value);
            }
            catch (InvalidProtocolBufferException problem)
            {
                throw new InvalidDataException($"'{file}' has hyperparameters that are damaged: {problem.Message}", problem);
            }

            if (_scalars.Count > MostTags) throw new InvalidDataException($"'{file}' has more than {MostTags} curves.");
        }
    }

    /// <summary>The points of a curve by step; none if there is no such curve.</summary>
    public IReadOnlyList<KeyValuePair<long, double>> Points(string tag) => _scalars.TryGetValue(tag, out var points) ? [.. points] : [];

    /// <summary>Where the time of steps went in the last epoch.</summary>
    public IReadOnlyList<DeviceTime> Times()
    {
        const string prefix = "step_ms/";
        return
        [
            .. from tag in Tags
               where tag.StartsWith(prefix, StringComparison.Ordinal)
               let name = tag[prefix.Length..].Split('/')
               where name.Length == 2
               group KeyValuePair.Create(name[1], Points(tag)[^1].Value) by name[0] into device
               where device.All(part => part.Value is >= 0 and <= DeviceTime.Longest)
               select new DeviceTime(device.Key, [.. device]),
        ];
    }

    /// <summary>The hyperparameters.</summary>
    public IReadOnlyList<Fact> Settings() =>
    [
        .. (_session?.Hparams.AsEnumerable() ?? []).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => new Fact(Format.Words(entry.Key), Print(entry.Value))),
    ];

    /// <summary>Texts, but not that of the hyperparameters.</summary>
    public IReadOnlyList<Fact> Texts() =>
    [
        .. _texts.Where(text => text.Key != "hyperparameters" || _session is null)
            .Select(text => new Fact(Format.Words(text.Key), Fenced(text.Value))),
    ];

    private static string Print(Google.Protobuf.WellKnownTypes.Value value) => value.KindCase switch
    {
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.BoolValue => value.BoolValue ? "yes" : "no",
        Google.Protobuf.WellKnownTypes.Value.KindOneofCase.NumberValue => Format.Plain(value.NumberValue),
        _ => value.StringValue,
    };

    /// <summary>Without the marks of Markdown for text that stays as it is.</summary>
    private static string Fenced(string text) => text.Trim().Trim('`').Trim('\n');

    private void Add(long step, Summary.Types.Value value)
    {
        // TensorFlow says only once for each tag whose it is.
        if (value.Metadata?.PluginData?.PluginName is { Length: > 0 } name) _plugins[value.Tag] = name;
        string plugin = _plugins.GetValueOrDefault(value.Tag, "");
        if (value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue) Add(value.Tag, step, value.SimpleValue);
        else if (plugin == SummaryValues.ScalarsPlugin && Scalar(value.Tensor) is { } number) Add(value.Tag, step, number);
        else if (plugin == SummaryValues.TextPlugin && value.Tensor?.StringVal is [var text, ..]) _texts[value.Tag] = text.ToStringUtf8();
        else if (value.Tag == SummaryValues.SessionStartTag && value.Metadata?.PluginData is { } data)
            _session ??= HParamsPluginData.Parser.ParseFrom(data.Content).SessionStartInfo;
    }

    private void Add(string tag, long step, double value)
    {
        if (!_scalars.TryGetValue(tag, out SortedDictionary<long, double>? points)) _scalars.Add(tag, points = []);
        points[step] = value;
    }

    private static float? Scalar(TensorProto? tensor) =>
        tensor?.Dtype != DataType.DtFloat ? null
        : tensor.FloatVal.Count == 1 ? tensor.FloatVal[0]
        : tensor.TensorContent.Length == sizeof(float) ? MemoryMarshal.Read<float>(tensor.TensorContent.Span)
        : null;
}
