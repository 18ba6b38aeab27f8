# Builds and runs Maat, with its embedded database unless it is told of a server; deploy/ has several processes on one. The same steps by hand: README.md.
FROM node:22-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# The front end is built by npm from MSBuild; the distribution's own Node may be older than it needs.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
    && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /source
COPY . .
RUN dotnet publish src/Maat.Web/Maat.Web.csproj --configuration Release --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# What scripts of nodes expect to find; tzdata for schedules in other zones.
RUN apt-get update \
    && apt-get install -y --no-install-recommends bash coreutils curl tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 maat \
    && useradd --create-home --uid 10001 --gid maat maat \
    && install --directory --owner=maat --group=maat --mode=700 /data /node-logs
WORKDIR /app
COPY --from=build /app .
# A number, so that Kubernetes can tell that it is not root.
USER 10001:10001
# Every address inside the container: what the container publishes decides who reaches it. Name the host that browsers use in Maat:Hosts.
ENV Maat__Listen=http://0.0.0.0:5080 \
    Maat__DataDirectory=/data
VOLUME /data
EXPOSE 5080
# SIGTERM drains: running nodes get Maat:Worker:GraceSeconds; stop the container with a longer timeout than that.
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "Maat.Web.dll"]
