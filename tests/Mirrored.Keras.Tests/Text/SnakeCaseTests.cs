namespace Mirrored.Keras.Tests;

public sealed class SnakeCaseTests
{
    [Theory]
    [InlineData("Dense", "dense")]
    [InlineData("BatchNormalization", "batch_normalization")]
    [InlineData("InputLayer", "input_layer")]
    [InlineData("ReLU", "re_lu")]
    [InlineData("PReLU", "p_re_lu")]
    [InlineData("LeakyReLU", "leaky_re_lu")]
    [InlineData("ELU", "elu")]
    [InlineData("LSTM", "lstm")]
    [InlineData("GRUCell", "gru_cell")]
    [InlineData("Conv2D", "conv2d")]
    [InlineData("Conv2DTranspose", "conv2d_transpose")]
    [InlineData("MaxPooling2D", "max_pooling2d")]
    [InlineData("Block1Dense", "block1_dense")]
    [InlineData("MyBlock1Dense", "my_block1dense")] // a digit inside a set-off word ends nothing
    [InlineData("ABCdEf", "ab_cd_ef")]
    [InlineData("lower", "lower")]
    [InlineData("_Hidden", "private__hidden")]
    public void Of_ClassName_IsKerasName(string className, string expected) =>
        Assert.Equal(expected, SnakeCase.Of(className));

    [Fact]
    public void Of_Empty_Throws() => Assert.Throws<ArgumentException>(() => SnakeCase.Of(""));
}
