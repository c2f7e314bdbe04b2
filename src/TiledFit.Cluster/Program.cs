using Microsoft.Extensions.Hosting;
using TiledFit.Cluster.Hosting;
using TiledFit.Core;

try
{
    using IHost host = SiloHost.Build(args);
    await host.RunAsync();
    return 0;
}
catch (InputException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
