using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Radzen;

namespace Maat.Web.Shell;

/// <summary>Opens dialogs whose way out is named in the language of the page.</summary>
internal sealed class Dialogs(NavigationManager navigation, IJSRuntime browser, IStringLocalizer<Texts> texts) : DialogService(navigation, browser)
{
    public override Task<dynamic?> OpenAsync<T>(string title, Dictionary<string, object?>? parameters = null, DialogOptions? options = null)
    {
        options ??= new DialogOptions();
        options.CloseAriaLabel = texts["Shell.Close"];
        return base.OpenAsync<T>(title, parameters, options);
    }
}
