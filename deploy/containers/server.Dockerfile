# The server: jobs over HTTP, run by the silos. Build from the root of the repository:
#   docker build -f deploy/containers/server.Dockerfile -t tiledfit/server .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/TiledFit.Cli/TiledFit.Cli.csproj -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdal34t64 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" /data /data/rasters /data/fits /data/jobs /state
COPY --from=build /app /app
COPY --chmod=755 deploy/containers/healthy.sh /usr/local/bin/
EXPOSE 5117
VOLUME /data
USER $APP_UID
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
    CMD ["healthy.sh", "5117", "/healthz"]
# Bound to all addresses it demands a token: Server:TokenFile.
ENTRYPOINT ["/app/tiledfit", "serve", "--url", "http://*:5117", "--state", "/state", \
            "--input-root", "/data/rasters", "--output-root", "/data/fits"]
CMD ["--cluster"]
