using System.Globalization;
using Maat.Domain.Documents;

namespace Maat.Domain.Tests.Documents;

public class CoreSchemaTests
{
    /// <summary>YAML 1.2.2, section 10.3.2, with what YAML 1.1 took for booleans, numbers and times.</summary>
    [Theory]
    [InlineData("", ScalarType.Null, null)]
    [InlineData("~", ScalarType.Null, null)]
    [InlineData("null", ScalarType.Null, null)]
    [InlineData("NULL", ScalarType.Null, null)]
    [InlineData("nULL", ScalarType.Text, null)]
    [InlineData("true", ScalarType.Boolean, "true")]
    [InlineData("FALSE", ScalarType.Boolean, "false")]
    [InlineData("no", ScalarType.Text, null)]
    [InlineData("on", ScalarType.Text, null)]
    [InlineData("y", ScalarType.Text, null)]
    [InlineData("12:30", ScalarType.Text, null)]
    [InlineData("2016-03-13", ScalarType.Text, null)]
    [InlineData("1_000", ScalarType.Text, null)]
    [InlineData("0", ScalarType.Number, "0")]
    [InlineData("-19", ScalarType.Number, "-19")]
    [InlineData("+1.", ScalarType.Number, "1")]
    [InlineData(".5", ScalarType.Number, "0.5")]
    [InlineData("010", ScalarType.Number, "10")]
    [InlineData("0o17", ScalarType.Number, "15")]
    [InlineData("0x1F", ScalarType.Number, "31")]
    [InlineData("0x", ScalarType.Text, null)]
    [InlineData("0xG", ScalarType.Text, null)]
    [InlineData("0o8", ScalarType.Text, null)]
    [InlineData("12e03", ScalarType.Number, "12000")]
    [InlineData("-2E-2", ScalarType.Number, "-0.02")]
    [InlineData("1e", ScalarType.Text, null)]
    [InlineData(".", ScalarType.Text, null)]
    [InlineData("-", ScalarType.Text, null)]
    [InlineData("1.2.3", ScalarType.Text, null)]
    [InlineData(".inf", ScalarType.NumberOutOfRange, null)]
    [InlineData("-.INF", ScalarType.NumberOutOfRange, null)]
    [InlineData(".nan", ScalarType.NumberOutOfRange, null)]
    [InlineData("1e400", ScalarType.NumberOutOfRange, null)]
    [InlineData("0xFFFFFFFFFFFFFFFFFFFFFFFF", ScalarType.NumberOutOfRange, null)]
    public void TypeOf_PlainScalar_FollowsTheCoreSchema(string text, ScalarType type, string? value)
    {
        Assert.Equal(type, CoreSchema.TypeOf(text, out decimal number, out bool boolean));
        if (type == ScalarType.Number)
            Assert.Equal(decimal.Parse(value!, CultureInfo.InvariantCulture), number);
        if (type == ScalarType.Boolean)
            Assert.Equal(value == "true", boolean);
    }
}
