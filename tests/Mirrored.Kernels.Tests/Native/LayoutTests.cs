using System.Runtime.CompilerServices;

namespace Mirrored;

/// <summary>The native structures have the sizes and offsets of the C headers (64-bit), in bytes.</summary>
public sealed unsafe class LayoutTests
{
    [Fact]
    public void Size_OfEachStruct_IsTheHeaders()
    {
        (string, int, int)[] sizes =
        [
            ("CUresult", 4, sizeof(CuResult)),
            ("CUuuid", 16, sizeof(CuUuid)),
            ("CUlaunchConfig", 56, sizeof(CuLaunchConfig)),
            ("CUlaunchAttribute", 72, sizeof(CuLaunchAttribute)),
            ("CUlaunchAttributeValue", 64, sizeof(CuLaunchAttributeValue)),
            ("CUaccessPolicyWindow", 32, sizeof(CuAccessPolicyWindow)),
            ("CUgraphExecUpdateResultInfo", 24, sizeof(CuGraphExecUpdateResultInfo)),
            ("CUmemLocation", 8, sizeof(CuMemLocation)),
            ("CUmemAccessDesc", 12, sizeof(CuMemAccessDesc)),
            ("CUmemPoolProps", 88, sizeof(CuMemPoolProps)),
            ("cublasStatus_t", 4, sizeof(CublasLtResult)),
            ("cublasLtMatmulAlgo_t", 64, sizeof(CublasLtMatmulAlgo)),
            ("cublasLtMatmulHeuristicResult_t", 96, sizeof(CublasLtHeuristicResult)),
            ("ncclResult_t", 4, sizeof(NcclResult)),
            ("ncclUniqueId", 128, sizeof(NcclUniqueId)),
            ("ncclConfig_t of 2.18", 48, sizeof(NcclConfig)),
            ("nvmlReturn_t", 4, sizeof(NvmlResult)),
            ("nvmlUtilization_t", 8, sizeof(NvmlUtilization)),
            ("nvmlMemory_t", 24, sizeof(NvmlMemory)),
            ("nvmlProcessInfo_t", 24, sizeof(NvmlProcess)),
        ];
        Assert.All(sizes, row => Assert.Equal((row.Item1, row.Item2), (row.Item1, row.Item3)));
    }

    [Fact]
    public void Size_OfEachEnum_IsOneCInt()
    {
        Assert.Equal(4, sizeof(CuDeviceAttribute));
        Assert.Equal(4, sizeof(CuFunctionAttribute));
        Assert.Equal(4, sizeof(CuJitOption));
        Assert.Equal(4, sizeof(CuCaptureMode));
        Assert.Equal(4, sizeof(CuContextFlags));
        Assert.Equal(4, sizeof(CublasLtEpilogue));
        Assert.Equal(4, sizeof(CublasLtMatmulDescAttribute));
        Assert.Equal(8, sizeof(CuGraphInstantiateFlags));
    }

    [Fact]
    public void Offsets_OfLaunchConfig_AreTheHeaders()
    {
        CuLaunchConfig config;
        byte* start = (byte*)&config;
        Assert.Equal(0, (byte*)&config.GridX - start);
        Assert.Equal(4, (byte*)&config.GridY - start);
        Assert.Equal(8, (byte*)&config.GridZ - start);
        Assert.Equal(12, (byte*)&config.BlockX - start);
        Assert.Equal(16, (byte*)&config.BlockY - start);
        Assert.Equal(20, (byte*)&config.BlockZ - start);
        Assert.Equal(24, (byte*)&config.SharedBytes - start);
        Assert.Equal(32, (byte*)&config.Stream - start);
        Assert.Equal(40, (byte*)&config.Attributes - start);
        Assert.Equal(48, (byte*)&config.AttributeCount - start);
    }

    [Fact]
    public void Offsets_OfNcclConfig_AreTheHeaders()
    {
        NcclConfig config = NcclConfig.NonBlocking;
        byte* start = (byte*)&config;
        Assert.Equal((48u, 0xCAFEBEEFu, 21801u, 0), ((uint)config.Size, config.Magic, config.Version, config.Blocking));
        Assert.Equal(8, (byte*)&config.Magic - start);
        Assert.Equal(12, (byte*)&config.Version - start);
        Assert.Equal(16, (byte*)&config.Blocking - start);
        Assert.Equal(20, (byte*)&config.CgaClusterSize - start);
        Assert.Equal(24, (byte*)&config.MinCtas - start);
        Assert.Equal(28, (byte*)&config.MaxCtas - start);
        Assert.Equal(32, (byte*)&config.NetName - start);
        Assert.Equal(40, (byte*)&config.SplitShare - start);
    }

    [Fact]
    public void Offsets_OfLaunchAttribute_AreTheHeaders()
    {
        CuLaunchAttribute attribute;
        byte* start = (byte*)&attribute;
        Assert.Equal(0, (byte*)&attribute.Id - start);
        Assert.Equal(8, (byte*)&attribute.Value.Number - start);
        Assert.Equal(12, (byte*)&attribute.Value.ClusterY - start);
        Assert.Equal(16, (byte*)&attribute.Value.ClusterZ - start);
        Assert.Equal(8, (byte*)&attribute.Value.Event - start);
        Assert.Equal(16, (byte*)&attribute.Value.EventFlags - start);
        Assert.Equal(20, (byte*)&attribute.Value.TriggerAtBlockStart - start);
        Assert.Equal(8, (byte*)&attribute.Value.Window - start);
    }

    [Fact]
    public void Offsets_OfAccessPolicyWindow_AreTheHeaders()
    {
        CuAccessPolicyWindow window;
        byte* start = (byte*)&window;
        Assert.Equal(0, (byte*)&window.BasePointer - start);
        Assert.Equal(8, (byte*)&window.ByteCount - start);
        Assert.Equal(16, (byte*)&window.HitRatio - start);
        Assert.Equal(20, (byte*)&window.HitProperty - start);
        Assert.Equal(24, (byte*)&window.MissProperty - start);
    }

    [Fact]
    public void Offsets_OfGraphAndPoolStructs_AreTheHeaders()
    {
        CuGraphExecUpdateResultInfo info;
        Assert.Equal(8, (byte*)&info.ErrorNode - (byte*)&info);
        Assert.Equal(16, (byte*)&info.ErrorFromNode - (byte*)&info);

        CuMemAccessDesc access;
        Assert.Equal(4, (byte*)&access.Location.Id - (byte*)&access);
        Assert.Equal(8, (byte*)&access.Access - (byte*)&access);

        CuMemPoolProps pool;
        byte* start = (byte*)&pool;
        Assert.Equal(0, (byte*)&pool.AllocationType - start);
        Assert.Equal(4, (byte*)&pool.HandleTypes - start);
        Assert.Equal(8, (byte*)&pool.Location - start);
        Assert.Equal(16, (byte*)&pool.Win32SecurityAttributes - start);
        Assert.Equal(24, (byte*)&pool.MaxSize - start);
        Assert.Equal(32, (byte*)&pool.Usage - start);
        Assert.Equal(34, pool.Reserved - start);
    }

    [Fact]
    public void Offsets_OfHeuristicResult_AreTheHeaders()
    {
        CublasLtHeuristicResult result;
        byte* start = (byte*)&result;
        Assert.Equal(0, (byte*)&result.Algo - start);
        Assert.Equal(64, (byte*)&result.WorkspaceBytes - start);
        Assert.Equal(72, (byte*)&result.State - start);
        Assert.Equal(76, (byte*)&result.WavesCount - start);
        Assert.Equal(80, (byte*)result.Reserved - start);
    }

    [Fact]
    public void Offsets_OfNvmlMemory_AreTotalFreeUsed()
    {
        NvmlMemory memory;
        Assert.Equal(0, (byte*)&memory.Total - (byte*)&memory);
        Assert.Equal(8, (byte*)&memory.Free - (byte*)&memory);
        Assert.Equal(16, (byte*)&memory.Used - (byte*)&memory);
    }

    [Fact]
    public void ToString_OfUuid_KeepsTheBytesInOrder()
    {
        CuUuid uuid = default;
        for (int i = 0; i < 16; i++) uuid[i] = (byte)(i * 0x11);
        Assert.Equal("00112233-4455-6677-8899-aabbccddeeff", uuid.ToString());
        Assert.Equal(16, Unsafe.SizeOf<CuUuid>());
    }
}
