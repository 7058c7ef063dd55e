namespace Mirrored.Keras;

/// <summary>Collects what callbacks have to remember, and gives it back to them.</summary>
internal static class CallbackStates
{
    /// <summary>Asks all callbacks.</summary>
    /// <param name="callbacks">The callbacks.</param>
    /// <param name="arrays">Receives their arrays.</param>
    public static IReadOnlyList<ManifestCallback> Save(IEnumerable<Callback> callbacks, List<SafetensorsTensor> arrays)
    {
        List<ManifestCallback> saved = [];
        foreach ((Callback callback, int number) in Numbered(callbacks))
        {
            CallbackState state = new();
            callback.SaveState(state);
            if (state.IsEmpty) continue;
            ManifestCallback one = new(callback.GetType().Name, number, state.Numbers.AsReadOnly(), state.Texts.AsReadOnly());
            saved.Add(one);
            foreach ((string name, NDArray<float> array) in state.Arrays)
                arrays.Add(new SafetensorsTensor(one.Prefix + name, array.Shape, array.ToArray()));
        }

        return saved;
    }

    /// <summary>Gives every callback what one of its class and number had to remember; one without starts afresh.</summary>
    public static void Restore(
        IEnumerable<Callback> callbacks, IReadOnlyList<ManifestCallback> saved, IReadOnlyList<SafetensorsTensor> arrays)
    {
        foreach ((Callback callback, int number) in Numbered(callbacks))
        {
            if (saved.FirstOrDefault(s => s.Class == callback.GetType().Name && s.Number == number) is not { } one) continue;
            CallbackState state = new(one);
            foreach (SafetensorsTensor array in arrays)
            {
                if (array.Name.StartsWith(one.Prefix, StringComparison.Ordinal))
                    state.Arrays.Add(array.Name[one.Prefix.Length..], new NDArray<float>(array.Data.ToArray(), array.Shape));
            }

            callback.RestoreState(state);
        }
    }

    private static IEnumerable<(Callback Callback, int Number)> Numbered(IEnumerable<Callback> callbacks)
    {
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (Callback callback in callbacks)
        {
            string name = callback.GetType().Name;
            seen[name] = seen.GetValueOrDefault(name, -1) + 1;
            yield return (callback, seen[name]);
        }
    }
}
