namespace TiledFit.Tests.Shared.Measuring;

/// <summary>What is asked of measurements.</summary>
/// <param name="Quick">As little as shows that everything runs; the document stays as it is.</param>
/// <param name="DocumentDirectory">Where the document is.</param>
/// <param name="Scratch">For files that go when all is measured.</param>
internal sealed record MeasureRequest(bool Quick, string DocumentDirectory, string Scratch);
