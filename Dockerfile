# One image for each service: docker build --build-arg SERVICE=payroll .
FROM node:26-slim
ARG SERVICE
ENV NODE_ENV=production SERVICE=${SERVICE} NODE_COMPILE_CACHE=/app/.cache/node
WORKDIR /app
COPY . .
# The service and the workspace packages it needs, without the sandbox and its embedded PostgreSQL.
RUN test -d "services/$SERVICE/src" \
  && npx --yes pnpm@12 install --prod --no-optional --frozen-lockfile --filter "@fotfeste/$SERVICE..." \
  && rm -rf /root/.npm /root/.cache /root/.local
# Loading the service once leaves its code compiled.
RUN mkdir -p "$NODE_COMPILE_CACHE" \
  && node --input-type=module --eval "await import('/app/services/$SERVICE/src/app.ts')" \
  && chown -R node:node "$NODE_COMPILE_CACHE"
USER node
EXPOSE 8080
CMD ["sh", "-c", "exec node services/$SERVICE/src/main.ts"]
