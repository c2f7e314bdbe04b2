# The command line. Build from the root of the repository:
#   docker build -f deploy/containers/cli.Dockerfile -t tiledfit/cli .
#   docker run --rm -v "$PWD:/data" --user "$(id -u):$(id -g)" tiledfit/cli fit hills.tif -o hills
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/TiledFit.Cli/TiledFit.Cli.csproj -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdal34t64 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" /data
COPY --from=build /app /app
WORKDIR /data
USER $APP_UID
# It runs one command and ends: there is nothing to watch.
HEALTHCHECK NONE
ENTRYPOINT ["/app/tiledfit"]
CMD ["--help"]
