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

    private TemplateDraft? _draft;
    private TemplateDocument? _shown;
    private bool _editable;
    private string _person = "";
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
        _draft = await Templates.GetAsync(actor, Id, Leaving);
        Current.Show(_draft.ProjectId);
        _shown = Version is { } version ? await Templates.GetVersionAsync(actor, Id, version, Leaving) : _draft.Document;
        _editable = Version is null && actor.Can(Right.Edit, _draft.ProjectId);
        _person = actor.Name;
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_draft is not { } draft || _shown is not { } shown)
            return;
        _script ??= new PageScript(Browser, $"/{Assets["js/designer.js"]}", Leaving);
        await _script.AttachAsync((Id, Version), () =>
        [
            _root,
            new
            {
                template = Id.ToString(CultureInfo.InvariantCulture),
                project = draft.ProjectId.ToString(CultureInfo.InvariantCulture),
                version = Version,
                node = Node,
                latestVersion = draft.LatestVersion,
                revision = draft.Revision,
                editable = _editable,
                person = _person,
                language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
                document = JsonSerializer.Deserialize<JsonElement>(TemplateWriter.ToJson(shown)),
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
}
