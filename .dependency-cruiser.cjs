/** Imports point downwards only: apps → gateway → usage → billing → models → auth → tenants → platform. */
const order = ['platform', 'tenants', 'auth', 'models', 'billing', 'usage', 'gateway'];

const upwards = order.map((lib, index) => ({
  name: `${lib}-imports-downwards`,
  comment: `libs/${lib} may import only: ${order.slice(0, index).join(', ') || 'no other lib'}`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: `^(apps|test|scripts)/|^libs/(${order.slice(index + 1).join('|') || 'none'})/` },
}));

module.exports = {
  forbidden: [
    ...upwards,
    {
      name: 'enter-a-lib-through-its-index',
      comment: 'A lib is entered through its index.ts',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/', pathNot: '^libs/([^/]+)/src/index\\.ts$|^$1/$2/' },
    },
    {
      name: 'apps-stay-apart',
      comment: 'Apps share code through libs, never through each other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'product-needs-no-scripts',
      comment: 'scripts start and test the product; the product never needs them',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'no-http-in-libs-but-platform',
      comment: 'Services hold no HTTP: only apps, and platform for its server pieces, know Fastify',
      severity: 'error',
      from: { path: '^libs/(?!platform/)' },
      to: { path: 'node_modules/(fastify|@fastify)/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependency-in-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
