namespace Maat.Domain.Documents;

/// <summary>Whether a problem prevents publishing or only deserves a look.</summary>
public enum Severity
{
    Error,
    Warning,
}

/// <summary>
/// Where a problem is. <paramref name="Path"/> is the place in the document as a JSON pointer (RFC 6901, for example
/// <c>/nodes/2/with/script</c>); <paramref name="Node"/> and <paramref name="Field"/> name what a person sees.
/// <paramref name="Line"/> and <paramref name="Column"/> count from 1: inside the field's text for a script or an expression,
/// inside the file for a document that cannot be read.
/// </summary>
public sealed record ProblemPlace(string Path, string? Node = null, string? Field = null, int? Line = null, int? Column = null);

/// <summary>
/// Something wrong with a document. <paramref name="Code"/> is stable and machine-readable (<c>cycle</c>, <c>unknown_variable</c>, …);
/// <paramref name="Wording"/> says what is wrong and what to do.
/// </summary>
public sealed record Problem(Severity Severity, string Code, Wording Wording, ProblemPlace Place)
{
    /// <summary>In English, for programs and logs.</summary>
    public string Message => Wording.ToString();
}
