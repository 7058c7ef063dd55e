using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mirrored.Keras;

/// <summary>A path with places for values, as Python formats them: <c>w-{epoch:02d}-{val_loss:.2f}.safetensors</c>.</summary>
internal sealed partial class PathTemplate
{
    private readonly string _template;

    /// <exception cref="ArgumentException">A place is not closed, or its format is none of Python's for numbers.</exception>
    public PathTemplate(string template)
    {
        _template = template;
        if (Place().Replace(template, "").AsSpan().ContainsAny('{', '}'))
            throw new ArgumentException(
                $"'{template}' has a place that makes no sense. Write {{epoch}}, {{epoch:02d}} or {{val_loss:.2f}}.", nameof(template));
    }

    /// <summary>Fills in the places.</summary>
    /// <param name="counts"><c>epoch</c> and <c>batch</c>, from 1.</param>
    /// <param name="logs">All else.</param>
    /// <exception cref="KeyNotFoundException">A place names something that there is not.</exception>
    public string Fill(IReadOnlyDictionary<string, int> counts, Logs logs) => Place().Replace(_template, place =>
    {
        string name = place.Groups["name"].Value;
        if (!counts.TryGetValue(name, out int count) && !logs.ContainsKey(name))
            throw new KeyNotFoundException(
                $"'{_template}' names '{name}'. There are: {string.Join(", ", counts.Keys.Concat(logs.Names))}.");
        double value = counts.ContainsKey(name) ? count : logs[name];
        string digits = place.Groups["digits"].Value, width = place.Groups["width"].Value;
        string text = Format(value, place.Groups["type"].Value, digits.Length == 0 ? null : Parse(digits), counts.ContainsKey(name));
        return width.Length == 0 ? text : text.PadLeft(Parse(width), width[0] == '0' ? '0' : ' ');
    });

    private static int Parse(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static string Format(double value, string type, int? digits, bool isCount)
    {
        const int usual = 6;
        StringBuilder text = new();
        if (type is "e") LogFormat.AppendExponential(text, value, digits ?? usual);
        else if (type is "f") LogFormat.AppendFixed(text, value, digits ?? usual);
        else if (digits is { } some && !isCount) LogFormat.AppendFixed(text, value, some);
        else text.Append(CultureInfo.InvariantCulture, $"{value:R}");
        return text.ToString();
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z_][A-Za-z_0-9]*)(:(?<width>\d{1,2})?(\.(?<digits>\d{1,2}))?(?<type>[dfe])?)?\}")]
    private static partial Regex Place();
}
