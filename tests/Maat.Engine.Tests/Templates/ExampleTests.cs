using Maat.Domain.Documents;
using Maat.Domain.Expressions;
using Maat.Domain.Kinds;
using Maat.Domain.Rendering;
using Maat.Engine.Kinds.Bash;
using Maat.Engine.Kinds.Branch;
using Maat.Engine.Templates;

namespace Maat.Engine.Tests.Templates;

/// <summary>One document that uses every part of the format.</summary>
public class ExampleTests
{
    private const string Example =
        """
        apiVersion: maat/v1
        kind: Template
        name: Build index
        description: Builds and publishes the daily search index.
        variables:
          - { key: region,  type: choice, choices: [hz, sh], default: hz, description: Where to build }
          - { key: shards,  type: number, integer: true, min: 1, max: 512, default: 8 }
          - { key: console, type: secret, required: true, description: Name of the secret for the console }
          - { key: options, type: json,   default: { incremental: true } }   # unused here: a warning
        nodes:
          - key: extract
            name: Extract
            kind: bash
            retries: { count: 2, delay: 30s, backoff: 2, max_delay: 10m }
            timeout: 1h
            with:
              script: |
                rows=$(extract --region "${{ vars.region }}" --day ${{ run.scheduled_at | date 'yyyyMMdd' }})
                echo "rows=$rows" >> "$MAAT_OUTPUT"
          - key: big_enough
            kind: branch
            with:
              mode: first
              arms:
                - { arm: full,  when: "nodes.extract.outputs.rows >= 1000000" }
                - { arm: delta, otherwise: true }
          - key: build_full
            kind: resource_bash
            queue: heavy
            with:
              resources: [{ name: indexer.jar, version: 7 }, { name: conf.tar.gz, unpack: true }]
              script: java -jar indexer.jar --shards ${{ vars.shards }}
          - key: build_delta
            kind: bash
            with: { script: ./delta }
          - key: publish
            kind: http
            trigger_rule: none_failed_min_one_success
            with:
              request: { method: POST, url: "https://console.example/api/publish", headers: { Authorization: "Bearer ${{ vars.console }}" }, body: { json: { rows: "${{ nodes.extract.outputs.rows }}" } } }
              success: "response.status == 202"
              poll:
                request: { method: GET, url: "https://console.example/api/jobs/${{ trigger.json.id }}" }
                every: 10s
                succeeded_when: "response.json.state == 'DONE'"
                failed_when: "response.json.state in ['ERROR', 'KILLED']"
                deadline: 2h
              outputs: { version: "response.json.version" }
        edges:
          - { from: extract,     to: big_enough }
          - { from: big_enough,  to: build_full,  arm: full }
          - { from: big_enough,  to: build_delta, arm: delta }
          - { from: build_full,  to: publish }
          - { from: build_delta, to: publish }
        layout:
          extract: [80, 40]
        """;

    private static readonly NodeKindCatalog Kinds = new([new BashKind(), new BranchKind(), new ResourceBash(), new Http()]);

    [Fact]
    public void Validate_Example_HasNothingWrongButAnUnusedVariable()
    {
        var reading = TemplateReader.Read(YamlSource.Read(Example));

        var problem = Assert.Single(TemplateValidator.Validate(reading, Kinds));
        Assert.Equal((Severity.Warning, "unused_variable", "/variables/3"), (problem.Severity, problem.Code, problem.Place.Path));
        Assert.Contains("'options'", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Example_IsTheSameInEveryForm()
    {
        var document = TemplateReader.Read(YamlSource.Read(Example)).Document!;

        Assert.Equal(document, TemplateReader.Read(YamlSource.Read(YamlText.Write(document))).Document);
        Assert.Equal(document, TemplateReader.Read(JsonSource.Read(TemplateWriter.ToJson(document))).Document);
    }

    [Fact]
    public void Compile_Example_JoinsBelowItsBranch()
    {
        var compiled = TemplateCompiler.Compile(TemplateReader.Read(YamlSource.Read(Example)).Document!, Kinds);

        Assert.Equal(["full", "delta"], compiled.Plan[1].Arms);
        Assert.Equal([3], compiled.Plan.Excluded(1, ["full"]));
    }

    private static ParameterDescriptor Parameter(string name, ParameterType type, bool required = false) => new(name, type) { Title = name, Required = required };

    /// <summary>The shape of a kind that is described only.</summary>
    private sealed class ResourceBash : NodeKind
    {
        public override string Name => "resource_bash";

        public override string Title => "Bash with resources";

        public override string Description => "Fetches files, then runs a script";

        public override ItemList<ParameterDescriptor> Parameters =>
        [
            Parameter("resources", new ListType(new ObjectType(
            [
                Parameter("name", new TextType(), required: true),
                Parameter("version", new NumberType { IsInteger = true, Min = 1 }),
                Parameter("unpack", new BooleanType()),
            ])), required: true),
            .. new BashKind().Parameters,
        ];
    }

    private sealed class Http : NodeKind
    {
        public override string Name => "http";

        public override string Title => "HTTP";

        public override string Description => "Sends a request, then asks until it is done";

        public override ItemList<ParameterDescriptor> Parameters =>
        [
            Parameter("request", Request, required: true),
            Parameter("success", new ExpressionType()) with { Allows = [ReferenceRoot.Response] },
            Parameter("poll", new ObjectType(
            [
                Parameter("request", Request, required: true),
                Parameter("every", new DurationType { Min = TimeSpan.FromSeconds(1) }),
                Parameter("succeeded_when", new ExpressionType(), required: true) with { Allows = [ReferenceRoot.Response] },
                Parameter("failed_when", new ExpressionType()) with { Allows = [ReferenceRoot.Response] },
                Parameter("deadline", new DurationType()),
            ])) with { Allows = [ReferenceRoot.Trigger] },
            Parameter("outputs", new MapType(new ExpressionType()) { NamesAreKeys = true }) with { Allows = [ReferenceRoot.Response] },
        ];

        private static ObjectType Request => new(
        [
            Parameter("method", new ChoiceType(["GET", "POST"]), required: true),
            Parameter("url", new TextType { Place = Place.Url }, required: true),
            Parameter("headers", new MapType(new TextType { Place = Place.Header })),
            Parameter("body", new ObjectType([Parameter("json", new JsonType())])),
        ]);
    }
}
