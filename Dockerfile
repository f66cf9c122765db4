# Build, with the Node that package.json pins: the compiler and every dependency stay in this stage.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /onegate
COPY package.json package-lock.json .npmrc ./
COPY scripts scripts
RUN node -e "import('./scripts/dependencies.mjs').then(({ ensureDependencies }) => ensureDependencies())"
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY apps apps
COPY libs libs
RUN npm run build && npm prune --omit=dev && mkdir .empty

# Run: Node and what it needs, no shell, no package manager, not root. These images have no tags of exact versions.
FROM gcr.io/distroless/nodejs24-debian12:nonroot
WORKDIR /onegate
ENV NODE_ENV=production ONEGATE_HOST=0.0.0.0 ONEGATE_DATA_DIR=/data
# As scripts/start/node-flags.ts.
ENV NODE_OPTIONS=--max-semi-space-size=16
COPY --from=build /onegate/package.json ./
COPY --from=build /onegate/node_modules node_modules
COPY --from=build /onegate/dist dist
COPY --from=build --chown=nonroot:nonroot /onegate/.empty /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["dist/apps/api/src/main.js"]
