TiledFit.Data.Rasters.Isolation.RasterReaderProgram.Run();
