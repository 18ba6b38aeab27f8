using System.Security.Claims;
using Maat.Engine.Home;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Maat.Web.Api;

internal static class Home
{
    public static void MapHome(this IEndpointRouteBuilder api) => api.MapGet("/home", GetAsync).WithTags("Home")
        .WithSummary("Says what needs attention, what runs, what is due, and how many runs ended in each of the last hours");

    private static async Task<Ok<HomeView>> GetAsync(ClaimsPrincipal user, HomeViews home, CancellationToken cancellation) =>
        TypedResults.Ok(await home.GetAsync(ApiActor.Of(user), cancellation));
}
