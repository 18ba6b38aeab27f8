using System.Globalization;
using System.Text.Json;
using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Engine.Applications;
using Maat.Storage.Applications;
using Maat.Web.Shell;
using Maat.Web.Variables;

namespace Maat.Web.Applications;

/// <summary>A text in a form, beside the one that is stored.</summary>
public sealed class EditedText(string stored)
{
    private string _stored = stored;

    public string Text { get; set; } = stored;

    /// <summary>What is wrong with it, in the server's words.</summary>
    public string? Problem { get; set; }

    /// <summary>What somebody else set it to since the form was opened; null for nothing.</summary>
    public string? Theirs { get; private set; }

    public bool IsChanged => Text != _stored;

    public void Discard() => (Text, Problem, Theirs) = (_stored, null, null);

    /// <summary>Takes what is stored now as what the form was opened with: an untouched text follows it, a typed one stays.</summary>
    public void Rebase(string stored)
    {
        Theirs = IsChanged && stored != _stored && stored != Text ? stored : null;
        if (!IsChanged)
            Text = stored;
        _stored = stored;
    }
}

/// <summary>What a person changes on the page of an application, until it is saved. Nothing of it is lost when somebody else saves first.</summary>
public sealed class ApplicationEdits
{
    private readonly long _templateId;

    public ApplicationEdits(ApplicationFacts facts)
    {
        ApplicationRow row = facts.Application;
        (_templateId, StoredVersion, Version, Revision) = (row.TemplateId, row.Version, row.Version, row.Revision);
        Name = new EditedText(row.Name);
        Description = new EditedText(row.Description);
        Queue = new EditedText(facts.QueueName);
        MaxActiveRuns = new EditedText(Written(row.MaxActiveRuns));
        Tags = new EditedText(TagsOf(row));
        Follows = new EditedText(Written(row.Follows));
        Values = VariableEntries.Of(facts.Template.Document.Variables, ValuesOf(row));
    }

    /// <summary>The revision that the next save is made on.</summary>
    public int Revision { get; private set; }

    /// <summary>The version that is stored.</summary>
    public int StoredVersion { get; private set; }

    /// <summary>The version of the template that the form is for.</summary>
    public int Version { get; private set; }

    public EditedText Name { get; }

    public EditedText Description { get; }

    public EditedText Queue { get; }

    public EditedText MaxActiveRuns { get; }

    /// <summary>Parted by commas.</summary>
    public EditedText Tags { get; }

    /// <summary>Whether it takes new versions: <c>true</c> or <c>false</c>.</summary>
    public EditedText Follows { get; }

    public VariableEntries Values { get; }

    public int Changes => Texts.Count(text => text.IsChanged) + (Version != StoredVersion ? 1 : 0) + Values.Changes;

    private EditedText[] Texts => [Name, Description, Queue, MaxActiveRuns, Tags, Follows];

    /// <summary>The form for another version of the template: values stay where it has the variable too.</summary>
    public void Take(int version, CompiledTemplate template, ApplicationRow stored)
    {
        Version = version;
        Values.Rebase(template.Document.Variables, ValuesOf(stored));
    }

    public void Discard(ApplicationFacts facts)
    {
        foreach (EditedText text in Texts)
            text.Discard();
        Version = facts.Application.Version;
        Values.Rebase(facts.Template.Document.Variables, ValuesOf(facts.Application));
        Values.Discard();
    }

    /// <summary>Takes what is stored now below what was typed.</summary>
    /// <param name="template">The version that the form is for.</param>
    public void Rebase(ApplicationFacts facts, CompiledTemplate template)
    {
        ApplicationRow row = facts.Application;
        (StoredVersion, Revision) = (row.Version, row.Revision);
        Name.Rebase(row.Name);
        Description.Rebase(row.Description);
        Queue.Rebase(facts.QueueName);
        MaxActiveRuns.Rebase(Written(row.MaxActiveRuns));
        Tags.Rebase(TagsOf(row));
        Follows.Rebase(Written(row.Follows));
        Values.Rebase(template.Document.Variables, ValuesOf(row));
    }

    /// <summary>What is saved.</summary>
    public ApplicationDefinition Definition() => new(
        Name.Text.Trim(), _templateId, Values.Read(), Version, Queue.Text,
        int.TryParse(MaxActiveRuns.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : 0, Description.Text,
        [.. Tags.Text.Split([',', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()], Follows.Text == Written(true));

    /// <summary>Puts what the server refused under the fields. Returns the problems that belong to none.</summary>
    public IReadOnlyList<Problem> Refuse(IReadOnlyList<Problem> problems)
    {
        var others = new List<Problem>();
        foreach (Problem problem in Values.Refuse(problems, "/values"))
        {
            if (TextAt(problem.Place.Path) is { } text)
                text.Problem = problem.Wording.Localized();
            else
                others.Add(problem);
        }

        return others;
    }

    public void ForgetProblems()
    {
        foreach (EditedText text in Texts)
            text.Problem = null;
    }

    internal static IReadOnlyDictionary<string, Value> ValuesOf(ApplicationRow row) => ((ObjectValue)Value.ParseJson(row.Values)).Members;

    private EditedText? TextAt(string path) => path switch
    {
        "/name" => Name,
        "/description" => Description,
        "/queue" => Queue,
        "/max_active_runs" => MaxActiveRuns,
        "/tags" => Tags,
        _ => null,
    };

    private static string TagsOf(ApplicationRow row) => string.Join(", ", JsonSerializer.Deserialize<string[]>(row.Tags) ?? []);

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Written(bool value) => value ? "true" : "false";
}
