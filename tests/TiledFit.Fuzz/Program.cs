return TiledFit.Fuzz.FuzzCommand.Create().Parse(args).Invoke();
