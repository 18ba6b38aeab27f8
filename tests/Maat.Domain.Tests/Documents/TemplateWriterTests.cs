using Maat.Domain.Documents;
using Maat.Domain.Values;
using Maat.Domain.Variables;

namespace Maat.Domain.Tests.Documents;

public class TemplateWriterTests
{
    [Fact]
    public void ToJson_AnyDocument_ReadsBackEqual()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            var document = new RandomDocument(seed).Next();
            string json = TemplateWriter.ToJson(document);
            var reading = TemplateReader.Read(JsonSource.Read(json));

            Assert.True(reading.Problems.Count == 0, $"seed {seed}: {string.Join('\n', reading.Problems)}");
            Assert.True(document == reading.Document, $"seed {seed}: {json}");
            Assert.Equal(json, TemplateWriter.ToJson(reading.Document!));
        }
    }

    [Fact]
    public void ToJson_Defaults_AreLeftOut()
    {
        var document = new TemplateDocument("T")
        {
            Variables = [new VariableDefinition("v", VariableType.Number)],
            Nodes = [new NodeDefinition("a", "bash") { With = new ObjectValue([new("script", new TextValue("echo 'ä' > x\n"))]) }],
        };

        Assert.Equal(
            """
            {
              "apiVersion": "maat/v1",
              "kind": "Template",
              "name": "T",
              "variables": [
                {
                  "key": "v",
                  "type": "number"
                }
              ],
              "nodes": [
                {
                  "key": "a",
                  "kind": "bash",
                  "with": {
                    "script": "echo 'ä' > x\n"
                  }
                }
              ]
            }

            """,
            TemplateWriter.ToJson(document));
    }
}
