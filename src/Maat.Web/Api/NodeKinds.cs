using System.Text;
using System.Text.Json.Nodes;
using Maat.Domain.Kinds;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

internal static class NodeKinds
{
    public static void MapNodeKinds(this IEndpointRouteBuilder api) => api.MapGet("/node-kinds", List)
        .WithTags("Templates")
        .WithSummary("Lists the kinds of nodes with their parameters")
        .Produces<JsonArray>(StatusCodes.Status200OK, "application/json");

    private static ContentHttpResult List(NodeKindCatalog kinds) => TypedResults.Text(kinds.ToJson(), "application/json", Encoding.UTF8);
}
