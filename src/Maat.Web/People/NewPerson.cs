namespace Maat.Web.People;

/// <summary>A person to be made.</summary>
internal sealed record NewPerson(string Name, bool Administrator);
