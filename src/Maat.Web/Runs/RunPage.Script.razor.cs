using System.Globalization;
using Maat.Domain.Documents;
using Maat.Domain.Runs;
using Maat.Engine.Runs;
using Maat.Web.Live;
using Maat.Web.Shell;

namespace Maat.Web.Runs;

/// <summary>What the page's script gets to know once: whom to follow, and its words in the page's language.</summary>
public sealed partial class RunPage
{
    /// <summary>As the script tells them from JSON, and secrets.</summary>
    private static readonly string[] ValueTypes = ["text", "number", "boolean", "list", "object", "null", "secret"];

    private object ScriptOptions(RunContext run) => new
    {
        hub = RunHub.Path,
        runId = Id.ToString(CultureInfo.InvariantCulture),
        scheduledAt = run.Facts.ScheduledAt,
        zone = run.Facts.Zone,
        usual = _usual?.TotalMilliseconds,
        language = CultureInfo.CurrentUICulture.Name,
        variables = Variables.Select(variable => new { name = variable.Name, value = variable.Value, secret = variable.Secret }),
        words = new
        {
            duration = new
            {
                hours = Words("Duration.Hours"),
                minutes = Words("Duration.Minutes"),
                seconds = Words("Duration.Seconds"),
                tenths = Words("Duration.Seconds"),
            },
            states = Names<NodeState>.All.Concat(Names<RunState>.All).Append("cancelling").Distinct().ToDictionary(state => state, state => Words($"State.{state}")),
            reasons = ReasonText.Usual.Select(reason => new { pattern = reason.Pattern, text = Words(reason.Key) })
                .Concat(StoredWordings.Patterns().Select(stored => new { pattern = stored.Pattern, text = stored.Text })),
            attempt = Words("Run.Attempt"),
            startedAfter = Words("Run.StartedAfter"),
            startedAtOnce = Words("Run.StartedAtOnce"),
            left = Words("Run.Left"),
            overdue = Words("Run.Overdue"),
            done = Words("Run.Done"),
            allNodes = Words("Run.AllNodes"),
            noNodes = Words("Run.NoNodes"),
            chose = Words("Run.Chose"),
            forNode = Words("Run.ForNode"),
            forNodes = Words("Run.ForNodes"),
            sorts = new Dictionary<string, string>
            {
                ["state"] = Words("Run.SortState"),
                ["name"] = Words("Run.SortName"),
                ["attempt"] = Words("Run.SortAttempt"),
                ["time"] = Words("Run.SortTime"),
            },
            sortBy = Words("Run.SortBy"),
            shownOf = Words("Run.ShownOf"),
            retryFailed = Words("Run.RetryFailed"),
            graph = new
            {
                graph = Words("Run.GraphLabel"),
                rules = Names<TriggerRule>.All.ToDictionary(rule => rule, rule => L[$"Run.Rule.{rule}"].Value),
                otherwise = "",
                minimap = Words("Run.Minimap"),
                zoomIn = Words("Run.ZoomIn"),
                zoomOut = Words("Run.ZoomOut"),
                zoomFull = Words("Run.ZoomFull"),
                fit = Words("Run.ZoomFit"),
                fullScreen = Words("Run.FullScreen"),
                errors = "",
                warnings = "",
            },
            kinds = run.Template.Nodes.Select(node => node.Definition.Kind).Distinct().ToDictionary(kind => kind, NameOfKind),
            graphFailed = Words("Run.GraphFailed"),
            ganttCut = Words("Run.GanttCut"),
            loading = Words("Run.Loading"),
            notLoaded = Words("Run.NotLoaded"),
            run = Words("Run.RunItself"),
            noEvents = Words("Run.NoEvents"),
            retriedBy = Words("Run.RetriedBy"),
            markedBy = Words("Reason.MarkedBy"),
            variable = Words("Run.Variable"),
            types = ValueTypes.ToDictionary(type => type, type => L[$"Run.Type.{type}"].Value),
            secret = Words("Run.Secret"),
            copy = Words("Run.Copy"),
            copied = Words("Run.Copied"),
            noContext = Words("Run.NoContext"),
            valueCut = Words("Run.ValueCut"),
            logWaiting = Words("Log.Waiting"),
            logEmpty = Words("Log.Empty"),
            logEnd = Words("Log.End"),
            logEarlier = Words("Log.Earlier"),
            logShowEarlier = Words("Log.ShowEarlier"),
            logLater = Words("Log.Later"),
            logShowLater = Words("Log.ShowLater"),
            logErrors = Words("Log.Errors"),
            logOneError = Words("Log.OneError"),
            logMatches = Words("Log.Matches"),
            logNoMatch = Words("Log.NoMatch"),
        },
    };

    /// <summary>A kind without a name in the page's language is called by its own.</summary>
    private string NameOfKind(string kind) => L[$"Designer.kind_{kind}"] is { ResourceNotFound: false } name ? name.Value : kind;

    /// <summary>A text with its placeholders, for the script to fill.</summary>
    private string Words(string key) => L[key].Value;
}
