namespace Mirrored.Keras;

/// <summary>What becomes of the text of a column.</summary>
internal enum CsvColumnKind
{
    /// <summary>The number that it is.</summary>
    Number,

    /// <summary>The number of the class.</summary>
    Class,

    /// <summary>A 1 among zeros.</summary>
    OneHot,
}
