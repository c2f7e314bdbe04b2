using System.CommandLine;
using TiledFit.Benchmarks;

ParseResult command = BenchmarkCommand.Create().Parse(args);
int exitCode = command.Invoke();
return command.Errors.Count > 0 ? BenchmarkCommand.BadArguments : exitCode;
