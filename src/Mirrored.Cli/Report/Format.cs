using System.Globalization;

namespace Mirrored.Cli;

/// <summary>Numbers and names as a page prints them.</summary>
internal static class Format
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Four digits that matter: <c>0.1234</c>, <c>12,345</c>, <c>1.2e-7</c>.</summary>
    public static string Value(double value)
    {
        double size = Math.Abs(value);
        return !double.IsFinite(value) ? NotFinite(value)
            : size is 0 ? "0"
            : size is < 1e-4 or >= 1e9 ? value.ToString("0.##e0", Culture)
            : size >= 1000 ? value.ToString("#,0", Culture)
            : size >= 1 ? value.ToString("0.###", Culture)
            : value.ToString("0.####", Culture);
    }

    /// <summary>As short as the same number can be written.</summary>
    public static string Plain(double value) =>
        double.IsInteger(value) && Math.Abs(value) is >= 10_000 and < 1e15 ? value.ToString("#,0", Culture)
        : Math.Abs(value) is > 0 and < 1e-4 ? value.ToString("0.################e0", Culture)
        : value.ToString("R", Culture);

    /// <summary><c>9,482</c>.</summary>
    public static string Count(long count) => count.ToString("#,0", Culture);

    /// <summary><c>97.81 %</c>.</summary>
    public static string Percent(double fraction) =>
        double.IsFinite(fraction) ? string.Create(Culture, $"{100 * fraction:0.##} %") : NotFinite(fraction);

    /// <summary><c>12.34 ms</c>.</summary>
    public static string Milliseconds(double milliseconds) => string.Create(Culture, $"{milliseconds:0.##} ms");

    /// <summary><c>12.3 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Seconds(double seconds)
    {
        const double minute = 60, hour = 3600;
        return !double.IsFinite(seconds) ? NotFinite(seconds)
            : seconds < minute ? string.Create(Culture, $"{seconds:0.#} s")
            : seconds < hour ? string.Create(Culture, $"{Math.Floor(seconds / minute):0} min {seconds % minute:00} s")
            : string.Create(Culture, $"{Math.Floor(seconds / hour):0} h {seconds % hour / minute:00} min");
    }

    /// <summary>A name of programs as words: <c>learning_rate</c> becomes <c>learning rate</c>.</summary>
    public static string Words(string name) => name.Replace('_', ' ');

    private static string NotFinite(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
}
