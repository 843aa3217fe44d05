import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

// The tests lie in the repository's tests folder, the packages they need in this one.
export default {
  rootDir: '..',
  roots: ['<rootDir>/tests/extension', '<rootDir>/extension/src'],
  testMatch: ['<rootDir>/tests/extension/**/*.spec.ts', '<rootDir>/tests/extension/**/*.spec.tsx'],
  testEnvironment: resolve('jest-environment-jsdom'),
  modulePaths: ['<rootDir>/extension/node_modules'],
  modulePathIgnorePatterns: ['<rootDir>/extension/underhood_lab/'],
  transform: {
    // Types are checked by `jlpm typecheck`; here each file is only stripped of them.
    '\\.[cm]?[jt]sx?$': [
      resolve('ts-jest'),
      {
        tsconfig: {
          allowJs: true,
          esModuleInterop: true,
          isolatedModules: true,
          jsx: 'react',
          module: 'commonjs',
          moduleResolution: 'node10',
          target: 'ES2022'
        },
        diagnostics: false
      }
    ]
  },
  // JupyterLab and lib0 ship modules that jest can't read untransformed.
  transformIgnorePatterns: [
    '/node_modules/(?!(@jupyterlab|@jupyter|@microsoft|@rjsf|exenv-es6|lib0|nanoid|y-protocols|yjs)/)'
  ],
  moduleNameMapper: { '\\.(css|svg)$': '<rootDir>/tests/extension/fileStub.ts' }
};
