namespace Mirrored;

/// <summary>The vector instructions that CPU kernels compute with.</summary>
internal sealed class CpuExamination(SimdWidth width) : Examination("CPU")
{
    public override DoctorCheck Run() => width switch
    {
        SimdWidth.Bits512 => Ok("vectors of 512 bits (AVX-512)"),
        SimdWidth.Bits256 => Ok("vectors of 256 bits (AVX2)"),
        SimdWidth.Bits128 when !IsX86 => Ok("vectors of 128 bits"),
        SimdWidth.Bits128 => Warning(
            "no AVX2, so products take several times as long",
            "Use a processor with AVX2; in a virtual machine pass the host's processor through, and unset DOTNET_EnableAVX2 if "
            + "it is 0.",
            "vectors of 128 bits"),
        _ => Warning(
            "no vector instructions, so training takes many times as long", "Unset DOTNET_EnableHWIntrinsic if it is 0.",
            "no vectors"),
    };

    private static bool IsX86 => System.Runtime.Intrinsics.X86.X86Base.IsSupported;
}
