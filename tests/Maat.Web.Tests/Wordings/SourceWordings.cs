using System.Reflection;
using System.Text;
using Maat.Domain.Wordings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Maat.Web.Tests.Wordings;

/// <summary>A wording as it is written in the product's sources.</summary>
/// <param name="Format">As <see cref="Wording.Format"/> gives it.</param>
/// <param name="Constants">Arguments that are texts which the compiler knows.</param>
public sealed record SourceWording(string Format, IReadOnlyList<string> Constants, string Place);

/// <summary>Asks the compiler for every interpolated string in the sources that it makes a <see cref="Wording"/> of.</summary>
public static class SourceWordings
{
    private static readonly string[] Projects = ["Maat.Domain", "Maat.Engine", "Maat.Web"];

    /// <summary>What the projects' own files say to all of their sources.</summary>
    private static readonly string GlobalUsings = string.Concat(new[]
    {
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
        "Maat.Domain.Wordings", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    }.Select(name => $"global using {name};\n"));

    public static IReadOnlyList<SourceWording> Find(CancellationToken cancellation)
    {
        string sources = Path.GetDirectoryName(
            typeof(SourceWordings).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "WebSources").Value!)!;
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. Projects.AsParallel().WithCancellation(cancellation).SelectMany(project => In(Path.Combine(sources, project), project, assemblies, cancellation))];
    }

    private static IEnumerable<SourceWording> In(string folder, string project, string[] assemblies, CancellationToken cancellation)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
        SyntaxTree[] trees = [CSharpSyntaxTree.ParseText(GlobalUsings, cancellationToken: cancellation), .. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: Path.GetRelativePath(folder, file), cancellationToken: cancellation))];
        var compilation = CSharpCompilation.Create(
            project,
            trees,
            assemblies.Where(file => Path.GetFileNameWithoutExtension(file) != project).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (var text in tree.GetRoot(cancellation).DescendantNodes().OfType<InterpolatedStringExpressionSyntax>())
            {
                if (model.GetTypeInfo(text, cancellation).ConvertedType?.ToDisplayString().TrimEnd('?') == typeof(Wording).FullName)
                    yield return Of(text, model, $"{project}/{tree.FilePath}:{tree.GetLineSpan(text.Span, cancellation).StartLinePosition.Line + 1}");
            }
        }
    }

    private static SourceWording Of(InterpolatedStringExpressionSyntax text, SemanticModel model, string place)
    {
        var format = new StringBuilder();
        var constants = new List<string>();
        int arguments = 0;
        foreach (InterpolatedStringContentSyntax part in text.Contents)
        {
            if (part is InterpolationSyntax argument)
            {
                format.Append('{').Append(arguments++).Append('}');
                if (model.GetConstantValue(argument.Expression) is { Value: string known })
                    constants.Add(known);
            }
            else
            {
                format.Append(((InterpolatedStringTextSyntax)part).TextToken.ValueText);
            }
        }

        return new SourceWording(format.ToString(), constants, place);
    }
}
