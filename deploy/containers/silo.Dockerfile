# A silo of the cluster. Build from the root of the repository:
#   docker build -f deploy/containers/silo.Dockerfile -t tiledfit/silo .
FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /source
COPY . .
# Without Orleans on the package feed no silo is built: then the image must not be, either.
RUN dotnet publish src/TiledFit.Cluster/TiledFit.Cluster.csproj -c Release -o /app \
    && test -x /app/tiledfit-silo

FROM mcr.microsoft.com/dotnet/runtime:10.0-noble
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgdal34t64 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o "$APP_UID" -g "$APP_UID" /data /data/rasters /data/fits /data/jobs
COPY --from=build /app /app
COPY --chmod=755 deploy/containers/silo.sh deploy/containers/healthy.sh /usr/local/bin/
ENV TILEDFIT_Silo__Clustering=PostgreSQL \
    TILEDFIT_Silo__Port=11111 \
    TILEDFIT_Silo__GatewayPort=30000 \
    TILEDFIT_Silo__Storage__Root=/data/jobs
EXPOSE 11111 30000
VOLUME /data
USER $APP_UID
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 \
    CMD ["healthy.sh", "30000"]
ENTRYPOINT ["silo.sh"]
