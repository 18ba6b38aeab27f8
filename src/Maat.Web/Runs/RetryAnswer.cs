namespace Maat.Web.Runs;

/// <summary>What a person wants who asked for a retry.</summary>
internal enum RetryAnswer
{
    /// <summary>The nodes again, within the run.</summary>
    Retry,

    /// <summary>Another run, with the version that the application uses by now.</summary>
    Repeat,
}
