using System.Text.Json;

namespace Mirrored.Keras;

/// <summary>A value in a configuration, with its place for messages; whatever is not as expected is a
/// <see cref="ModelFormatException"/>.</summary>
internal readonly struct ConfigNode(string file, string place, JsonElement element)
{
    /// <summary>Whether it is JSON's null.</summary>
    public bool IsNull => element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    /// <summary>Whether it is a text.</summary>
    public bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => element.ValueKind == JsonValueKind.Number;

    /// <summary>A field of an object, which must be there.</summary>
    public ConfigNode this[string name] => Find(name) ?? throw Wrong("nothing", $"the field '{name}'");

    /// <summary>A text.</summary>
    public string Text
    {
        get
        {
            if (!IsText) throw Wrong(Shown, "a text");
            try
            {
                return element.GetString()!; // A text is not null.
            }
            catch (InvalidOperationException exception)
            {
                throw Wrong("half a surrogate pair", "a text in Unicode", exception);
            }
        }
    }

    /// <summary>A number.</summary>
    public double Number => IsNumber && element.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Wrong(Shown, "a number");

    /// <summary>A whole number.</summary>
    public long Whole => IsNumber && element.TryGetInt64(out long whole) ? whole : throw Wrong(Shown, "a whole number");

    /// <summary>A whole number of 32 bits.</summary>
    public int Int => Whole is >= int.MinValue and <= int.MaxValue and var whole ? (int)whole : throw Wrong(Shown, "a number of 32 bits");

    /// <summary>True or false.</summary>
    public bool Flag => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong(Shown, "true or false");

    /// <summary>The elements of a list.</summary>
    public IReadOnlyList<ConfigNode> Items
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Array) throw Wrong(Shown, "a list");
            (string of, string at) = (file, place);
            return [.. element.EnumerateArray().Select((item, i) => new ConfigNode(of, $"{at}[{i}]", item))];
        }
    }

    /// <summary>The class of a Keras object.</summary>
    public string ClassName => this["class_name"].Text;

    /// <summary>The settings of a Keras object.</summary>
    public ConfigNode Config => this["config"];

    private string Shown => IsNull ? "null" : SafetensorsFile.Quote(element.GetRawText());

    /// <summary>A field of an object; null if it is missing or JSON's null.</summary>
    public ConfigNode? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Wrong(Shown, "an object");
        return element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? new ConfigNode(file, $"{place}.{name}", value)
            : null;
    }

    /// <summary>Whether an object has a field, be it null.</summary>
    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    /// <summary>Refuses a setting that Mirrored does not have, unless it is missing, null or what is said to be harmless.</summary>
    public void Require(string name, params string[] harmless)
    {
        if (Find(name) is not { } value || harmless.Contains(value.Raw)) return;
        throw value.Wrong(value.Shown, harmless.Length == 0 ? "null: Mirrored does not have it" : string.Join(" or ", harmless));
    }

    /// <summary>An error at this place.</summary>
    public ModelFormatException Wrong(string found, string expected, Exception? inner = null) =>
        new(file, $"at {place} {found}", expected, inner);

    private string Raw => element.GetRawText();
}
