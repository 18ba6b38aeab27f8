using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Runs;
using Maat.Engine.Templates;
using Maat.Storage;
using Maat.Web.Tests.Hosting;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Maat.Web.Tests.Live;

/// <summary>The product without a worker and a scheduler: nothing of a run moves but by a test's own action.</summary>
public sealed class LiveBench : IAsyncLifetime
{
    public const string Text = """
        apiVersion: maat/v1
        kind: Template
        name: Live
        nodes:
          - { key: first, name: First, kind: bash, with: { script: "true" } }
          - { key: left, kind: bash, with: { script: "true" } }
          - { key: right, kind: bash, with: { script: "true" } }
          - { key: last, name: Last, kind: bash, with: { script: "true" } }
        edges:
          - { from: first, to: left }
          - { from: first, to: right }
          - { from: left, to: last }
          - { from: right, to: last }
        """;

    public static readonly Actor Owner = Actor.Administrator("owner");

    private readonly MaatServer _server = new();
    private WebApplicationFactory<Program>? _product;
    private long _application;

    public WebApplicationFactory<Program> Product => _product ??= _server.WithWebHostBuilder(builder => builder.UseSetting("Maat:Roles:0", "Web"));

    public string Token => File.ReadAllText(Path.Combine(_server.Data, "token")).Trim();

    public RunActions Actions => Get<RunActions>();

    public static TemplateDocument Document => TemplateReader.Read(YamlSource.Read(Text)).Document!;

    public T Get<T>()
        where T : notnull => Product.Services.GetRequiredService<T>();

    /// <summary>A run of its own, whose first node is ready.</summary>
    public async Task<long> StartRunAsync() =>
        (await Get<Triggering>().TriggerAsync(Owner, _application, new TriggerRequest(new Dictionary<string, Value>()), TestContext.Current.CancellationToken)).RunId;

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = CancellationToken.None;
        long project = await Get<IMaatDatabase>().ReadAsync((context, token) => context.Projects.Select(p => p.Id).FirstAsync(token), cancellation);
        TemplateDraft draft = await Get<TemplateEditing>().ImportAsync(Owner, project, Document, revision: null, cancellation);
        await Get<TemplateEditing>().PublishAsync(Owner, draft.Id, draft.Revision, "", cancellation);
        _application = (await Get<ApplicationEditing>().CreateAsync(
            Owner, project, new ApplicationDefinition("live", draft.Id, new Dictionary<string, Value>()) { MaxActiveRuns = 1_000 }, cancellation)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        if (_product is not null)
            await _product.DisposeAsync();
        await _server.DisposeAsync();
    }
}
