using Spectre.Console;

namespace Mirrored.Cli;

/// <summary>Where the tool writes: text for people, with colour where it is wanted, and text for programs.</summary>
/// <param name="Output">Text as it is.</param>
/// <param name="Console">Tables and colour; writes to the same place.</param>
/// <param name="Error">What goes wrong.</param>
/// <param name="IsInteractive">True when a person looks at a screen that can be drawn anew.</param>
internal sealed record Terminal(TextWriter Output, IAnsiConsole Console, TextWriter Error, bool IsInteractive)
{
    /// <summary>Wide enough that no line of a file or a pipe is broken.</summary>
    private const int NoLimit = 1000;

    /// <summary>The process's own. Colour is off when output is redirected or NO_COLOR is set, as no-color.org has it.</summary>
    public static Terminal Standard()
    {
        bool redirected = System.Console.IsOutputRedirected;
        bool plain = redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected) console.Profile.Width = NoLimit;
        return new Terminal(System.Console.Out, console, System.Console.Error, !redirected && console.Profile.Capabilities.Ansi);
    }

    /// <summary>Writes a table as it is, without borders to break or to copy.</summary>
    public void Write(Table table) => Console.Write(table.Border(TableBorder.None).HideFooters());
}
