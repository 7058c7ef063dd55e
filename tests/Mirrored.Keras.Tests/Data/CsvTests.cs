namespace Mirrored.Keras.Tests;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FromCsv_TypedColumns_BecomeFeaturesAndClasses()
    {
        string path = Table("""
            size,color,"weight, kg",kind
            1.5,red,-2e1,cat
            2,"green",3,dog

            3,red,"4",cat
            """);

        Dataset<Example> rows = Dataset.FromCsv(
            path, ["weight, kg", CsvColumn.OneHot("color", "green", "red"), "size"], CsvColumn.Class("kind", "cat", "dog"));

        Assert.Equal(Dataset.UnknownCardinality, rows.Cardinality);
        Assert.Equal([[-20, 0, 1, 1.5f], [3, 1, 0, 2], [4, 0, 1, 3]], rows.Select(row => row.X.ToArray()));
        Assert.Equal([0, 1, 0], rows.Select(row => row.Y!.As<int>().Span[0])); // The second pass reads the file anew.
        Assert.All(rows, row => Assert.Equal((new Shape(4), new Shape()), (row.X.Shape, row.Y!.Shape)));
    }

    [Fact]
    public void FromCsv_WithoutHeader_GoesByNumber()
    {
        Dataset<Example> rows = Dataset.FromCsv(
            Table("1;2;0\n3;4;1\n"), [1, 0], CsvColumn.Class(2), new CsvOptions { HasHeader = false, Delimiter = ';' });

        Assert.Equal([[2, 1], [4, 3]], rows.Select(row => row.X.ToArray()));
        Assert.Equal([0, 1], rows.Select(row => row.Y!.As<int>().Span[0]));
    }

    [Fact]
    public void FromCsv_NumberAsTarget_IsForRegression()
    {
        Example row = Dataset.FromCsv(Table("a,b\n1,2.5\n"), ["a"], "b").Single();

        Assert.Equal(2.5f, row.Y!.As<float>().Span[0]);
        Assert.Null(Dataset.FromCsv(Table("a,b\n1,2.5\n"), ["a"]).Single().Y);
    }

    [Fact]
    public void FromCsv_EmptyFields_AreRefusedReplacedOrLeftOut()
    {
        string path = Table("a,b\n1,NA\n,2\n3,4\n");

        Assert.Contains("line 2, column 'b': the field is empty", Failure(path, "a", "b").Message);
        Assert.Equal([3], Dataset.FromCsv(path, ["a"], "b", new CsvOptions { SkipIncompleteRows = true }).Select(r => r.X.Span[0]));
        Assert.Equal(
            [[1, -1], [7, 2], [3, 4]],
            Dataset.FromCsv(path, [CsvColumn.Number("a", missingValue: 7), CsvColumn.Number("b", -1)]).Select(r => r.X.ToArray()));
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"x\ny\",3\n4,five\n", 5, "column 'b'", "'five' is not a number")]
    [InlineData("a,b\n1,2\n1,2,3\n", 3, null, "the row has 3 fields, those before it 2")]
    [InlineData("a,b\n1,2\n1\n", 3, null, "the row has 1 fields")]
    [InlineData("a,b\n1,2\n1,\"2\"3\n", 3, null, "quote")]
    [InlineData("a,c\n1,2\n", 1, null, "there is no column 'b'; the header names a, c")]
    [InlineData("", 1, null, "there is no header")]
    [InlineData("a,b\n1,1e99\n", 2, "column 'b'", "'1e99' is not a number")]
    public void FromCsv_BrokenTable_NamesLineAndColumn(string text, int line, string? column, string problem)
    {
        CsvFormatException error = Failure(Table(text), "b");

        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(problem, error.Message);
        Assert.StartsWith(error.File, error.Message);
    }

    [Fact]
    public void FromCsv_UnknownClass_NamesThoseThereAre()
    {
        string path = Table("a,kind\n1,bird\n");
        var error = Assert.Throws<DatasetException>(
            () => Dataset.FromCsv(path, ["a"], CsvColumn.Class("kind", "cat", "dog")).Count());

        Assert.Equal("FromCsv", error.Operation);
        Assert.Contains("line 2, column 'kind': 'bird' is none of the classes cat, dog", error.Message);
    }

    [Fact]
    public void FromCsv_ArgumentsThatMakeNoSense_AreRefused()
    {
        string path = Table("a\n1\n");

        Assert.Throws<FileNotFoundException>(() => Dataset.FromCsv(path + "x", ["a"]));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, []));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, ["a"], CsvColumn.OneHot("a", "x")));
        Assert.Throws<ArgumentException>(() => Dataset.FromCsv(path, ["a"], options: new CsvOptions { HasHeader = false }));
    }

    [Fact]
    public void Fit_OnATable_Learns()
    {
        string path = Table("x,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 2},{i % 2}\n")));
        using var model = new Sequential([new Dense(2, "softmax", inputShape: 1)]);
        model.Compile(new Adam(0.1), loss: "sparse_categorical_crossentropy");

        History history = model.Fit(
            Dataset.FromCsv(path, ["x"], CsvColumn.Class("y")).Batch(16), epochs: 5, verbose: Verbosity.Silent);

        Assert.True(history["loss"][^1] < 0.5 * history["loss"][0]);
    }

    private static CsvFormatException Failure(string path, params string[] features) => Assert.IsType<CsvFormatException>(
        Assert.Throws<DatasetException>(() => Dataset.FromCsv(path, [.. features.Select(name => (CsvColumn)name)]).Count()).InnerException);

    private string Table(string text)
    {
        string path = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
