using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Mirrored.Cli;

/// <summary>A piece of HTML or SVG.</summary>
/// <remarks>Made from interpolated strings only: what stands in them is markup, what is filled in is text and gets escaped, unless it is
/// markup itself. So no name from a file can become markup.</remarks>
/// <param name="Text">The piece.</param>
internal readonly record struct Markup(string Text)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Nothing.</summary>
    public static Markup None => new("");

    /// <summary>A piece from an interpolated string.</summary>
    public static Markup Of(Parts parts) => new(parts.ToString());

    /// <summary>Pieces one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    /// <summary>One piece for each of some things.</summary>
    public static Markup Each<T>(IEnumerable<T> things, Func<T, Markup> piece) => Join(things.Select(piece));

    public override string ToString() => Text;

    /// <summary>Puts interpolated strings together.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Parts
    {
        private readonly StringBuilder _text;

        public Parts(int literals, int holes) => _text = new StringBuilder(literals + holes * 8);

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Markup markup) => _text.Append(markup.Text);

        public void AppendFormatted(string? text) => _text.Append(text is null ? "" : Encoder.Encode(Printable(text)));

        public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(long number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>A coordinate: a tenth of a pixel is enough.</summary>
        public void AppendFormatted(double number) => _text.Append(CultureInfo.InvariantCulture, $"{number:0.#}");

        public override string ToString() => _text.ToString();

        /// <summary>HTML has no control characters but tabs and ends of lines, nor what is no character at all.</summary>
        private static string Printable(string text) => text.Any(IsControl)
            ? string.Concat(text.Select(c => IsControl(c) ? '\uFFFD' : c)) : text;

        private static bool IsControl(char c) => (char.IsControl(c) && c is not ('\t' or '\n')) || c is '\uFFFE' or '\uFFFF';
    }
}
