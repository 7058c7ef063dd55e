using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Mirrored.Keras;

/// <summary>Writes losses, metrics and times as Keras prints them, digit for digit, without allocating.</summary>
internal static class LogFormat
{
    // The 309 digits of the largest double, sign, point and up to 99 decimals.
    private const int LongestValue = 420;

    private const int Decimals = 4;

    /// <summary>Values at or below this are written with an exponent.</summary>
    private const double SmallestPlain = 1e-3;

    /// <summary>Appends <c> - name: value</c>.</summary>
    /// <param name="line">What to append to.</param>
    /// <param name="name">The value's name.</param>
    /// <param name="value">The value: <c>0.2191</c>, or <c>5.7000e-04</c> when its magnitude is at most 0.001.</param>
    /// <param name="signed">Compares the value instead of its magnitude, so that negative values get an exponent too;
    /// Keras does so when it prints one line an epoch.</param>
    public static void AppendLog(StringBuilder line, string name, double value, bool signed = false)
    {
        line.Append(" - ").Append(name).Append(": ");
        if ((signed ? value : Math.Abs(value)) > SmallestPlain || !double.IsFinite(value)) AppendFixed(line, value, Decimals);
        else AppendExponential(line, value, Decimals);
    }

    /// <summary>Appends a time per step or epoch with the unit that fits: <c>3ms/step</c>, <c>4s/epoch</c>.</summary>
    public static void AppendPace(StringBuilder line, double seconds, string per)
    {
        (double factor, string unit) = seconds switch
        {
            >= 1 or 0 => (1, "s/"),
            >= 1e-3 => (1e3, "ms/"),
            _ => (1e6, "us/"),
        };
        line.Append((long)Math.Round(seconds * factor, MidpointRounding.ToEven)).Append(unit).Append(per);
    }

    /// <summary>Appends the time that is left in whole seconds: <c>1:02:03</c>, <c>14:03</c>, <c>59s</c>.</summary>
    public static void AppendRemaining(StringBuilder line, double seconds)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        long whole = (long)seconds;
        if (seconds > 3600) line.Append(invariant, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
        else if (seconds > 60) line.Append(invariant, $"{whole / 60}:{whole % 60:00}");
        else line.Append(whole).Append('s');
    }

    /// <summary>Appends a number as C's <c>%.4f</c> does, with any number of decimals.</summary>
    public static void AppendFixed(StringBuilder line, double value, int decimals)
    {
        if (AppendIfNotFinite(line, value)) return;
        // Only odd multiples of 2^-(decimals + 1) lie in the middle between two results: C then takes the even one, .NET the
        // one farther from zero. The accuracy over 32 rows is such a multiple for four decimals.
        const double exactlyRepresented = 1L << 38;
        double power = Math.Pow(10, decimals);
        bool tie = Math.Abs(value) * power < exactlyRepresented && double.IsOddInteger(Math.ScaleB(value, decimals + 1));
        if (tie) value = Math.Round(value * power, MidpointRounding.ToEven) / power;
        Append(line, value, 'F', decimals);
    }

    /// <summary>Appends a number as C's <c>%.4e</c> does, with any number of decimals.</summary>
    public static void AppendExponential(StringBuilder line, double value, int decimals)
    {
        if (AppendIfNotFinite(line, value)) return;
        Append(line, value, 'e', decimals);
        // C has at least two digits in the exponent, .NET three.
        int hundreds = line.Length - 3;
        if (line[hundreds] == '0') line.Remove(hundreds, 1);
    }

    private static bool AppendIfNotFinite(StringBuilder line, double value)
    {
        if (double.IsFinite(value)) return false;
        line.Append(double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf");
        return true;
    }

    private static void Append(StringBuilder line, double value, char type, int decimals)
    {
        Span<char> text = stackalloc char[LongestValue];
        Span<char> format = [type, (char)('0' + (decimals / 10)), (char)('0' + (decimals % 10))];
        bool fits = value.TryFormat(text, out int written, format, CultureInfo.InvariantCulture);
        Debug.Assert(fits);
        line.Append(text[..written]);
    }
}
