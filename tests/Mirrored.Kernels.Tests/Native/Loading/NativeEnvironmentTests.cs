using System.Runtime.InteropServices;
using System.Text;

namespace Mirrored;

public sealed class NativeEnvironmentTests
{
    [Theory]
    [InlineData("CUDA_MIRRORED_TEST")]
    [InlineData("NCCL_MIRRORED_TEST")]
    [InlineData("NVIDIA_MIRRORED_TEST")]
    [InlineData("CUBLASLT_MIRRORED_TEST")]
    public void HandOver_VariableOfNvidia_ReachesNativeCode(string name)
    {
        Environment.SetEnvironmentVariable(name, "grün, 1");
        try
        {
            NativeEnvironment.HandOver();
            Assert.Equal("grün, 1", Native(name));
            Environment.SetEnvironmentVariable(name, "2");
            NativeEnvironment.HandOver();
            Assert.Equal("2", Native(name));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        NativeEnvironment.HandOver();
        Assert.Null(Native(name));
    }

    [Fact]
    public void HandOver_OtherVariable_StaysManaged()
    {
        Environment.SetEnvironmentVariable("MIRRORED_TEST_OTHER", "1");
        NativeEnvironment.HandOver();
        Assert.Null(Native("MIRRORED_TEST_OTHER"));
    }

    private static unsafe string? Native(string name)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Reads the environment by the C library of Linux.");
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(name + '\0'))
            return Marshal.PtrToStringUTF8((nint)EnvironmentImports.getenv(utf8));
    }
}
