# The pages, then the binary, then a small image that holds only what runs.
FROM node:20-bookworm-slim AS pages
WORKDIR /src
COPY openapi.json ./
COPY frontend ./frontend
RUN cd frontend && npm ci --no-audit --no-fund && npm run build

FROM rust:1.95-bookworm AS binary
WORKDIR /src
COPY . .
COPY --from=pages /src/frontend/dist ./frontend/dist
RUN cargo build --release --workspace --bin yuekao

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates curl postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /var/lib/yuekao --create-home yuekao
COPY --from=binary /src/target/release/yuekao /usr/local/bin/yuekao
USER yuekao
WORKDIR /var/lib/yuekao
ENV YUEKAO_DATA=/var/lib/yuekao YUEKAO_LISTEN=0.0.0.0:8080
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD curl -fsS http://127.0.0.1:8080/healthz || exit 1
ENTRYPOINT ["yuekao"]
CMD ["serve"]
