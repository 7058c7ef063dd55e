namespace Mirrored;

/// <summary>A kernel bound to its one argument struct, its grid and a stream.</summary>
/// <typeparam name="TArguments">The twin of the struct in the kernel's source; the same size and layout.</typeparam>
internal sealed unsafe class CudaKernel<TArguments>(
    CudaFunction function, CudaLaunch launch, TArguments arguments, CudaStreamHandle stream) : PreparedOperation
    where TArguments : unmanaged
{
    private readonly TArguments _arguments = arguments;

    public override void Launch()
    {
        // The driver refuses grids without blocks: there is nothing to do.
        if (launch.GridX == 0 || launch.GridY == 0) return;
        fixed (TArguments* address = &_arguments)
        {
            void* list = address;
            function.Launch(stream, launch, &list);
        }
    }
}
