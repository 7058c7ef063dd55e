using System.Text.Json;

namespace Mirrored.Keras;

/// <summary>Reads the JSON header of a safetensors file, which may be hostile: no token is trusted.</summary>
internal ref struct SafetensorsHeaderParser
{
    // The root, a tensor in it, an array in that.
    private const int Depth = 3;
    private const string Fields = "the fields dtype, shape and data_offsets, once each";

    private readonly string _file;
    private Utf8JsonReader _json;

    /// <summary>Prepares to read a header.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="header">The header, without its length.</param>
    public SafetensorsHeaderParser(string file, ReadOnlySpan<byte> header)
    {
        _file = file;
        _json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = Depth });
    }

    /// <summary>Reads all of it.</summary>
    /// <param name="metadata">Receives the texts under <c>__metadata__</c>.</param>
    /// <returns>The tensors in the order of the header. Names are unique, sizes and positions not negative; whether
    /// types, shapes and positions fit together is for the caller to check.</returns>
    /// <exception cref="ModelFormatException">The header is not what the format says.</exception>
    public List<SafetensorsEntry> Parse(IDictionary<string, string> metadata)
    {
        try
        {
            return ParseRoot(metadata);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A text that is not Unicode is the reader's InvalidOperationException.
            throw Wrong("a header that is not valid JSON", "the JSON text that the format defines", exception);
        }
    }

    private List<SafetensorsEntry> ParseRoot(IDictionary<string, string> metadata)
    {
        List<SafetensorsEntry> entries = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        Advance(JsonTokenType.StartObject, "the header");
        while (NextName("the header") is { } name)
        {
            if (!names.Add(name)) throw Wrong($"{SafetensorsFile.Quote(name)} twice", "every name once");
            if (name == SafetensorsFile.MetadataKey) ParseMetadata(metadata);
            else if (SafetensorsFile.IsTensorName(name)) entries.Add(ParseTensor(name));
            else throw Wrong($"a tensor called {SafetensorsFile.Quote(name)}", "a printable name");
        }

        if (_json.Read()) throw Wrong("more than one JSON value in the header", "one object");
        return entries;
    }

    private void ParseMetadata(IDictionary<string, string> metadata)
    {
        Advance(JsonTokenType.StartObject, SafetensorsFile.MetadataKey);
        while (NextName(SafetensorsFile.MetadataKey) is { } key)
        {
            Advance(JsonTokenType.String, SafetensorsFile.MetadataKey);
            if (!metadata.TryAdd(key, _json.GetString()!))
                throw Wrong($"{SafetensorsFile.Quote(key)} twice in the metadata", "every name once");
        }
    }

    private SafetensorsEntry ParseTensor(string name)
    {
        string where = $"tensor {SafetensorsFile.Quote(name)}";
        string? type = null;
        Shape? shape = null;
        (long Begin, long End)? range = null;
        Advance(JsonTokenType.StartObject, where);
        while (NextName(where) is { } field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    Advance(JsonTokenType.String, where);
                    type = _json.GetString();
                    break;
                case "shape" when shape is null:
                    shape = ParseShape(where);
                    break;
                case "data_offsets" when range is null:
                    range = ParseRange(where);
                    break;
                default:
                    throw Wrong($"the field {SafetensorsFile.Quote(field)} in {where}", Fields);
            }
        }

        if (type is null || shape is null || range is null) throw Wrong($"{where} with a field missing", Fields);
        return new SafetensorsEntry(name, type, shape.Value, range.Value.Begin, range.Value.End);
    }

    private Shape ParseShape(string where)
    {
        Span<long> sizes = stackalloc long[SafetensorsFile.HighestRank];
        int rank = ParseIntegers(sizes, where);
        Span<int> axes = stackalloc int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            if (sizes[axis] > int.MaxValue) throw Wrong($"an axis of {sizes[axis]} in {where}", "axes below 2^31");
            axes[axis] = (int)sizes[axis];
        }

        return new Shape(axes);
    }

    private (long Begin, long End) ParseRange(string where)
    {
        Span<long> range = stackalloc long[2];
        int count = ParseIntegers(range, where);
        if (count != 2) throw Wrong($"{count} data_offsets in {where}", "two");
        return (range[0], range[1]);
    }

    private int ParseIntegers(scoped Span<long> values, string where)
    {
        Advance(JsonTokenType.StartArray, where);
        for (int count = 0; ; count++)
        {
            Advance();
            if (_json.TokenType == JsonTokenType.EndArray) return count;
            if (count == values.Length) throw Wrong($"an array of more numbers in {where}", $"at most {count}");
            bool isInteger = _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out values[count]);
            if (!isInteger || values[count] < 0)
                throw Wrong($"something else than a size in {where}", "integers from 0 to 2^63 - 1");
        }
    }

    /// <summary>Steps to the next name in an object; null at its end.</summary>
    private string? NextName(string where)
    {
        Advance();
        return _json.TokenType switch
        {
            JsonTokenType.PropertyName => _json.GetString(),
            JsonTokenType.EndObject => null,
            _ => throw Wrong($"{_json.TokenType} in {where}", "a name or the end of the object"),
        };
    }

    private void Advance(JsonTokenType expected, string where)
    {
        Advance();
        if (_json.TokenType != expected) throw Wrong($"{_json.TokenType} in {where}", expected.ToString());
    }

    private void Advance()
    {
        if (!_json.Read()) throw Wrong("a header that ends early", "a complete JSON object");
    }

    private readonly ModelFormatException Wrong(string found, string expected, Exception? exception = null) =>
        new(_file, found, expected, exception);
}
