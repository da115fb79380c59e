using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a parameter is when nobody gives it a value.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();
}

/// <summary>A random password, generated once and kept.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz";
    private const string Digits = "23456789";
    private const string Specials = "-_.{}~()*!+";

    public int MinLength { get; set; } = 22;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public override string GetDefaultValue()
    {
        var upper = Letters.ToUpperInvariant();
        var all = Letters + upper + Digits + (Special ? Specials : "");
        List<char> value =
        [
            .. RandomNumberGenerator.GetItems<char>(Letters, MinLower),
            .. RandomNumberGenerator.GetItems<char>(upper, MinUpper),
            .. RandomNumberGenerator.GetItems<char>(Digits, MinNumeric),
        ];
        value.AddRange(
            RandomNumberGenerator.GetItems<char>(all, Math.Max(0, MinLength - value.Count))
        );
        var characters = value.ToArray();
        RandomNumberGenerator.Shuffle(characters.AsSpan());
        return new string(characters);
    }
}
