# Wirecheck in a container: no root, one volume for the database.
#   docker build -t wirecheck . && docker run --rm -p 127.0.0.1:3000:3000 -v wirecheck:/data --env-file .env wirecheck
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY bot bot
COPY handlers handlers
COPY store store
COPY seeds seeds
RUN /venv/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home wirecheck && install -d -o wirecheck /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    WIRECHECK_DATABASE=sqlite:////data/wirecheck.db \
    WIRECHECK_LISTEN=0.0.0.0:3000
USER wirecheck
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:3000/healthz', timeout=4)"
CMD ["wirecheck", "serve"]
