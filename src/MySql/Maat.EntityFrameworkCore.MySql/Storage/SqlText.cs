using System.Text;

namespace Maat.EntityFrameworkCore.MySql.Storage;

/// <summary>
/// Texts as literals of SQL that mean the same whether or not the server's mode has NO_BACKSLASH_ESCAPES: a text with a backslash in it is
/// written in hexadecimal digits, and so is one with line breaks, which statements that are indented would change.
/// </summary>
internal static class SqlText
{
    public static string Literal(string text) => IsPlain(text) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : $"_utf8mb4 X'{Digits(text)}'";

    /// <summary>
    /// The same as the default of a column. Digits are converted there, for MariaDB keeps a default as a text that it writes itself, and forgets
    /// to double the apostrophes of a literal that had digits.
    /// </summary>
    public static string Default(string text) => IsPlain(text) ? Literal(text) : $"(CONVERT(X'{Digits(text)}' USING utf8mb4))";

    private static bool IsPlain(string text) => !text.Any(c => c == '\\' || char.IsControl(c));

    private static string Digits(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));
}
