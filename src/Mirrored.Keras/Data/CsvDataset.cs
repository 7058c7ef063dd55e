namespace Mirrored.Keras;

/// <summary>Reads tables: <c>Dataset.FromCsv</c>.</summary>
public static class CsvDataset
{
    extension(Dataset)
    {
        /// <summary>A dataset of the rows of a table in a text file (RFC 4180), which is read anew each epoch, row by row.</summary>
        /// <param name="path">The file, in UTF-8.</param>
        /// <param name="features">The columns that become features, in this order; a name alone is a column of numbers.</param>
        /// <param name="target">The column that becomes the target: numbers, or classes by
        /// <see cref="CsvColumn.Class"/>; null when there is none.</param>
        /// <param name="options">How the table is written.</param>
        /// <returns>Examples with features of shape <c>(n)</c> and a target of shape <c>()</c>. What is wrong with the table arrives
        /// as a <see cref="DatasetException"/> around a <see cref="CsvFormatException"/>, at its row's turn.</returns>
        /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="features"/> is null.</exception>
        /// <exception cref="ArgumentException">There are no features, a target has several, columns go by name without a
        /// header, or the delimiter cannot be one.</exception>
        /// <exception cref="FileNotFoundException">There is no such file.</exception>
        public static Dataset<Example> FromCsv(
            string path, IReadOnlyList<CsvColumn> features, CsvColumn? target = null, CsvOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(path);
            ArgumentNullException.ThrowIfNull(features);
            options ??= new CsvOptions();
            if (features.Count == 0) throw new ArgumentException("Name the columns that become features.", nameof(features));
            if (target?.Kind == CsvColumnKind.OneHot)
                throw new ArgumentException($"The target {target} is one number: make it CsvColumn.Class.", nameof(target));
            if (!options.HasHeader && features.Append(target).FirstOrDefault(column => column?.Name is not null) is { } named)
                throw new ArgumentException($"The table has no header that would tell where {named} is: give its number, from 0.", nameof(features));
            CsvRows.Separator(options);
            if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}' to read a table from.", path);
            var table = new CsvTable(path, [.. features], target, options);
            return new Dataset<Example>(new EnumerableStage<Example>(table, "FromCsv"), new EnumerationSeed());
        }
    }
}
