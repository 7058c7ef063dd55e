namespace Mirrored.Keras.Tests;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("relu", "relu", 0)]
    [InlineData("", "relu", 4)]
    [InlineData("relu", "", 4)]
    [InlineData("rleu", "relu", 1)] // neighbours swapped
    [InlineData("rlu", "relu", 1)] // a letter left out
    [InlineData("rellu", "relu", 1)] // a letter too many
    [InlineData("rela", "relu", 1)] // another letter
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)] // 2 if a swapped pair could be edited again
    public void Between_TwoWords_CountsMistakes(string a, string b, int expected) =>
        Assert.Equal(expected, EditDistance.Between(a, b));
}
