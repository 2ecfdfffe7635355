import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.assay', '.venv'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A promise that nobody waits for fails where nobody sees it; in a test it cannot fail at all.
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  {
    // Prettier wraps code at 110 and leaves comments alone. Examples, commands and directives cannot be wrapped.
    files: ['**/*.ts'],
    ignores: ['hypotheses/**'],
    rules: {
      'max-len': [
        'error',
        {
          code: 1000,
          comments: 120,
          ignoreStrings: true,
          ignoreTemplateLiterals: true,
          ignorePattern: 'eslint-|@example|npm run|trainer → assay|^ *\\* *mlp\\(',
        },
      ],
    },
  },
);
