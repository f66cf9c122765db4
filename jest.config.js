/** One configuration for unit, end-to-end, guard and fault suites; `npm test -- <pattern>` picks by path. */
export default {
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/scripts', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  testEnvironment: '<rootDir>/test/setup/jest/one-realm.environment.ts',
  runtime: '<rootDir>/test/setup/jest/built-code.runtime.ts',
  testSequencer: '<rootDir>/test/setup/jest/longest-first.sequencer.ts',
  injectGlobals: false,
  globalSetup: '<rootDir>/test/setup/global-setup.ts',
  maxWorkers: 4,
  // What suites leave behind in a worker makes the later ones slow: a new one takes over.
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 240_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};
