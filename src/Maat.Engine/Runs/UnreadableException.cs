namespace Maat.Engine.Runs;

/// <summary>
/// Something that was stored by this product cannot be read by this process: a version that an older or newer Maat published, a time zone
/// that this machine does not know. It concerns one run or schedule, and must not stop the others.
/// </summary>
public sealed class UnreadableException : Exception
{
    public UnreadableException(string message)
        : base(message)
    {
    }

    public UnreadableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
