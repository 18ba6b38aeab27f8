namespace Maat.Storage.MySql.Engine;

/// <summary>
/// Where in the head of its queues this process tries to claim. While nobody is in its way it takes the very first, so that order is kept;
/// once others have taken what it wanted it begins at a random place for a while, so that claimers do not queue up behind each other.
/// </summary>
internal sealed class ClaimScatter(Random random)
{
    /// <summary>Claims at random places after a collision: afterwards it looks whether the others are still there.</summary>
    private const int Claims = 16;

    private readonly Lock _lock = new();
    private int _left;

    public void Collided()
    {
        lock (_lock)
        {
            _left = Claims;
        }
    }

    /// <summary>The window to try first.</summary>
    public int First(int windows)
    {
        lock (_lock)
        {
            if (_left == 0 || windows < 2)
            {
                return 0;
            }

            _left--;
            return random.Next(windows);
        }
    }
}
