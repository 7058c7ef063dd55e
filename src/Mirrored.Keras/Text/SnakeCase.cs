using System.Text;

namespace Mirrored.Keras;

/// <summary>Turns the name of a class into the name that Keras gives to its objects.</summary>
internal static class SnakeCase
{
    /// <summary><c>BatchNormalization</c> is <c>batch_normalization</c>, <c>ReLU</c> is <c>re_lu</c>,
    /// <c>Conv2DTranspose</c> is <c>conv2d_transpose</c>; a leading <c>_</c> gets <c>private</c> in front.</summary>
    public static string Of(string className)
    {
        ArgumentException.ThrowIfNullOrEmpty(className);
        StringBuilder snake = new(className.Length + 4);
        int wordEnd = 0;
        for (int i = 0; i < className.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(className[i]))
            {
                // A word is a capital and what is small behind it; it is set off from any letter before it that is
                // not part of such a word itself. Keras's rule, down to Block1Dense and MyBlock1Dense.
                int end = WordEnd(className, i);
                bool isWord = end > i + 1 && i > wordEnd;
                if (isWord) wordEnd = end;
                if (isWord || char.IsAsciiLetterLower(className[i - 1])) snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(className[i]));
        }

        return className[0] == '_' ? $"private{snake}" : snake.ToString();
    }

    private static int WordEnd(string name, int start)
    {
        int end = start + 1;
        while (end < name.Length && (char.IsAsciiLetterLower(name[end]) || char.IsAsciiDigit(name[end]))) end++;
        return end;
    }
}
