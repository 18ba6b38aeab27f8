using System.Text.Encodings.Web;

namespace Maat.Domain.Rendering;

/// <summary>Text inside a JSON string.</summary>
internal static class JsonText
{
    /// <summary>The text with JSON's escapes, without quotes around it.</summary>
    public static string Escape(string text) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text);
}

/// <summary>Follows the quotes of JSON text: whether what comes next stands inside a string.</summary>
internal sealed class JsonQuotes
{
    private bool afterBackslash;

    public bool InString { get; private set; }

    public void Read(string text)
    {
        foreach (var character in text)
        {
            if (afterBackslash)
                afterBackslash = false;
            else if (character == '"')
                InString = !InString;
            else
                afterBackslash = InString && character == '\\';
        }
    }
}
