using TiledFit.Cli;

using var interrupt = new Interrupt();
return await Application.RunAsync(args, Console.Out, Console.Error, interrupt.Token);
