using System.Globalization;
using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Kinds;
using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Variables;
using Maat.Engine.Templates;
using Maat.Web.Lists;
using Maat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Maat.Web.Designer;

/// <summary>
/// The designer of a template's draft, or a published version to look at. The page hands the document to its script once; from then on the
/// script edits it by itself and saves it through the REST API, so that neither a slow nor a lost circuit is felt while drawing.
/// </summary>
public sealed partial class DesignerPage : ActingPage
{
    /// <summary>Texts of the script and of node kinds; the rest of a key says which.</summary>
    private const string Words = "Designer.";

    private Opened? _opened;

    /// <summary>What is on the page: another may have been read since, and its element is not there yet.</summary>
    private Opened? _drawn;

    private ElementReference _root;
    private PageScript? _script;

    [Parameter]
    public long Id { get; set; }

    /// <summary>The published version to look at; null for the draft.</summary>
    [Parameter]
    public int? Version { get; set; }

    /// <summary>The key of the node to begin with.</summary>
    [SupplyParameterFromQuery]
    public string? Node { get; set; }

    [Inject]
    internal TemplateEditing Templates { get; set; } = null!;

    [Inject]
    internal CurrentProject Current { get; set; } = null!;

    [Inject]
    internal NodeKindCatalog Kinds { get; set; } = null!;

    [Inject]
    internal IJSRuntime Browser { get; set; } = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_script is not null)
            await _script.DisposeAsync();
    }

    protected override Task OnParametersSetAsync() => ReadAsync(async actor =>
    {
        int? wanted = Version;
        var draft = await Templates.GetAsync(actor, Id, Leaving);
        Current.Show(draft.ProjectId);
        var shown = wanted is { } version ? await Templates.GetVersionAsync(actor, draft.Id, version, Leaving) : draft.Document;
        _opened = new Opened(draft, wanted, shown, wanted is null && actor.Can(Right.Edit, draft.ProjectId), actor.Name);
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_drawn is not { } drawn)
            return;
        var draft = drawn.Draft;
        _script ??= new PageScript(Browser, $"/{Assets["js/designer.js"]}", Leaving);
        await _script.AttachAsync((draft.Id, drawn.Version), () =>
        [
            _root,
            new
            {
                template = draft.Id.ToString(CultureInfo.InvariantCulture),
                project = draft.ProjectId.ToString(CultureInfo.InvariantCulture),
                version = drawn.Version,
                node = Node,
                latestVersion = draft.LatestVersion,
                revision = draft.Revision,
                editable = drawn.Editable,
                person = drawn.Person,
                language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                document = JsonSerializer.Deserialize<JsonElement>(TemplateWriter.ToJson(drawn.Shown)),
                kinds = JsonSerializer.Deserialize<JsonElement>(Kinds.ToJson()),
                rules = Names<TriggerRule>.All,
                defaultPriority = PlanNode.DefaultPriority,
                runFacts = RunFacts.All.Select(fact => fact.Name),
                variableTypes = Names<VariableType>.All,
                states = Names<NodeState>.All.ToDictionary(state => state, state => L[$"State.{state}"].Value),
                words = ScriptWords(),
            },
        ]);
    }

    /// <summary>
    /// Every text that begins with <see cref="Words"/>, by the rest of its key. The script names its own; those of node kinds are looked up
    /// by the names in their descriptors, so a kind without a translation shows the descriptor's text.
    /// </summary>
    private Dictionary<string, string> ScriptWords() => L.GetAllStrings(includeParentCultures: true)
        .Where(text => text.Name.StartsWith(Words, StringComparison.Ordinal))
        .Select(text => text.Name[Words.Length..])
        .Distinct()
        .ToDictionary(name => name, name => L[$"Designer.{name}"].Value);

    /// <summary>A template as it was opened.</summary>
    /// <param name="Version">The published version that is shown; null for the draft.</param>
    private sealed record Opened(TemplateDraft Draft, int? Version, TemplateDocument Shown, bool Editable, string Person);
}
