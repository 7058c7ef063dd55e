namespace Mirrored.Keras.Tests;

public sealed class NameTableTests
{
    private static readonly NameTable<string> Activations = new("activation",
        ("relu", () => "a relu"),
        ("elu", () => "an elu"),
        ("hard_sigmoid", () => "a hard sigmoid"),
        ("tanh", () => "a tanh"));

    private static readonly NameTable<string> Losses = new("loss",
        ("mean_squared_error", () => "squares"), ("huber", () => "huber"))
    {
        Aliases = new Dictionary<string, string>
        {
            ["mse"] = "mean_squared_error",
            ["MeanSquaredError"] = "mean_squared_error",
        },
        IgnoreCase = true,
    };

    [Fact]
    public void Resolve_KnownName_MakesTheThing() => Assert.Equal("an elu", Activations.Resolve("elu"));

    [Fact]
    public void Resolve_Twice_MakesTwoThings()
    {
        NameTable<object> table = new("metric", ("mean", () => new object()));
        Assert.NotSame(table.Resolve("mean"), table.Resolve("mean"));
    }

    [Theory]
    [InlineData("mse")]
    [InlineData("MSE")]
    [InlineData("MeanSquaredError")]
    [InlineData("Mean_Squared_Error")]
    public void Resolve_AliasOrOtherCase_MakesTheThing(string name)
    {
        Assert.Equal("squares", Losses.Resolve(name));
        Assert.Equal("mean_squared_error", Losses.Canonical(name));
    }

    [Fact]
    public void Resolve_TwoNamesThatDifferInCase_PrefersTheExactOne()
    {
        NameTable<int> table = new("thing", ("a", () => 1), ("A", () => 2)) { IgnoreCase = true };
        Assert.Equal(2, table.Resolve("A"));
    }

    [Fact]
    public void Resolve_NearName_ProposesIt()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Activations.Resolve("rleu"));
        Assert.Equal(
            "Unknown activation 'rleu'. Did you mean 'relu'? Valid: elu, hard_sigmoid, relu, tanh.", error.Message);
    }

    [Theory]
    [InlineData("ReLU", "relu")]
    [InlineData("Hard-Sigmoid", "hard_sigmoid")]
    [InlineData("HardSigmoid", "hard_sigmoid")]
    [InlineData("hard sigmod", "hard_sigmoid")]
    [InlineData("tan", "tanh")]
    [InlineData("lu", "elu")]
    public void Resolve_OtherSpelling_ProposesTheName(string name, string nearest)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Activations.Resolve(name));
        Assert.Contains($"Did you mean '{nearest}'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_NearAlias_ProposesTheAlias()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Losses.Resolve("msee"));
        Assert.Equal("Unknown loss 'msee'. Did you mean 'mse'? Valid: huber, mean_squared_error.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("softmax")]
    [InlineData("thn")] // two mistakes in three letters
    [InlineData("xyz")]
    public void Resolve_NothingNear_ListsNamesOnly(string name)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Activations.Resolve(name));
        Assert.Equal($"Unknown activation '{name}'. Valid: elu, hard_sigmoid, relu, tanh.", error.Message);
    }

    [Fact]
    public void Resolve_Null_Throws() => Assert.Throws<ArgumentNullException>(() => Activations.Resolve(null!));

    [Fact]
    public void Names_Always_InTheGivenOrder() =>
        Assert.Equal(["relu", "elu", "hard_sigmoid", "tanh"], Activations.Names);

    [Fact]
    public void Constructor_NameTwice_Throws() =>
        Assert.Throws<ArgumentException>(() => new NameTable<int>("thing", ("a", () => 1), ("a", () => 2)));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("b", "c")]
    public void Aliases_KnownNameOrUnknownTarget_Throws(string alias, string target) =>
        Assert.Throws<ArgumentException>(() => new NameTable<int>("thing", ("a", () => 1))
        {
            Aliases = new Dictionary<string, string> { [alias] = target },
        });
}
