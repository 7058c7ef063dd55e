namespace Mirrored.Keras;

/// <summary>What the whole process shares between models, as Keras's <c>keras.backend</c> does.</summary>
public static class Backend
{
    /// <summary>Starts the counters of automatic names again: the next dense layer is <c>dense</c>.</summary>
    /// <remarks>
    /// Names are counted for the whole process, so the second model of a program may start at <c>dense_2</c>; call this
    /// between models whose names should agree. Existing models keep their names, weights and memory: a strategy frees
    /// its models when it is disposed. Keras calls it <c>keras.backend.clear_session()</c>.
    /// </remarks>
    public static void ClearSession() => LayerNames.Shared.Clear();
}
