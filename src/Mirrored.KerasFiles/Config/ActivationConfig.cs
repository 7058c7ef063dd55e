namespace Mirrored.Keras;

/// <summary>Activations in configurations: Keras writes their names.</summary>
internal static class ActivationConfig
{
    /// <summary>Keras's name of an activation.</summary>
    /// <exception cref="NotSupportedException">Keras has none such under a name: a user's own, one with settings, or hard_sigmoid, which
    /// Keras 3 computes otherwise than Keras 2 and Mirrored.</exception>
    public static string Write(ActivationFunction activation) => activation switch
    {
        Elu { Alpha: 1 } or LeakyRelu { Alpha: 0.2 } or Relu { Alpha: 0, MaxValue: null, Threshold: 0 } or Gelu { Approximate: false }
            or Exponential or Linear or LogSoftmax or Relu6 or Selu or Sigmoid or Softmax or Softplus or Softsign or Tanh => activation.Name,
        Swish => "silu",
        _ => throw KerasObject.Unknown(activation, "activation"),
    };

    /// <summary>The activation of a configuration: a name, or an object of Keras 3.</summary>
    public static ActivationFunction Read(ConfigNode? node)
    {
        if (node is not { } found) return new Linear();
        string name = found.IsText ? found.Text : found.Find("config") is { IsText: true } function ? function.Text : SnakeCase.Of(found.ClassName);
        if (name == "hard_sigmoid" || !(ActivationFunction.Table.Names.Contains(name) || name == "silu"))
            throw found.Wrong($"the activation '{name}'", $"one that Mirrored computes as Keras 3 does: {string.Join(", ", ActivationFunction.Table.Names.Where(n => n != "hard_sigmoid"))}");
        return name;
    }
}
