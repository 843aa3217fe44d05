// Run from the repository's root (see "lint:code"), because the tests lie outside this folder.

import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-config-prettier';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const sources = ['extension/src/**/*.{ts,tsx}'];
const tests = ['tests/extension/**/*.{ts,tsx}'];

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'extension/lib/**', 'extension/src/generated/**'] },
  {
    files: [...sources, ...tests],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    rules: {
      // An interface whose options belong to a class stands beside it, as in JupyterLab.
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/naming-convention': [
        'error',
        { selector: 'interface', format: ['PascalCase'], custom: { regex: '^I[A-Z]', match: true } }
      ],
      curly: 'error',
      eqeqeq: 'error'
    }
  },
  {
    files: sources,
    plugins: { jupyter, 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      ...jupyter.configs.recommended[0].rules,
      // The whole extension is some 20 kB: a second request would cost more than it saves.
      'jupyter/prefer-lazy-imports': 'off'
    }
  },
  {
    files: tests,
    rules: { '@typescript-eslint/no-empty-function': 'off' }
  },
  prettier
);
