using Microsoft.Extensions.Hosting;
using TiledFit.Cluster.Hosting;
using TiledFit.Core;

try
{
    using IHost host = SiloHost.Build(args);
    await SiloHost.RunAsync(host);
    return 0;
}
catch (InputException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (Exception e)
{
    // The host has logged it, with its trace.
    await Console.Error.WriteLineAsync($"the silo has failed: {e.GetBaseException().Message.ReplaceLineEndings(" ")}");
    return 1;
}
