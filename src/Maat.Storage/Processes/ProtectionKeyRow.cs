namespace Maat.Storage.Processes;

/// <summary>A key that protects cookies, forms and what peers tell each other: every process of the installation has the same.</summary>
public sealed class ProtectionKeyRow
{
    public long Id { get; set; }

    public required string Name { get; set; }

    /// <summary>As ASP.NET's data protection writes it.</summary>
    public required string Xml { get; set; }
}
