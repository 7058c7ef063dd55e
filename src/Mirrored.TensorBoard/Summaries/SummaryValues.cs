using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Mirrored.Keras.EventFiles;
using Value = Mirrored.Keras.EventFiles.Summary.Types.Value;

namespace Mirrored.Keras;

/// <summary>Values in the form in which the parts of TensorBoard, its plugins, take them from TensorFlow 2.</summary>
/// <remarks>Every value says whose it is, so that any later part of a file can be read by itself.</remarks>
internal static class SummaryValues
{
    public const string ScalarsPlugin = "scalars", TextPlugin = "text", HparamsPlugin = "hparams";

    public const string SessionStartTag = "_hparams_/session_start_info", SessionEndTag = "_hparams_/session_end_info";

    /// <summary>A number for the curves.</summary>
    public static Value Scalar(string tag, double value) => Of(
        tag, ScalarsPlugin, DataClass.Scalar,
        new TensorProto { Dtype = DataType.DtFloat, TensorShape = new(), FloatVal = { (float)value } });

    /// <summary>The distribution of numbers, in float64 as TensorBoard wants it.</summary>
    public static Value Histogram(string tag, ReadOnlySpan<float> values, int buckets)
    {
        double[] table = HistogramBuckets.Of(values, buckets);
        byte[] content = new byte[table.Length * sizeof(double)];
        for (int i = 0; i < table.Length; i++)
            BinaryPrimitives.WriteDoubleLittleEndian(content.AsSpan(i * sizeof(double)), table[i]);
        TensorProto tensor = new()
        {
            Dtype = DataType.DtDouble, TensorShape = Shape(table.Length / HistogramBuckets.Columns, HistogramBuckets.Columns),
            TensorContent = UnsafeByteOperations.UnsafeWrap(content),
        };
        return Of(tag, "histograms", DataClass.Tensor, tensor);
    }

    /// <summary>A text in Markdown.</summary>
    public static Value Text(string tag, string markdown) => Of(
        tag, TextPlugin, DataClass.Tensor,
        new TensorProto { Dtype = DataType.DtString, TensorShape = new(), StringVal = { ByteString.CopyFromUtf8(markdown) } });

    /// <summary>A picture.</summary>
    public static Value Image(string tag, byte[] png, int height, int width)
    {
        ByteString Number(int number) => ByteString.CopyFromUtf8(number.ToString(CultureInfo.InvariantCulture));
        ByteString[] parts = [Number(width), Number(height), UnsafeByteOperations.UnsafeWrap(png)];
        return Of(
            tag, "images", DataClass.BlobSequence,
            new TensorProto { Dtype = DataType.DtString, TensorShape = Shape(parts.Length), StringVal = { parts } });
    }

    /// <summary>The layers of a model, for the graph.</summary>
    /// <param name="config">The model's configuration in Keras's form, as JSON.</param>
    public static Value KerasModel(string config)
    {
        Value value = Of(
            "keras", "graph_keras_model", DataClass.BlobSequence,
            new TensorProto { Dtype = DataType.DtString, TensorShape = Shape(1), StringVal = { ByteString.CopyFromUtf8(config) } });
        value.Metadata.PluginData.Content = ByteString.CopyFromUtf8("1"); // The version of this format.
        return value;
    }

    /// <summary>What a run was asked for, for the table of hyperparameters.</summary>
    /// <param name="hyperparameters">Numbers (<see cref="double"/>), texts and <see cref="bool"/>.</param>
    /// <param name="time">When it began, in seconds since 1970.</param>
    public static Value SessionStart(IEnumerable<KeyValuePair<string, object>> hyperparameters, double time)
    {
        SessionStartInfo start = new() { StartTimeSecs = time };
        foreach ((string name, object value) in hyperparameters)
            start.Hparams[name] = value switch
            {
                double number => Google.Protobuf.WellKnownTypes.Value.ForNumber(number),
                bool flag => Google.Protobuf.WellKnownTypes.Value.ForBool(flag),
                _ => Google.Protobuf.WellKnownTypes.Value.ForString((string)value),
            };
        return Session(SessionStartTag, new HParamsPluginData { SessionStartInfo = start });
    }

    /// <summary>That a run is through.</summary>
    /// <param name="time">When, in seconds since 1970.</param>
    public static Value SessionEnd(double time) => Session(
        SessionEndTag, new HParamsPluginData { SessionEndInfo = new SessionEndInfo { Status = Status.Success, EndTimeSecs = time } });

    // Such a value is all in its metadata, and has an empty tensor.
    private static Value Session(string tag, HParamsPluginData data)
    {
        Value value = Of(tag, HparamsPlugin, DataClass.Tensor, new TensorProto { Dtype = DataType.DtFloat, TensorShape = Shape(0) });
        value.Metadata.PluginData.Content = data.ToByteString();
        return value;
    }

    private static Value Of(string tag, string plugin, DataClass dataClass, TensorProto tensor) => new()
    {
        Tag = tag, Tensor = tensor,
        Metadata = new SummaryMetadata { PluginData = new() { PluginName = plugin }, DataClass = dataClass },
    };

    private static TensorShapeProto Shape(params int[] sizes) =>
        new() { Dim = { sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }) } };
}
