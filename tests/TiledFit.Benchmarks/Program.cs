return TiledFit.Benchmarks.BenchmarkCommand.Create().Parse(args).Invoke();
