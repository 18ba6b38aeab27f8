using System.Globalization;
using Microsoft.Playwright;

namespace Maat.Browser.Tests.Newcomers;

/// <summary>
/// Somebody who never saw Maat, from the link on the console to a run that succeeded. Each step looks at what the page says, keeps a picture,
/// and leaves the page where the next one begins.
/// </summary>
internal sealed class Newcomer(Visit visit, IHands hands, Words words, Gate gate, string pictures)
{
    private readonly List<string> english = [];
    private int step;

    /// <summary>What the pages on the way said in English, by step.</summary>
    public IReadOnlyList<string> English => english;

    private IPage Page => visit.Page;

    private ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>The queue of the first node; null for the application's.</summary>
    public string? Queue { get; init; }

    /// <summary>What happens around the newcomer while they look at a step.</summary>
    public Func<string, Task> Meanwhile { get; init; } = _ => Task.CompletedTask;

    /// <param name="link">As the console shows it.</param>
    public async Task SetUpAsync(string link)
    {
        await Page.GotoAsync(link);
        await Assertions.Expect(Title(words.SetUpTitle)).ToBeVisibleAsync();
        await SeeAsync("set-up");
        await hands.FillAsync(Page.Locator("#name"), words.Person);
        await hands.FillAsync(Page.Locator("#password"), ProductServer.Password);
        await hands.FillAsync(Page.Locator("#again"), ProductServer.Password);
        await hands.PressAsync(Page.Locator(".alone__form").GetByRole(AriaRole.Button));
        await Page.ArrivesAsync("/");
        // By then the page that was sent first has made way for the one that answers.
        await Assertions.Expect(Page.Locator("h1")).ToBeFocusedAsync();
        await SeeAsync("home");
    }

    public async Task MakeProjectAsync()
    {
        await hands.PressAsync(Page.Locator(".nav__project"));
        await hands.PressAsync(Link(words.AllProjects));
        await hands.PressAsync(Button(words.NewProject));
        await hands.FillAsync(Dialog.Locator("#project-name"), words.Project);
        await SeeAsync("project");
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(words.MakeProject)));
        await Assertions.Expect(Page.Locator(".nav__project")).ToContainTextAsync(words.Project);
        await Assertions.Expect(Title(words.Templates)).ToBeVisibleAsync();
    }

    public async Task MakeTemplateAsync()
    {
        await Assertions.Expect(Page.Locator(".empty__title")).ToHaveTextAsync(words.NoTemplates);
        await SeeAsync("templates");
        await hands.PressAsync(Button(words.NewTemplate).First);
        await hands.FillAsync(Dialog.GetByRole(AriaRole.Textbox), words.Template);
        await SeeAsync("template");
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(words.CreateAndOpen)));
        await Assertions.Expect(Page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await Assertions.Expect(Title(words.Template)).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".designer__empty .empty__title")).ToHaveTextAsync(words.EmptyCanvas);
        await SeeAsync("designer");
    }

    /// <summary>A branch, its two arms and where they join, between a node that hands on an output and one that fails.</summary>
    public async Task DrawAsync()
    {
        await hands.AddAsync("bash", 400, 60);
        await hands.AddAsync("branch", 400, 160);
        await hands.AddAsync("bash", 250, 260);
        await hands.AddAsync("bash", 560, 260);
        await hands.AddAsync("bash", 400, 360);
        await hands.AddAsync("bash", 400, 460);
        await SeeAsync("added");
        foreach ((string from, string to) in new[] { ("bash", "branch"), ("branch", "bash_2"), ("branch", "bash_3"), ("bash_2", "bash_4"), ("bash_3", "bash_4"), ("bash_4", "bash_5") })
            await hands.ConnectAsync(from, to);
        await SeeAsync("connected");

        await hands.SelectAsync("bash");
        await hands.FillAsync(Page.Locator("#field-key"), "extract");
        await hands.FillAsync(Page.Locator("#field-name"), words.Nodes[0]);
        await hands.WriteAsync(Script, $"""
            echo extracting
            {gate.Wait("extracted")}
            echo extracted
            echo rows=7 >> "$MAAT_OUTPUT"
            """);
        if (Queue is { } queue)
        {
            await hands.TurnToAsync(Page.GetByRole(AriaRole.Tab, new() { Name = words.RunRules }));
            await hands.FillAsync(Page.Locator("#field-queue"), queue);
        }

        await SeeAsync("script");
        await hands.SelectAsync("branch");
        await hands.FillAsync(Page.Locator("#field-name"), words.Nodes[1]);
        await hands.WriteAsync(Page.Locator(".code--expression .cm-content").First, "nodes.extract.outputs.rows >= 5");
        await SeeAsync("branch");
        await DescribeAsync("bash_2", words.Nodes[2], "echo all");
        await DescribeAsync("bash_3", words.Nodes[3], "echo some");
        await DescribeAsync("bash_5", words.Nodes[5], "echo no such server >&2; exit 3");
        await AddVariableAsync();
        await DescribeAsync("bash_4", words.Nodes[4], "echo \"joined ${{ nodes.extract.outputs.rows }} rows for ${{ vars.city }}\"");
        await hands.TurnToAsync(Page.GetByRole(AriaRole.Tab, new() { Name = words.RunRules }));
        await hands.ChooseAsync(Page.Locator("#field-trigger_rule"), words.JoinRule);
        await Assertions.Expect(Page.Locator(".designer")).ToHaveAttributeAsync("data-problems", "0");
        await Assertions.Expect(Button(words.NoProblems)).ToBeVisibleAsync();
        await SeeAsync("drawn");
    }

    public async Task PublishAsync(int version)
    {
        await hands.PressAsync(Button(words.Publish));
        await hands.FillAsync(Page.Locator("#publish-comment"), words.Comment);
        await SeeAsync($"publish-{version}");
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(Fill(words.PublishVersion, version))));
        await Assertions.Expect(Page.Locator(".designer__offer")).ToContainTextAsync(Fill(words.Published, version));
        await SeeAsync($"published-{version}");
    }

    public async Task ApplyAsync()
    {
        await hands.PressAsync(Button(words.MakeApplication));
        await hands.FillAsync(Dialog.GetByLabel(words.ApplicationName, new() { Exact = true }), words.Application);
        await hands.FillAsync(Dialog.GetByLabel("city", new() { Exact = true }), words.City);
        await SeeAsync("application");
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(words.CreateApplication)));
        await Assertions.Expect(Title(words.Application)).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("city", new() { Exact = true })).ToHaveValueAsync(words.City);
        await SeeAsync("application-made");
    }

    public async Task ScheduleAsync()
    {
        await hands.PressAsync(Button(words.AddSchedule));
        await hands.FillAsync(Dialog.GetByLabel(words.Crontab), "30 9 * * 1-5");
        await Assertions.Expect(Dialog.Locator("#crontab-notes")).ToHaveTextAsync(words.CrontabInWords);
        await Assertions.Expect(Dialog.Locator(".firings__item")).ToHaveCountAsync(10);
        await SeeAsync("schedule");
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(words.SaveSchedule)));
        await Assertions.Expect(Page.Locator(".schedules__item")).ToContainTextAsync(words.CrontabInWords);
        await Assertions.Expect(Page.Locator(".schedules__next")).ToContainTextAsync(words.NextFirings);
        await SeeAsync("scheduled");
    }

    public async Task TriggerAsync()
    {
        await hands.PressAsync(Button(words.TriggerRun));
        await SeeAsync("trigger");
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(words.Trigger)));
        await Page.ArrivesAsync("/runs/*");
        await Assertions.Expect(RunState).ToHaveTextAsync(words.Running);
    }

    /// <summary>Sees a node run and its log grow, what it hands on arrive, and another node fail; and nothing is loaded anew on the way.</summary>
    public async Task WatchAsync()
    {
        await Page.EvaluateAsync("() => { window.neverReloaded = true; }");
        await Assertions.Expect(Node("extract")).ToHaveAttributeAsync("data-state", "running");
        await hands.LookAtAsync("extract");
        await Assertions.Expect(Log).ToContainTextAsync("extracting");
        await Assertions.Expect(Log).Not.ToContainTextAsync("extracted");
        await Assertions.Expect(Node("bash_4")).ToHaveAttributeAsync("data-state", "waiting");
        await SeeAsync("running");

        gate.Open("extracted");
        await Assertions.Expect(Log).ToContainTextAsync("extracted");
        await Assertions.Expect(Node("extract")).ToHaveAttributeAsync("data-state", "succeeded");
        await hands.PressAsync(Page.Locator(".panel .tabs").GetByRole(AriaRole.Link, new() { Name = words.Outputs }));
        await Assertions.Expect(Page.Locator(".outputs dd")).ToHaveTextAsync("7");
        await Assertions.Expect(RunState).ToHaveTextAsync(words.Failed);
        await Assertions.Expect(Node("bash_3")).ToHaveAttributeAsync("data-state", "skipped");
        await SeeAsync("outputs");
        await hands.PressAsync(Page.Locator(".panel .tabs").GetByRole(AriaRole.Link, Exactly(words.Log)));
        await hands.LookAtAsync("bash_4");
        await Assertions.Expect(Log).ToContainTextAsync($"joined 7 rows for {words.City}");
        await hands.LookAtAsync("bash_5");
        await Assertions.Expect(Log).ToContainTextAsync("no such server");
        await Assertions.Expect(Node("bash_5")).ToHaveAttributeAsync("data-state", "failed");
        Assert.True(await Page.EvaluateAsync<bool>("() => window.neverReloaded"));
        await SeeAsync("failed");
    }

    /// <summary>From the failed node to its script.</summary>
    public async Task MendAsync()
    {
        await hands.TakeAsync(Page.Locator(".panel__actions summary"), Link(words.OpenInDesigner));
        await Assertions.Expect(Page.Locator("#field-key")).ToHaveValueAsync("bash_5");
        await hands.WriteAsync(Script, "echo delivered");
        await Assertions.Expect(Page.Locator(".designer")).ToHaveAttributeAsync("data-problems", "0");
        await SeeAsync("mended");
    }

    /// <summary>Back to the run that failed: a retry would do the same again, so it offers another one.</summary>
    public async Task RunAgainAsync()
    {
        await hands.PressAsync(Link(words.Runs));
        await hands.PressAsync(Page.Locator("tr[data-run-state=failed] a").First);
        await Assertions.Expect(RunState).ToHaveTextAsync(words.Failed);
        // Who comes to a page is led to its title, and a menu that was opened before that closes.
        await Assertions.Expect(Page.Locator("h1")).ToBeFocusedAsync();
        await hands.TakeAsync(Page.Locator(".bar summary", new() { HasText = words.Retry }), Button(words.RetryFailed));
        await Assertions.Expect(Dialog).ToContainTextAsync(words.StaysWith);
        await SeeAsync("retry");
        string failed = Page.Url;
        await hands.PressAsync(Dialog.GetByRole(AriaRole.Button, Exactly(words.NewRun)));
        await Assertions.Expect(Page).Not.ToHaveURLAsync(failed);
        await Page.ArrivesAsync("/runs/*");
        await Assertions.Expect(RunState).ToHaveTextAsync(words.Succeeded);
        await hands.LookAtAsync("bash_5");
        await Assertions.Expect(Log).ToContainTextAsync("delivered");
        await SeeAsync("succeeded");
    }

    private ILocator Script => Page.Locator(".code--script .cm-content");

    private ILocator Log => Page.GetByRole(AriaRole.Log);

    private ILocator RunState => Page.Locator("[data-run=chip] span");

    private static PageGetByRoleOptions Named(string name) => new() { Name = name, Exact = true };

    private static LocatorGetByRoleOptions Exactly(string name) => new() { Name = name, Exact = true };

    private static string Fill(string text, int number) => string.Format(CultureInfo.InvariantCulture, text, number);

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, Named(name));

    private ILocator Link(string name) => Page.GetByRole(AriaRole.Link, Named(name));

    private ILocator Title(string text) => Page.GetByRole(AriaRole.Heading, Named(text));

    private ILocator Node(string key) => Page.Locator($".graph .x6-node[data-key='{key}']");

    private async Task DescribeAsync(string key, string name, string script)
    {
        await hands.SelectAsync(key);
        await hands.FillAsync(Page.Locator("#field-name"), name);
        await hands.WriteAsync(Script, script);
    }

    private async Task AddVariableAsync()
    {
        await hands.PressAsync(Page.Locator(".palette").GetByRole(AriaRole.Button, Exactly(words.AddVariable)));
        await hands.FillAsync(Page.Locator("#field-key"), "city");
        await hands.FillAsync(Page.Locator("#field-default"), "—");
        await Assertions.Expect(Page.Locator(".palette__row code")).ToHaveTextAsync("city");
        await SeeAsync("variable");
    }

    /// <summary>Keeps a picture of the step for people to look at, and what the page says in English.</summary>
    private async Task SeeAsync(string name)
    {
        await visit.KeepScreenshotAsync($"newcomer.{pictures}.{++step:00}.{name}");
        english.AddRange((await EnglishTexts.FindAsync(Page)).Select(text => $"{name}: {text}"));
        await Meanwhile(name);
    }
}
