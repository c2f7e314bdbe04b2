namespace TiledFit.Cli.Tests;

public class BadInputTests
{
    [Theory]
    [InlineData("fit", "Option '--output' is required")]
    [InlineData("fit -o OUT", "Required argument missing")]
    [InlineData("fit IN -o OUT --method ml", "--method 'ml' is unknown; take one of lm, em, em+lm")]
    [InlineData("fit RESULT/components/part-00000.parquet -o OUT --method em",
        "points need a start: --init FILE, or --components N")]
    [InlineData("fit POINTS -o OUT --method em+lm", "take --method em")]
    [InlineData("fit POINTS -o OUT --method em --components 2 --rmse 1", "without --rmse")]
    [InlineData("fit POINTS -o OUT --method em --components 2", "row 3 (line 4), column weight: is negative")]
    [InlineData("fit POINTS -o IN --method em --components 2", "is a file")]
    [InlineData("fit POINTS -o OUT", "several columns of numbers; choose one by --column; it has x, y, weight")]
    [InlineData("fit POINTS -o OUT --column z", "points.csv has no column 'z'; it has x, y, weight")]
    [InlineData("fit POINTS -o OUT --column y --x z", "points.csv has no column 'z'; it has x, y, weight")]
    [InlineData("fit POINTS -o OUT --column y", "the profile has 3 samples with data; a fit needs at least 5")]
    [InlineData("fit POINTS -o OUT --column y --method em --components 1", "--column goes with profiles")]
    [InlineData("fit IN -o OUT --x y", "--x goes with profiles")]
    [InlineData("fit POINTS -o OUT --column y --memory 1GiB", "--memory goes with rasters")]
    [InlineData("fit POINTS -o OUT --column y --resume", "--resume goes with rasters")]
    [InlineData("fit POINTS -o OUT --column y --errors beam:3", "--errors beam:3 is of images")]
    [InlineData("fit POINTS -o OUT --column y --init POINTS", "points.csv has no column amplitude, sigma")]
    [InlineData("submit IN -o OUT --method em", "'--method' is unrecognised")]
    [InlineData("fit IN -o OUT --amplitude any", "--amplitude 'any' is unknown; take one of nonnegative, signed")]
    [InlineData("fit IN -o OUT --amplitude signed --loss poisson",
        "--amplitude signed does not go with --loss poisson: the expectation of counts is not negative")]
    [InlineData("fit IN -o OUT --amplitude signed --method em",
        "--amplitude signed goes with rasters and --method lm, not with expectation maximisation, where a component is "
        + "a density or a pulse, never negative")]
    [InlineData("fit POINTS -o OUT --method em --components 1 --amplitude signed", "not with points, where")]
    [InlineData("fit POINTS -o OUT --column y --amplitude signed", "not with a profile, where")]
    [InlineData("fit IN -o OUT --weights MISSING", "missing.npy")]
    [InlineData("fit IN -o OUT --mask MISSING", "missing.npy")]
    [InlineData("fit IN -o OUT --weights IN", "--weights needs --init")]
    [InlineData("fit IN -o OUT --weights IN --method em", "--weights goes with --method lm")]
    [InlineData("fit IN -o OUT --loss", "--loss")]
    [InlineData("fit IN -o OUT --loss tukey", "--loss 'tukey' is unknown; take squares, huber, cauchy, huber:C")]
    [InlineData("fit IN -o OUT --loss huber:-1", "--loss 'huber:-1' is unknown")]
    [InlineData("fit IN -o OUT --loss poisson:2", "--loss 'poisson:2' is unknown")]
    [InlineData("fit IN -o OUT --loss huber", "--loss huber:1.345 needs --init")]
    [InlineData("fit IN -o OUT --loss huber --method em", "expectation maximisation takes squares")]
    [InlineData("fit POINTS -o OUT --loss huber --method em --components 2", "points takes squares")]
    [InlineData("fit POINTS -o OUT --loss cauchy:3 --column y", "a profile takes squares")]
    [InlineData("fit IN -o OUT --saturation NaN", "--saturation NaN must be a finite number")]
    [InlineData("fit POINTS -o OUT --method em --mask IN", "--mask and --saturation go with rasters")]
    [InlineData("fit IN -o OUT --shape oval",
        "--shape 'oval' is unknown; take free, round, fixed, or fixed:SX,SY,THETA")]
    [InlineData("fit IN -o OUT --shape fixed:2,0,0", "--shape 'fixed:2,0,0' is unknown")]
    [InlineData("fit IN -o OUT --shape fixed", "--shape fixed needs --init")]
    [InlineData("fit IN -o OUT --positions fixed", "--positions fixed needs --init")]
    [InlineData("fit IN -o OUT --positions off", "--positions 'off' is unknown; take one of free, fixed")]
    [InlineData("fit IN -o OUT --step big", "--step 'big' is unknown; take one of manifold, bounded")]
    [InlineData("fit IN -o OUT --sigma-min -1", "--sigma-min -1 must be from 0.001 to 10000000 px")]
    [InlineData("fit IN -o OUT --sigma-min 3 --sigma-max 2", "--sigma-min 3 must not be above --sigma-max 2")]
    [InlineData("fit IN -o OUT --sigma-max 2 --shape fixed:1,1,0",
        "--sigma-max limits what --shape fixed:1,1,0 leaves")]
    [InlineData("fit IN -o OUT --sigma-min 2 --step bounded", "--sigma-min goes with --step manifold")]
    [InlineData("fit IN -o OUT --shape round --method em", "--shape goes with rasters and --method lm")]
    [InlineData("fit POINTS -o OUT --method em --components 1 --step bounded",
        "--step goes with rasters and --method lm, not with points")]
    [InlineData("fit POINTS -o OUT --column y --sigma-min 1",
        "--sigma-min goes with rasters and --method lm, not with a profile")]
    [InlineData("submit IN -o OUT --shape oval", "--shape 'oval' is unknown")]
    [InlineData("submit IN -o OUT --sigma-min nan", "--sigma-min NaN must be from 0.001")]
    [InlineData("fit IN -o /vsimem/out", "/vsimem/out would go with the process")]
    [InlineData("fit IN -o /vsizip/out.zip/out", "/vsizip/out.zip/out cannot take a result: it goes to a disk, or below")]
    [InlineData("fit POINTS -o OUT --weights IN", "is a profile; --weights, --mask and --saturation go with rasters")]
    [InlineData("fit IN -o OUT --memory 1GX", "--memory '1GX' is no size such as 800MiB or 2GiB")]
    [InlineData("fit IN -o OUT --memory 1MiB", "--memory 1MiB: the program alone takes 256 MiB; give that or more")]
    [InlineData("fit IN -o OUT --memory 2GiB --method em", "--memory goes with --method lm")]
    [InlineData("fit IN -o OUT --profil", "'--profil' is unrecognised")]
    [InlineData("fit IN --components -o OUT", "--components lacks its value")]
    [InlineData("fit IN -o OUT --init --rmse 3", "--init lacks its value")]
    [InlineData("fit '' -o OUT", "INPUT is empty; see tiledfit fit --help")]
    [InlineData("fit IN -o OUT --report ''", "--report is empty; see tiledfit fit --help")]
    [InlineData("fit IN -o OUT --report OUT", "is the directory of the result; name a file")]
    [InlineData("status .", "'.' is no job; give the ID that submit printed")]
    [InlineData("submit IN -o OUT --idempotency-key ä", "--idempotency-key 'ä' cannot be sent")]
    [InlineData("fit IN -o OUT --undo", "'--undo' is unrecognised")]
    [InlineData("fit IN -o OUT --tile", "--tile")]
    [InlineData("fit IN -o OUT --tile 12.5", "--tile '12.5' is not a whole number")]
    [InlineData("fit IN -o OUT --tile -1", "--tile -1 must not be negative")]
    [InlineData("fit IN -o OUT --tile 79", "--tile 79 is too small for --ring 32")]
    [InlineData("fit IN -o OUT --tile 128 --ring 57", "take --tile 130 or more")]
    [InlineData("fit IN -o OUT --tile 128 --ring 2147483647", "take --tile 4294967310 or more")]
    [InlineData("fit IN -o OUT --ring -1", "--ring -1 must not be negative")]
    [InlineData("fit IN -o OUT --components -5", "--components -5 must be at least 1")]
    [InlineData("fit IN -o OUT --rmse 0", "--rmse 0 must be a positive number")]
    [InlineData("fit IN -o OUT --rmse -1.5", "--rmse -1.5 must be a positive number")]
    [InlineData("fit IN -o OUT --rmse NaN", "--rmse NaN must be a positive number")]
    [InlineData("fit IN -o OUT --threads -2", "--threads -2 must be 0 (one a core) or more")]
    [InlineData("fit IN -o OUT --max-sweeps 0", "--max-sweeps 0 must be from 1 to 16383")]
    [InlineData("fit IN -o OUT --tolerance 1", "--tolerance 1 must be at least 0 and less than 1")]
    [InlineData("fit IN -o OUT --tolerance x", "--tolerance 'x' is not a number")]
    [InlineData("fit IN -o OUT --background mesh:7",
        "--background 'mesh:7' is unknown; take one of auto, none, constant, plane, mesh, or mesh:PX with cells of PX "
        + "pixels, from 8 to 1024")]
    [InlineData("fit IN -o OUT --background plane:64", "--background 'plane:64' is unknown")]
    [InlineData("fit IN -o OUT --background mesh --method em", "--background mesh goes with rasters and --method lm")]
    [InlineData("fit IN -o OUT --significance 0", "--significance 0 must be a positive number")]
    [InlineData("fit IN -o OUT --significance NaN", "--significance NaN must be a positive number")]
    [InlineData("fit IN -o OUT --significance 5 --rmse 1", "--significance 5 says what stands out from the noise")]
    [InlineData("fit IN -o OUT --significance 5 --method em", "--significance goes with rasters and --method lm")]
    [InlineData("fit IN -o OUT --errors beam:0.5", "--errors 'beam:0.5' is unknown; take none, white or beam:FWHM")]
    [InlineData("fit IN -o OUT --background 2", "--background '2' is unknown")]
    [InlineData("fit IN -o OUT --nodata none", "--nodata 'none' is not a number")]
    [InlineData("fit IN -o OUT --band 2", "band")]
    [InlineData("fit MISSING -o OUT", "missing.npy")]
    [InlineData("fit IN -o OUT --init MISSING", "missing.npy")]
    [InlineData("fit IN -o OUT --report OUT/sub/r.json", "there is no directory")]
    [InlineData("fit IN -o RESULT", "already holds a result")]
    [InlineData("fit MISSING --init MISSING -o RESULT", "already holds a result")]
    [InlineData("fit IN -o IN", "is a file")]
    [InlineData("synth --width 10 --height 10 -o OUT", "Option '--components' is required")]
    [InlineData("synth --width 0 --height 10 --components 1 -o OUT", "--width 0")]
    [InlineData("synth --width 10 --height 10 --components 1 --seed -1 -o OUT", "--seed -1 must not be negative")]
    [InlineData("render RESULT -o OUT.jpg", "cannot write '.jpg'")]
    [InlineData("render OUT -o OUT.npy", "is not a directory")]
    [InlineData("render RESULT -o OUT.npy --window 1,2,3", "--window '1,2,3' is not x,y,w,h")]
    [InlineData("render RESULT -o OUT.npy --window 0,0,61,44", "reaches beyond the raster's 60 × 44 px")]
    [InlineData("render RESULT -o OUT.npy --window 2147483647,0,2,2", "reaches beyond the raster's 60 × 44 px")]
    [InlineData("render RESULT -o OUT.npy --scale 0", "--scale 0")]
    [InlineData("render RESULT -o OUT.npy --scale 1.5", "--scale 1.5")]
    [InlineData("render RESULT -o OUT.npy --scale 0.5 --residual", "there are no data between the pixels")]
    [InlineData("render RESULT -o OUT/sub/a.npy", "there is no directory")]
    [InlineData("export RESULT", "Option '--output' is required")]
    [InlineData("export OUT -o OUT.csv", "is not a directory")]
    [InlineData("export RESULT -o OUT.csv --sigma 0", "--sigma 0 must be a positive number")]
    [InlineData("export RESULT -o OUT.csv --sigma x", "--sigma 'x' is not a number")]
    [InlineData("export RESULT -o OUT", "has no extension")]
    [InlineData("export RESULT -o OUT.geojson", "has no coordinate reference system")]
    [InlineData("export RESULT -o IN --format csv", "is read as input")]
    [InlineData("export RESULT -o RESULT/tiles.parquet", "belongs to the result")]
    [InlineData("export RESULT -o OUT/sub/a.csv", "there is no directory")]
    [InlineData("compare RESULT", "Option '--truth' is required")]
    [InlineData("compare RESULT --truth MISSING", "missing.npy")]
    [InlineData("compare RESULT --truth MISSING --radius 0", "--radius 0 must be a positive number")]
    [InlineData("info", "Required argument missing")]
    [InlineData("info MISSING", "missing.npy")]
    [InlineData("info RESULT --band 1", "--band goes with a raster")]
#if !HasOrleans
    [InlineData("serve --cluster", "--cluster needs Orleans")]
#endif
    [InlineData("serve --url http://0.0.0.0:0", "needs a token")]
    [InlineData("serve --url 5117", "--url '5117' is no address")]
    [InlineData("serve --input-root MISSING", "--input-root")]
    [InlineData("serve --token x", "'--token' is unrecognised")]
    [InlineData("serve --url http://127.0.0.1:0 --state IN", "cannot be used")]
    [InlineData("submit IN", "Option '--output' is required")]
    [InlineData("submit IN -o OUT --threads 2", "'--threads' is unrecognised")]
    [InlineData("submit IN -o OUT --background grid", "--background 'grid' is unknown")]
    [InlineData("submit IN -o OUT --significance Infinity", "--significance Infinity must be a positive number")]
    [InlineData("submit IN -o OUT --tolerance nan", "--tolerance NaN must be at least 0 and less than 1")]
    [InlineData("submit IN -o OUT --tolerance inf", "--tolerance 'inf' is not a number")]
    [InlineData("submit IN -o OUT --tolerance Infinity", "--tolerance Infinity must be at least 0 and less than 1")]
    [InlineData("submit IN -o OUT --rmse -Infinity", "--rmse -Infinity must be a positive number")]
    [InlineData("submit IN -o OUT --server ftp://x", "--server 'ftp://x' is no URL")]
    [InlineData("watch", "Required argument missing")]
    [InlineData("list --limit x", "--limit 'x' is not a whole number")]
    public async Task OneClearLineAndNothingWritten(string arguments, string message)
    {
        using var directory = new TemporaryDirectory();
        SampleResult.Write(directory["in.npy"], directory["result"]);
        File.WriteAllText(directory["points.csv"], "x,y,weight\n1,2,1\n3,5,2\n4,4,-1\n");
        string[] before = directory.Names;

        CommandLine run = await CommandLine.RunAsync(arguments
            .Replace("POINTS", directory["points.csv"], StringComparison.Ordinal)
            .Replace("RESULT", directory["result"], StringComparison.Ordinal)
            .Replace("MISSING", directory["missing.npy"], StringComparison.Ordinal)
            .Replace("IN", directory["in.npy"], StringComparison.Ordinal)
            .Replace("OUT", directory["out"], StringComparison.Ordinal));

        Assert.Equal(ExitCode.BadInput, run.Code);
        string line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line);
        Assert.Contains(message, line);
        Assert.Empty(run.Output);
        Assert.Equal(before, directory.Names);
    }
}
