using System.Xml;
using System.Xml.Linq;

namespace Mirrored.Cli.Tests;

/// <summary>A page taken apart; it has to be well-formed.</summary>
internal sealed class ReadPage
{
    private readonly XDocument _page;

    public ReadPage(string text)
    {
        Text = text;
        using XmlReader reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        _page = XDocument.Load(reader);
    }

    public string Text { get; }

    public static ReadPage Of(params RunRecord[] runs) => new(ReportPage.Of(runs));

    public IEnumerable<XElement> All(string name) => _page.Descendants(name);

    public IEnumerable<XElement> OfClass(string name) =>
        _page.Descendants().Where(element => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(name));

    /// <summary>The chart of a title.</summary>
    public XElement Chart(string title) => Assert.Single(All("figure"), figure => (string?)figure.Descendants("h3").FirstOrDefault() == title);

    /// <summary>The cells of a table, row by row.</summary>
    public static string[][] Cells(XElement within) =>
        [.. within.Descendants("tr").Select(row => row.Elements().Select(cell => cell.Value).ToArray())];
}
