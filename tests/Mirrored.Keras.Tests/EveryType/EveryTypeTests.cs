using System.Reflection;

namespace Mirrored.Keras.Tests;

/// <summary>What holds for each type that a model is made of; <see cref="TypeCases"/> has a case for each.</summary>
public sealed class EveryTypeTests
{
    /// <summary>Of the slope. Losses near 1 are reported in float32, 6e-8 off, over twice a step of 2e-3: 3e-5. The third derivative
    /// adds 2e-3² / 6 of itself, and a row at a kink (relu, hinge) up to a step in thirteen rows.</summary>
    private const double SlopeTolerance = 2e-3;

    public static TheoryData<string, string> Cases => [.. TypeCases.Tables.SelectMany(
        table => table.Value.Keys.Select(name => new TheoryDataRow<string, string>(table.Key.Name, name)))];

    public static TheoryData<string, string> WithGradient => [.. TypeCases.Tables
        .Where(table => table.Key == typeof(Layer) || table.Key == typeof(ActivationFunction) || table.Key == typeof(Loss))
        .SelectMany(table => table.Value.Keys.Select(name => new TheoryDataRow<string, string>(table.Key.Name, name)))];

    [Fact]
    public void Cases_OfEveryKind_AreAllTypesThatThereAre() => Assert.All(TypeCases.Tables, table =>
    {
        IEnumerable<string> types = typeof(Layer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(table.Key) && !type.IsAbstract && !type.IsNestedPrivate).Select(type => type.Name);

        Assert.Equal(types.Order(), table.Value.Keys.Order());
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_OnAnyReplicas_GivesTheSameBits(string kind, string name)
    {
        TypeCase type = Find(kind, name);
        string expected = type.Train(Devices.Cpus(1));

        Assert.DoesNotContain("NaN", expected, StringComparison.Ordinal);
        foreach (int replicas in (int[])[2, 3, 8]) Assert.Equal(expected, type.Train(Devices.Cpus(replicas)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Fit_OnTheSimulator_GivesTheBitsOfTheCpu(string kind, string name)
    {
        SimulatorAtHand.SkipWithoutGpu();
        TypeCase type = Find(kind, name);

        Assert.Equal(type.Train(Devices.Cpus(2)), type.Train(Devices.Gpus(0, 1, 2)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SaveWeights_AndLoadElsewhere_GivesTheSamePredictions(string kind, string name)
    {
        (float[] saved, float[] loaded, float[] fresh) = Find(kind, name).SaveAndLoad();

        Assert.Equal(saved, loaded);
        Assert.NotEqual(saved, fresh);
    }

    [Theory]
    [MemberData(nameof(WithGradient))]
    public void Gradient_AlongItself_IsTheSlopeOfTheLoss(string kind, string name)
    {
        (double gradient, double measured) = Find(kind, name).Slope();

        Assert.InRange(measured, gradient * (1 - SlopeTolerance), gradient * (1 + SlopeTolerance));
        // The control: a gradient that is a hundredth too large is noticed.
        Assert.NotInRange(measured, 1.01 * gradient * (1 - SlopeTolerance), 1.01 * gradient * (1 + SlopeTolerance));
    }

    [Fact]
    public void Names_OfEveryTable_LeadToEveryTypeAndBack()
    {
        AssertNamesEveryType(ActivationFunction.Table);
        AssertNamesEveryType(Loss.Table);
        AssertNamesEveryType(Optimizer.Table);
        AssertNamesEveryType(Initializer.Table);
        AssertNamesEveryType(Regularizer.Table);
        AssertNamesEveryType(Constraint.Table);
        // A matrix cannot be made without its number of classes; every loss is a metric under its own name.
        AssertNamesEveryType(MetricNames.Table, except: [nameof(ConfusionMatrix)]);
    }

    [Fact]
    public void Names_Misspelt_SuggestTheRightOne()
    {
        AssertSuggests(ActivationFunction.Table, ActivationFunction.FromString);
        AssertSuggests(Loss.Table, Loss.FromString);
        AssertSuggests(Optimizer.Table, Optimizer.FromString);
        AssertSuggests(Initializer.Table, Initializer.FromString);
        AssertSuggests(Regularizer.Table, Regularizer.FromString);
        AssertSuggests(Constraint.Table, Constraint.FromString);
        AssertSuggests(MetricNames.Table, Metric.FromString);
    }

    private static TypeCase Find(string kind, string name) => TypeCases.Tables.Single(table => table.Key.Name == kind).Value[name];

    private static void AssertNamesEveryType<T>(NameTable<T> table, string[]? except = null)
        where T : class
    {
        string[] types = [.. typeof(T).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract && !type.IsNestedPrivate).Select(type => type.Name)];
        string[] named = [.. table.Names.Concat(table.Aliases.Keys).Select(name => table.Resolve(name).GetType().Name).Distinct()];

        Assert.Equal(types.Except(except ?? []).Order(), named.Order());
        MethodInfo conversion = typeof(T).GetMethod("op_Implicit", [typeof(string)])!; // Every such type converts from string.
        Assert.All(table.Names, name => Assert.Equal(
            table.Resolve(name).GetType(), conversion.Invoke(null, [name])!.GetType()));
    }

    /// <summary>Leaves each letter out in turn: what is suggested is the name, or another one as near.</summary>
    private static void AssertSuggests<T>(NameTable<T> table, Func<string, T> find)
    {
        string[] names = [.. table.Names.Concat(table.Aliases.Keys)];
        foreach (string name in names)
        {
            for (int i = 0; i < name.Length; i++)
            {
                string wrong = name.Remove(i, 1);
                if (wrong.Length < 2 || names.Contains(wrong, StringComparer.OrdinalIgnoreCase)) continue;
                string message = Assert.Throws<ArgumentException>(() => find(wrong)).Message;
                string[] near = [.. names.Where(other =>
                    EditDistance.Between(wrong.ToLowerInvariant(), other.ToLowerInvariant()) == 1)];
                Assert.Contains(near, other => message.Contains($"Did you mean '{other}'?", StringComparison.Ordinal));
                Assert.All(table.Names, valid => Assert.Contains(valid, message, StringComparison.Ordinal));
            }
        }
    }
}
