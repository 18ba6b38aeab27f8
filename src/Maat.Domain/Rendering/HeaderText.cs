namespace Maat.Domain.Rendering;

/// <summary>Text inside the value of an HTTP header, where a line break would begin another header (RFC 9110, section 5.5).</summary>
internal static class HeaderText
{
    public static readonly Wording Problem = $"A header's value cannot have a line break or another control character.";

    public static bool HasControlCharacter(string text) => text.Any(character => char.IsControl(character) && character != '\t');
}
