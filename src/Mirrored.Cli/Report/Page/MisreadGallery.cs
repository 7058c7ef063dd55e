namespace Mirrored.Cli;

/// <summary>Shows images that the model gets wrong.</summary>
internal static class MisreadGallery
{
    /// <summary>The images of one run.</summary>
    public static Markup Of(IReadOnlyList<Misread> images) => Markup.Of($"""
        <figure class="card">
        <figcaption><h3>Surest mistakes</h3></figcaption>
        <ul class="gallery">
        {Markup.Each(images, Image)}
        </ul>
        </figure>

        """);

    private static Markup Image(Misread image)
    {
        string pixels = Convert.ToBase64String(Png.Encode(image.Pixels, image.Height, image.Width, channels: 1));
        string sure = image.Probability is { } p ? Format.Percent(Math.Round(p, 3)) : "";
        return Markup.Of($"""
            <li><img src="data:image/png;base64,{pixels}" width="{image.Width}" height="{image.Height}"
              alt="Test image {image.Row}: a {image.Label}, taken for {image.Predicted}" /><span><b>{image.Label}</b> taken for <b>{image.Predicted}</b></span><span class="sure">{sure}</span></li>

            """);
    }
}
