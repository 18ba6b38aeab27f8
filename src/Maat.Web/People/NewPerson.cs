using Maat.Engine.People;

namespace Maat.Web.People;

/// <summary>A person who was just made, with the link that is shown once.</summary>
internal sealed record NewPerson(string Name, PasswordLink Link);
