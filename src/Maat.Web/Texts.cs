namespace Maat.Web;

/// <summary>Stands for <c>Resources/Texts.resx</c> (English) and <c>Resources/Texts.zh.resx</c> (Chinese): every text that a page shows.</summary>
public sealed class Texts;
