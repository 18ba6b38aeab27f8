namespace Maat.Domain.Documents;

/// <summary>The limits of one template, each with the reason for its size.</summary>
public static class DocumentLimits
{
    /// <summary>Of a document as text, in bytes: 10,000 nodes and 100,000 edges take some 8 MiB, and twice that is still read in a second.</summary>
    public const int DocumentBytes = 16 * 1024 * 1024;

    /// <summary>Mappings and sequences within one another: people's documents have ten, and a recursive reader's stack holds thousands.</summary>
    public const int Depth = 64;

    /// <summary>The designer draws a few thousand; imported workflows have ten thousand. A table of ancestors of so many takes 12 MiB.</summary>
    public const int Nodes = 10_000;

    /// <summary>Ten for each node: denser graphs are drawn through a joining node.</summary>
    public const int Edges = 100_000;

    /// <summary>More do not fit on a form, and all of them are set in the environment of each script.</summary>
    public const int Variables = 500;

    /// <summary>Of one choice variable: what a list that is searched by eye can hold.</summary>
    public const int Choices = 1_000;

    /// <summary>Of one value, as JSON in UTF-8: the same as of one output, so that either can carry the other.</summary>
    public const int ValueBytes = 1024 * 1024;

    /// <summary>Of one script or other text of a node, in UTF-8: larger programs belong into a resource.</summary>
    public const int ScriptBytes = 1024 * 1024;

    /// <summary>Of a name, in characters: what a node on the canvas or a row of a list can show.</summary>
    public const int NameLength = 200;

    /// <summary>Of a description, in characters: a page of text.</summary>
    public const int DescriptionLength = 10_000;

    /// <summary>Reported for one document: nobody reads more, and a hostile document must not make an answer larger than itself.</summary>
    public const int Problems = 10_000;

    /// <summary>A node that has failed a hundred times fails for good; who wants to wait for something polls.</summary>
    public const int Retries = 100;

    /// <summary>The factor by which a retry's delay grows: with a hundred the third delay is already ten thousand times the first.</summary>
    public const int Backoff = 100;
}
