namespace Maat.Domain.Rendering;

/// <summary>Where a text with references will be used, which decides how their values are escaped.</summary>
public enum Place
{
    /// <summary>
    /// Plain text: nothing is escaped. Also the place of each text inside a JSON or YAML tree, which is escaped when the tree is written
    /// (see <see cref="ValueTemplate"/>).
    /// </summary>
    Text,

    /// <summary>
    /// The text of a JSON body. Inside a JSON string a value is JSON-escaped text; elsewhere it is written as a JSON value of its own type.
    /// </summary>
    Json,

    /// <summary>A URL: a value is percent-encoded (RFC 3986, all but unreserved characters), unless it is the whole URL.</summary>
    Url,

    /// <summary>The value of an HTTP header: a value with a line break or another control character is refused.</summary>
    Header,
}
