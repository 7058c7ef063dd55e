using System.Globalization;
using System.Text.Json;

namespace Mirrored.Cli;

/// <summary>A value in a JSON file that knows where it stands, so that every complaint says what is wrong there.</summary>
/// <param name="Value">The value.</param>
/// <param name="Path">Where it stands, such as <c>history.loss[2]</c>.</param>
internal readonly record struct JsonPlace(JsonElement Value, string Path)
{
    private string Where => Path.Length == 0 ? "" : $"{Path} ";

    /// <summary>A property of an object; null when it is not there, or null.</summary>
    /// <exception cref="InvalidDataException">This is no object.</exception>
    public JsonPlace? Find(string name)
    {
        Require(JsonValueKind.Object, "an object");
        return Value.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new JsonPlace(value, Path.Length == 0 ? name : $"{Path}.{name}") : null;
    }

    /// <summary>A property that has to be there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public JsonPlace Get(string name) => Find(name) ?? throw new InvalidDataException($"{Where}has no '{name}'");

    /// <summary>The elements of an array.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public IReadOnlyList<JsonPlace> Items()
    {
        Require(JsonValueKind.Array, "an array");
        string path = Path;
        return [.. Value.EnumerateArray().Select((item, i) => new JsonPlace(item, $"{path}[{i}]"))];
    }

    /// <summary>The properties of an object, in order.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public IReadOnlyList<(string Name, JsonPlace Value)> Properties()
    {
        Require(JsonValueKind.Object, "an object");
        string path = Path;
        return [.. Value.EnumerateObject().Select(property => (property.Name, new JsonPlace(property.Value, $"{path}.{property.Name}")))];
    }

    /// <summary>A number; one that JSON cannot write stands as the text <c>NaN</c>, <c>Infinity</c> or <c>-Infinity</c>.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public double Number() => Value.ValueKind switch
    {
        JsonValueKind.Number when double.IsFinite(Value.GetDouble()) => Value.GetDouble(),
        JsonValueKind.String when Value.GetString() is "NaN" or "Infinity" or "-Infinity" =>
            double.Parse(Value.GetString()!, CultureInfo.InvariantCulture), // A string has one.
        _ => throw Wrong("a number"),
    };

    /// <summary>A whole number of at least 0.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public int Count(int most = int.MaxValue) =>
        Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out int count) && count >= 0 && count <= most
            ? count : throw Wrong(most == int.MaxValue ? "a whole number of at least 0" : $"a whole number from 0 to {most}");

    /// <summary>A text.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public string Text()
    {
        Require(JsonValueKind.String, "a text");
        return Value.GetString()!; // A string has one.
    }

    /// <summary>Bytes as base64.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public byte[] Bytes() =>
        Value.ValueKind == JsonValueKind.String && Value.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : throw Wrong("base64");

    /// <summary>A number, text, truth value or list of these as it is printed.</summary>
    /// <exception cref="InvalidDataException">It is an object.</exception>
    public string Print() => Value.ValueKind switch
    {
        JsonValueKind.String => Value.GetString()!, // A string has one.
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number => Format.Plain(Value.GetDouble()),
        JsonValueKind.Array => string.Join(", ", Items().Select(item => item.Print())),
        _ => throw Wrong("a number, a text or a list of these"),
    };

    /// <summary>Complains of this value.</summary>
    public InvalidDataException Wrong(string expected)
    {
        const int longest = 40;
        string found = Value.GetRawText();
        return new InvalidDataException(
            $"{Where}is {(found.Length > longest ? found[..longest] + "..." : found)}; expected {expected}".ReplaceLineEndings(" "));
    }

    private void Require(JsonValueKind kind, string expected)
    {
        if (Value.ValueKind != kind) throw Wrong(expected);
    }
}
