namespace Mirrored;

/// <summary>A walk through every kind of native object, as a device uses them, on two devices.</summary>
internal static unsafe class EveryHandle
{
    /// <summary>Makes, uses and disposes everything; throws what the bindings throw.</summary>
    public static void Use()
    {
        _ = CudaDeviceQuery.Describe(0);
        using CudaContextHandle context = CudaContextHandle.Retain(0, CuContextFlags.ScheduleBlockingSync);
        using CudaContextHandle peer = CudaContextHandle.Retain(1);
        context.MakeCurrent();
        _ = context.MemoryInfo();
        Assert.True(context.TryEnablePeerAccess(peer));
        (_, int highest) = context.StreamPriorities();
        using CudaStreamHandle stream = CudaStreamHandle.Create(context, highest);
        UseMemory(context, peer, stream);
        UseEvents(context, stream);
        UseModule(context, stream);
        UseGraph(stream);
        UseCublasLt(context, stream);
        context.Synchronize();
    }

    private static void UseMemory(CudaContextHandle context, CudaContextHandle peer, CudaStreamHandle stream)
    {
        using CudaMemoryHandle first = CudaMemoryHandle.Allocate(context, 64);
        using CudaMemoryHandle second = CudaMemoryHandle.Allocate(peer, 64);
        using CudaPinnedMemoryHandle pinned = CudaPinnedMemoryHandle.Allocate(context, 64);
        var host = new Span<byte>(pinned.Address, 64);
        for (int i = 0; i < host.Length; i++) host[i] = (byte)i;
        stream.CopyFromHost(first.Address, pinned.Address, 64);
        stream.Fill(first.Address, (byte)7, 4);
        stream.Fill(first.Address + 8, 0x01020304u, 2);
        stream.Copy(first.Address + 32, first.Address, 16);
        stream.CopyBetween(context, second.Address, context, first.Address, 64);
        stream.CopyToHost(pinned.Address, second.Address, 64);
        stream.Synchronize();
        Assert.True(stream.IsIdle);
        // Bytes 0-3 filled with 7, 4-7 as they were, 8-15 two words 0x01020304, the first 16 again from 32 on.
        Assert.Equal([7, 7, 7, 7, 4, 5, 6, 7, 4, 3, 2, 1, 4, 3, 2, 1, 16], host[..17].ToArray());
        Assert.Equal([7, 7, 7, 7, 4, 5, 6, 7, 4, 3, 2, 1, 4, 3, 2, 1, 48], host[32..49].ToArray());
    }

    private static void UseEvents(CudaContextHandle context, CudaStreamHandle stream)
    {
        using CudaEventHandle start = CudaEventHandle.Create(context, CuEventFlags.Default);
        using CudaEventHandle end = CudaEventHandle.Create(context, CuEventFlags.BlockingSync);
        start.Record(stream);
        end.Record(stream);
        stream.Wait(end);
        end.Synchronize();
        Assert.True(end.IsComplete);
        Assert.True(end.MillisecondsSince(start) >= 0);
    }

    private static void UseModule(CudaContextHandle context, CudaStreamHandle stream)
    {
        using CudaModuleHandle module = CudaModuleHandle.Load(context, ".version 7.8\0"u8, new() { Verbose = true });
        CudaFunction add = module.GetFunction("add");
        _ = module.GetGlobal("table");
        _ = add.TryLoad();
        _ = add.Attribute(CuFunctionAttribute.NumRegs);
        add.SetAttribute(CuFunctionAttribute.MaxDynamicSharedSizeBytes, 1024);
        _ = add.BlocksPerMultiprocessor(128, 0);
        float argument = 1;
        void* arguments = &argument;
        var launch = new CudaLaunch(blocks: 2, threads: 32);
        add.Launch(stream, launch, &arguments);
        _ = add.TryLaunch(stream, launch, [], &arguments);
    }

    private static void UseGraph(CudaStreamHandle stream)
    {
        stream.BeginCapture();
        using CudaGraphHandle graph = stream.EndCapture();
        _ = graph.NodeCount;
        using CudaGraphExecHandle exec = graph.Instantiate();
        exec.Upload(stream);
        exec.Launch(stream);
        _ = exec.TryUpdate(graph);
        stream.BeginCapture();
        stream.AbandonCapture();
    }

    private static void UseCublasLt(CudaContextHandle context, CudaStreamHandle stream)
    {
        using CublasLtHandle library = CublasLtHandle.Create(context);
        using CublasLtMatmulDescHandle description =
            CublasLtMatmulDescHandle.Create(library, CublasLtComputeType.Float32, CublasLtDataType.Float32);
        description.Set(CublasLtMatmulDescAttribute.TransposeA, CublasLtOperation.Transpose);
        description.Set(CublasLtMatmulDescAttribute.Epilogue, CublasLtEpilogue.Bias);
        description.Set(CublasLtMatmulDescAttribute.BiasPointer, 4096ul);
        using CublasLtMatrixLayoutHandle layout =
            CublasLtMatrixLayoutHandle.Create(library, CublasLtDataType.Float32, 4, 4, 4);
        layout.Set(CublasLtMatrixLayoutAttribute.BatchCount, 1);
        using CublasLtPreferenceHandle preference = CublasLtPreferenceHandle.Create(library);
        preference.Set(CublasLtPreferenceAttribute.MaxWorkspaceBytes, 4096ul);
        using CudaMemoryHandle memory = CudaMemoryHandle.Allocate(context, 64);
        var product = new CublasLtProduct
        {
            Description = description,
            LayoutA = layout,
            LayoutB = layout,
            LayoutC = layout,
            LayoutD = layout,
            A = memory.Address,
            B = memory.Address,
            C = memory.Address,
            D = memory.Address,
        };
        var results = new CublasLtHeuristicResult[2];
        int count = library.GetHeuristics(product, preference, results);
        Assert.True(count <= 1);
        if (count == 0) return;
        library.Matmul(product, 2, 0.5f, results[0].Algo, workspace: 0, (long)results[0].WorkspaceBytes, stream);
        stream.Synchronize();
        Assert.Equal(2.5f, *(float*)memory.Address);
    }
}
