# The image of the service: build, small runtime, AOT cache, and only what runs in the end.
# Any base with glibc will do for the last stage: the Java runtime comes from the build.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUN_IMAGE=debian:stable-slim

FROM ${BUILD_IMAGE} AS build
WORKDIR /src

# Plugins and libraries: a layer that only a change of the pom makes anew.
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q -P '!gate' -Dmaven.test.skip=true package && rm -rf target

# The service. Error Prone and the tests have had their say before an image is built.
COPY . .
RUN mvn -B -q -P '!gate' -Dmaven.test.skip=true package

# The runtime: the modules that are needed, with archives of the JDK's own classes.
RUN jlink @src/docker/jlink.options --output /opt/waitroom/java

# The AOT cache, trained with this runtime, these flags and this command line, at the final paths. It is
# bound to the modification times of what it was made from: fixed ones survive any way of copying.
WORKDIR /app
RUN cp -R /src/target/waitroom-service.jar /src/target/libs . \
    && cp /src/src/docker/jvm.options /src/src/docker/probe.options . \
    && find /app /opt/waitroom/java -exec touch -h -d 2026-01-01T00:00:00Z {} + \
    && java /src/src/docker/Training.java /opt/waitroom/java /app/waitroom.aot

# A home for the keys that compose.yaml makes, writable by the service's user where it is mounted.
RUN mkdir /keys && chown 65532:65532 /keys && chmod 700 /keys

FROM ${RUN_IMAGE}
COPY --from=build /opt/waitroom/java /opt/waitroom/java
COPY --from=build /app/libs /app/libs
COPY --from=build /app/waitroom-service.jar /app/waitroom.aot /app/jvm.options /app/probe.options /app/
COPY --from=build --chown=65532:65532 /keys /keys

# Two malloc arenas are enough; the default of eight per CPU costs tens of megabytes.
ENV PATH=/opt/waitroom/java/bin:/usr/bin:/bin LANG=C.UTF-8 MALLOC_ARENA_MAX=2
WORKDIR /app
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["/opt/waitroom/java/bin/java", "@/app/probe.options", "-cp", "/app/waitroom-service.jar", "io.waitroom.boot.HealthProbe"]
# The JVM is process 1: SIGTERM reaches it.
ENTRYPOINT ["/opt/waitroom/java/bin/java", "@/app/jvm.options", "-XX:AOTCache=/app/waitroom.aot", "-jar", "/app/waitroom-service.jar"]
