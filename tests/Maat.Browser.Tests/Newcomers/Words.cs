namespace Maat.Browser.Tests.Newcomers;

/// <summary>What a newcomer reads on the way, and what they write, in one language.</summary>
internal sealed record Words
{
    public required string SetUpTitle { get; init; }

    public required string AllProjects { get; init; }

    public required string NewProject { get; init; }

    public required string MakeProject { get; init; }

    public required string Templates { get; init; }

    public required string NoTemplates { get; init; }

    public required string NewTemplate { get; init; }

    public required string CreateAndOpen { get; init; }

    public required string EmptyCanvas { get; init; }

    public required string RunRules { get; init; }

    public required string JoinRule { get; init; }

    public required string AddVariable { get; init; }

    public required string NoProblems { get; init; }

    public required string Publish { get; init; }

    public required string PublishVersion { get; init; }

    public required string Published { get; init; }

    public required string MakeApplication { get; init; }

    public required string CreateApplication { get; init; }

    public required string ApplicationName { get; init; }

    public required string AddSchedule { get; init; }

    public required string Crontab { get; init; }

    public required string CrontabInWords { get; init; }

    public required string NextFirings { get; init; }

    public required string SaveSchedule { get; init; }

    public required string TriggerRun { get; init; }

    public required string Trigger { get; init; }

    public required string Running { get; init; }

    public required string Failed { get; init; }

    public required string Succeeded { get; init; }

    public required string Outputs { get; init; }

    public required string Log { get; init; }

    public required string Actions { get; init; }

    public required string OpenInDesigner { get; init; }

    public required string Runs { get; init; }

    public required string Retry { get; init; }

    public required string RetryFailed { get; init; }

    public required string StaysWith { get; init; }

    public required string NewRun { get; init; }

    /// <summary>What they call the person, the project, the template, the application, the variable's value, and the six nodes.</summary>
    public required string Person { get; init; }

    public required string Project { get; init; }

    public required string Template { get; init; }

    public required string Application { get; init; }

    public required string City { get; init; }

    public required IReadOnlyList<string> Nodes { get; init; }

    public required string Comment { get; init; }

    public static Words English { get; } = new()
    {
        SetUpTitle = "Make the first administrator",
        AllProjects = "All projects",
        NewProject = "New project…",
        MakeProject = "Make the project",
        Templates = "Templates",
        NoTemplates = "No templates yet",
        NewTemplate = "New template",
        CreateAndOpen = "Create and open",
        EmptyCanvas = "Draw the flow",
        RunRules = "Run rules",
        JoinRule = "none failed, one succeeded",
        AddVariable = "Add a variable",
        NoProblems = "No problems",
        Publish = "Publish…",
        PublishVersion = "Publish v{0}",
        Published = "Version {0} is published.",
        MakeApplication = "Make an application",
        CreateApplication = "Create application",
        ApplicationName = "Name",
        AddSchedule = "Add a schedule",
        Crontab = "Crontab",
        CrontabInWords = "from Monday to Friday at 09:30",
        NextFirings = "Next 10 firings",
        SaveSchedule = "Save schedule",
        TriggerRun = "Trigger run…",
        Trigger = "Trigger run",
        Running = "running",
        Failed = "failed",
        Succeeded = "succeeded",
        Outputs = "Outputs",
        Log = "Log",
        Actions = "Actions",
        OpenInDesigner = "Open in the designer",
        Runs = "Runs",
        Retry = "Retry",
        RetryFailed = "Retry 1 failed…",
        StaysWith = "A retry stays with v1 of the template, but nightly uses v2 by now.",
        NewRun = "New run with v2",
        Person = "Grace",
        Project = "search",
        Template = "Build index",
        Application = "nightly",
        City = "Hangzhou",
        Nodes = ["Extract rows", "Enough rows?", "Build all", "Build the rest", "Join", "Deliver"],
        Comment = "the first one",
    };

    public static Words Chinese { get; } = new()
    {
        SetUpTitle = "创建第一个管理员",
        AllProjects = "全部项目",
        NewProject = "新建项目…",
        MakeProject = "新建项目",
        Templates = "模板",
        NoTemplates = "还没有模板",
        NewTemplate = "新建模板",
        CreateAndOpen = "创建并打开",
        EmptyCanvas = "开始绘制流程",
        RunRules = "运行规则",
        JoinRule = "无失败且至少一个成功",
        AddVariable = "添加变量",
        NoProblems = "没有问题",
        Publish = "发布…",
        PublishVersion = "发布 v{0}",
        Published = "版本 {0} 已发布。",
        MakeApplication = "新建应用",
        CreateApplication = "创建应用",
        ApplicationName = "名称",
        AddSchedule = "添加调度",
        Crontab = "Crontab 表达式",
        CrontabInWords = "每周一至周五 09:30",
        NextFirings = "接下来 10 次触发",
        SaveSchedule = "保存调度",
        TriggerRun = "触发运行…",
        Trigger = "触发运行",
        Running = "运行中",
        Failed = "失败",
        Succeeded = "成功",
        Outputs = "输出",
        Log = "日志",
        Actions = "操作",
        OpenInDesigner = "在设计器中打开",
        Runs = "运行",
        Retry = "重试",
        RetryFailed = "重试 1 个失败节点…",
        StaysWith = "重试仍使用模板 v1，而应用“夜间索引”现已采用 v2。",
        NewRun = "用 v2 新建运行",
        Person = "小林",
        Project = "检索",
        Template = "索引构建",
        Application = "夜间索引",
        City = "杭州",
        Nodes = ["抽取数据", "数据够多吗", "全量构建", "增量构建", "汇合", "交付"],
        Comment = "第一个版本",
    };
}
