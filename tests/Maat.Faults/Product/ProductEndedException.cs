namespace Maat.Faults.Product;

/// <summary>The product ended before it was ready; the message has what it said.</summary>
public sealed class ProductEndedException(string message) : Exception(message);
