namespace TiledFit.Core.Tests;

public class InputExceptionTests
{
    [Theory]
    [InlineData("a.csv, row 3: 'x' is not a number", "a.csv, row 3: 'x' is not a number")]
    [InlineData("'1\r\n2\u001b[31m\0' is not a number", "'1��2�[31m�' is not a number")]
    [InlineData("", "")]
    public void TheMessageIsOneLine(string message, string shown)
    {
        Assert.Equal(shown, new InputException(message).Message);
        Assert.Equal(shown, new InputException(message, new IOException()).Message);
    }

    [Fact]
    public void TheMessageEnds()
    {
        string message = new InputException(new string('x', 1_000_000)).Message;
        Assert.Equal(new string('x', 999) + "…", message);
    }
}
