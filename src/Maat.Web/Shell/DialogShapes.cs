using Radzen;

namespace Maat.Web.Shell;

/// <summary>The shapes in which dialogs open. Escape closes each; a click beside it only those in which nothing was typed that it could lose.</summary>
internal static class DialogShapes
{
    /// <summary>A question that is answered by a button.</summary>
    public static DialogOptions Question => Shape("480px", closesOnClickBeside: true);

    /// <summary>A question with a list of what is touched.</summary>
    public static DialogOptions QuestionWithList => Shape("560px", closesOnClickBeside: true);

    /// <summary>A field or two, or something that is shown only once.</summary>
    public static DialogOptions Fields => Shape("480px");

    /// <summary>A form with fields of different width.</summary>
    public static DialogOptions Form => Shape("640px");

    /// <summary>A form that holds others, or a file.</summary>
    public static DialogOptions Wide => Shape("720px");

    private static DialogOptions Shape(string width, bool closesOnClickBeside = false) => new()
    {
        Width = width,
        CloseDialogOnEsc = true,
        CloseDialogOnOverlayClick = closesOnClickBeside,
        // The page's script does so at once; see dialogs.ts.
        AutoFocusFirstElement = false,
    };
}
