using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Projects;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Engine.People;
using Maat.Engine.Projects;
using Maat.Engine.Templates;
using Maat.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Maat.Browser.Tests;

/// <summary>
/// What is typed is never lost: not by a reload, a lost connection, a server that is killed and started again, a sign-in that ends, or two people
/// in one draft.
/// </summary>
public sealed class LosslessTests(Chromium chromium)
{
    private static readonly Actor Owner = Actor.Administrator("owner");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IServiceProvider Services => chromium.Product.Services;

    /// <summary>Every form and dialog: where it is, the button that opens it, and a field with what is typed into it.</summary>
    [Fact]
    public async Task Reload_WithAnyFormOrDialogUnfinished_BringsItBack()
    {
        (long project, long application) = await ApplyAsync("reloaded");
        (string Address, string? Opens, string Field, string Typed)[] places =
        [
            ("/projects", "project", "#project-description", "a description"),
            ("/people", "person", "#new-person", "Grace"),
            ("/queues", "queue", "#queue-name", "heavy"),
            ("/account", null, "#token-name", "a token"),
            ($"/projects/{project}", null, "#project-zone", "Asia/Shang"),
            ($"/projects/{project}?tab=members", null, "#member-name", "Bo"),
            ($"/projects/{project}?tab=tokens", null, "#token-days", "17"),
            ($"/projects/{project}/templates", "template", "input[name=name]", "a template"),
            ($"/projects/{project}/templates", "import", "textarea[name=text]", "apiVersion: maat/v1\nkind: Temp"),
            ($"/projects/{project}/applications", "application", "#new-region", "sh"),
            ($"/applications/{application}", null, "#setting-description", "not left yet"),
            ($"/applications/{application}", "trigger", "#trigger-reason", "because"),
            ($"/applications/{application}", "schedule", "#crontab", "5 4 * *"),
        ];
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        foreach ((string address, string? opens, string field, string typed) in places)
        {
            await page.GotoAsync(address);
            if (opens is not null)
                await page.Locator($"[data-opens='{opens}']:enabled").ClickAsync();
            ILocator typedInto = page.Locator($"{field}:enabled");
            if (await typedInto.EvaluateAsync<bool>("element => element.matches('select')"))
                await typedInto.SelectOptionAsync(typed);
            else
                await typedInto.FillAsync(typed);
            await page.ReloadAsync();
            await Assertions.Expect(Notice(page)).ToContainTextAsync("What you typed before was kept");
            await Assertions.Expect(page.Locator(field)).ToHaveValueAsync(typed);
            await Notice(page).GetByRole(AriaRole.Button, new() { Name = "Discard it" }).ClickAsync();
            await Assertions.Expect(Notice(page)).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator(field)).Not.ToHaveValueAsync(typed);
            await ExpectNothingKeptAsync(page);
        }

        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Reload_InChineseAndDark_SaysWhatIsKeptAndWhatSomebodyElseChanged()
    {
        (long _, long application) = await ApplyAsync("changed meanwhile");
        await using Visit visit = await chromium.VisitAsync(language: "zh-CN", scheme: ColorScheme.Dark);
        IPage page = visit.Page;
        await page.GotoAsync($"/applications/{application}");
        await page.Locator("#setting-description:enabled").FillAsync("我的");
        await page.Locator("#value-city:enabled").FillAsync("杭州");
        await page.Locator("#value-pass:enabled").FillAsync("hunter2");
        Assert.DoesNotContain("hunter2", await page.EvaluateAsync<string>("JSON.stringify([{ ...sessionStorage }, { ...localStorage }])"), StringComparison.Ordinal);
        var editing = Services.GetRequiredService<ApplicationEditing>();
        ApplicationFacts facts = await Services.GetRequiredService<ApplicationReading>().GetAsync(Owner, application, Cancellation);
        await editing.UpdateAsync(
            Owner, application, facts.Application.Revision,
            new ApplicationDefinition(facts.Application.Name, facts.Application.TemplateId, new Dictionary<string, Value>(), Description: "theirs"), Cancellation);
        await page.ReloadAsync();
        await Assertions.Expect(Notice(page)).ToContainTextAsync("theirs");
        await Assertions.Expect(page.Locator("#setting-description")).ToHaveValueAsync("我的");
        await Assertions.Expect(page.Locator("#value-city")).ToHaveValueAsync("杭州");
        await Assertions.Expect(page.Locator("#value-pass")).ToHaveValueAsync("");
        await Assertions.Expect(Notice(page)).ToContainTextAsync("密码和密钥从不保留");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("kept.zh.dark");

        // Saved, it is nowhere but on the server.
        await page.Locator(".application__form button[type=submit]").ClickAsync();
        await Assertions.Expect(Notice(page)).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator(".application__form button[type=submit]")).ToBeDisabledAsync();
        await ExpectNothingKeptAsync(page);
        Assert.Equal("我的", (await Services.GetRequiredService<ApplicationReading>().GetAsync(Owner, application, Cancellation)).Application.Description);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Server_KilledAndStartedAgain_FindsEverythingTyped()
    {
        await using var product = new ProductProcess();
        await product.StartAsync();
        await using Visit visit = await chromium.VisitAsync(signedIn: false, address: product.Address);
        await product.SetUpAsync(visit.Page);
        // One tab for each: the form of an application, a dialog over it, the designer.
        IPage form = visit.Page;
        IPage dialog = await form.Context.NewPageAsync();
        IPage designer = await form.Context.NewPageAsync();
        await form.GotoAsync("/applications/1");
        await dialog.GotoAsync("/applications/1");
        await designer.GotoAsync("/templates/1");
        await form.Locator("#setting-name:enabled").FillAsync("typed before");
        await form.Locator("[aria-labelledby=setting-policy] button:not(.is-current)").ClickAsync();
        await Assertions.Expect(form.Locator(".application__form button[type=submit]")).ToHaveTextAsync("Save 2 changes");
        await dialog.Locator("[data-opens=trigger]:enabled").ClickAsync();
        await dialog.Locator("#trigger-reason").FillAsync("typed in a dialog");
        await Assertions.Expect(designer.Locator(".designer[data-edits]")).ToBeVisibleAsync();

        await product.KillAsync();
        foreach (IPage page in new[] { form, dialog })
            await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync("what you typed is kept");
        await form.Locator("#setting-tags").FillAsync("typed, without a server");
        await form.Locator("#setting-description").FillAsync("and this");
        await designer.Locator("#field-description").FillAsync("drawn without a server");
        await Assertions.Expect(designer.Locator(".designer__status")).ToContainTextAsync("Not saved: the server does not answer");
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("connection.lost.en.light");

        await product.StartAsync();
        // The designer goes on by itself; the others load themselves anew.
        await Assertions.Expect(designer.Locator(".designer__status")).ToContainTextAsync("Saved ");
        await Assertions.Expect(Notice(form)).ToBeVisibleAsync();
        await Assertions.Expect(form.Locator("#setting-name")).ToHaveValueAsync("typed before");
        await Assertions.Expect(form.Locator("#setting-tags")).ToHaveValueAsync("typed, without a server");
        await Assertions.Expect(form.Locator("#setting-description")).ToHaveValueAsync("and this");
        await Assertions.Expect(form.Locator(".application__form button[type=submit]")).ToHaveTextAsync("Save 4 changes");
        await Assertions.Expect(Notice(dialog)).ToBeVisibleAsync();
        await Assertions.Expect(dialog.Locator("#trigger-reason")).ToHaveValueAsync("typed in a dialog");

        await form.Locator(".application__form button[type=submit]").ClickAsync();
        await Assertions.Expect(form.Locator(".application__form button[type=submit]")).ToHaveTextAsync("Saved");
        Assert.Equal("typed before", (await product.GetAsync("applications/1")).GetProperty("name").GetString());
        Assert.Equal("drawn without a server", (await product.GetAsync("templates/1/document")).GetProperty("description").GetString());
        await dialog.Locator(".rz-dialog button[type=submit]").ClickAsync();
        await dialog.ArrivesAsync("/runs/*");
        await ExpectNothingKeptAsync(dialog);
    }

    [Fact]
    public async Task Connection_LostAndBack_GoesOnWithTheSamePage()
    {
        (long _, long application) = await ApplyAsync("interrupted");
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        var sockets = new ConcurrentBag<IWebSocketRoute>();
        bool away = false;
        await page.RouteWebSocketAsync("**/_blazor*", socket =>
        {
            socket.ConnectToServer();
            sockets.Add(socket);
        });
        await page.RouteAsync("**/_blazor/negotiate*", route => away ? route.AbortAsync() : route.ContinueAsync());
        await page.GotoAsync($"/applications/{application}");
        await page.Locator("#setting-name:enabled").FillAsync("typed before");
        await page.EvaluateAsync("window.samePage = true");

        away = true;
        foreach (IWebSocketRoute socket in sockets)
            await socket.CloseAsync(new() { Code = 1011 });
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).ToContainTextAsync("Reconnecting");
        await page.Locator("#setting-tags").FillAsync("typed meanwhile");
        away = false;
        await Assertions.Expect(page.Locator("#components-reconnect-modal")).Not.ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.samePage === true"));
        await Assertions.Expect(page.Locator("#setting-name")).ToHaveValueAsync("typed before");
        await Assertions.Expect(page.Locator("#setting-tags")).ToHaveValueAsync("typed meanwhile");
        // The server hears now what was typed while it could not.
        await Assertions.Expect(page.Locator(".application__form button[type=submit]")).ToHaveTextAsync("Save 2 changes");
        await page.Locator(".application__form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".application__form button[type=submit]")).ToHaveTextAsync("Saved");
        Assert.Contains("typed meanwhile", (await Services.GetRequiredService<ApplicationReading>().GetAsync(Owner, application, Cancellation)).Application.Tags, StringComparison.Ordinal);
        await ExpectNothingKeptAsync(page);
    }

    [Fact]
    public async Task SignIn_ThatEnds_IsSaidEverywhereAndFindsEverythingTypedAgain()
    {
        (long project, long application) = await ApplyAsync("signed out of");
        TemplateDraft template = await DraftAsync(project, "signed out of, drawn");
        PasswordLink bob = await JoinAsync("Bob", project);
        await using Visit visit = await chromium.VisitAsync(signedIn: false);
        IPage form = visit.Page;
        await visit.SignInAsync("Bob", ProductServer.Password);
        IPage dialog = await form.Context.NewPageAsync();
        IPage designer = await form.Context.NewPageAsync();
        IPage account = await form.Context.NewPageAsync();
        await form.GotoAsync($"/applications/{application}");
        await dialog.GotoAsync($"/applications/{application}");
        await designer.GotoAsync($"/templates/{template.Id}");
        await account.GotoAsync("/account");
        await Assertions.Expect(account.Locator("maat-reopening")).ToBeAttachedAsync();
        await form.Locator("#setting-description:enabled").FillAsync("Bob's");
        await dialog.Locator("[data-opens=trigger]:enabled").ClickAsync();
        await dialog.Locator("#trigger-reason").FillAsync("Bob's reason");
        await Assertions.Expect(designer.Locator(".designer[data-edits]")).ToBeVisibleAsync();

        var people = Services.GetRequiredService<PeopleEditing>();
        await people.SetDisabledAsync(Owner, bob.PersonId, disabled: true, Cancellation);
        await designer.Locator("#field-description").FillAsync("Bob's, too");
        await Assertions.Expect(designer.Locator(".designer__status")).ToContainTextAsync("your sign-in has expired");
        ILocator again = form.GetByRole(AriaRole.Link, new() { Name = "Sign in again" });
        await Assertions.Expect(again).ToBeVisibleAsync();
        await Assertions.Expect(dialog.Locator(".rz-dialog").GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToBeVisibleAsync();
        Assert.Empty(await visit.FindBarriersAsync());
        await visit.KeepScreenshotAsync("sign-in.ended.en.light");
        await Assertions.Expect(account.GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToBeVisibleAsync();
        Assert.DoesNotContain(visit.Troubles, trouble => trouble.Contains("circuit", StringComparison.Ordinal));
        await people.SetDisabledAsync(Owner, bob.PersonId, disabled: false, Cancellation);

        await again.ClickAsync();
        await form.GetByLabel("Name").FillAsync("Bob");
        await form.GetByLabel("Password", new() { Exact = true }).FillAsync(ProductServer.Password);
        await form.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await form.ArrivesAsync($"/applications/{application}");
        await Assertions.Expect(form.Locator("#setting-description")).ToHaveValueAsync("Bob's");
        await Assertions.Expect(Notice(form)).ToBeVisibleAsync();
        // The tabs that stayed open share the new session: the designer saves by itself, the dialog is back after its link.
        await Assertions.Expect(designer.Locator(".designer__status")).ToContainTextAsync("Saved ");
        await dialog.Locator(".rz-dialog").GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await Assertions.Expect(dialog.Locator("#name")).ToBeVisibleAsync();
        await dialog.GotoAsync($"/applications/{application}");
        await Assertions.Expect(dialog.Locator("#trigger-reason")).ToHaveValueAsync("Bob's reason");

        // Signed out in one tab, the others notice; and whoever comes next in the same tab finds nothing of Bob's.
        await designer.GotoAsync("/account");
        await designer.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await designer.ArrivesAsync("/sign-in");
        await Assertions.Expect(form.GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToBeVisibleAsync();
        await using Visit next = await chromium.VisitAsync();
        await form.Context.AddCookiesAsync((await next.Page.Context.CookiesAsync()).Select(Again));
        await form.GotoAsync($"/applications/{application}");
        await Assertions.Expect(form.Locator("#setting-description:enabled")).ToHaveValueAsync("");
        await Assertions.Expect(Notice(form)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task TwoPeople_InOneDraft_SeeEachOtherAndChooseWhereBothChanged()
    {
        long project = await ProjectAsync("shared");
        await JoinAsync("Cleo", project);
        TemplateDraft made = await DraftAsync(project, "drawn by two");
        await using Visit first = await chromium.VisitAsync();
        await using Visit second = await chromium.VisitAsync(signedIn: false);
        await second.SignInAsync("Cleo", ProductServer.Password);
        (IPage ada, IPage cleo) = (first.Page, second.Page);
        foreach (IPage page in new[] { ada, cleo })
        {
            await page.GotoAsync($"/templates/{made.Id}");
            await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        }

        await Assertions.Expect(cleo.Locator(".designer__others")).ToHaveTextAsync("Ada is here too");
        await ada.EvaluateAsync("dispatchEvent(new Event('focus'))");
        await Assertions.Expect(ada.Locator(".designer__others")).ToHaveTextAsync("Cleo is here too");
        // A page that is loaded again is not met by the one that it was.
        await ada.ReloadAsync();
        await Assertions.Expect(ada.Locator(".designer__others")).ToHaveTextAsync("Cleo is here too");

        // Cleo writes a script and moves a node while her saves do not arrive; Ada saves another script and a name.
        await cleo.RouteAsync("**/document?revision=*", route => route.AbortAsync());
        await ScriptAsync(cleo, "a", "# Cleo's");
        await MoveAsync(cleo, "b");
        await Assertions.Expect(cleo.Locator(".designer__status")).ToContainTextAsync("Not saved");
        await ScriptAsync(ada, "a", "# Ada's");
        await Node(ada, "b").ClickAsync();
        await ada.Locator("#field-name").FillAsync("Second");
        await Assertions.Expect(ada.Locator(".designer__status")).ToContainTextAsync("Saved ");
        await cleo.UnrouteAsync("**/document?revision=*");
        await cleo.Keyboard.PressAsync("Control+s");

        ILocator dialog = cleo.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("was changed by Ada");
        ILocator script = dialog.Locator("[data-part='node/a']");
        await Assertions.Expect(script).ToContainTextAsync("both changed it");
        await Assertions.Expect(script).ToContainTextAsync("− ");
        await Assertions.Expect(script).ToContainTextAsync("# Ada's");
        await Assertions.Expect(script).ToContainTextAsync("# Cleo's");
        await Assertions.Expect(dialog.Locator("[data-part='node/b']")).ToContainTextAsync("they changed it");
        await Assertions.Expect(dialog.Locator("[data-part='layout/b']")).ToContainTextAsync("you changed it");
        Assert.Empty(await second.FindBarriersAsync());
        await second.KeepScreenshotAsync("designer.conflict.en.light");
        await script.GetByText("Theirs", new() { Exact = true }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Take what is chosen" }).ClickAsync();
        await Assertions.Expect(cleo.Locator(".designer__status")).ToContainTextAsync("Saved ");

        TemplateDocument both = (await Templates.GetAsync(Owner, made.Id, Cancellation)).Document;
        Assert.Contains("# Ada's", TemplateWriter.ToJson(both), StringComparison.Ordinal);
        Assert.DoesNotContain("# Cleo's", TemplateWriter.ToJson(both), StringComparison.Ordinal);
        Assert.Equal("Second", both.Nodes.Single(node => node.Key == "b").Name);
        Assert.NotEqual(PlaceOf(made.Document, "b"), PlaceOf(both, "b"));
        Assert.Equal(PlaceOf(made.Document, "a"), PlaceOf(both, "a"));

        // Nothing of Cleo's is lost either: her own draft is two steps back.
        await Node(cleo, "a").ClickAsync();
        await cleo.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await cleo.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(cleo.Locator(".code--script .cm-content")).ToContainTextAsync("# Cleo's");
        await Assertions.Expect(cleo.Locator(".designer__status")).ToContainTextAsync("Saved ");

        // Ada, who has nothing unsaved, sees it as soon as she looks.
        await ada.Keyboard.PressAsync("Escape");
        await ada.Locator("h1").FocusAsync();
        await ada.EvaluateAsync("dispatchEvent(new Event('focus'))");
        await Assertions.Expect(ada.Locator(".designer__offer")).ToContainTextAsync("Cleo changed the draft");
        await Node(ada, "a").ClickAsync();
        await Assertions.Expect(ada.Locator(".code--script .cm-content")).ToContainTextAsync("# Cleo's");
    }

    [Fact]
    public async Task Json_ThatIsNotFinished_OutlivesItsPanelAndAReload()
    {
        TemplateDraft made = await DraftAsync(await ProjectAsync("unfinished"), "with json");
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync($"/templates/{made.Id}");
        await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await page.Locator(".palette__row", new() { HasText = "city" }).ClickAsync();
        await page.Locator("#field-type").SelectOptionAsync("json");
        await page.Locator(".code--json .cm-content").ClickAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.InsertTextAsync("{ \"a\": ");
        await Node(page, "a").ClickAsync();
        await page.Locator(".palette__row", new() { HasText = "city" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code--json .cm-content")).ToHaveTextAsync("{ \"a\": ");
        await Assertions.Expect(page.Locator(".designer__status")).ToContainTextAsync("Saved ");
        await page.ReloadAsync();
        await page.Locator(".palette__row", new() { HasText = "city" }).ClickAsync();
        await Assertions.Expect(page.Locator(".code--json .cm-content")).ToHaveTextAsync("{ \"a\": ");
        await page.Locator(".code--json .cm-content").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync("1 }");
        await Assertions.Expect(page.Locator(".designer__status")).ToContainTextAsync("Saved ");
        string stored = TemplateWriter.ToJson((await Templates.GetAsync(Owner, made.Id, Cancellation)).Document);
        Assert.Contains("\"a\":1", stored.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(visit.Troubles);
    }

    [Fact]
    public async Task Publishing_WhoseSignInEnded_KeepsTheComment()
    {
        long project = await ProjectAsync("published");
        TemplateDraft made = await DraftAsync(project, "published later");
        await using Visit visit = await chromium.VisitAsync();
        IPage page = visit.Page;
        await page.GotoAsync($"/templates/{made.Id}");
        await Assertions.Expect(page.Locator(".designer[data-edits]")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish…" }).ClickAsync();
        await page.GetByLabel("Comment").FillAsync("why it was made");
        IReadOnlyList<BrowserContextCookiesResult> session = await page.Context.CookiesAsync();
        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish v1" }).ClickAsync();
        ILocator dialog = page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Your sign-in has ended; what you typed is kept.");
        await Assertions.Expect(dialog.GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();

        await page.Context.AddCookiesAsync(session.Select(Again));
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel("Comment")).ToHaveValueAsync("why it was made");
        await Assertions.Expect(dialog).ToContainTextAsync("What you typed before was kept.");
        Assert.Empty(await visit.FindBarriersAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish v1" }).ClickAsync();
        await Assertions.Expect(page.Locator(".designer__offer")).ToContainTextAsync("Version 1 is published");
        await ExpectNothingKeptAsync(page);
    }

    private static ILocator Notice(IPage page) => page.Locator(".kept__notice");

    private static ILocator Node(IPage page, string key) => page.Locator($".x6-node[data-key={key}]");

    private static NodePosition PlaceOf(TemplateDocument document, string node) => document.Layout.Single(place => place.Node == node);

    private static Cookie Again(BrowserContextCookiesResult cookie) => new() { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path };

    /// <summary>How many forms the tab keeps.</summary>
    private static Task<JsonElement?> ExpectNothingKeptAsync(IPage page) => page.EvaluateAsync(
        """
        () => new Promise((found) => {
          const look = () => Object.keys(sessionStorage).some((key) => key.startsWith('maat-kept/')) ? requestAnimationFrame(look) : found();
          look();
        })
        """).WaitAsync(TimeSpan.FromMilliseconds(Chromium.Patience), Cancellation);

    private static async Task ScriptAsync(IPage page, string key, string script)
    {
        await Node(page, key).ClickAsync();
        await Assertions.Expect(page.Locator("#field-key")).ToHaveValueAsync(key);
        await page.Locator(".code--script .cm-content").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.InsertTextAsync($"\n{script}");
    }

    private static async Task MoveAsync(IPage page, string key)
    {
        LocatorBoundingBoxResult box = (await Node(page, key).Locator(".graph-node__box").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width + 60, box.Y + box.Height + 40, new() { Steps = 12 });
        await page.Mouse.UpAsync();
    }

    private TemplateEditing Templates => Services.GetRequiredService<TemplateEditing>();

    private async Task<long> ProjectAsync(string name) => (await Services.GetRequiredService<ProjectEditing>().CreateAsync(Owner, new ProjectDefinition(name), Cancellation)).Id;

    private async Task<PasswordLink> JoinAsync(string name, long project)
    {
        PasswordLink link = await Services.GetRequiredService<PeopleEditing>().CreateAsync(Owner, name, administrator: false, Cancellation);
        await Services.GetRequiredService<SigningIn>().SetPasswordAsync(link.Code, ProductServer.Password, Cancellation);
        await Services.GetRequiredService<MemberEditing>().AddAsync(Owner, project, name, Role.Editor, Cancellation);
        return link;
    }

    private Task<TemplateDraft> DraftAsync(long project, string name) => Templates.ImportAsync(Owner, project, TemplateReader.Read(YamlSource.Read($$"""
        apiVersion: maat/v1
        kind: Template
        name: {{name}}
        variables:
          - { key: region, type: choice, choices: [hz, sh], default: hz }
          - { key: city, type: text, default: x }
          - { key: pass, type: secret }
        nodes:
          - { key: a, name: First, kind: bash, with: { script: "echo one\necho two" } }
          - { key: b, kind: bash, with: { script: "true" } }
        edges:
          - { from: a, to: b }
        layout:
          a: [0, 0]
          b: [0, 120]
        """)).Document!, revision: null, Cancellation);

    /// <summary>An application in a project of its own.</summary>
    private async Task<(long Project, long Application)> ApplyAsync(string name)
    {
        long project = await ProjectAsync(name);
        TemplateDraft draft = await DraftAsync(project, name);
        await Templates.PublishAsync(Owner, draft.Id, draft.Revision, "", Cancellation);
        var definition = new ApplicationDefinition(name, draft.Id, new Dictionary<string, Value>());
        return (project, (await Services.GetRequiredService<ApplicationEditing>().CreateAsync(Owner, project, definition, Cancellation)).Id);
    }
}
