using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Mirrored;

/// <summary>Every kernel takes one struct; its size in the embedded PTX is that of the launcher's twin.</summary>
public sealed partial class ArgumentsTests
{
    /// <summary>File, entry and the size of the launcher's struct, for every kernel.</summary>
    private static readonly (string File, string Entry, int Size)[] Kernels =
    [
        ("accumulate", "mirrored_accumulate", Unsafe.SizeOf<CudaAccumulate.Arguments>()),
        ("arg_max", "mirrored_arg_max", Unsafe.SizeOf<CudaArgMax.Arguments>()),
        ("add_penalty", "mirrored_add_penalty", Unsafe.SizeOf<CudaAddPenalty.Arguments>()),
        ("binary", "mirrored_binary", Unsafe.SizeOf<CudaBinary.Arguments>()),
        ("block_sum", "mirrored_block_sum", Unsafe.SizeOf<CudaBlockSum.Arguments>()),
        ("checksum", "mirrored_checksum", Unsafe.SizeOf<CudaChecksum.Arguments>()),
        .. Casts.Select(entry => ("cast", entry, Unsafe.SizeOf<CudaCast.Arguments>())),
        ("clip_scale", "mirrored_clip_scale", Unsafe.SizeOf<CudaClipScale.Arguments>()),
        ("column_sum", "mirrored_column_sum", Unsafe.SizeOf<CudaColumnSum.Arguments>()),
        ("confusion_matrix", "mirrored_confusion_matrix", Unsafe.SizeOf<CudaConfusionMatrix.Arguments>()),
        ("element_loss", "mirrored_element_loss", Unsafe.SizeOf<CudaElementLoss.Arguments>()),
        ("epilogue", "mirrored_epilogue", Unsafe.SizeOf<CudaEpilogue.Arguments>()),
        ("epilogue_gradient", "mirrored_epilogue_gradient", Unsafe.SizeOf<CudaEpilogueGradient.Arguments>()),
        ("fill", "mirrored_fill", Unsafe.SizeOf<CudaFill.Arguments>()),
        ("gaussian_noise", "mirrored_gaussian_noise", Unsafe.SizeOf<CudaGaussianNoise.Arguments>()),
        ("global_mean", "mirrored_global_mean", Unsafe.SizeOf<CudaGlobalMean.Arguments>()),
        ("find_non_finite", "mirrored_find_non_finite", Unsafe.SizeOf<CudaFindNonFinite.Arguments>()),
        .. Gathers.Select(entry => ("gather", entry, Unsafe.SizeOf<CudaGather.Arguments>())),
        ("in_top_k", "mirrored_in_top_k", Unsafe.SizeOf<CudaInTopK.Arguments>()),
        ("loss_gradient", "mirrored_loss_gradient", Unsafe.SizeOf<CudaLossGradient.Arguments>()),
        .. Products.Select(entry => ("matmul", entry, Unsafe.SizeOf<CudaMatMul.Arguments>())),
        ("norm_constraint", "mirrored_norm_constraint", Unsafe.SizeOf<CudaNormConstraint.Arguments>()),
        ("random_uniform", "mirrored_random_uniform", Unsafe.SizeOf<CudaRandomUniform.Arguments>()),
        ("restore_sums", "mirrored_restore_sums", Unsafe.SizeOf<CudaRestoreSums.Arguments>()),
        ("row_normalize", "mirrored_row_normalize", Unsafe.SizeOf<CudaRowNormalize.Arguments>()),
        ("row_normalize_gradient", "mirrored_row_normalize_gradient", Unsafe.SizeOf<CudaRowNormalizeGradient.Arguments>()),
        ("row_reduce", "mirrored_row_reduce", Unsafe.SizeOf<CudaRowReduce.Arguments>()),
        .. Sums.Select(entry => ("reduce_leaves", entry, Unsafe.SizeOf<CudaReduceLeaves.Arguments>())),
        ("softmax", "mirrored_softmax", Unsafe.SizeOf<CudaSoftmax.Arguments>()),
        ("softmax_gradient", "mirrored_softmax_gradient", Unsafe.SizeOf<CudaSoftmaxGradient.Arguments>()),
        ("sparse_accuracy", "mirrored_sparse_accuracy", Unsafe.SizeOf<CudaSparseAccuracy.Arguments>()),
        .. Losses.Select(entry => ("sparse_cross_entropy", entry, Unsafe.SizeOf<CudaSparseCrossEntropy.Arguments>())),
        ("unary", "mirrored_unary", Unsafe.SizeOf<CudaUnary.Arguments>()),
        ("unary_gradient", "mirrored_unary_gradient", Unsafe.SizeOf<CudaUnaryGradient.Arguments>()),
        ("threshold_counts", "mirrored_threshold_counts", Unsafe.SizeOf<CudaThresholdCounts.Arguments>()),
        ("top_k", "mirrored_top_k", Unsafe.SizeOf<CudaTopK.Arguments>()),
        ("vector_loss", "mirrored_vector_loss", Unsafe.SizeOf<CudaLossArguments>()),
        ("update", "mirrored_update", Unsafe.SizeOf<CudaUpdate.Arguments>()),
        ("update", "mirrored_adam", Unsafe.SizeOf<CudaUpdate.Arguments>()),
    ];

    private static IEnumerable<string> Casts => ["mirrored_cast_to_float", "mirrored_cast_to_int"];

    private static IEnumerable<string> Gathers =>
    [
        "mirrored_gather_floats", "mirrored_gather_bytes", "mirrored_gather_label_words", "mirrored_gather_label_bytes",
        "mirrored_gather_weights",
    ];

    private static IEnumerable<string> Losses =>
        ["mirrored_sparse_cross_entropy_logits", "mirrored_sparse_cross_entropy_probabilities"];

    private static IEnumerable<string> Sums =>
        ["mirrored_reduce_leaves", "mirrored_reduce_leaves_bf16", "mirrored_reduce_leaves_to_bf16", "mirrored_reduce_leaves_from_bf16"];

    private static IEnumerable<string> Products =>
        from transposed in new[] { "nn", "nt", "tn", "tt" } from tile in new[] { 64, 32 } select $"mirrored_matmul_{transposed}_{tile}";

    [Fact]
    public void Arguments_OfEveryKernel_AreAsLargeAsInThePtx()
    {
        string[] files = [.. Kernels.Select(kernel => kernel.File).Distinct()];

        Assert.Equal(
            Kernels.Select(kernel => $"{kernel.Entry} {kernel.Size}").Order(StringComparer.Ordinal),
            files.SelectMany(Entries).Select(entry => $"{entry.Name} {entry.Size}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kernels_EveryEmbeddedFile_IsListed() =>
        Assert.Equal(
            typeof(EmbeddedPtx).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".ptx", StringComparison.Ordinal)).Order(),
            Kernels.Select(kernel => kernel.File + ".ptx").Distinct().Order());

    [Fact]
    public void CudaOperations_HasTheKindsThatTheCpuHas()
    {
        SimulatorAtHand.SkipWithoutGpu();
        using Device device = CudaTestDevice.Own.Open();
        using CudaStream stream = (CudaStream)device.CreateStream("test");
        using WorkerPool pool = new(1);
        using CpuScratch scratch = new();
        IEnumerable<string> cpu = CpuOperations.Create<SimdPortable, float, uint>(pool, scratch).Kinds.Select(kind => kind.Name).Order();

        Assert.Equal(cpu, CudaOperations.Create(stream).Kinds.Select(kind => kind.Name).Order());
    }

    private static IEnumerable<(string Name, int Size)> Entries(string file) =>
        EntryPattern().Matches(Encoding.UTF8.GetString(EmbeddedPtx.Read(file)))
            .Select(match => (match.Groups[1].Value, int.Parse(match.Groups[2].Value, null)));

    [GeneratedRegex(@"\.entry (\w+)\(\s*\.param \.align \d+ \.b8 \w+\[(\d+)\]\s*\)")]
    private static partial Regex EntryPattern();
}
