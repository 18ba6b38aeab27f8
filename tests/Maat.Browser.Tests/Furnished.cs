using Maat.Domain.Projects;
using Maat.Domain.Runs;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.Events;
using Maat.Engine.Projects;
using Maat.Engine.Runs;
using Maat.Engine.Templates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>
/// A product with a project in which every page has something to show, good and bad, and one in which nothing is. All names are Chinese: what
/// is English on a Chinese page is then the product's.
/// </summary>
public sealed class Furnished(Chromium chromium) : IAsyncLifetime
{
    private readonly ProductServer _product = new();
    private string? _session;

    private static readonly Actor Owner = Actor.Administrator("所有者");

    private readonly Gate _gate = new();
    private readonly Dictionary<string, long> _ids = [];

    /// <summary>A page of the product that was furnished, for somebody who is signed in.</summary>
    public Task<Visit> VisitAsync(string language, ColorScheme scheme) =>
        chromium.VisitAsync(language: language, scheme: scheme, address: _product.Address, session: _session);

    public async ValueTask InitializeAsync()
    {
        await _product.SetUpAsync();
        await using (Visit visit = await chromium.VisitAsync(signedIn: false, address: _product.Address))
        {
            await visit.SignInAsync(ProductServer.AdministratorName, ProductServer.Password);
            _session = await visit.Page.Context.StorageStateAsync();
        }

        _ids["bare"] = await ProjectAsync("空项目");
        long project = _ids["full"] = await ProjectAsync("搜索");
        long template = _ids["template"] = await PublishAsync(project, "夜间构建");
        _ids["draft"] = (await Service<TemplateCreation>().ImportAsync(Owner, project, Document("草稿", "none_skipped", ":"), replace: false, Cancellation)).Id;
        _ids["empty-template"] = (await Service<TemplateCreation>().BlankAsync(Owner, project, "空白", Cancellation)).Id;
        long application = _ids["application"] = await ApplyAsync(project, template, "夜间-杭州", shards: 8);
        await Service<Scheduling>().AddAsync(Owner, application, new ScheduleDefinition("30 2 * * 1-5", "Asia/Shanghai"), Cancellation);
        await Service<Scheduling>().AddAsync(Owner, application, new ScheduleDefinition("0 10,16 * * *", Enabled: false), Cancellation);
        _ids["succeeded"] = await EndAsync(application, shards: 8, RunState.Succeeded);
        _ids["failed"] = await EndAsync(application, shards: 13, RunState.Failed);
        long busy = await ApplyAsync(project, template, "夜间-上海", shards: 99);
        _ids["running"] = await TriggerAsync(busy, shards: 99);
        _ids["queued"] = await TriggerAsync(busy, shards: 99);
    }

    /// <summary>An address with the ids of what was made, such as <c>/runs/{failed}</c>.</summary>
    public string Address(string pattern) => _ids.Aggregate(pattern, (address, id) => address.Replace($"{{{id.Key}}}", $"{id.Value}", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        _gate.Open("go on");
        await EndedAsync(_ids["running"]);
        await EndedAsync(_ids["queued"]);
        _gate.Dispose();
        await _product.DisposeAsync();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private T Service<T>()
        where T : notnull => _product.Services.GetRequiredService<T>();

    private async Task<long> ProjectAsync(string name) =>
        (await Service<ProjectEditing>().CreateAsync(Owner, new ProjectDefinition(name, "给所有人看的项目", "Asia/Shanghai"), Cancellation)).Id;

    private async Task<long> PublishAsync(long project, string name)
    {
        string[] script =
        [
            "echo \"第一行\" ${{ vars.shards }}",
            "test \"$MAAT_VAR_SHARDS\" != 13 || { echo \"错误：分片数不对\" >&2; exit 3; }",
            $"if [ \"$MAAT_VAR_SHARDS\" = 99 ]; then {_gate.Wait("go on")}; fi",
            "echo rows=1200 >> \"$MAAT_OUTPUT\"",
        ];
        TemplateDraft draft = await Service<TemplateCreation>().ImportAsync(Owner, project, Document(name, "all_success", script), replace: false, Cancellation);
        await Service<TemplateEditing>().PublishAsync(Owner, draft.Id, draft.Revision, "第一个版本", Cancellation);
        return draft.Id;
    }

    private async Task<long> ApplyAsync(long project, long template, string name, int shards) => (await Service<ApplicationEditing>().CreateAsync(
        Owner, project, new ApplicationDefinition(name, template, Shards(shards), Description: "每晚构建索引", Tags: ["夜间"]), Cancellation)).Id;

    private async Task<long> TriggerAsync(long application, int shards) =>
        (await Service<Triggering>().TriggerAsync(Owner, application, new TriggerRequest(Shards(shards)), Cancellation)).RunId;

    private async Task<long> EndAsync(long application, int shards, RunState expected)
    {
        long run = await TriggerAsync(application, shards);
        Assert.Equal(expected, await EndedAsync(run));
        return run;
    }

    private async Task<RunState> EndedAsync(long run)
    {
        using EventFeed.Watch watch = Service<EventFeed>().Subscribe(run);
        while (true)
        {
            RunState state = (await Service<RunViews>().GetAsync(Owner, run, Cancellation)).Run.State;
            if (state.IsTerminal())
                return state;
            await watch.Events.ReadAsync(Cancellation);
        }
    }

    private static Dictionary<string, Value> Shards(int shards) => new() { ["shards"] = new NumberValue(shards) };

    private static string Document(string name, string rule, params string[] script) => $$$"""
        apiVersion: maat/v1
        kind: Template
        name: {{{name}}}
        description: 每晚重新构建索引
        variables:
          - { key: shards, type: number, integer: true, min: 1, max: 512, default: 8, description: 分成多少片 }
          - { key: city, type: choice, choices: [hz, sh], default: hz, description: 哪个城市 }
          - { key: options, type: json, description: 其他选项 }
        nodes:
          - key: extract
            name: 抽取
            kind: bash
            with:
              script: |
                {{{string.Join("\n        ", script)}}}
          - key: enough
            name: 够吗
            kind: branch
            with:
              arms:
                - { arm: full, when: "nodes.extract.outputs.rows >= 1000" }
                - { arm: delta, otherwise: true }
          - { key: build_full, name: 全量构建, kind: bash, with: { script: "echo ${{ nodes.extract.outputs.rows }}" } }
          - { key: build_delta, name: 增量构建, kind: bash, with: { script: "'true'" } }
          - { key: publish, name: 发布, kind: bash, trigger_rule: {{{rule}}}, with: { script: "'true'" } }
        edges:
          - { from: extract, to: enough }
          - { from: enough, to: build_full, arm: full }
          - { from: enough, to: build_delta, arm: delta }
          - { from: build_full, to: publish }
          - { from: build_delta, to: publish }
        """;
}
