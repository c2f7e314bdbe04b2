namespace TiledFit.Tests.Shared.Measuring;

/// <summary>A place cannot be measured here and stays as it is.</summary>
/// <param name="message">What is missing.</param>
internal sealed class MissingDataException(string message) : Exception(message);
